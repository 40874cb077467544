-- What only SQLite has: columns without types, affinities, columns called rowid, renamed tables.
CREATE TABLE typed (id TEXT, v INTEGER);
INSERT INTO typed VALUES ('1', 1), ('02', 2), ('x', 3);
-- Key without a type first, with one later: the target's column decides.
SELECT tamis_scd2_merge('dim', '(SELECT id || '''' AS id, v + 0 AS v FROM typed)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('dim', 'typed', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'unchanged';
SELECT id, typeof(id), v, typeof(v) FROM dim ORDER BY v;
-- A typed target and keys of another type.
CREATE TABLE numbers (id INTEGER, v INTEGER);
INSERT INTO numbers VALUES (1, 1), (2, 2);
SELECT tamis_scd2_merge('dim_numbers', 'numbers', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('dim_numbers', '(SELECT CAST(id AS TEXT) AS id, CAST(v AS TEXT) AS v FROM numbers)', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'unchanged';
SELECT tamis_scd2_merge('dim_numbers', '(SELECT ''01'' AS id, 1.0 AS v UNION ALL SELECT '' 3'', 3)', '{"key": "id", "as_of": "2024-01-03", "deletes": "close", "max_closed": 1}') -> 'counts';
SELECT id, typeof(id), v, valid_to FROM dim_numbers ORDER BY id;
SELECT tamis_scd2_merge('dim_numbers', '(SELECT ''2.0'' AS id, 2 AS v)', '{"key": "id", "mode": "delta", "as_of": "2024-01-04"}') -> 'counts';
-- The rowid behind columns of that name.
CREATE TABLE odd (id INTEGER, rowid TEXT);
INSERT INTO odd VALUES (1, 'a'), (2, 'b'), (3, 'c');
SELECT tamis_scd2_merge('dim_odd', 'odd', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
UPDATE odd SET rowid = 'z' WHERE id = 2;
DELETE FROM odd WHERE id = 3;
SELECT tamis_scd2_merge('dim_odd', 'odd', '{"key": "id", "as_of": "2024-01-02", "deletes": "close", "max_closed": 0.5}') -> 'counts';
SELECT * FROM tamis_scd2_verify('dim_odd', '{"key": "id"}');
-- A renamed table keeps its index's name.
ALTER TABLE dim_odd RENAME TO old_odd;
SELECT tamis_scd2_merge('dim_odd', 'odd', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'dim_odd%' ORDER BY name;
-- An attached database, a temporary source.
ATTACH ':memory:' AS far;
CREATE TEMPORARY TABLE here (id INTEGER, v TEXT);
INSERT INTO here VALUES (1, 'a');
SELECT tamis_scd2_merge('far.dim', 'here', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT count(*) FROM far.dim;
SELECT count(*) FROM sqlite_temp_schema WHERE name LIKE 'tamis%';
-- Read-only: verify works, merge says so.
PRAGMA query_only = 1;
SELECT count(*) FROM tamis_scd2_verify('dim', '{"key": "id"}');
SELECT tamis_scd2_merge('dim', 'typed', '{"key": "id", "as_of": "2024-02-02"}');
PRAGMA query_only = 0;
-- The stage can't be dropped while the calling statement reads a table: nothing stays.
SELECT tamis_scd2_merge('dim_locked', 'typed', '{"key": "id"}') FROM typed;
SELECT count(*) FROM sqlite_schema WHERE name LIKE 'dim_locked%';
SELECT count(*) FROM sqlite_temp_schema WHERE name LIKE 'tamis%';
INSERT INTO typed SELECT tamis_scd2_merge('dim_locked', 'typed', '{"key": "id"}'), 1;
