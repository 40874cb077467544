-- A row per column: every kind of verdict.
CREATE TABLE people (id INTEGER, born TEXT, seen TEXT, joined TEXT, active TEXT, flag TEXT, amount TEXT, preis TEXT, zip TEXT, key TEXT, gone TEXT, note TEXT);
INSERT INTO people VALUES (1, '2001-01-31', '2024-01-31 10:00:00', '03/04/2024', 'yes', '0', '1,234.50', '1.234,50', '01234', 'a45fe2b0-1234-4abc-8def-1234567890ab', NULL, 'plain');
INSERT INTO people VALUES (2, '25/12/1999', '2024-02-01T11:30:00', '05/06/2024', 'No', '1', '12', '12,5', '99999', 'B45FE2B0-1234-4ABC-8DEF-1234567890AB', NULL, ' spaced ');
INSERT INTO people VALUES (3, '03/04/2000', '', '07/07/2024', '1', '1', 'N/A', '3', '12345', 'c45fe2b0-1234-4abc-8def-1234567890ab', NULL, 'café');
INSERT INTO people VALUES (4, '-', '2024-02-03 00:00:00.250', '?', 'N', '0', '1,234', '2,25', '54321', NULL, NULL, '');
SELECT position, column_name, inferred_type, confidence, row_count, null_count, empty_count, missing_count FROM tamis_profile('people') ORDER BY position;
SELECT column_name, exception_count, undecided_count, distinct_count, min_value, max_value, date_order, suggestion FROM tamis_profile('people') ORDER BY position;
-- The words of a declared type and the address of a row are the engine's; without them documents are equal.
SELECT 'born', tamis_profile_agg(born) FROM people;
SELECT 'amount', tamis_profile_agg(amount) FROM people;
SELECT 'note', tamis_profile_agg(note) FROM people;
-- Chosen columns come in the order they are named; keys count their duplicates.
SELECT position, column_name FROM tamis_profile('people', '{"columns": ["zip", "id", "zip"]}') ORDER BY position;
SELECT column_name, document -> 'duplicates' ->> 'rows' AS repeated, document -> 'duplicates' ->> 'null_keys' AS null_keys FROM tamis_profile('people', '{"columns": ["active", "key"], "keys": ["key"]}') ORDER BY position;
INSERT INTO people (id, key) VALUES (4, 'a45fe2b0-1234-4abc-8def-1234567890ab');
SELECT column_name, document -> 'duplicates' ->> 'rows' AS repeated, document -> 'duplicates' ->> 'null_keys' AS null_keys FROM tamis_profile('people', '{"columns": ["id", "key"], "keys": ["key", "id"]}') ORDER BY position;
-- Numbers as the engines keep them.
CREATE TABLE typed (n INTEGER, r DOUBLE PRECISION, d NUMERIC(12, 2), s SMALLINT);
INSERT INTO typed VALUES (1, 0.5, 12.50, 7), (2, 1.25, 5.00, NULL), (NULL, 3.0, 1.75, 9);
SELECT column_name, inferred_type, null_count, distinct_count, min_value, max_value FROM tamis_profile('typed') ORDER BY position;
SELECT document -> 'number' ->> 'min' AS min, document -> 'number' ->> 'sum' AS sum, document -> 'number' ->> 'mean' AS mean, document -> 'number' ->> 'stddev' AS stddev, document -> 'number' ->> 'scale' AS scale FROM tamis_profile('typed') WHERE column_name = 'd';
