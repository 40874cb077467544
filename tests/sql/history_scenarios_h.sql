-- Scenarios of SQLMesh's documented tables. Its first versions begin in 1970; ours when the row says.
CREATE TABLE menu (id INTEGER, name TEXT, price NUMERIC(6, 2), updated_at TEXT);
INSERT INTO menu VALUES (1, 'Chicken', 10.99, '2020-01-01'), (2, 'Cheeseburger', 8.99, '2020-01-01'), (3, 'Fries', 4.99, '2020-01-01');

-- H1: by time; what is missing ends when it was found missing.
SELECT tamis_scd2_merge('h1', 'menu', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "as_of": "2020-01-01 11:00:00", "max_closed": 0.5}') -> 'counts' ->> 'inserted';
UPDATE menu SET price = 12.99, updated_at = '2020-01-02' WHERE id = 1;
DELETE FROM menu WHERE id = 2;
INSERT INTO menu VALUES (4, 'Milkshake', 3.99, '2020-01-02');
SELECT replace(CAST(tamis_scd2_merge('h1', 'menu', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "as_of": "2020-01-02 11:00:00", "max_closed": 0.5}') -> 'counts' AS text), ' ', '');
SELECT id, name, price, valid_from, valid_to FROM h1 ORDER BY id, valid_from;
UPDATE menu SET price = 14.99, updated_at = '2020-01-03' WHERE id = 1;
UPDATE menu SET name = 'Chocolate Milkshake', updated_at = '2020-01-03' WHERE id = 4;
INSERT INTO menu VALUES (2, 'Cheeseburger', 8.99, '2020-01-03');
SELECT replace(CAST(tamis_scd2_merge('h1', 'menu', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "as_of": "2020-01-03 11:00:00", "max_closed": 0.5}') -> 'counts' AS text), ' ', '');
SELECT id, name, price, valid_from, valid_to FROM h1 ORDER BY id, valid_from;
-- H1: a key that returns with its old moment holds from where it ended, no earlier, and not again.
DELETE FROM menu WHERE id = 3;
SELECT tamis_scd2_merge('h1', 'menu', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "as_of": "2020-01-04 11:00:00", "max_closed": 0.5}') -> 'counts' ->> 'closed';
INSERT INTO menu VALUES (3, 'Fries', 4.99, '2020-01-01');
SELECT tamis_scd2_merge('h1', 'menu', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "as_of": "2020-01-05 11:00:00", "max_closed": 0.5}') -> 'counts' ->> 'reopened';
SELECT tamis_scd2_merge('h1', 'menu', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "as_of": "2020-01-06 11:00:00", "max_closed": 0.5}') -> 'counts' ->> 'unchanged';
SELECT id, name, valid_from, valid_to FROM h1 WHERE id = 3 ORDER BY valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('h1', '{"key": "id", "track": ["name", "price"]}');

-- H2: by column; all boundaries are the moments of the runs.
SELECT tamis_scd2_merge('h2', '(SELECT 1 AS id, 10.99 AS price UNION ALL SELECT 2, 8.99 UNION ALL SELECT 3, 4.99)', '{"key": "id", "deletes": "close", "as_of": "2020-01-01 11:00:00", "max_closed": 0.5}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('h2', '(SELECT 1 AS id, 12.99 AS price UNION ALL SELECT 3, 4.99 UNION ALL SELECT 4, 3.99)', '{"key": "id", "deletes": "close", "as_of": "2020-01-02 11:00:00", "max_closed": 0.5}') -> 'counts' ->> 'closed';
SELECT tamis_scd2_merge('h2', '(SELECT 1 AS id, 14.99 AS price UNION ALL SELECT 2, 8.99 UNION ALL SELECT 3, 4.99 UNION ALL SELECT 4, 3.99)', '{"key": "id", "deletes": "close", "as_of": "2020-01-03 11:00:00", "max_closed": 0.5}') -> 'counts' ->> 'reopened';
SELECT id, price, valid_from, valid_to FROM h2 ORDER BY id, valid_from;

-- H3: without deletes a missing row stays open, and ends without a gap when it returns.
SELECT tamis_scd2_merge('h3', '(SELECT 1 AS id, 8.99 AS price, ''2020-01-01'' AS at UNION ALL SELECT 2, 4.99, ''2020-01-01'')', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('h3', '(SELECT 2 AS id, 4.99 AS price, ''2020-01-01'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'closed';
SELECT tamis_scd2_merge('h3', '(SELECT 1 AS id, 8.99 AS price, ''2020-01-03'' AS at UNION ALL SELECT 2, 4.99, ''2020-01-01'')', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'versioned';
SELECT id, price, valid_from, valid_to FROM h3 ORDER BY id, valid_from;

-- H4: daily snapshots replayed; the repeated value makes no version.
SELECT tamis_scd2_merge('h4', '(SELECT 1 AS id, 1 AS v, ''2020-01-01'' AS ds)', '{"key": "id", "sequence": "ds"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('h4', '(SELECT 1 AS id, 2 AS v, ''2020-01-02'' AS ds)', '{"key": "id", "sequence": "ds"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('h4', '(SELECT 1 AS id, 3 AS v, ''2020-01-03'' AS ds)', '{"key": "id", "sequence": "ds"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('h4', '(SELECT 1 AS id, 3 AS v, ''2020-01-04'' AS ds)', '{"key": "id", "sequence": "ds"}') -> 'counts' ->> 'unchanged';
SELECT id, v, valid_from, valid_to FROM h4 ORDER BY valid_from;
-- H4: all four days in one batch give the same table.
SELECT replace(CAST(tamis_scd2_merge('h4_once', '(SELECT 1 AS id, 3 AS v, ''2020-01-04'' AS ds UNION ALL SELECT 1, 1, ''2020-01-01'' UNION ALL SELECT 1, 3, ''2020-01-03'' UNION ALL SELECT 1, 2, ''2020-01-02'')', '{"key": "id", "sequence": "ds"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM h4_once ORDER BY valid_from;

-- H5: a version keeps its own NULLs when the next one has values.
SELECT tamis_scd2_merge('h5', '(SELECT 1 AS id, CAST(NULL AS text) AS a, ''x'' AS b, ''2020-01-01'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('h5', '(SELECT 1 AS id, ''y'' AS a, CAST(NULL AS text) AS b, ''2020-01-03'' AS at UNION ALL SELECT 1, ''w'', NULL, ''2020-01-02'')', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'versioned';
SELECT id, a, b, valid_from, valid_to FROM h5 ORDER BY valid_from;
