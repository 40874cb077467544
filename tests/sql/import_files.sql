-- What was exported comes back the same, once.
CREATE TABLE orders (id INTEGER NOT NULL, name TEXT, total NUMERIC, ratio DOUBLE PRECISION, paid BOOLEAN, made DATE, seen TIMESTAMP);
INSERT INTO orders VALUES
  (1, 'plain', 12.50, 0.1, TRUE, '2024-03-05', '2024-03-05 14:30:00'),
  (2, 'a "quoted", one', 12, 2, FALSE, '2024-03-31', '2024-03-31 23:59:59.5'),
  (3, '', NULL, NULL, NULL, NULL, NULL),
  (4, NULL, -0.25, 1e20, TRUE, '0001-01-01', '9999-12-31 23:59:59.999999'),
  (5, 'two
lines, Größe', 1000000, -1.5, FALSE, '2025-01-31', NULL);
SELECT tamis_export('orders', '@OUT@/csv', '{"partition_by": "made", "granularity": "year"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('orders', '@OUT@/jsonl', '{"format": "jsonl", "compression": "zstd"}') -> 'statistics' ->> 'row_count';

SELECT tamis_import('@OUT@/csv', 'back', '{"dry_run": true}') ->> 'rows';
SELECT tamis_import('@OUT@/csv', 'back') ->> 'rows';
SELECT count(*) FROM (SELECT * FROM orders EXCEPT SELECT * FROM back) AS lost;
SELECT count(*) FROM back;
SELECT length(tamis_import('@OUT@/csv', 'back') ->> 'run_id');
SELECT count(*) FROM back;
SELECT table_name, status, row_count FROM tamis_import;
SELECT status FROM tamis_export WHERE format = 'csv';
SELECT tamis_import('@OUT@/jsonl/manifest.json', 'back_too') ->> 'rows';
SELECT count(*) FROM (SELECT * FROM orders EXCEPT SELECT * FROM back_too) AS lost;

-- Into a table of another order, with more columns.
CREATE TABLE "odd ""table""" (extra TEXT DEFAULT 'e', seen TIMESTAMP, made DATE, paid BOOLEAN, ratio DOUBLE PRECISION, total NUMERIC, name TEXT, id INTEGER);
SELECT tamis_import('@OUT@/csv', '"odd ""table"""') ->> 'rows';
SELECT id, extra, name FROM "odd ""table""" ORDER BY id;

-- Through a contract.
SELECT tamis_import('@OUT@/csv', 'judged', '{"contract": {"kind": "DataContract", "apiVersion": "v3.1.0", "id": "o", "version": "1.0.0", "status": "active", "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer", "required": true}, {"name": "name", "logicalType": "string", "required": true}, {"name": "total", "logicalType": "number"}, {"name": "ratio", "logicalType": "number"}, {"name": "paid", "logicalType": "boolean"}, {"name": "made", "logicalType": "date"}, {"name": "seen", "logicalType": "timestamp"}]}]}, "on_invalid": "split"}') ->> 'loaded';
SELECT id FROM judged ORDER BY id;

-- What can't be.
SELECT tamis_import('@OUT@/none', 'x');
SELECT tamis_import('@OUT@/csv', 'missing', '{"create": false}');
CREATE TABLE narrow (id INTEGER);
SELECT tamis_import('@OUT@/csv', 'narrow');
SELECT tamis_import('@OUT@/csv', 'x', '{"on_invalid": "split"}');
SELECT tamis_import('@OUT@/csv', 'x', '{"kontrakt": "a"}');
SELECT tamis_import('@OUT@/csv', '(select 1)');
SELECT tamis_import(NULL, 'x');
