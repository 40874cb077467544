-- What changed between two moments.
CREATE TABLE h (sk INTEGER PRIMARY KEY, id INTEGER, v TEXT, n NUMERIC, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
SELECT * FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{"key": "id"}');
-- 1 stays, 2 changes, 3 comes, 4 goes, 5 goes and comes back as it was, 6 changes twice and back.
INSERT INTO h VALUES (1, 1, 'x', 1, '2023-01-01 00:00:00', NULL, TRUE, '');
INSERT INTO h VALUES (2, 2, 'x', 1.5, '2023-01-01 00:00:00', '2024-01-15 00:00:00', FALSE, '');
INSERT INTO h VALUES (3, 2, 'é"', 1.50, '2024-01-15 00:00:00', NULL, TRUE, '');
INSERT INTO h VALUES (4, 3, NULL, 3, '2024-02-01 00:00:00', NULL, TRUE, '');
INSERT INTO h VALUES (5, 4, '', NULL, '2023-01-01 00:00:00', '2024-02-01 00:00:00', FALSE, '');
INSERT INTO h VALUES (6, 5, 'x', 1, '2023-01-01 00:00:00', '2024-01-10 00:00:00', FALSE, '');
INSERT INTO h VALUES (7, 5, 'x', 1, '2024-01-20 00:00:00', NULL, TRUE, '');
INSERT INTO h VALUES (8, 6, 'a', 1, '2023-01-01 00:00:00', '2024-01-10 00:00:00', FALSE, '');
INSERT INTO h VALUES (9, 6, 'b', 2, '2024-01-10 00:00:00', '2024-01-11 00:00:00', FALSE, '');
INSERT INTO h VALUES (10, 6, 'a', 1, '2024-01-11 00:00:00', NULL, TRUE, '');
INSERT INTO h VALUES (11, 7, NULL, 0, '2023-01-01 00:00:00', '2024-01-10 00:00:00', FALSE, '');
INSERT INTO h VALUES (12, 7, '', -0.0, '2024-01-10 00:00:00', NULL, TRUE, '');
SELECT key_value, change, columns FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{"key": "id"}');
SELECT * FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01T00:00:00Z', '{"key": "id", "columns": "v"}');
SELECT * FROM tamis_scd2_diff('h', '2024-02-01', '2024-01-01', '{"key": "id", "exclude": "n"}');
SELECT count(*) FROM tamis_scd2_diff('h', '2024-02-01', '2024-02-01', '{"key": "id"}');
SELECT count(*) FROM tamis_scd2_diff('h', '2022-02-01', '2022-02-02', '{"key": "id"}');
SELECT change, count(*) FROM tamis_scd2_diff('h', '2022-02-01', '2024-01-10', '{"key": "id"}') GROUP BY change;
SELECT change, count(*) FROM tamis_scd2_diff('(SELECT * FROM h WHERE id > 2)', '2024-01-10', '2025-01-10', '{"key": "id"}') GROUP BY change ORDER BY change;

-- Far ends, and numbers for moments.
CREATE TABLE d (id TEXT, v TEXT, dbt_scd_id TEXT, dbt_updated_at TIMESTAMP, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP);
INSERT INTO d VALUES ('a', 'x', '1', NULL, '2024-01-01 00:00:00', '2024-02-01 00:00:00');
INSERT INTO d VALUES ('a', 'y', '2', NULL, '2024-02-01 00:00:00', '9999-12-31 00:00:00');
SELECT key_value, change, columns, before, after FROM tamis_scd2_diff('d', '2024-01-01', '2024-02-01', '{"key": "id", "names": "dbt", "open_end": "9999-12-31"}');
CREATE TABLE n (a INTEGER, b TEXT, v TEXT, valid_from INTEGER, valid_to INTEGER, is_current BOOLEAN, row_hash TEXT);
INSERT INTO n VALUES (1, 'é', 'x', 1, 5, FALSE, NULL);
INSERT INTO n VALUES (1, 'é', 'y', 5, NULL, TRUE, NULL);
SELECT * FROM tamis_scd2_diff('n', '4', '5', '{"key": ["b", "a"]}');

-- Versions that overlap have no one state.
INSERT INTO h VALUES (13, 8, 'p', 0, '2023-01-01 00:00:00', NULL, FALSE, '');
INSERT INTO h VALUES (14, 8, 'q', 0, '2024-01-10 00:00:00', NULL, TRUE, '');
SELECT count(*) FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{"key": "id"}');
DELETE FROM h WHERE sk = 13;
INSERT INTO h VALUES (13, 8, 'p', 0, '2024-01-15 00:00:00', NULL, FALSE, '');
SELECT count(*) FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{"key": "id"}');

-- A tombstone says that the key is gone, and so do views; dbt's flag is a text.
CREATE TABLE t (sk INTEGER PRIMARY KEY, id INTEGER, v TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT, gone BOOLEAN);
INSERT INTO t VALUES (1, 1, 'x', '2024-01-01 00:00:00', '2024-02-01 00:00:00', FALSE, '', FALSE), (2, 1, 'x', '2024-02-01 00:00:00', NULL, TRUE, '', TRUE), (3, 2, 'y', '2024-01-01 00:00:00', NULL, TRUE, '', NULL);
SELECT * FROM tamis_scd2_diff('t', '2024-01-15', '2024-02-01', '{"key": "id", "names": {"is_deleted": "gone"}}');
SELECT * FROM tamis_scd2_diff('t', '2024-02-15', '2024-03-01', '{"key": "id", "names": {"is_deleted": "gone"}}');
SELECT count(*) FROM (SELECT tamis_scd2_view('t', 'alive', '{"names": {"is_deleted": "gone"}}') AS made) AS m;
SELECT id FROM alive ORDER BY id;
SELECT problem, key_value, detail FROM tamis_scd2_verify('t', '{"key": "id", "names": {"is_deleted": "gone"}, "hash": false, "facts": {"table": "(SELECT id AS c, valid_from AS at FROM t)", "key": {"c": "id"}, "event_time": "at"}}');
SELECT tamis_load_fact('tf', '(SELECT id AS c, valid_from AS at FROM t)', '{"dimensions": [{"dimension": "t", "key": {"c": "id"}, "surrogate_key": "sk", "event_time": "at", "names": {"is_deleted": "gone"}, "in_gap": "null"}]}') -> 'created';
SELECT c, at, sk FROM tf ORDER BY c, at;
CREATE TABLE dt (id INTEGER, v TEXT, dbt_scd_id TEXT, dbt_updated_at TIMESTAMP, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP, dbt_is_deleted TEXT);
INSERT INTO dt VALUES (1, 'x', 'a', NULL, '2024-01-01 00:00:00', '2024-02-01 00:00:00', 'False'), (1, 'x', 'b', NULL, '2024-02-01 00:00:00', NULL, 'True');
SELECT key_value, change FROM tamis_scd2_diff('dt', '2024-01-15', '2024-02-01', '{"key": "id", "names": "dbt"}');

-- Bad input.
SELECT * FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{}');
SELECT * FROM tamis_scd2_diff('h', '2024-01-01', 'soon', '{"key": "id"}');
SELECT * FROM tamis_scd2_diff('h', '', '2024-02-01', '{"key": "id"}');
SELECT * FROM tamis_scd2_diff('n', '2024-01-01', '5', '{"key": "a"}');
SELECT * FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{"key": "id", "columns": "nope"}');
SELECT * FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{"key": "id", "exclude": "nope"}');
SELECT * FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{"key": "id", "columns": "v", "exclude": "n"}');
SELECT * FROM tamis_scd2_diff('h', '2024-01-01', '2024-02-01', '{"key": "id", "column": "v"}');
SELECT * FROM tamis_scd2_diff('nope', '2024-01-01', '2024-02-01', '{"key": "id"}');
SELECT * FROM tamis_scd2_diff('h', NULL, '2024-02-01', '{"key": "id"}');
