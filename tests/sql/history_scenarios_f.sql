-- Scenarios of dbt-core's PostgreSQL suite (tests/functional/snapshots).
CREATE TABLE seed (id INTEGER, email TEXT, updated_at TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO seed SELECT i, i || '@example.com', '2016-08-20 15:' || (i + 34) || ':49' FROM n;
CREATE TABLE start AS SELECT * FROM seed;

-- F1: 20 rows, 11 changed an hour later, 10 new: 41 versions, no overlap, no gap. By timestamp, by check of
-- one column, of all, and of all with the sequence as the moment.
SELECT replace(CAST(tamis_scd2_merge('f1a', 'seed', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1b', 'seed', '{"key": "id", "track": "email", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1c', 'seed', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1d', 'seed', '{"key": "id", "sequence": "updated_at"}') -> 'counts' AS text), ' ', '');
UPDATE seed SET updated_at = '2016-08-20 16:' || (id + 34) || ':49', email = 'new' || id WHERE id >= 10;
WITH RECURSIVE n(i) AS (SELECT 21 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
INSERT INTO seed SELECT i, i || '@example.com', '2016-08-20 17:' || (i + 24) || ':49' FROM n;
SELECT replace(CAST(tamis_scd2_merge('f1a', 'seed', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1b', 'seed', '{"key": "id", "track": "email", "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1c', 'seed', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1d', 'seed', '{"key": "id", "sequence": "updated_at"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1a', 'seed', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1b', 'seed', '{"key": "id", "track": "email", "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1c', 'seed', '{"key": "id", "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f1d', 'seed', '{"key": "id", "sequence": "updated_at"}') -> 'counts' AS text), ' ', '');
SELECT count(*), count(valid_to) FROM f1a;
SELECT problem, key_value FROM tamis_scd2_verify('f1a', '{"key": "id", "exclude": "updated_at", "gaps": "report"}');
SELECT count(*), count(valid_to) FROM f1b;
SELECT problem, key_value FROM tamis_scd2_verify('f1b', '{"key": "id", "track": "email", "gaps": "report"}');
SELECT count(*), count(valid_to) FROM f1c;
SELECT problem, key_value FROM tamis_scd2_verify('f1c', '{"key": "id", "gaps": "report"}');
SELECT count(*), count(valid_to) FROM f1d;
SELECT problem, key_value FROM tamis_scd2_verify('f1d', '{"key": "id", "exclude": "updated_at", "gaps": "report"}');
SELECT count(*) FROM f1d WHERE valid_from <> tamis_to_timestamp(updated_at);
-- A sequence whose name must be quoted.
SELECT replace(CAST(tamis_scd2_merge('"f1 ""q"""', '(SELECT id, email, updated_at AS "1-updated_at" FROM seed)', '{"key": "id", "sequence": "1-updated_at"}') -> 'counts' AS text), ' ', '');

-- F2: red, blue, red again.
CREATE TABLE f2s (id INTEGER, color TEXT);
INSERT INTO f2s VALUES (1, 'red'), (2, 'green');
SELECT replace(CAST(tamis_scd2_merge('f2', 'f2s', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE f2s SET color = 'blue' WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('f2', 'f2s', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
UPDATE f2s SET color = CASE id WHEN 1 THEN 'red' ELSE 'pink' END;
SELECT replace(CAST(tamis_scd2_merge('f2', 'f2s', '{"key": "id", "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT id, color, valid_from, valid_to FROM f2 ORDER BY id, valid_from;

-- F3: the moment is given at each run; ids as dbt writes them. b goes and deletes are ignored.
CREATE TABLE f3s (id TEXT, v INTEGER);
INSERT INTO f3s VALUES ('a', 10), ('b', 20);
SELECT replace(CAST(tamis_scd2_merge('f3', 'f3s', '{"key": "id", "names": "dbt", "as_of": "2016-07-01"}') -> 'counts' AS text), ' ', '');
UPDATE f3s SET v = 30 WHERE id = 'a';
INSERT INTO f3s VALUES ('c', 40);
SELECT replace(CAST(tamis_scd2_merge('f3', 'f3s', '{"key": "id", "names": "dbt", "as_of": "2016-07-02"}') -> 'counts' AS text), ' ', '');
DELETE FROM f3s WHERE id = 'b';
SELECT replace(CAST(tamis_scd2_merge('f3', 'f3s', '{"key": "id", "names": "dbt", "as_of": "2016-07-03"}') -> 'counts' AS text), ' ', '');
SELECT id, v, dbt_valid_from, dbt_valid_to, dbt_scd_id FROM f3 ORDER BY id, dbt_valid_from;

-- F4: the list of tracked columns grows by a new one.
CREATE TABLE f4s (id INTEGER, name TEXT);
INSERT INTO f4s VALUES (1, 'foo');
SELECT replace(CAST(tamis_scd2_merge('f4', 'f4s', '{"key": "id", "track": ["name"], "names": "dbt", "as_of": "2016-07-01"}') -> 'counts' AS text), ' ', '');
ALTER TABLE f4s ADD COLUMN other TEXT;
UPDATE f4s SET other = 'bar';
SELECT replace(CAST(tamis_scd2_merge('f4', 'f4s', '{"key": "id", "track": ["name", "other"], "names": "dbt", "new_columns": "add", "as_of": "2016-07-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f4', 'f4s', '{"key": "id", "track": ["name", "other"], "names": "dbt", "new_columns": "add", "as_of": "2016-07-03"}') -> 'counts' AS text), ' ', '');
SELECT id, name, other, dbt_valid_from, dbt_valid_to, dbt_scd_id FROM f4 ORDER BY dbt_valid_from;

-- F5: from check to timestamp. What is stored says when it began, whatever the strategy was.
CREATE TABLE f5s (id INTEGER, color TEXT);
INSERT INTO f5s VALUES (1, 'blue'), (2, 'red');
SELECT replace(CAST(tamis_scd2_merge('f5', 'f5s', '{"key": "id", "as_of": "2020-01-01"}') -> 'counts' AS text), ' ', '');
ALTER TABLE f5s ADD COLUMN updated_at TEXT;
UPDATE f5s SET updated_at = '2020-01-01', color = CASE id WHEN 1 THEN 'green' ELSE color END;
SELECT replace(CAST(tamis_scd2_merge('f5', 'f5s', '{"key": "id", "new_columns": "add", "as_of": "2020-01-02"}') -> 'counts' AS text), ' ', '');
UPDATE f5s SET updated_at = '2020-02-01', color = 'pink';
SELECT replace(CAST(tamis_scd2_merge('f5', 'f5s', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at"}') -> 'counts' AS text), ' ', '');
SELECT id, color, valid_from, valid_to FROM f5 ORDER BY id, valid_from;

-- F6: eleven go, two come back changed.
DELETE FROM seed;
INSERT INTO seed SELECT * FROM start;
SELECT replace(CAST(tamis_scd2_merge('f6', 'seed', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.6, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
DELETE FROM seed WHERE id >= 10;
SELECT replace(CAST(tamis_scd2_merge('f6', 'seed', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.6, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
INSERT INTO seed VALUES (10, 'back', '2024-01-03 12:00:00'), (11, 'back', '2024-01-03 12:00:00');
SELECT replace(CAST(tamis_scd2_merge('f6', 'seed', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.6, "as_of": "2024-01-04"}') -> 'counts' AS text), ' ', '');
SELECT count(*), count(valid_to) FROM f6;
SELECT id, email, valid_from, valid_to FROM f6 WHERE id BETWEEN 9 AND 12 ORDER BY id, valid_from;

-- F7: a text of 500 characters. F8: a comment at the end of the query.
SELECT replace(CAST(tamis_scd2_merge('f7', '(SELECT 1 AS id, replace(''xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'', ''x'', ''some words'') AS v -- the end
)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT length(v) FROM f7;

-- F9: one moment for each merge: what ends and what follows agree in every key.
SELECT replace(CAST(tamis_scd2_merge('f9', 'f2s', '{"key": "id"}') -> 'counts' AS text), ' ', '');
UPDATE f2s SET color = 'x';
SELECT replace(CAST(tamis_scd2_merge('f9', 'f2s', '{"key": "id"}') -> 'counts' AS text), ' ', '');
SELECT count(*) FROM f9 AS a JOIN f9 AS b ON a.id = b.id AND a.valid_to = b.valid_from;
SELECT count(DISTINCT valid_to) FROM f9;

-- F10: a new column makes a version where it holds a value, and none where it is NULL (dbt: of every row).
CREATE TABLE f10s (id INTEGER, n TEXT);
INSERT INTO f10s VALUES (1, 'a'), (2, 'b'), (3, 'c');
SELECT replace(CAST(tamis_scd2_merge('f10', 'f10s', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
ALTER TABLE f10s ADD COLUMN last_name TEXT;
UPDATE f10s SET last_name = 'l' WHERE id < 3;
SELECT replace(CAST(tamis_scd2_merge('f10', 'f10s', '{"key": "id", "new_columns": "add", "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT id, last_name, valid_from, valid_to FROM f10 ORDER BY id, valid_from;

-- F11, F12: what is missing or unknown.
SELECT tamis_scd2_merge('f12', 'f2s', '{"track": "color"}');
SELECT tamis_scd2_merge('f12', 'f2s', '{"key": "id", "strategy": "timestamp"}');
SELECT tamis_scd2_merge('f12', 'f2s', '{"key": "id", "strategy": "magic"}');

-- F13: a date, a text with an offset and a timestamp are one kind of moment; a sequence may be called as the
-- column it fills.
CREATE TABLE f13s (id INTEGER, v TEXT, valid_from DATE);
INSERT INTO f13s VALUES (1, 'a', '2024-01-05');
SELECT replace(CAST(tamis_scd2_merge('f13', 'f13s', '{"key": "id", "sequence": "valid_from"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('f13', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-05T23:30:00-02:00'' AS valid_from)', '{"key": "id", "sequence": "valid_from"}') -> 'counts' AS text), ' ', '');
SELECT v, valid_from, valid_to FROM f13 ORDER BY valid_from;
