-- Types that only PostgreSQL has are copied as they are; a table is replaced where it stands.
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE typed (j json, a text[], i inet, m mood, b bit(3), d interval, n numeric(10,2), s smallint);
INSERT INTO typed VALUES ('{"b":1, "a":2,"a":3, "n":1.0e2}', array['a  b ', 'n/a'], '10.0.0.1', 'ok', '101', '1 day', 1.50, 7);
SELECT tamis_clean_table('typed', 'typed_clean') ->> 'rows';
SELECT * FROM typed_clean;
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'typed_clean'::regclass AND attnum > 0 ORDER BY attnum;
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE b.x (old text);
SET search_path = a, b, public;
SELECT tamis_clean_table('typed', 'x', '{"if_exists": "replace"}') ->> 'rows';
SELECT schemaname FROM pg_tables WHERE tablename = 'x';
-- A source that reads the table to replace is refused, and nothing is lost.
CREATE TABLE of_mine (k text);
INSERT INTO of_mine VALUES ('1'), ('x');
CREATE VIEW mine AS SELECT k FROM of_mine;
SELECT tamis_clean_table('(SELECT k FROM of_mine)', 'of_mine', '{"if_exists": "replace"}');
SELECT tamis_clean_table('mine', 'of_mine', '{"if_exists": "replace"}');
SELECT count(*), min(k) FROM of_mine;
