-- Row addresses, binary data in text columns and attached files are SQLite's.
CREATE TABLE shadow ("OID" TEXT, "RowId" TEXT, id TEXT);
INSERT INTO shadow VALUES ('1', '2024-01-01', 'a'), ('1', '2024-01-01', 'a'), ('1', '2024-01-01', 'b'), ('1', '2024-01-01', 'c');
SELECT tamis_clean_table('shadow', 'shadow_clean', '{"dedupe": {"key": "id"}}') ->> 'rows';
SELECT id FROM shadow_clean ORDER BY id;
CREATE TABLE full_shadow (rowid TEXT, _rowid_ TEXT, oid TEXT);
INSERT INTO full_shadow VALUES ('a', 'b', 'c');
SELECT tamis_clean_table('full_shadow', 'x', '{"dedupe": {"key": "oid"}}');
CREATE TABLE mixed (id INTEGER PRIMARY KEY, t TEXT);
INSERT INTO mixed VALUES (1, x'00ff41'), (2, x'ffff'), (3, 'ok'), (4, 'fine ');
SELECT tamis_clean_table('mixed', 'mixed_clean') ->> 'rows';
SELECT id, typeof(t), t FROM mixed_clean ORDER BY id;
SELECT row_key, hex(raw_value), reason FROM tamis_error_row ORDER BY row_key;
ATTACH ':memory:' AS other;
CREATE TABLE other.x (old TEXT);
SELECT tamis_clean_table('mixed', 'x', '{"if_exists": "replace"}') ->> 'rows';
SELECT schema, name FROM pragma_table_list WHERE name = 'x';
SELECT count(*) FROM other.x;
-- A source that reads the table to replace is refused, and nothing is lost.
CREATE TABLE of_mine (k text);
INSERT INTO of_mine VALUES ('1'), ('x');
CREATE VIEW mine AS SELECT k FROM of_mine;
SELECT tamis_clean_table('(SELECT k FROM of_mine)', 'of_mine', '{"if_exists": "replace"}');
SELECT tamis_clean_table('mine', 'of_mine', '{"if_exists": "replace"}');
SELECT count(*), min(k) FROM of_mine;
