-- Facts get the versions of their time. A merge makes the dimension, with a key that counts by itself.
SELECT count(*) FROM (SELECT tamis_scd2_merge('dim_customer', '(SELECT 1 AS id, CAST(''Bern'' AS TEXT) AS city, (1 = 0) AS is_inferred)', '{"key": "id", "exclude": "is_inferred", "surrogate_key": "sk"}') AS made) AS m;
DELETE FROM dim_customer;
INSERT INTO dim_customer (sk, id, city, is_inferred, valid_from, valid_to, is_current, row_hash) VALUES (11, 1, 'Bern', NULL, '2024-01-01 00:00:00', '2024-02-01 00:00:00', FALSE, tamis_row_hash('Bern'));
INSERT INTO dim_customer (sk, id, city, is_inferred, valid_from, valid_to, is_current, row_hash) VALUES (12, 1, 'Zürich', NULL, '2024-02-01 00:00:00', NULL, TRUE, tamis_row_hash('Zürich'));
INSERT INTO dim_customer (sk, id, city, is_inferred, valid_from, valid_to, is_current, row_hash) VALUES (21, 2, NULL, NULL, '2024-01-15 00:00:00', '2024-01-20 00:00:00', FALSE, tamis_row_hash(CAST(NULL AS TEXT)));
INSERT INTO dim_customer (sk, id, city, is_inferred, valid_from, valid_to, is_current, row_hash) VALUES (22, 2, 'Genf', NULL, '2024-03-01 00:00:00', NULL, TRUE, tamis_row_hash('Genf'));
INSERT INTO dim_customer (sk, id, city, is_inferred, valid_from, valid_to, is_current, row_hash) VALUES (31, 3, 'Chur', NULL, '2024-01-01 00:00:00', '2024-01-10 00:00:00', FALSE, tamis_row_hash('Chur'));
CREATE TABLE "dim ""p" (psk INTEGER PRIMARY KEY, a TEXT, b TEXT);
INSERT INTO "dim ""p" VALUES (1, 'a|b', 'c'), (2, 'a', 'b|c'), (3, 'é', '');
CREATE TABLE orders (no INTEGER, customer INTEGER, pa TEXT, pb TEXT, at TIMESTAMP, amount NUMERIC);
INSERT INTO orders VALUES (1, 1, 'a|b', 'c', '2024-01-31 23:59:59', 10);
INSERT INTO orders VALUES (2, 1, 'a', 'b|c', '2024-02-01 00:00:00', 20);
INSERT INTO orders VALUES (3, 2, 'é', '', '2024-01-15 00:00:00', NULL);
-- An empty target is made; a second load of the same rows adds nothing.
SELECT tamis_load_fact('f', 'orders', '{"key": "no", "dry_run": true, "dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "into": "customer_sk", "event_time": "at"}, {"dimension": "\"dim \"\"p\"", "key": {"pa": "a", "pb": "b"}, "surrogate_key": "psk", "history": false}]}');
SELECT tamis_load_fact('"dim ""p"', 'orders', '{"dimensions": [{"dimension": "\"dim \"\"p\"", "key": {"pa": "a", "pb": "b"}, "surrogate_key": "psk", "history": false}]}');
SELECT tamis_load_fact('f', 'orders', '{"key": "no", "dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "into": "customer_sk", "event_time": "at"}, {"dimension": "\"dim \"\"p\"", "key": {"pa": "a", "pb": "b"}, "surrogate_key": "psk", "history": false}]}');
SELECT no, customer, amount, customer_sk, psk FROM f ORDER BY no;
SELECT replace(CAST(tamis_load_fact('f', 'orders', '{"key": "no", "dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "into": "customer_sk", "event_time": "at"}, {"dimension": "\"dim \"\"p\"", "key": {"pa": "a", "pb": "b"}, "surrogate_key": "psk", "history": false}]}') -> 'counts' AS TEXT), ' ', '');
SELECT replace(CAST(tamis_load_fact('f', 'orders', '{"key": "no", "known": "error", "dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "into": "customer_sk", "event_time": "at"}, {"dimension": "\"dim \"\"p\"", "key": {"pa": "a", "pb": "b"}, "surrogate_key": "psk", "history": false}]}') -> 'counts' AS TEXT), ' ', '');
SELECT count(*) FROM f;

-- Every way of not meeting a version: before the first, in a gap, after the end, unknown, NULL.
CREATE TABLE late (no INTEGER, customer INTEGER, at TEXT);
INSERT INTO late VALUES (1, 1, '2023-12-31T23:59:59Z'), (2, 2, '2024-01-20'), (3, 3, '2024-06-01 00:00:00'), (4, 9, '2024-01-05 00:00:00'), (5, NULL, '2024-01-05'), (6, 8, '2024-01-07 12:00:00'), (7, 9, '2024-01-03 00:00:00'), (8, 1, '2024-02-02 01:00:00+02:00');
SELECT tamis_load_fact('g', 'late', '{"dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at"}]}');
SELECT tamis_load_fact('g', 'late', '{"dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "null", "in_gap": "error"}]}');
SELECT tamis_load_fact('g', 'late', '{"dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "null", "before_first": "error"}]}');
SELECT tamis_load_fact('g', 'late', '{"dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "null", "null_key": "error"}]}');
SELECT tamis_load_fact('g_unknown', 'late', '{"exclude": "at", "dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "unknown", "unknown": -7, "in_gap": "previous", "before_first": "unknown", "unknown_row": {"id": -1, "city": "?"}, "exclude": "is_inferred"}]}');
SELECT no, sk FROM g_unknown ORDER BY no;
SELECT sk, id, city, valid_from, valid_to FROM dim_customer WHERE sk = -7;
SELECT * FROM tamis_scd2_verify('dim_customer', '{"key": "id", "exclude": "is_inferred"}');
SELECT replace(CAST(tamis_load_fact('g_null', 'late', '{"columns": ["no"], "dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "null", "unknown": -7, "unknown_row": {"id": -1}}]}') -> 'dimensions' AS TEXT), ' ', '');
SELECT no, sk FROM g_null ORDER BY no;

-- Members that nobody knows yet are inferred, once, from their earliest event on.
SELECT tamis_load_fact('g_inferred', 'late', '{"dry_run": true, "dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "inferred", "exclude": "is_inferred"}]}');
SELECT replace(CAST(tamis_load_fact('g_inferred', 'late', '{"dry_run": true, "dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "inferred", "null_key": "unknown", "exclude": "is_inferred"}]}') -> 'dimensions' AS TEXT), ' ', '');
SELECT count(*) FROM dim_customer WHERE is_inferred;
SELECT replace(CAST(tamis_load_fact('g_inferred', 'late', '{"dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "inferred", "null_key": "unknown", "exclude": "is_inferred"}]}') -> 'dimensions' AS TEXT), ' ', '');
SELECT id, city, valid_from, valid_to FROM dim_customer WHERE is_inferred ORDER BY id;
SELECT g.no, CASE WHEN g.sk = -1 THEN -1 ELSE d.id END, d.valid_from FROM g_inferred AS g LEFT JOIN dim_customer AS d ON d.sk = g.sk ORDER BY g.no;
SELECT count(*) FROM tamis_scd2_verify('dim_customer', '{"key": "id", "exclude": "is_inferred", "facts": {"table": "(SELECT * FROM g_inferred WHERE sk <> -1)", "column": "sk", "surrogate_key": "sk"}}');
-- A merge completes them: the inferred version ends, the real one begins.
SELECT replace(CAST(tamis_scd2_merge('dim_customer', '(SELECT 9 AS id, CAST(''Biel'' AS TEXT) AS city)', '{"key": "id", "exclude": "is_inferred", "mode": "delta", "surrogate_key": "sk", "as_of": "2024-05-01"}') -> 'counts' AS TEXT), ' ', '');
SELECT id, city, CASE WHEN is_inferred THEN 'inferred' END, valid_from, valid_to FROM dim_customer WHERE id = 9 ORDER BY valid_from;

-- No event time: the current version. Empty source. Numbers for moments.
SELECT replace(CAST(tamis_load_fact('h', '(SELECT no, customer FROM orders)', '{"dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk"}]}') -> 'dimensions' AS TEXT), ' ', '');
SELECT no, sk FROM h ORDER BY no;
SELECT replace(CAST(tamis_load_fact('h', '(SELECT no, customer FROM orders WHERE false)', '{"dimensions": [{"dimension": "dim_customer", "key": {"customer": "id"}, "surrogate_key": "sk"}]}') -> 'counts' AS TEXT), ' ', '');
CREATE TABLE dim_n (sk INTEGER PRIMARY KEY, id INTEGER, valid_from INTEGER, valid_to INTEGER, is_current BOOLEAN, row_hash TEXT);
INSERT INTO dim_n VALUES (1, 1, 10, 20, FALSE, ''), (2, 1, 20, NULL, TRUE, '');
SELECT replace(CAST(tamis_load_fact('n', '(SELECT 1 AS id, 19 AS lsn UNION ALL SELECT 1, 20)', '{"dimensions": [{"dimension": "dim_n", "key": {"id": "id"}, "surrogate_key": "sk", "event_time": "lsn"}]}') -> 'dimensions' AS TEXT), ' ', '');
SELECT lsn, sk FROM n ORDER BY lsn;

-- Dimensions that give no one answer.
INSERT INTO dim_n VALUES (3, 1, 15, NULL, FALSE, '');
SELECT tamis_load_fact('n', '(SELECT 1 AS id, 19 AS lsn)', '{"dimensions": [{"dimension": "dim_n", "key": {"id": "id"}, "surrogate_key": "sk", "event_time": "lsn"}]}');
SELECT tamis_load_fact('n', '(SELECT 1 AS id, 19 AS lsn)', '{"dimensions": [{"dimension": "dim_n", "key": {"id": "id"}, "surrogate_key": "sk", "history": false}]}');
SELECT count(*) FROM n;

-- Bad input.
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim \"p", "key": {"pa": "a"}, "surrogate_key": "psk"}]}');
SELECT tamis_load_fact('n', 'orders', '{}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": []}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": ["dim_n"]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n"}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"nope": "id"}, "surrogate_key": "sk"}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "nope"}, "surrogate_key": "sk"}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "nope"}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "nope", "key": {"no": "id"}, "surrogate_key": "sk"}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk", "missing": "first"}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk", "speed": 1}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk", "missing": "inferred"}]}');
SELECT tamis_load_fact('n', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk"}]}');
SELECT tamis_load_fact('x', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk", "into": "no"}]}');
SELECT tamis_load_fact('x', 'orders', '{"key": "no", "exclude": "no", "dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk"}]}');
SELECT tamis_load_fact('x', '(SELECT 1 AS no UNION ALL SELECT 1)', '{"key": "no", "dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk"}]}');
SELECT tamis_load_fact('x', '(SELECT CAST(NULL AS INTEGER) AS no)', '{"key": "no", "dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk"}]}');
SELECT tamis_load_fact('x', '(SELECT 1 AS id, CAST(NULL AS TIMESTAMP) AS at)', '{"dimensions": [{"dimension": "dim_customer", "key": {"id": "id"}, "surrogate_key": "sk", "event_time": "at"}]}');
SELECT tamis_load_fact('orders', 'orders', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk"}]}');
SELECT tamis_load_fact('x', 'nope', '{"dimensions": [{"dimension": "dim_n", "key": {"no": "id"}, "surrogate_key": "sk"}]}');
