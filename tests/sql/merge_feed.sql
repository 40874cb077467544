-- A feed of changes, in the documented example of others: the newest change of a key counts, a delete
-- is not undone by a late update, whatever the order.
CREATE TABLE feed (uid INTEGER, name TEXT, city TEXT, op TEXT, seq INTEGER);
INSERT INTO feed VALUES (124, 'Raul', 'Oaxaca', 'I', 1), (123, 'Isabel', 'Monterrey', 'I', 1), (125, 'Mercedes', 'Tijuana', 'I', 2), (126, 'Lily', 'Cancun', 'I', 2), (123, NULL, NULL, 'D', 6), (125, 'Mercedes', 'Guadalajara', 'U', 6), (125, 'Mercedes', 'Mexicali', 'U', 5), (123, 'Isabel', 'Chihuahua', 'U', 5);
SELECT tamis_merge('g1', 'feed', '{"key": "uid", "operation": "op", "sequence": "seq"}');
SELECT * FROM g1 ORDER BY uid;
SELECT tamis_merge('g1', 'feed', '{"key": "uid", "operation": "op", "sequence": "seq"}');
-- The same row by row, the newest first.
SELECT tamis_merge('g1b', '(SELECT * FROM feed WHERE seq = 6)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('g1b', '(SELECT * FROM feed WHERE seq = 5)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'obsolete';
SELECT tamis_merge('g1b', '(SELECT * FROM feed WHERE seq < 5)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'inserted';
SELECT * FROM g1b ORDER BY uid;
SELECT table_name, key_hash, sequence FROM tamis_deleted_key ORDER BY table_name;
-- Marked rows remember the delete themselves.
SELECT tamis_merge('g1c', '(SELECT * FROM feed WHERE seq < 5)', '{"key": "uid", "operation": "op", "sequence": "seq", "deletes": "soft"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('g1c', '(SELECT * FROM feed WHERE seq = 6)', '{"key": "uid", "operation": "op", "sequence": "seq", "deletes": "soft"}') -> 'counts' ->> 'deleted';
SELECT tamis_merge('g1c', '(SELECT * FROM feed WHERE seq = 5)', '{"key": "uid", "operation": "op", "sequence": "seq", "deletes": "soft"}') -> 'counts' ->> 'obsolete';
SELECT uid, city, seq, CASE WHEN is_deleted THEN 'deleted' ELSE 'there' END, CASE WHEN deleted_at IS NULL THEN 'no time' ELSE 'time' END FROM g1c ORDER BY uid;
-- A newer insert brings it back, a delete from before does not take it away.
SELECT tamis_merge('g1c', '(SELECT 123 AS uid, ''Isa'' AS name, ''Lima'' AS city, ''I'' AS op, 8 AS seq)', '{"key": "uid", "operation": "op", "sequence": "seq", "deletes": "soft"}') -> 'counts' ->> 'undeleted';
SELECT tamis_merge('g1c', '(SELECT 123 AS uid, ''Isa'' AS name, ''Lima'' AS city, ''D'' AS op, 7 AS seq)', '{"key": "uid", "operation": "op", "sequence": "seq", "deletes": "soft"}') -> 'counts' ->> 'obsolete';
SELECT tamis_merge('g1', '(SELECT 123 AS uid, ''Isa'' AS name, ''Lima'' AS city, ''I'' AS op, 8 AS seq)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'inserted';
SELECT count(*) FROM tamis_deleted_key WHERE table_name = 'g1';
-- A delete and a late change with other numbers.
CREATE TABLE feed5 (uid INTEGER, name TEXT, city TEXT, op TEXT, seq INTEGER);
INSERT INTO feed5 VALUES (124, 'Raul', 'Oaxaca', 'I', 1), (123, 'Isabel', 'Monterrey', 'I', 1), (125, 'Mercedes', 'Tijuana', 'I', 2), (123, NULL, NULL, 'D', 5), (125, 'Mercedes', 'Guadalajara', 'U', 5), (125, 'Mercedes', 'Mexicali', 'U', 4), (123, 'Isabel', 'Chihuahua', 'U', 4);
SELECT tamis_merge('g5', '(SELECT * FROM feed5 WHERE seq <> 4)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('g5', '(SELECT * FROM feed5 WHERE seq = 4)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'obsolete';
SELECT * FROM g5 ORDER BY uid;
-- A truncation deletes what is older, and keeps older rows out afterwards.
INSERT INTO feed VALUES (NULL, NULL, NULL, 'T', 3);
SELECT tamis_merge('g2', 'feed', '{"key": "uid", "operation": "op", "sequence": "seq"}');
SELECT * FROM g2 ORDER BY uid;
SELECT tamis_merge('g2b', '(SELECT * FROM feed WHERE seq < 3)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('g2b', '(SELECT * FROM feed WHERE seq = 3)', '{"key": "uid", "operation": "op", "sequence": "seq", "dry_run": true}') -> 'counts' ->> 'deleted';
SELECT tamis_merge('g2b', '(SELECT * FROM feed WHERE seq = 3)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'deleted';
SELECT tamis_merge('g2b', '(SELECT * FROM feed WHERE seq < 3)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'obsolete';
SELECT tamis_merge('g2b', 'feed', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'inserted';
SELECT * FROM g2b ORDER BY uid;
-- A row without a sequence is older than any truncation.
CREATE TABLE g2n (uid INTEGER PRIMARY KEY, name TEXT, city TEXT, seq INTEGER);
INSERT INTO g2n VALUES (1, 'none', 'x', NULL), (2, 'older', 'x', 1), (3, 'newer', 'x', 4);
SELECT tamis_merge('g2n', '(SELECT * FROM feed WHERE op = ''T'')', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'deleted';
SELECT * FROM g2n;
-- One that is ignored keeps nothing out, be it in one batch with the rows or not.
SELECT tamis_merge('g2i', 'feed', '{"key": "uid", "operation": "op", "sequence": "seq", "deletes": "ignore"}') -> 'counts' ->> 'inserted';
SELECT * FROM g2i ORDER BY uid;
-- A target made anew has no deletes before it.
DROP TABLE g2b;
SELECT tamis_merge('g2b', '(SELECT * FROM feed WHERE seq < 3)', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'inserted';
-- Ties: as new as the target, but different.
SELECT tamis_merge('g2b', '(SELECT 124 AS uid, ''R'' AS name, ''Lima'' AS city, ''U'' AS op, 1 AS seq)', '{"key": "uid", "operation": "op", "sequence": "seq"}');
SELECT tamis_merge('g2b', '(SELECT 124 AS uid, ''R'' AS name, ''Lima'' AS city, ''U'' AS op, 1 AS seq)', '{"key": "uid", "operation": "op", "sequence": "seq", "on_tie": "target"}') -> 'counts' ->> 'obsolete';
SELECT tamis_merge('g2b', '(SELECT 124 AS uid, ''R'' AS name, ''Lima'' AS city, ''U'' AS op, 1 AS seq)', '{"key": "uid", "operation": "op", "sequence": "seq", "on_tie": "source"}') -> 'counts' ->> 'updated';
SELECT tamis_merge('g2b', '(SELECT 124 AS uid, ''R'' AS name, ''Lima'' AS city, ''D'' AS op, 1 AS seq)', '{"key": "uid", "operation": "op", "sequence": "seq"}');
-- Without a sequence the batch is newer than the target; deletes of unknown keys do nothing.
SELECT tamis_merge('plain', '(SELECT uid, city, op FROM feed WHERE seq IN (1, 2))', '{"key": "uid", "operation": "op"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('plain', '(SELECT uid, city, op FROM feed WHERE seq = 6 UNION ALL SELECT 7, NULL, ''D'')', '{"key": "uid", "operation": "op"}');
SELECT tamis_merge('plain', '(SELECT uid, city, op FROM feed WHERE op = ''D'')', '{"key": "uid", "operation": "op", "deletes": "ignore"}') -> 'counts' ->> 'skipped';
SELECT uid, city FROM plain ORDER BY uid;
-- The words of other feeds.
CREATE TABLE words (op CHAR(8), seq INTEGER, uid INTEGER, city TEXT);
INSERT INTO words VALUES ('c', 1, 1, 'a'), ('u', 2, 1, 'b'), ('r', 1, 2, 'c'), ('delete', 3, 2, 'c'), ('Truncate', 0, NULL, NULL), ('INSERT', 1, 3, 'd');
SELECT tamis_merge('worded', 'words', '{"key": "uid", "operation": "op", "sequence": "seq"}') -> 'counts' ->> 'source_rows';
SELECT uid, city FROM worded ORDER BY uid;
-- What is no operation, and a truncation that nothing puts in order.
SELECT tamis_merge('plain', '(SELECT 1 AS uid, ''x'' AS city, ''X'' AS op)', '{"key": "uid", "operation": "op"}');
SELECT tamis_merge('plain', '(SELECT 1 AS uid, ''x'' AS city, NULL AS op)', '{"key": "uid", "operation": "op"}');
SELECT tamis_merge('plain', '(SELECT CAST(NULL AS INTEGER) AS uid, ''x'' AS city, ''T'' AS op)', '{"key": "uid", "operation": "op"}');
SELECT tamis_merge('g1', '(SELECT 1 AS uid, ''x'' AS name, ''x'' AS city, ''I'' AS op, CAST(NULL AS INTEGER) AS seq)', '{"key": "uid", "operation": "op", "sequence": "seq"}');
-- Several rows of a key: the last or the first by an order, in which NULL never wins.
CREATE TABLE dup (id INTEGER, v TEXT, at TIMESTAMP, tie INTEGER);
INSERT INTO dup VALUES (1, 'old', '2024-01-01 00:00:00', 1), (1, 'new', '2024-01-02 00:00:00', 1), (1, 'none', NULL, 1), (2, 'only', NULL, 1), (2, 'only', NULL, 1), (3, 'x', '2024-01-01 00:00:00', 1), (3, 'y', '2024-01-01 00:00:00', 2);
SELECT tamis_merge('dup_t', 'dup', '{"key": "id"}');
SELECT tamis_merge('dup_t', 'dup', '{"key": "id", "on_duplicate": "last", "order": "at"}');
SELECT tamis_merge('dup_t', 'dup', '{"key": "id", "on_duplicate": "last", "order": ["at", "tie"]}');
SELECT id, v FROM dup_t ORDER BY id;
SELECT tamis_merge('dup_f', 'dup', '{"key": "id", "on_duplicate": "first", "order": ["at", "tie"]}') -> 'counts' ->> 'superseded';
SELECT id, v FROM dup_f ORDER BY id;
-- An older row never overwrites a newer one; one without a time would freeze its key, as would one from the future.
SELECT tamis_merge('dup_s', '(SELECT id, v, at FROM dup WHERE v = ''new'')', '{"key": "id", "sequence": "at"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('dup_s', '(SELECT id, v, at FROM dup WHERE v = ''old'')', '{"key": "id", "sequence": "at"}') -> 'counts' ->> 'obsolete';
SELECT tamis_merge('dup_s', '(SELECT id, v, at FROM dup WHERE v = ''none'')', '{"key": "id", "sequence": "at"}');
INSERT INTO dup VALUES (1, 'future', '2999-01-01 00:00:00', 1);
SELECT tamis_merge('dup_s', '(SELECT id, v, at FROM dup WHERE v = ''future'')', '{"key": "id", "sequence": "at", "max_ahead": 0}') IS NULL;
SELECT id, v FROM dup_s;
