-- What PostgreSQL's tables have and SQLite's have not: the copy has the rows and types of them all.
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE "All Kinds" (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, s SERIAL, n NUMERIC(10, 3), f REAL, j JSON, a INT[], m mood, t VARCHAR(5) COLLATE "C", i INTERVAL, r INT4RANGE);
INSERT INTO "All Kinds" (n, f, j, a, m, t, i, r) VALUES (1.500, 0.1, '{"a": 1}', '{1,2}', 'ok', 'é', '1 day', '[1,5)'), (NULL, 'NaN', NULL, NULL, NULL, NULL, NULL, NULL);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
SELECT tamis_snapshot('All Kinds', '{"name": "kinds"}') ->> 'rows';
SELECT tamis_snapshot('"All Kinds"', '{"name": "kinds"}') ->> 'rows';
SELECT attname, format_type(atttypid, atttypmod), attnotnull, attidentity = '', atthasdef FROM pg_attribute WHERE attrelid = 'kinds'::regclass AND attnum > 0;
SELECT count(*) FROM "All Kinds" AS x JOIN kinds AS y ON x::text = y::text;
-- Nobody else may read it, whatever the defaults grant.
SELECT count(*) FROM pg_class AS c, aclexplode(c.relacl) AS a WHERE c.relname = 'kinds' AND a.grantee <> c.relowner;
-- It does not keep the original's sequence.
DROP TABLE "All Kinds";
SELECT count(*) FROM kinds;
-- Partitions come as one table; the parent of an inheritance, a foreign table and a materialized view don't.
CREATE TABLE whole (a INT, b TEXT) PARTITION BY LIST (a);
CREATE TABLE part_1 PARTITION OF whole FOR VALUES IN (1);
CREATE TABLE part_2 PARTITION OF whole FOR VALUES IN (2);
INSERT INTO whole VALUES (1, 'x'), (2, 'y'), (2, 'y');
SELECT tamis_snapshot('whole', '{"name": "whole_copy"}') ->> 'rows';
SELECT tamis_snapshot('part_2', '{"name": "part_copy"}') ->> 'rows';
CREATE TABLE parent (a INT);
CREATE TABLE child () INHERITS (parent);
SELECT tamis_snapshot('parent');
SELECT tamis_snapshot('child', '{"name": "child_copy"}') ->> 'rows';
CREATE MATERIALIZED VIEW seen AS SELECT 1 AS a;
SELECT tamis_snapshot('seen');
CREATE TABLE bare ();
SELECT tamis_snapshot('bare');
-- Another schema, and one that is not there.
CREATE SCHEMA kept;
SELECT tamis_snapshot('whole', '{"name": "whole_copy", "schema": "kept"}') ->> 'copy';
SELECT tamis_snapshot('whole', '{"name": "a", "schema": "nowhere"}');
SELECT tamis_snapshot('whole', '{"name": "a234567890123456789012345678901234567890123456789012345678901234"}');
-- A temporary table's copy has to say where it stays.
CREATE TEMPORARY TABLE passing (a INT);
INSERT INTO passing VALUES (1);
SELECT tamis_snapshot('passing');
SELECT tamis_snapshot('passing', '{"schema": "kept", "name": "stays"}') ->> 'rows';
-- Rows that a policy hides are no copy; a reader without grants gets none.
CREATE ROLE tamis_test_reader;
GRANT CREATE, USAGE ON SCHEMA public TO tamis_test_reader;
GRANT INSERT ON tamis_run, tamis_snapshot TO tamis_test_reader;
CREATE TABLE policed (a INT);
INSERT INTO policed VALUES (1), (2);
ALTER TABLE policed ENABLE ROW LEVEL SECURITY;
CREATE POLICY small ON policed USING (a < 2);
GRANT SELECT ON policed TO tamis_test_reader;
REVOKE ALL ON whole FROM PUBLIC;
SET ROLE tamis_test_reader;
SELECT tamis_snapshot('policed');
SELECT tamis_snapshot('whole');
RESET ROLE;
ALTER TABLE policed DISABLE ROW LEVEL SECURITY;
SET ROLE tamis_test_reader;
SELECT tamis_snapshot('policed', '{"name": "mine"}') ->> 'rows';
SELECT tableowner FROM pg_tables WHERE tablename = 'mine';
RESET ROLE;
-- Policies, publications and triggers are named.
ALTER TABLE policed ENABLE ROW LEVEL SECURITY;
SET client_min_messages = error;
CREATE PUBLICATION all_of_it FOR TABLE policed;
RESET client_min_messages;
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER note AFTER INSERT ON policed FOR EACH STATEMENT EXECUTE FUNCTION noted();
CREATE MATERIALIZED VIEW "seen too" AS SELECT a FROM policed;
SELECT tamis_snapshot('policed', '{"dry_run": true}') ->> 'dependants';
BEGIN READ ONLY;
SELECT tamis_snapshot('policed');
ROLLBACK;
DROP OWNED BY tamis_test_reader;
DROP ROLE tamis_test_reader;
