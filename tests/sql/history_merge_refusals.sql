-- What a merge refuses, and that nothing is left behind.
CREATE TABLE s (id INTEGER, name TEXT, other TEXT);
INSERT INTO s VALUES (1, 'a', 'x'), (2, 'b', 'y');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';

-- Options.
SELECT tamis_scd2_merge('dim', 's', '{}');
SELECT tamis_scd2_merge('dim', 's', '{"key": []}');
SELECT tamis_scd2_merge('dim', 's', '{"key": 1}');
SELECT tamis_scd2_merge('dim', 's', '{"key": ["id", "id"]}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "nope"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "colour": "red"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "mode": "half"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "deletes": true}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "mode": "delta", "deletes": "close"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "max_closed": 1.5}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "on_duplicate": "first"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "yesterday"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "03/04/2024"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-02-30"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "track": "name", "exclude": "other"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "track": ["name", "nope"]}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "exclude": "nope"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "track": "id"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "names": {"from": "x"}}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "names": {"valid_from": ""}}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "names": {"valid_from": "valid_to"}}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "names": {"valid_from": "id"}}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "names": {"valid_from": "began"}}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "surrogate_key": "sk"}');

-- Tables.
SELECT tamis_scd2_merge('dim', 'nope', '{"key": "id"}');
SELECT tamis_scd2_merge('', 's', '{"key": "id"}');
SELECT tamis_scd2_merge('(SELECT 1)', 's', '{"key": "id"}');
SELECT tamis_scd2_merge('s', 's', '{"key": "id"}');
SELECT tamis_scd2_merge('dim', 'dim', '{"key": "id"}');
CREATE VIEW dim_view AS SELECT * FROM dim;
SELECT tamis_scd2_merge('dim_view', 's', '{"key": "id"}');
CREATE TABLE plain (id INTEGER, name TEXT, other TEXT, valid_to TIMESTAMP);
SELECT tamis_scd2_merge('plain', 's', '{"key": "id"}');
CREATE TABLE wrong (id INTEGER, name TEXT, other TEXT, valid_from INTEGER, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
SELECT tamis_scd2_merge('wrong', 's', '{"key": "id"}');
SELECT tamis_scd2_merge('new_dim', '(SELECT id, name AS row_hash FROM s)', '{"key": "id"}');
SELECT tamis_scd2_merge('new_dim', '(SELECT id, name AS sk FROM s)', '{"key": "id", "surrogate_key": "sk"}');
SELECT tamis_scd2_merge('new_dim', 's', '{"key": "id", "dry_run": true}') -> 'created';

-- Columns that come and go.
SELECT tamis_scd2_merge('dim', '(SELECT id, name FROM s)', '{"key": "id"}');
SELECT tamis_scd2_merge('dim', '(SELECT id, name, other, 1 AS one, 2 AS two FROM s)', '{"key": "id"}');
SELECT tamis_scd2_merge('dim', '(SELECT id, name, other, 1 AS one FROM s)', '{"key": "id", "exclude": "one", "dry_run": true, "as_of": "2024-02-01"}');
SELECT tamis_scd2_merge('dim', '(SELECT id, name FROM s)', '{"key": "id", "track": "name", "dry_run": true, "as_of": "2024-02-01"}') -> 'counts' ->> 'versioned';

-- The past can't be rewritten.
UPDATE s SET name = 'aa';
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-01-01"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2023-12-31 23:59:59.999999"}');
SELECT tamis_scd2_merge('dim', '(SELECT * FROM s WHERE id = 3)', '{"key": "id", "as_of": "2023-01-01", "deletes": "close", "max_closed": 1}');

-- Two current versions of one key: the batch matches both.
CREATE TABLE loose (id INTEGER, name TEXT, other TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
INSERT INTO loose VALUES (1, 'a', 'x', '2023-01-01 00:00:00', NULL, TRUE, 'h'), (1, 'b', 'x', '2023-02-01 00:00:00', NULL, TRUE, 'h');
SELECT tamis_scd2_merge('loose', 's', '{"key": "id", "as_of": "2024-01-01"}');

-- All that and nothing has changed.
SELECT id, name, other, valid_from, valid_to FROM dim ORDER BY id, valid_from;
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-01-01 00:00:00.000001"}') -> 'counts' ->> 'versioned';
SELECT id, name, other, valid_from, valid_to FROM dim ORDER BY id, valid_from;
