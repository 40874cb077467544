-- What SQLite's tables have and PostgreSQL's have not.
.nullvalue NULL
CREATE TABLE loose (a, b TEXT, c INTEGER, d NUMERIC, e BLOB);
INSERT INTO loose (rowid, a, b, c, d, e) VALUES (7, '007', 7, '7', '7.0', x'00ff'), (3, 1.0, x'41', 'x', 'y', NULL), (9, char(65, 0, 66), '', NULL, 9223372036854775807, 1);
SELECT tamis_snapshot('loose', '{"name": "loose_copy"}') ->> 'rows';
SELECT rowid, quote(a), quote(b), quote(c), quote(d), quote(e), length(CAST(a AS BLOB)) FROM loose_copy ORDER BY rowid;
SELECT name, type FROM pragma_table_info('loose_copy');
-- '7' and 7 are two values.
UPDATE loose SET a = 7 WHERE rowid = 7;
UPDATE loose SET a = '7' WHERE rowid = 7;
SELECT tamis_snapshot('loose', '{"name": "loose_text"}') ->> 'rows';
UPDATE loose SET a = 7 WHERE rowid = 7;
SELECT tamis_snapshot('loose', '{"name": "loose_number"}') ->> 'rows';
SELECT count(DISTINCT checksum) FROM tamis_snapshot WHERE table_name = 'loose';
-- STRICT, WITHOUT ROWID, AUTOINCREMENT, columns with the names of addresses, types that are no words.
CREATE TABLE strict_one (id INTEGER PRIMARY KEY, v ANY) STRICT;
INSERT INTO strict_one VALUES (1, '007'), (2, 7), (3, x'07');
SELECT tamis_snapshot('strict_one', '{"name": "strict_copy"}') ->> 'rows';
SELECT id, quote(v) FROM strict_copy ORDER BY id;
CREATE TABLE no_rowid (a TEXT COLLATE NOCASE, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID;
INSERT INTO no_rowid VALUES ('x', 2), ('y', 1);
SELECT tamis_snapshot('no_rowid', '{"name": "no_rowid_copy"}') ->> 'rows';
CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);
INSERT INTO counted (v) VALUES ('a'), ('b');
SELECT tamis_snapshot('counted', '{"name": "counted_copy"}') ->> 'rows';
CREATE TABLE addressed (rowid TEXT, "oid" TEXT, "x y" "CHECK (0)", g AS (rowid || '!') VIRTUAL);
INSERT INTO addressed VALUES ('a', 'b', 'c');
SELECT tamis_snapshot('addressed', '{"name": "addressed_copy"}') ->> 'rows';
SELECT * FROM addressed_copy;
CREATE VIRTUAL TABLE searched USING fts5(a);
SELECT tamis_snapshot('searched');
-- Other databases.
ATTACH ':memory:' AS other;
CREATE TABLE other.there (a);
INSERT INTO other.there VALUES (1);
SELECT tamis_snapshot('other.there', '{"name": "there_copy"}') ->> 'copy';
SELECT count(*) FROM other.there_copy;
SELECT tamis_snapshot('other.there', '{"name": "there_copy", "schema": "main"}') ->> 'copy';
SELECT tamis_snapshot('other.there', '{"schema": "nowhere"}');
CREATE TEMP TABLE passing (a);
SELECT tamis_snapshot('passing');
SELECT tamis_snapshot('passing', '{"schema": "main", "name": "stays"}') ->> 'rows';
SELECT tamis_snapshot('loose' || char(0));
SELECT tamis_snapshot('loose', json_object('name', 'a' || char(0)));
-- Two triggers, of which one is another table's.
CREATE TRIGGER note AFTER INSERT ON loose BEGIN SELECT 1; END;
CREATE TRIGGER elsewhere AFTER INSERT ON counted BEGIN INSERT INTO loose (a) VALUES (1); END;
SELECT tamis_snapshot('loose', '{"dry_run": true}') ->> 'dependants';
PRAGMA query_only = 1;
SELECT tamis_snapshot('loose');
SELECT tamis_snapshot('loose', '{"dry_run": true}') ->> 'rows';
