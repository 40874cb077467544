-- Moments are texts here: what does not compare as its moment is said, and nothing else of it.
CREATE TABLE h (id INTEGER, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
INSERT INTO h VALUES (1, '2024-01-01', '2024-01-02 00:00:00', 0, NULL), (1, '2024-01-02', '2024-01-03 00:00:00.500', 0, NULL), (1, '2024-01-03 00:00:00.5', NULL, 1, NULL);
INSERT INTO h VALUES (2, '2024-1-5', '2024-02-01 00:00:00', 0, NULL), (2, '2024-02-01T00:00:00', NULL, 1, NULL);
INSERT INTO h VALUES (3, '2024-01-01 00:00:00', '2024-01-02 00:00:00.5Z', 0, NULL), (3, '2024-01-01 00:00:00+01:00', 7, 0, NULL);
INSERT INTO h VALUES (4, x'3230', '', 0, NULL), (5, '2024-01-01' || char(0) || ' 00:00:00', NULL, 1, NULL);
SELECT problem, key_value, valid_from, valid_to, detail FROM tamis_scd2_verify('h', '{"key": "id", "hash": false, "gaps": "report"}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": ["overlap", "inverted_interval", "flag_mismatch"], "samples": 0}') -> 'remaining';
CREATE TABLE n (id INTEGER, valid_from INTEGER, valid_to INTEGER, is_current BOOLEAN, row_hash TEXT);
INSERT INTO n VALUES (1, 1, 2.5, 0, NULL), (1, 'x', 3, 0, NULL), (1, 4, NULL, 1, NULL);
SELECT problem, key_value, valid_from, valid_to, detail FROM tamis_scd2_verify('n', '{"key": "id", "hash": false}');
-- Rows need an address to be repaired.
CREATE TABLE w (id INTEGER PRIMARY KEY, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT) WITHOUT ROWID;
SELECT tamis_scd2_repair('w', '{"key": "id", "problems": "all"}');
