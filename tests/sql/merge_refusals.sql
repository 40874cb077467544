-- What a merge refuses, having changed nothing.
CREATE TABLE src (id INTEGER, v TEXT, n INTEGER);
INSERT INTO src VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3), (4, 'd', 4), (5, 'e', 5);
SELECT tamis_merge('t', 'src', '{"key": "id"}') -> 'counts' ->> 'inserted';
-- Options.
SELECT tamis_merge('t', 'src', '{}');
SELECT tamis_merge('t', 'src', '{"key": "id", "keys": 1}');
SELECT tamis_merge('t', 'src', '{"key": 7}');
SELECT tamis_merge('t', 'src', '{"key": ["id", "id"]}');
SELECT tamis_merge('t', 'src', '{"key": "id", "write": "insert"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "write": "replace"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "partition": "v"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "update": "v", "keep": "n"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "update": "id"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "keep": "nope"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "on_duplicate": "last"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "order": "n"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "deletes": "hard"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "deletes": "close"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "write": "append", "mode": "full", "deletes": "hard"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "mode": "full", "operation": "v"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "mode": "full", "watermark": {"name": "w", "column": "n"}}');
SELECT tamis_merge('t', 'src', '{"key": "id", "token": "x", "watermark": {"name": "w", "column": "n"}}');
SELECT tamis_merge('t', 'src', '{"key": "id", "watermark": {"name": "w"}}');
SELECT tamis_merge('t', 'src', '{"key": "id", "watermark": {"name": "w", "column": "n", "horizont": "off"}}');
SELECT tamis_merge('t', 'src', '{"key": "id", "watermark": {"name": "w", "column": "n", "lookback": -1}}');
SELECT tamis_merge('t', 'src', '{"key": "id", "watermark": "n"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "max_deleted": 2}');
SELECT tamis_merge('t', 'src', '{"key": "id", "soft_delete": {"flag": "x", "at": "x"}}');
SELECT tamis_merge('t', 'src', '{"key": "id", "sequence": "n", "write": "append"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "operation": "id"}');
SELECT tamis_merge('t', 'src', NULL);
SELECT tamis_merge(NULL, 'src', '{"key": "id"}');
-- Tables.
SELECT tamis_merge('t', 'nothing', '{"key": "id"}');
SELECT tamis_merge('nowhere.t', 'src', '{"key": "id"}') IS NULL FROM src WHERE id < 0;
SELECT tamis_merge('t', 't', '{"key": "id"}');
SELECT tamis_merge('(SELECT 1)', 'src', '{"key": "id"}');
SELECT tamis_merge('', 'src', '{"key": "id"}');
SELECT tamis_merge('t', 'src', '{"key": "nope"}');
CREATE VIEW w AS SELECT * FROM t;
SELECT tamis_merge('w', 'src', '{"key": "id"}');
SELECT tamis_merge('t', 'src', '{"key": "id", "mode": "full", "deletes": "soft"}');
SELECT tamis_merge('t2', '(SELECT id, v AS is_deleted FROM src)', '{"key": "id", "mode": "full", "deletes": "soft"}');
-- An empty or cut batch deletes nothing by mistake.
SELECT tamis_merge('t', '(SELECT * FROM src WHERE id < 0)', '{"key": "id", "mode": "full", "deletes": "hard"}');
SELECT tamis_merge('t', '(SELECT * FROM src WHERE id < 4)', '{"key": "id", "mode": "full", "deletes": "hard"}');
SELECT tamis_merge('t', '(SELECT * FROM src WHERE id < 4)', '{"key": "id", "mode": "full", "deletes": "hard", "dry_run": true}');
SELECT tamis_merge('t', '(SELECT * FROM src WHERE id < 5)', '{"key": "id", "mode": "full", "deletes": "hard"}') -> 'counts' ->> 'deleted';
SELECT tamis_merge('t', '(SELECT * FROM src WHERE id < 0)', '{"key": "id", "mode": "full"}') -> 'counts' ->> 'deleted';
SELECT tamis_merge('t', '(SELECT * FROM src WHERE id < 0)', '{"key": "id", "mode": "full", "deletes": "hard", "max_deleted": 1}') -> 'counts' ->> 'deleted';
SELECT count(*) FROM t;
-- A target with several rows of a key.
CREATE TABLE twice (id INTEGER, v TEXT, n INTEGER);
INSERT INTO twice VALUES (1, 'a', 1), (1, 'b', 1), (2, 'c', 2);
SELECT tamis_merge('twice', 'src', '{"key": "id"}');
SELECT tamis_merge('twice', '(SELECT * FROM src WHERE id = 2)', '{"key": "id"}');
-- A failed merge leaves nothing behind.
SELECT count(*) FROM twice;
SELECT count(*) FROM tamis_watermark;
