-- Values that a target's column of another type holds are stored; what it can't hold is refused in
-- the tests of one engine, for the engines convert differently.
CREATE TABLE ints (id INTEGER, v INTEGER, w INTEGER, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
SELECT tamis_scd2_merge('ints', '(SELECT 1 AS id, 1 AS v, 1 AS w UNION ALL SELECT 2, 2, 2)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('ints', '(SELECT 1 AS id, 1.0 AS v, 3 AS w UNION ALL SELECT 2, 2.0, 2)', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT id, v, w, valid_to FROM ints ORDER BY id, w;
SELECT * FROM tamis_scd2_verify('ints', '{"key": "id"}');
-- A text column takes numbers and keeps their digits.
CREATE TABLE texts (id INTEGER, v TEXT, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
SELECT tamis_scd2_merge('texts', '(SELECT 1 AS id, 7 AS v)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT * FROM tamis_scd2_verify('texts', '{"key": "id"}');
-- Target columns with the stage's names are no matter.
CREATE TABLE named (k1 INTEGER, f TEXT, h INTEGER, a TEXT, c1 TEXT, late TEXT);
INSERT INTO named VALUES (1, 'f', 1, 'a', 'c', 'l'), (2, 'f', 2, 'a', 'c', 'l');
SELECT tamis_scd2_merge('dim_named', 'named', '{"key": ["h", "k1"], "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
UPDATE named SET c1 = 'd' WHERE k1 = 2;
SELECT tamis_scd2_merge('dim_named', 'named', '{"key": ["h", "k1"], "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT * FROM tamis_scd2_verify('dim_named', '{"key": ["h", "k1"]}');
