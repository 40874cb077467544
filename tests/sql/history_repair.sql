-- Every kind of damage, repaired by name, tried first; what goes is kept.
CREATE TABLE h (id INTEGER, v TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
-- 1 is in order.
INSERT INTO h VALUES (1, 'x', '2024-01-01 00:00:00', '2024-01-02 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (1, 'y', '2024-01-02 00:00:00.5', NULL, TRUE, tamis_row_hash('y'));
-- 2: a long version over two short ones.
INSERT INTO h VALUES (2, 'x', '2024-01-01 00:00:00', '2024-01-10 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (2, 'y', '2024-01-02 00:00:00', '2024-01-03 00:00:00', FALSE, tamis_row_hash('y'));
INSERT INTO h VALUES (2, 'z', '2024-01-05 00:00:00', '2024-01-06 00:00:00', FALSE, tamis_row_hash('z'));
INSERT INTO h VALUES (2, 'x', '2024-01-10 00:00:00', NULL, TRUE, tamis_row_hash('x'));
-- 3 has three current versions, all open; 4 two that begin at once.
INSERT INTO h VALUES (3, 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('x'));
INSERT INTO h VALUES (3, 'y', '2024-01-02 00:00:00', NULL, TRUE, tamis_row_hash('y'));
INSERT INTO h VALUES (3, 'z', '2024-01-03 00:00:00', NULL, TRUE, tamis_row_hash('z'));
INSERT INTO h VALUES (4, 'old', '2024-01-01 00:00:00', '2024-01-05 00:00:00', FALSE, tamis_row_hash('old'));
INSERT INTO h VALUES (4, 'new', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('new'));
-- 5 ends before it begins, 6 when it begins, 7 stands there twice.
INSERT INTO h VALUES (5, 'x', '2024-01-02 00:00:00', '2024-01-01 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (5, 'y', '2024-01-03 00:00:00', NULL, TRUE, tamis_row_hash('y'));
INSERT INTO h VALUES (6, 'x', '2024-01-02 00:00:00', '2024-01-02 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (7, 'é "q"', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('é "q"'));
INSERT INTO h VALUES (7, 'é "q"', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('é "q"'));
-- 8 to 10: the flag contradicts the end, or is NULL; 11 and 12: hashes.
INSERT INTO h VALUES (8, 'x', '2024-01-01 00:00:00', '2024-01-02 00:00:00', TRUE, tamis_row_hash('x'));
INSERT INTO h VALUES (9, 'x', '2024-01-01 00:00:00', NULL, FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (10, NULL, '2024-01-01 00:00:00', NULL, NULL, tamis_row_hash(CAST(NULL AS TEXT)));
INSERT INTO h VALUES (11, 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('X'));
INSERT INTO h VALUES (12, '', '2024-01-01 00:00:00', NULL, TRUE, NULL);
-- 13 has a gap; 14 no beginning, and one row no key.
INSERT INTO h VALUES (13, 'x', '2024-01-01 00:00:00', '2024-01-02 00:00:00', FALSE, tamis_row_hash('x'));
INSERT INTO h VALUES (13, 'y', '2024-01-04 00:00:00', NULL, TRUE, tamis_row_hash('y'));
INSERT INTO h VALUES (14, 'x', NULL, NULL, TRUE, tamis_row_hash('x'));
INSERT INTO h VALUES (NULL, 'x', '2024-01-02 00:00:00', '2024-01-01 00:00:00', TRUE, tamis_row_hash('x'));

SELECT count(*) FROM (SELECT tamis_init() AS made) AS i;
SELECT tamis_scd2_repair('h', '{"key": "id"}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "all", "gaps": "extend", "dry_run": true}');
SELECT count(*) FROM h;
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": ["overlap"], "samples": 1, "dry_run": true}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "double_current", "samples": 3, "dry_run": true}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": ["missing_current", "flag_mismatch"], "samples": 0, "dry_run": true}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "missing_current", "samples": 2, "dry_run": true}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": ["empty_interval", "hash_mismatch"], "zero_length": "allow", "samples": 2, "dry_run": true}');
SELECT count(*) FROM tamis_error_row;
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "all", "samples": 0}');
SELECT id, v, valid_from, valid_to, CAST(CASE WHEN is_current THEN 'current' ELSE 'past' END AS TEXT), CASE WHEN row_hash = tamis_row_hash(v) THEN 'hashed' END FROM h WHERE id IN (2, 3, 4, 5, 7, 13) ORDER BY id, valid_from;
SELECT source, row_key, reason, status, action, replace(replace(CAST(row_values AS TEXT), 'false', '0'), 'true', '1') FROM tamis_error_row ORDER BY error_id;
SELECT count(*) FROM tamis_error_row WHERE error_id = run_id || '-1' AND created_at IS NOT NULL;
-- Again: nothing left to do.
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "all", "samples": 0}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "flag_mismatch", "gaps": "extend"}');
SELECT id, valid_from, valid_to FROM h WHERE id IN (2, 13) ORDER BY id, valid_from;
SELECT action, status, source, target, rows_read, rows_written FROM tamis_run ORDER BY run_id;

-- The unique index that a merge makes stands in nobody's way, nor does an odd name.
CREATE TABLE "a ""b" ("k ""1" TEXT, v TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
CREATE UNIQUE INDEX odd ON "a ""b" ("k ""1") WHERE is_current;
INSERT INTO "a ""b" VALUES ('é', 'x', '2024-01-01 00:00:00', '2024-01-02 00:00:00', TRUE, tamis_row_hash('x'));
INSERT INTO "a ""b" VALUES ('é', 'y', '2024-01-02 00:00:00', NULL, FALSE, tamis_row_hash('y'));
SELECT tamis_scd2_repair('"a ""b"', '{"key": "k \"1", "problems": "all"}');
SELECT count(*) FROM tamis_scd2_verify('"a ""b"', '{"key": "k \"1", "expect_current": true}');

-- A surrogate key tells copies apart, and the first one stays.
CREATE TABLE s (sk INTEGER PRIMARY KEY, id INTEGER, v TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
INSERT INTO s VALUES (3, 1, 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('x'));
INSERT INTO s VALUES (2, 1, 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('x'));
INSERT INTO s VALUES (5, 2, 'x', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('x'));
INSERT INTO s VALUES (4, 2, 'y', '2024-01-01 00:00:00', NULL, TRUE, tamis_row_hash('y'));
SELECT tamis_scd2_repair('s', '{"key": "id", "problems": "all"}');
SELECT sk, id, v FROM s ORDER BY sk;

-- Far ends, no flag and no hash; numbers for moments; an empty table.
CREATE TABLE d (id INTEGER, v TEXT, dbt_scd_id TEXT, dbt_updated_at TIMESTAMP, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP);
SELECT tamis_scd2_repair('d', '{"key": "id", "names": "dbt", "problems": "all"}');
INSERT INTO d VALUES (1, 'x', 'a', NULL, '2024-01-01 00:00:00', '9999-12-31 00:00:00');
INSERT INTO d VALUES (1, 'y', 'b', NULL, '2024-01-03 00:00:00', '9999-12-31 00:00:00');
SELECT tamis_scd2_repair('d', '{"key": "id", "names": "dbt", "open_end": "9999-12-31", "problems": "all"}');
SELECT v, dbt_valid_from, dbt_valid_to FROM d ORDER BY v;
CREATE TABLE n (id INTEGER, v TEXT, valid_from INTEGER, valid_to INTEGER, is_current BOOLEAN, row_hash TEXT);
INSERT INTO n VALUES (1, 'x', 1, 5, FALSE, NULL);
INSERT INTO n VALUES (1, 'y', 4, NULL, FALSE, NULL);
SELECT tamis_scd2_repair('n', '{"key": "id", "problems": ["overlap", "flag_mismatch", "hash_mismatch"]}');
SELECT v, valid_from, valid_to FROM n ORDER BY v;

-- Bad input.
SELECT tamis_scd2_repair('h', '{"problems": "all"}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": ["all", "overlap"]}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "null_key"}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": []}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "all", "gaps": "report"}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "all", "samples": -1}');
SELECT tamis_scd2_repair('h', '{"key": "id", "problems": "all", "facts": []}');
SELECT tamis_scd2_repair('(SELECT * FROM h)', '{"key": "id", "problems": "all"}');
CREATE VIEW hv AS SELECT * FROM h;
SELECT tamis_scd2_repair('hv', '{"key": "id", "problems": "all"}');
SELECT tamis_scd2_repair('nope', '{"key": "id", "problems": "all"}');
SELECT tamis_scd2_repair('h', NULL);
-- "all" under options that name other columns than the merge did: not damage.
CREATE TABLE parts (id INTEGER, v TEXT, seen TEXT);
INSERT INTO parts VALUES (1, 'a', 'x'), (2, 'b', 'x'), (3, 'c', 'x');
SELECT tamis_scd2_merge('parts_h', 'parts', '{"key": "id", "as_of": "2024-01-01", "exclude": "seen"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_repair('parts_h', '{"key": "id", "problems": "all"}');
SELECT tamis_scd2_repair('parts_h', '{"key": "id", "problems": "all", "exclude": "seen"}') -> 'rows' ->> 'changed';
SELECT tamis_scd2_repair('parts_h', '{"key": "id", "problems": "hash_mismatch", "dry_run": true}') -> 'rows' ->> 'rehashed';
