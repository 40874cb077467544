-- Upserts: what is new is inserted, what differs updated, what is equal left alone.
CREATE TABLE src (id INTEGER, "a b" TEXT, v REAL, d DATE, b BOOLEAN);
INSERT INTO src VALUES (1, 'x', 1.5, '2024-01-01', TRUE), (2, NULL, 2.5, NULL, NULL), (3, '', NULL, '2024-01-03', FALSE);
SELECT tamis_merge('tgt', 'src', '{"key": "id", "dry_run": true}');
SELECT tamis_merge('tgt', 'src', '{"key": "id"}');
SELECT tamis_merge('tgt', 'src', '{"key": "id"}');
-- From '' to NULL and back are changes; exact duplicates are none.
UPDATE src SET "a b" = NULL WHERE id = 3;
UPDATE src SET "a b" = '' WHERE id = 2;
INSERT INTO src VALUES (4, 'é', 4.5, NULL, NULL), (4, 'é', 4.5, NULL, NULL);
DELETE FROM src WHERE id = 1;
SELECT tamis_merge('tgt', 'src', '{"key": "id", "dry_run": true}');
SELECT count(*) FROM tgt;
SELECT tamis_merge('tgt', 'src', '{"key": "id"}');
SELECT id, "a b", v, d FROM tgt ORDER BY id;
-- An empty batch, an empty first batch, a query, quoted names.
SELECT tamis_merge('tgt', '(SELECT * FROM src WHERE id < 0)', '{"key": "id"}') -> 'counts' ->> 'source_rows';
SELECT tamis_merge('"odd ""name"" é"', '(SELECT id, v AS "col ""x""" FROM src WHERE id < 0)', '{"key": "id"}') -> 'created';
SELECT tamis_merge('"odd ""name"" é"', '(SELECT id, v AS "col ""x""" FROM src WHERE id < 4)', '{"key": "id"}') -> 'counts' ->> 'inserted';
SELECT * FROM "odd ""name"" é" ORDER BY id;
-- Keys are compared column by column: ('a|b','c') is not ('a','b|c').
CREATE TABLE pairs (p TEXT, q TEXT, v INTEGER);
INSERT INTO pairs VALUES ('a|b', 'c', 1), ('a', 'b|c', 2), ('', 'x', 3), ('x', '', 4);
SELECT tamis_merge('pairs_t', 'pairs', '{"key": ["p", "q"]}') -> 'counts' ->> 'inserted';
DELETE FROM pairs WHERE v = 1;
SELECT tamis_merge('pairs_t', 'pairs', '{"key": ["p", "q"], "mode": "full", "deletes": "hard", "max_deleted": 1}') -> 'counts' ->> 'deleted';
SELECT p, q, v FROM pairs_t ORDER BY v;
-- NULL in a key: an error, or left out; never a row more each time.
INSERT INTO pairs VALUES ('n', NULL, 5), (NULL, NULL, 6);
SELECT tamis_merge('pairs_t', 'pairs', '{"key": ["p", "q"]}');
SELECT tamis_merge('pairs_t', 'pairs', '{"key": ["p", "q"], "null_keys": "skip"}') -> 'counts' ->> 'skipped';
SELECT tamis_merge('pairs_t', 'pairs', '{"key": ["p", "q"], "null_keys": "skip"}') -> 'counts' ->> 'inserted';
SELECT count(*) FROM pairs_t;
-- Columns that are overwritten, and those that are kept.
CREATE TABLE cols (id INTEGER, a TEXT, b TEXT);
INSERT INTO cols VALUES (1, 'a1', 'b1');
SELECT tamis_merge('cols_t', 'cols', '{"key": "id"}') -> 'created';
UPDATE cols SET a = 'a2', b = 'b2';
SELECT tamis_merge('cols_t', 'cols', '{"key": "id", "update": "a"}') -> 'counts' ->> 'updated';
SELECT * FROM cols_t;
SELECT tamis_merge('cols_t', 'cols', '{"key": "id", "keep": "b"}') -> 'counts' ->> 'unchanged';
SELECT tamis_merge('cols_t', 'cols', '{"key": "id"}') -> 'counts' ->> 'updated';
SELECT * FROM cols_t;
-- A target with more columns keeps them; new source columns are an error, ignored or added.
ALTER TABLE cols ADD COLUMN extra INTEGER;
UPDATE cols SET extra = 7;
ALTER TABLE cols_t ADD COLUMN note TEXT DEFAULT 'mine';
SELECT tamis_merge('cols_t', 'cols', '{"key": "id"}');
SELECT tamis_merge('cols_t', 'cols', '{"key": "id", "new_columns": "ignore"}') -> 'columns' ->> 'left_out';
SELECT tamis_merge('cols_t', 'cols', '{"key": "id", "new_columns": "add", "dry_run": true}') -> 'counts' ->> 'updated';
INSERT INTO cols VALUES (2, 'a', 'b', NULL);
SELECT tamis_merge('cols_t', 'cols', '{"key": "id", "new_columns": "add"}');
SELECT tamis_merge('cols_t', 'cols', '{"key": "id", "new_columns": "add"}') -> 'counts' ->> 'unchanged';
SELECT id, a, b, note, extra FROM cols_t ORDER BY id;
-- Append: known keys are left.
UPDATE cols SET a = 'a3';
INSERT INTO cols VALUES (3, 'c', 'c', 3);
SELECT tamis_merge('cols_t', 'cols', '{"key": "id", "write": "append"}');
SELECT id, a FROM cols_t ORDER BY id;
-- Replace: whole partitions, with or without a key.
CREATE TABLE days (day DATE, n INTEGER, v TEXT);
INSERT INTO days VALUES ('2024-01-01', 1, 'a'), ('2024-01-01', 2, 'b'), ('2024-01-02', 1, 'c'), ('2024-01-02', 1, 'c');
SELECT tamis_merge('days_t', 'days', '{"write": "replace", "partition": "day"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('days_t', '(SELECT * FROM days WHERE day = ''2024-01-01'' AND n = 2)', '{"write": "replace", "partition": "day", "dry_run": true}') -> 'counts' ->> 'deleted';
SELECT tamis_merge('days_t', '(SELECT * FROM days WHERE day = ''2024-01-01'' AND n = 2)', '{"write": "replace", "partition": "day"}') -> 'counts' ->> 'deleted';
SELECT day, n, v FROM days_t ORDER BY day, n;
SELECT tamis_merge('days_t', '(SELECT * FROM days WHERE n = 9)', '{"write": "replace", "partition": "day"}') -> 'counts' ->> 'deleted';
SELECT count(*) FROM days_t;
INSERT INTO days VALUES (NULL, 1, 'x');
SELECT tamis_merge('days_t', 'days', '{"write": "replace", "partition": "day"}');
-- A key that moves from a partition which is not replaced would stand there twice.
CREATE TABLE moves (day DATE, id INTEGER, v TEXT);
INSERT INTO moves VALUES ('2024-01-01', 1, 'a'), ('2024-01-01', 2, 'b');
CREATE TABLE moves_t AS SELECT * FROM moves;
UPDATE moves SET day = '2024-01-02' WHERE id = 1;
SELECT tamis_merge('moves_t', '(SELECT * FROM moves WHERE id = 1)', '{"write": "replace", "partition": "day", "key": "id", "dry_run": true}');
SELECT tamis_merge('moves_t', 'moves', '{"write": "replace", "partition": "day", "key": "id"}') -> 'counts' ->> 'inserted';
SELECT day, id, v FROM moves_t ORDER BY id;
-- Target columns with names of ours.
CREATE TABLE named (x INTEGER, a TEXT, o INTEGER, c1 TEXT, s TEXT, t TEXT, w TEXT, n INTEGER, h TEXT, safe TEXT);
INSERT INTO named VALUES (1, 'a', 1, 'c', 's', 't', 'w', 1, 'h', 'y'), (1, 'b', 2, 'c', 's', 't', 'w', 1, 'h', 'y');
SELECT tamis_merge('named_t', 'named', '{"key": ["x", "a"], "on_duplicate": "last", "order": "o"}') -> 'counts' ->> 'inserted';
UPDATE named SET h = 'other';
SELECT tamis_merge('named_t', 'named', '{"key": ["x", "a"]}') -> 'counts' ->> 'updated';
-- What a run leaves.
SELECT action, source, target, rows_read, rows_written FROM tamis_run WHERE target = 'named_t' ORDER BY run_id;
