-- Scenarios of Databricks' AUTO CDC (documented example; SCD type 2).
CREATE TABLE feed (nr INTEGER, id INTEGER, name TEXT, city TEXT, op TEXT, seq BIGINT);
INSERT INTO feed VALUES
  (1, 124, 'Raul', 'Oaxaca', 'INSERT', 1),
  (2, 123, 'Isabel', 'Monterrey', 'INSERT', 1),
  (3, 125, 'Mercedes', 'Tijuana', 'INSERT', 2),
  (4, 126, 'Lily', 'Cancun', 'INSERT', 2),
  (5, 123, NULL, NULL, 'DELETE', 6),
  (6, 125, 'Mercedes', 'Guadalajara', 'UPDATE', 6),
  (7, 125, 'Mercedes', 'Mexicali', 'UPDATE', 5),
  (8, 123, 'Isabel', 'Chihuahua', 'UPDATE', 5);

-- G3: the whole feed at once, and again.
SELECT replace(CAST(tamis_scd2_merge('g3', '(SELECT id, name, city, op, seq FROM feed)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT id, name, city, valid_from, valid_to FROM g3 ORDER BY id, valid_from;
SELECT replace(CAST(tamis_scd2_merge('g3', '(SELECT id, name, city, op, seq FROM feed)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT count(*), count(valid_to), sum(valid_from), sum(valid_to) FROM g3;
SELECT problem, key_value FROM tamis_scd2_verify('g3', '{"key": "id", "track": ["name", "city"]}');
-- G3 with comparing: here every row differs, so nothing else comes out.
SELECT tamis_scd2_merge('g3_check', '(SELECT id, name, city, op, seq FROM feed)', '{"key": "id", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'versioned';
SELECT count(*) FROM (SELECT id, name, city, valid_from, valid_to FROM g3 EXCEPT SELECT id, name, city, valid_from, valid_to FROM g3_check) AS d;

-- G3: the late rows in a batch of their own are spliced in; the deleted key stays deleted.
SELECT replace(CAST(tamis_scd2_merge('g3_late', '(SELECT id, name, city, op, seq FROM feed WHERE nr <= 6)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('g3_late', '(SELECT id, name, city, op, seq FROM feed WHERE nr > 6)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op", "dry_run": true}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('g3_late', '(SELECT id, name, city, op, seq FROM feed WHERE nr > 6)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT count(*) FROM (SELECT id, name, city, valid_from, valid_to FROM g3 EXCEPT SELECT id, name, city, valid_from, valid_to FROM g3_late) AS d;
SELECT count(*) FROM g3_late;

-- G4: the city is not tracked but overwritten.
SELECT replace(CAST(tamis_scd2_merge('g4', '(SELECT id, name, city, op, seq FROM feed)', '{"key": "id", "sequence": "seq", "operation": "op", "overwrite": "city"}') -> 'counts' AS text), ' ', '');
SELECT id, name, city, valid_from, valid_to FROM g4 ORDER BY id, valid_from;
SELECT replace(CAST(tamis_scd2_merge('g4', '(SELECT id, name, city, op, seq FROM feed)', '{"key": "id", "sequence": "seq", "operation": "op", "overwrite": "city"}') -> 'counts' AS text), ' ', '');
SELECT id, name, city, valid_from, valid_to FROM g4 ORDER BY id, valid_from;

-- G5: the older example, whose late rows come with 4 and the delete with 5.
CREATE TABLE g5_feed AS SELECT nr, id, name, city, op, CASE WHEN seq >= 5 THEN seq - 1 ELSE seq END AS seq FROM feed;
SELECT tamis_scd2_merge('g5', '(SELECT id, name, city, op, seq FROM g5_feed WHERE nr <= 6)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'closed';
SELECT tamis_scd2_merge('g5', '(SELECT id, name, city, op, seq FROM g5_feed WHERE nr > 6)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'late';
SELECT id, name, city, valid_from, valid_to FROM g5 ORDER BY id, valid_from;

-- G6: row by row, in the order of arrival and backwards, the table is the same.
SELECT tamis_scd2_merge('g6', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 8)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('g6', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 7)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('g6', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 6)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('g6', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 5)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'closed';
SELECT tamis_scd2_merge('g6', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 4)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('g6', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 3)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'late';
SELECT tamis_scd2_merge('g6', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 2)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'late';
SELECT tamis_scd2_merge('g6', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 1)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' ->> 'inserted';
SELECT count(*) FROM (SELECT id, name, city, valid_from, valid_to FROM g3 EXCEPT SELECT id, name, city, valid_from, valid_to FROM g6) AS d;
SELECT count(*) FROM g6;
-- A delete before all else is remembered until what it deletes comes.
SELECT replace(CAST(tamis_scd2_merge('g6_delete', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 5)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT table_name, deleted_at FROM tamis_history_delete ORDER BY 1, 2;
SELECT replace(CAST(tamis_scd2_merge('g6_delete', '(SELECT id, name, city, op, seq FROM feed WHERE nr = 8)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT id, name, city, valid_from, valid_to FROM g6_delete ORDER BY id, valid_from;
-- Truncating is a delete of every key, of those too that come later.
SELECT replace(CAST(tamis_scd2_merge('g6_truncate', '(SELECT id, name, city, op, seq FROM feed WHERE nr < 5 UNION ALL SELECT NULL, NULL, NULL, ''TRUNCATE'', 3)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('g6_truncate', '(SELECT 127 AS id, ''Ana'' AS name, ''Leon'' AS city, ''I'' AS op, 1 AS seq)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}') -> 'counts' AS text), ' ', '');
SELECT id, city, valid_from, valid_to FROM g6_truncate ORDER BY id, valid_from;

-- G7: no sequence, and two rows of one.
SELECT tamis_scd2_merge('g7', '(SELECT id, name, city, op, CASE WHEN nr > 2 THEN seq END AS seq FROM feed)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}');
SELECT tamis_scd2_merge('g7', '(SELECT id, name, city, op, 6 AS seq FROM feed WHERE id = 125)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op"}');
SELECT replace(CAST(tamis_scd2_merge('g7', '(SELECT id, name, city, op, 6 AS seq, nr FROM feed WHERE id = 125)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op", "on_duplicate": "last", "order": "nr", "exclude": "nr"}') -> 'counts' AS text), ' ', '');
SELECT id, city, valid_from, valid_to FROM g7;
SELECT tamis_scd2_merge('g7', '(SELECT id, name, ''Lima'' AS city, op, 6 AS seq, nr FROM feed WHERE nr = 7)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op", "exclude": "nr"}');
SELECT tamis_scd2_merge('g7', '(SELECT id, name, city, ''D'' AS op, 6 AS seq, nr FROM feed WHERE nr = 7)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "operation": "op", "exclude": "nr"}');

-- G8: snapshots, each the whole of its time.
SELECT tamis_scd2_merge('g8', '(SELECT 1 AS id, ''Oaxaca'' AS city UNION ALL SELECT 2, ''Monterrey'' UNION ALL SELECT 3, ''Tijuana'')', '{"key": "id", "deletes": "close", "as_of": 0}') -> 'counts' ->> 'inserted';
SELECT replace(CAST(tamis_scd2_merge('g8', '(SELECT 2 AS id, ''Carmel'' AS city UNION ALL SELECT 3, ''Los Angeles'' UNION ALL SELECT 4, ''Death Valley'' UNION ALL SELECT 6, ''Kings Canyon'')', '{"key": "id", "deletes": "close", "as_of": 1, "max_closed": 0.5}') -> 'counts' AS text), ' ', '');
SELECT id, city, valid_from, valid_to FROM g8 ORDER BY id, valid_from;
-- G9: version 3 after 4 is skipped; nothing new is nothing.
SELECT tamis_scd2_merge('g8', '(SELECT 2 AS id, ''Carmel'' AS city UNION ALL SELECT 3, ''Los Angeles'' UNION ALL SELECT 4, ''Death Valley'')', '{"key": "id", "deletes": "close", "as_of": 4, "max_closed": 0.5, "late": "ignore"}') -> 'counts' ->> 'closed';
SELECT tamis_scd2_merge('g8', '(SELECT 2 AS id, ''Nowhere'' AS city)', '{"key": "id", "deletes": "close", "as_of": 3, "max_closed": 0.5, "late": "ignore"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('g8', '(SELECT 2 AS id, ''Carmel'' AS city UNION ALL SELECT 3, ''Los Angeles'' UNION ALL SELECT 4, ''Death Valley'')', '{"key": "id", "deletes": "close", "as_of": 4, "max_closed": 0.5, "late": "ignore"}') -> 'counts' ->> 'unchanged';
SELECT id, city, valid_from, valid_to FROM g8 ORDER BY id, valid_from;

-- G10: rows that say only some of their columns keep the rest.
SELECT tamis_scd2_merge('g10', '(SELECT 1 AS id, ''a'' AS x, ''b'' AS y, 1 AS seq)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "mode": "delta"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('g10', '(SELECT 1 AS id, CAST(NULL AS text) AS x, ''c'' AS y, 2 AS seq)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "mode": "delta", "ignore_nulls": true}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('g10', '(SELECT 1 AS id, CAST(NULL AS text) AS x, CAST(NULL AS text) AS y, 3 AS seq)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "mode": "delta", "ignore_nulls": {"except": ["x"]}}') -> 'counts' ->> 'versioned';
SELECT id, x, y, valid_from, valid_to FROM g10 ORDER BY valid_from;
SELECT tamis_scd2_merge('g10', '(SELECT 1 AS id, CAST(NULL AS text) AS x, ''d'' AS y, 2 AS seq)', '{"key": "id", "strategy": "timestamp", "sequence": "seq", "mode": "delta", "ignore_nulls": true}');

-- G12: key and beginning tell every version apart.
SELECT count(*) - count(DISTINCT id || ':' || valid_from) FROM g3;
