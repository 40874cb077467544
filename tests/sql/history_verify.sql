-- Every planted problem is found, and nothing else.
CREATE TABLE h (id INTEGER, part TEXT, v TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
SELECT * FROM tamis_scd2_verify('h', '{"key": ["id", "part"]}');
-- 1 is in order, with a gap.
INSERT INTO h VALUES (1, 'a', 'x', '2024-01-01 00:00:00', '2024-01-02 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (1, 'a', 'y', '2024-01-02 00:00:00', '2024-01-03 00:00:00', FALSE, tamis_row_hash('y'));
INSERT INTO h VALUES (1, 'a', 'x', '2024-01-04 00:00:00.5', NULL, TRUE, tamis_row_hash('x'));
-- 2 overlaps: a long version over two short ones.
INSERT INTO h VALUES (2, 'a', 'x', '2024-01-01 00:00:00', '2024-01-10 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (2, 'a', 'y', '2024-01-02 00:00:00', '2024-01-03 00:00:00', FALSE, tamis_row_hash('y'));
INSERT INTO h VALUES (2, 'a', 'z', '2024-01-05 00:00:00', '2024-01-06 00:00:00', FALSE, tamis_row_hash('z'));
INSERT INTO h VALUES (2, 'a', 'x', '2024-01-10 00:00:00', NULL, TRUE, tamis_row_hash('x'));
-- 3 has three current versions.
INSERT INTO h VALUES (3, 'a', 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('x'));
INSERT INTO h VALUES (3, 'a', 'y', '2024-01-02 00:00:00', NULL, TRUE, tamis_row_hash('y'));
INSERT INTO h VALUES (3, 'a', 'z', '2024-01-03 00:00:00', NULL, TRUE, tamis_row_hash('z'));
-- 4 ends before it begins, 5 when it begins.
INSERT INTO h VALUES (4, 'a', 'x', '2024-01-02 00:00:00', '2024-01-01 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (5, 'a', 'x', '2024-01-02 00:00:00', '2024-01-02 00:00:00', FALSE, tamis_row_hash('x'));
-- 6 to 8: the flag contradicts the end, or is NULL.
INSERT INTO h VALUES (6, 'a', 'x', '2024-01-01 00:00:00', '2024-01-02 00:00:00', TRUE, tamis_row_hash('x'));
INSERT INTO h VALUES (7, 'a', 'x', '2024-01-01 00:00:00', NULL, FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (8, 'a', 'x', '2024-01-01 00:00:00', NULL, NULL, tamis_row_hash('x'));
-- 9 has a wrong hash, 10 none, 11 no beginning.
INSERT INTO h VALUES (9, 'a', 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('X'));
INSERT INTO h VALUES (10, 'a', 'x', '2024-01-01 00:00:00', NULL, TRUE, NULL);
INSERT INTO h VALUES (11, 'a', 'x', NULL, NULL, TRUE, tamis_row_hash('x'));
-- Rows without a whole key are no versions of each other.
INSERT INTO h VALUES (12, NULL, 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('x'));
INSERT INTO h VALUES (12, NULL, 'y', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('y'));
INSERT INTO h VALUES (NULL, 'é"', 'y', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('y'));
-- Keys that no concatenation may confuse, in byte order whatever the locale.
INSERT INTO h VALUES (13, 'b', 'x', '2024-01-01 00:00:00', NULL, TRUE, 'h');
INSERT INTO h VALUES (13, 'B', 'x', '2024-01-01 00:00:00', NULL, TRUE, 'h');
INSERT INTO h VALUES (13, 'é', 'x', '2024-01-01 00:00:00', NULL, TRUE, 'h');
INSERT INTO h VALUES (13, '_', 'x', '2024-01-01 00:00:00', NULL, TRUE, 'h');
INSERT INTO h VALUES (13, '', 'x', '2024-01-01 00:00:00', NULL, TRUE, 'h');

SELECT * FROM tamis_scd2_verify('h', '{"key": ["id", "part"]}');
SELECT problem, key_value, valid_from, detail FROM tamis_scd2_verify('h', '{"key": ["id", "part"], "gaps": "report"}') WHERE problem = 'gap';
SELECT problem, count(*) FROM tamis_scd2_verify('h', '{"key": ["id", "part"], "hash": false}') GROUP BY problem ORDER BY problem;
SELECT count(*) FROM tamis_scd2_verify('(SELECT * FROM h WHERE id = 1)', '{"key": "id", "track": ["v"]}');
SELECT count(*) FROM tamis_scd2_verify('(SELECT * FROM h WHERE id = 1)', '{"key": "id"}');
SELECT count(*) FROM tamis_scd2_verify('(SELECT * FROM h WHERE id = 1)', '{"key": "id", "exclude": ["part"]}');
-- A key of other kinds than text and whole numbers.
SELECT key_value, problem FROM tamis_scd2_verify('(SELECT 1.50 AS k, valid_from, valid_to, is_current, row_hash FROM h WHERE id = 4)', '{"key": "k", "hash": false}');
SELECT key_value, problem FROM tamis_scd2_verify('(SELECT CAST(2 AS NUMERIC) AS k, valid_from, valid_to, is_current, row_hash FROM h WHERE id = 4)', '{"key": "k", "hash": false}');

-- Bad input.
SELECT * FROM tamis_scd2_verify('h');
SELECT * FROM tamis_scd2_verify('h', '{"gaps": "report"}');
SELECT * FROM tamis_scd2_verify('h', '{"key": "nope"}');
SELECT * FROM tamis_scd2_verify('h', '{"key": "id", "gaps": true}');
SELECT * FROM tamis_scd2_verify('h', '{"key": "id", "hash": "yes"}');
SELECT * FROM tamis_scd2_verify('h', '{"key": "id", "track": ["nope"]}');
SELECT * FROM tamis_scd2_verify('h', '{"key": "id", "speed": 1}');
SELECT * FROM tamis_scd2_verify('nope', '{"key": "id"}');
SELECT * FROM tamis_scd2_verify('(SELECT id, v FROM h)', '{"key": "id"}');
