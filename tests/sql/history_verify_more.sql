-- Rules that come with an option.
CREATE TABLE h (id INTEGER, v TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
INSERT INTO h VALUES (1, 'x', '2024-01-01 00:00:00', '2024-01-02 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (1, 'y', '2024-01-02 00:00:00', '2024-01-03 00:00:00', FALSE, tamis_row_hash('y'));
INSERT INTO h VALUES (2, 'x', '2024-01-01 00:00:00', NULL, FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (3, 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('x'));
INSERT INTO h VALUES (4, 'x', '2024-01-01 00:00:00', '2024-01-01 00:00:00', FALSE, tamis_row_hash('x'));
SELECT * FROM tamis_scd2_verify('h', '{"key": "id"}');
SELECT problem, key_value, detail FROM tamis_scd2_verify('h', '{"key": "id", "expect_current": true}');
SELECT problem, key_value, detail FROM tamis_scd2_verify('h', '{"key": "id", "zero_length": "allow"}');
SELECT problem, key_value, valid_from, detail FROM tamis_scd2_verify('h', '{"key": "id", "gaps": "require"}');
-- A version without a beginning is one problem, and not its neighbours'.
INSERT INTO h VALUES (3, 'x', NULL, NULL, FALSE, tamis_row_hash('x'));
SELECT problem, key_value, valid_from, detail FROM tamis_scd2_verify('h', '{"key": "id"}') WHERE key_value = '{"id": 3}';
DELETE FROM h;
SELECT count(*) FROM tamis_scd2_verify('h', '{"key": "id", "expect_current": true, "gaps": "require"}');

-- An end that is a date far away.
CREATE TABLE s (id INTEGER, v TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
INSERT INTO s VALUES (1, 'x', '2024-01-01 00:00:00', '2024-01-02 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO s VALUES (1, 'y', '2024-01-02 00:00:00', '9999-12-31 00:00:00', TRUE, tamis_row_hash('y'));
INSERT INTO s VALUES (2, 'y', '2024-01-02 00:00:00', NULL, TRUE, tamis_row_hash('y'));
INSERT INTO s VALUES (3, 'y', '2024-01-02 00:00:00', '9999-12-31 00:00:00', FALSE, tamis_row_hash('y'));
SELECT problem, key_value, valid_to FROM tamis_scd2_verify('s', '{"key": "id", "open_end": "9999-12-31"}');
SELECT problem, key_value, valid_to FROM tamis_scd2_verify('s', '{"key": "id"}');

-- dbt's table: no flag, no hash.
CREATE TABLE d (id INTEGER, v TEXT, dbt_scd_id TEXT, dbt_updated_at TIMESTAMP, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP);
INSERT INTO d VALUES (1, 'x', 'a', NULL, '2024-01-01 00:00:00', '2024-02-02 00:00:00');
INSERT INTO d VALUES (1, 'y', 'b', NULL, '2024-01-01 00:00:00', NULL);
INSERT INTO d VALUES (2, 'y', 'c', NULL, '2024-01-05 00:00:00', '2024-01-03 00:00:00');
INSERT INTO d VALUES (3, 'y', 'd', NULL, '2024-01-05 00:00:00', NULL);
SELECT * FROM tamis_scd2_verify('d', '{"key": "id", "names": "dbt"}');
SELECT problem, key_value FROM tamis_scd2_verify('d', '{"key": "id", "names": "dbt", "expect_current": true}') WHERE problem = 'missing_current';
SELECT * FROM tamis_scd2_verify('d', '{"key": "id", "names": {"valid_from": "dbt_valid_from", "valid_to": "dbt_valid_to", "is_current": null, "row_hash": null}}') WHERE problem = 'inverted_interval';

-- Versions counted by number.
CREATE TABLE n (id INTEGER, valid_from INTEGER, valid_to INTEGER, is_current BOOLEAN, row_hash TEXT);
INSERT INTO n VALUES (1, 1, 5, FALSE, NULL);
INSERT INTO n VALUES (1, 4, 20240101, FALSE, NULL);
INSERT INTO n VALUES (1, 20240102, NULL, TRUE, NULL);
INSERT INTO n VALUES (2, 10, 9, FALSE, NULL);
SELECT * FROM tamis_scd2_verify('n', '{"key": "id", "hash": false, "gaps": "report"}');
SELECT * FROM tamis_scd2_verify('n', '{"key": "id", "hash": false, "open_end": 20240101}');
SELECT count(*) FROM tamis_scd2_verify('n', '{"key": "id", "hash": false, "open_end": "9999-12-31"}');

-- What a merge does not hash.
CREATE TABLE o (sk INTEGER, id INTEGER, city TEXT, was TEXT, mail TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
INSERT INTO o VALUES (1, 1, 'Bern', 'Biel', 'a@b', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('Bern'));
SELECT problem FROM tamis_scd2_verify('o', '{"key": "id"}');
SELECT count(*) FROM tamis_scd2_verify('o', '{"key": "id", "overwrite": "mail", "previous": {"city": "was"}, "surrogate_key": "sk"}');

-- Facts.
CREATE TABLE f (n INTEGER, sk INTEGER, customer INTEGER, at TIMESTAMP);
CREATE TABLE c (sk INTEGER, id INTEGER, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
INSERT INTO c VALUES (10, 1, '2024-01-01 00:00:00', '2024-01-10 00:00:00', FALSE, NULL);
INSERT INTO c VALUES (11, 1, '2024-01-10 00:00:00', NULL, TRUE, NULL);
INSERT INTO f VALUES (1, 10, 1, '2024-01-01 00:00:00');
INSERT INTO f VALUES (2, 10, 1, '2024-01-10 00:00:00');
INSERT INTO f VALUES (3, 99, 1, '2023-12-31 23:59:59');
INSERT INTO f VALUES (4, 99, 7, '2024-01-05 00:00:00');
INSERT INTO f VALUES (5, NULL, NULL, '2024-01-05 00:00:00');
INSERT INTO f VALUES (6, 11, 1, NULL);
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "hash": false, "facts": {"table": "f", "column": "sk", "surrogate_key": "sk"}}');
SELECT problem, key_value, detail FROM tamis_scd2_verify('c', '{"key": "id", "hash": false, "facts": [{"table": "f", "column": "sk", "surrogate_key": "sk", "event_time": "at", "nulls": "allow"}, {"table": "(SELECT * FROM f)", "key": {"customer": "id"}, "event_time": "at"}]}');
SELECT count(*) FROM tamis_scd2_verify('c', '{"key": "id", "hash": false, "facts": []}');

-- Bad input.
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": "f"}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": {"table": "f"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": {"table": "f", "column": "sk"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": {"table": "f", "column": "sk", "surrogate_key": "nope"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": {"table": "f", "column": "nope", "surrogate_key": "sk"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": {"table": "nope", "column": "sk", "surrogate_key": "sk"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": {"table": "f", "key": {"customer": "id"}}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": {"table": "f", "key": {"customer": "sk"}, "event_time": "at"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "facts": {"table": "f", "keys": 1}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": "DBT"}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": "dbt"}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": {"valid_from": null}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": {"valid_from": ""}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": {"row_hash": ""}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": {"valid_form": "x"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": {"row_hash": "is_current"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": {"valid_to": "is_current"}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "names": {"valid_to": "is_current", "is_current": null}}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "open_end": "soon"}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "open_end": 9999}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "zero_length": "yes"}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "track": "sk", "exclude": "sk"}');
SELECT * FROM tamis_scd2_verify('c', '{"key": "id", "track": "id"}');
SELECT * FROM tamis_scd2_verify('c', NULL);
SELECT * FROM tamis_scd2_verify(NULL, '{"key": "id"}');
-- A merge with a sequence stores it, and does not hash it.
CREATE TABLE feed (id INTEGER, v TEXT, at TIMESTAMP);
INSERT INTO feed VALUES (1, 'a', '2024-01-01 00:00:00');
SELECT tamis_scd2_merge('fed', 'feed', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'inserted';
SELECT count(*) FROM tamis_scd2_verify('fed', '{"key": "id", "sequence": "at"}');
SELECT problem FROM tamis_scd2_verify('fed', '{"key": "id"}');
-- A column that says when rows hold is stored and not hashed.
CREATE TABLE moved (id INTEGER, city TEXT, seq INTEGER);
INSERT INTO moved VALUES (1, 'a', 1), (1, 'b', 2);
SELECT tamis_scd2_merge('dim_moved', 'moved', '{"key": "id", "sequence": "seq", "mode": "delta"}') -> 'counts' ->> 'source_rows';
SELECT count(*) FROM tamis_scd2_verify('dim_moved', '{"key": "id"}');
SELECT count(*) FROM tamis_scd2_verify('dim_moved', '{"key": "id", "sequence": "seq"}');
SELECT tamis_scd2_repair('dim_moved', '{"key": "id", "sequence": "seq", "problems": "all"}') -> 'rows' ->> 'changed';
SELECT count(*) FROM tamis_scd2_verify('dim_moved', '{"key": "id", "sequence": "sq"}');
SELECT count(*) FROM tamis_scd2_verify('dim_moved', '{"key": "id", "sequence": "valid_from", "exclude": "seq"}');
-- The columns of a dbt snapshot are known.
CREATE TABLE shop_snapshot (id INTEGER, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP);
SELECT * FROM tamis_scd2_verify('shop_snapshot', '{"key": "id"}');
SELECT tamis_scd2_merge('shop_snapshot', 'moved', '{"key": "id"}');
SELECT tamis_scd2_merge('shop_snapshot', 'moved', '{"key": "id", "names": "dbtt"}');
