-- SQLite's columns have affinities, not sizes: nothing is to be widened, and it has no exclusion constraints.
CREATE TABLE t (id INTEGER, n INTEGER);
INSERT INTO t VALUES (1, 1);
SELECT replace(CAST(tamis_scd2_merge('dim', 't', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE t SET n = 3000000000000;
SELECT replace(CAST(tamis_scd2_merge('dim', 't', '{"key": "id", "widen": true, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT tamis_scd2_merge('held', 't', '{"key": "id", "constraint": true}');
