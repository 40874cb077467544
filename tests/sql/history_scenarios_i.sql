-- Scenarios of dlt's scd2 strategy.
CREATE TABLE s (id INTEGER, name TEXT, n INTEGER);
INSERT INTO s VALUES (1, 'foo', 1), (2, 'bar', 2);

-- I1: changed, then gone.
SELECT replace(CAST(tamis_scd2_merge('i1', 's', '{"key": "id", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE s SET name = 'foo_updated' WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('i1', 's', '{"key": "id", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
DELETE FROM s WHERE id = 2;
SELECT replace(CAST(tamis_scd2_merge('i1', 's', '{"key": "id", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT id, name, valid_from, valid_to FROM i1 ORDER BY id, valid_from;

-- I2: a delta closes nothing that it lacks.
DELETE FROM s;
INSERT INTO s VALUES (1, 'foo', 1), (2, 'bar', 2);
SELECT replace(CAST(tamis_scd2_merge('i2', 's', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('i2', '(SELECT 1 AS id, ''foo_updated'' AS name, 1 AS n)', '{"key": "id", "mode": "delta", "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT count(*) FROM i2 WHERE valid_to IS NULL;
-- And says no deletes.
SELECT tamis_scd2_merge('i2', 's', '{"key": "id", "mode": "delta", "deletes": "close"}');

-- I3: only the days that the batch holds are reloaded.
CREATE TABLE d (day TEXT, k TEXT, v INTEGER);
INSERT INTO d VALUES ('2024-01-01', 'a', 1), ('2024-01-01', 'b', 1), ('2024-01-02', 'c', 1);
SELECT replace(CAST(tamis_scd2_merge('i3', 'd', '{"key": ["k"], "deletes": "close", "scope": "day", "max_closed": 0.5, "as_of": "2024-02-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('i3', '(SELECT ''2024-01-01'' AS day, ''a'' AS k, 1 AS v UNION ALL SELECT ''2024-01-01'', ''bb'', 1)', '{"key": ["k"], "deletes": "close", "scope": "day", "max_closed": 0.5, "as_of": "2024-02-02"}') -> 'counts' AS text), ' ', '');
SELECT day, k, valid_from, valid_to FROM i3 ORDER BY k;
-- The share is that of the scope: one of two.
SELECT tamis_scd2_merge('i3', '(SELECT ''2024-01-01'' AS day, ''a'' AS k, 1 AS v)', '{"key": ["k"], "deletes": "close", "scope": "day", "max_closed": 0.4, "as_of": "2024-02-03"}');
-- With no row, a scoped batch covers nothing.
SELECT replace(CAST(tamis_scd2_merge('i3', '(SELECT '''' AS day, '''' AS k, 1 AS v FROM d WHERE false)', '{"key": ["k"], "deletes": "close", "scope": "day", "max_closed": 0.5, "as_of": "2024-02-03"}') -> 'counts' AS text), ' ', '');
SELECT tamis_scd2_merge('i3', 'd', '{"key": ["k"], "deletes": "close", "scope": "month", "max_closed": 0.5}');
SELECT tamis_scd2_merge('i3', 'd', '{"key": "k", "scope": "day"}');

-- I4: gone and back unchanged makes two versions of one hash.
DELETE FROM s WHERE id = 2;
SELECT replace(CAST(tamis_scd2_merge('i4', 's', '{"key": "id", "deletes": "close", "max_closed": 1, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
DELETE FROM s;
SELECT replace(CAST(tamis_scd2_merge('i4', 's', '{"key": "id", "deletes": "close", "max_closed": 1, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
INSERT INTO s VALUES (1, 'foo', 1);
SELECT replace(CAST(tamis_scd2_merge('i4', 's', '{"key": "id", "deletes": "close", "max_closed": 1, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT name, valid_from, valid_to FROM i4 ORDER BY valid_from;
SELECT count(DISTINCT row_hash) FROM i4;

-- I5: sentinel, boundary and names are given; history columns may stand anywhere; a source column of a history
-- column's name is an error.
CREATE TABLE i5 (load_end TIMESTAMP, id INTEGER, row_hash TEXT, name TEXT, load_start TIMESTAMP, n INTEGER, is_current BOOLEAN);
SELECT replace(CAST(tamis_scd2_merge('i5', 's', '{"key": "id", "open_end": "9999-12-31", "names": {"valid_from": "load_start", "valid_to": "load_end"}, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE s SET n = 2;
SELECT replace(CAST(tamis_scd2_merge('i5', 's', '{"key": "id", "open_end": "9999-12-31", "names": {"valid_from": "load_start", "valid_to": "load_end"}, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT id, n, load_start, load_end FROM i5 ORDER BY load_start;
SELECT tamis_scd2_merge('i5', '(SELECT id, name AS load_end, n FROM s)', '{"key": "id", "open_end": "9999-12-31", "names": {"valid_from": "load_start", "valid_to": "load_end"}}');
SELECT problem, key_value FROM tamis_scd2_verify('i5', '{"key": "id", "names": {"valid_from": "load_start", "valid_to": "load_end"}, "open_end": "9999-12-31"}');

-- I6: keys of several columns are compared one by one.
SELECT replace(CAST(tamis_scd2_merge('i6', '(SELECT ''a'' AS a, ''bc'' AS b, 1 AS v UNION ALL SELECT ''ab'', ''c'', 2 UNION ALL SELECT ''a|b'', ''c'', 3 UNION ALL SELECT ''a'', ''b|c'', 4)', '{"key": ["a", "b"], "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('i6', '(SELECT ''a'' AS a, ''bc'' AS b, 1 AS v UNION ALL SELECT ''a|b'', ''c'', 3)', '{"key": ["a", "b"], "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT a, b, valid_to FROM i6 ORDER BY v;
SELECT replace(CAST(tamis_scd2_merge('i6n', '(SELECT 1 AS a, 23 AS b, 1 AS v UNION ALL SELECT 12, 3, 2)', '{"key": ["a", "b"], "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');

-- I7: several rows of a key, told apart by a log position. A key whose last row deletes it is gone.
CREATE TABLE log (id INTEGER, v TEXT, op TEXT, lsn INTEGER);
INSERT INTO log VALUES (1, 'foo', 'I', 1), (1, 'baz', 'U', 3), (1, NULL, 'D', 2), (2, 'x', 'I', 1), (2, NULL, 'd', 2);
SELECT replace(CAST(tamis_scd2_merge('i7', 'log', '{"key": "id", "sequence": "lsn", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM i7 ORDER BY id, valid_from;
SELECT replace(CAST(tamis_scd2_merge('i7', 'log', '{"key": "id", "sequence": "lsn", "operation": "op"}') -> 'counts' AS text), ' ', '');
-- Ties are an error, or decided by other columns.
INSERT INTO log VALUES (1, 'bay', 'U', 3);
SELECT tamis_scd2_merge('i7', 'log', '{"key": "id", "sequence": "lsn", "operation": "op"}');
SELECT replace(CAST(tamis_scd2_merge('i7b', 'log', '{"key": "id", "sequence": "lsn", "operation": "op", "on_duplicate": "last", "order": "v"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM i7b ORDER BY id, valid_from;
SELECT replace(CAST(tamis_scd2_merge('i7c', 'log', '{"key": "id", "sequence": "lsn", "operation": "op", "on_duplicate": "first", "order": "v"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM i7c WHERE id = 1 ORDER BY valid_from;
