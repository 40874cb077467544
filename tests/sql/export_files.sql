-- Both engines write the same bytes for the same rows: the checksums below are of the files.
CREATE TABLE tickets (id INTEGER, title TEXT, open BOOLEAN, price NUMERIC, ratio DOUBLE PRECISION, made DATE, seen TIMESTAMP);
INSERT INTO tickets VALUES
  (1, 'plain', TRUE, 12.50, 0.1, '2024-03-05', '2024-03-05 14:30:00'),
  (2, 'a "quoted", one', FALSE, 12.00, 2, '2024-03-31', '2024-03-31 23:59:59.5'),
  (3, '', NULL, NULL, NULL, NULL, NULL),
  (4, NULL, TRUE, -0.25, 1e20, '2024-04-01', '2024-04-01 00:00:00'),
  (5, '=1+1', TRUE, 1000000, 0.0000001, '2025-01-01', '2025-01-01 08:00:00'),
  (6, 'two
lines, Größe', FALSE, 0, -1.5, '2025-01-31', NULL);

-- CSV, one file.
SELECT tamis_export('tickets', '@OUT@/csv', '{"compression": "none", "order_by": "id"}') -> 'files' -> 0 ->> 'checksum';
SELECT * FROM tamis_verify_export('@OUT@/csv') WHERE check_name <> 'marker' AND NOT (check_name = 'schema' AND file_name = 'manifest.json');
SELECT check_name, status FROM tamis_verify_export('@OUT@/csv') WHERE file_name IN ('manifest.json', 'SUCCESS');

-- JSON lines by month.
SELECT tamis_export('tickets', '@OUT@/jsonl', '{"format": "jsonl", "compression": "none", "partition_by": "made", "order_by": ["id"]}') -> 'statistics' ->> 'byte_size';
SELECT file_name, check_name, status, actual FROM tamis_verify_export('@OUT@/jsonl/manifest.json') WHERE check_name IN ('checksum', 'rows');

-- Every dialect of CSV.
SELECT tamis_export('tickets', '@OUT@/dialect', '{"compression": "none", "order_by": "id desc", "delimiter": ";", "line_end": "crlf", "null_marker": "NULL", "neutralise_formulas": true, "exclude": ["seen"], "entity": "t"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('tickets', '@OUT@/bare', '{"compression": "none", "header": false, "delimiter": "\t", "columns": ["title", "id"], "order_by": ["title", "id"]}') -> 'files' -> 0 ->> 'checksum';
SELECT count(*) FROM tamis_verify_export('@OUT@/dialect') WHERE status = 'pass';
SELECT check_name, status FROM tamis_verify_export('@OUT@/bare') WHERE file_name = 'data/tickets_001.csv';

-- Folders by year and day, named as Hive names them, with small files.
SELECT tamis_export('tickets', '@OUT@/hive', '{"compression": "none", "partition_by": "seen", "granularity": "day", "hive": true, "order_by": "id"}') ->> 'version';
SELECT file_name, actual FROM tamis_verify_export('@OUT@/hive') WHERE check_name = 'rows';
SELECT tamis_export('tickets', '@OUT@/split', '{"compression": "none", "partition_by": "made", "granularity": "year", "max_rows": 2, "order_by": "id"}') ->> 'version';
SELECT file_name, actual FROM tamis_verify_export('@OUT@/split') WHERE check_name = 'rows';

-- Compressed: what comes out is the same; how it is packed is the library's affair.
SELECT tamis_export('tickets', '@OUT@/gz', '{"order_by": "id"}') -> 'statistics' ->> 'byte_size';
SELECT tamis_export('tickets', '@OUT@/zst', '{"compression": "zstd", "level": 9, "format": "jsonl", "order_by": "id"}') -> 'statistics' ->> 'byte_size';
SELECT tamis_export('tickets', '@OUT@/gz9', '{"level": 9, "order_by": "id"}') -> 'statistics' ->> 'byte_size';
SELECT tamis_export('tickets', '@OUT@/br', '{"compression": "brotli", "order_by": "id"}') -> 'statistics' ->> 'byte_size';
SELECT tamis_export('tickets', '@OUT@/sz', '{"compression": "snappy", "format": "jsonl", "order_by": "id"}') -> 'statistics' ->> 'byte_size';
SELECT file_name, check_name, status, actual FROM tamis_verify_export('@OUT@/br') WHERE check_name IN ('format', 'rows');
SELECT file_name, check_name, status, actual FROM tamis_verify_export('@OUT@/sz') WHERE check_name IN ('format', 'rows');
SELECT file_name, check_name, status, actual FROM tamis_verify_export('@OUT@/gz') WHERE check_name IN ('format', 'rows');
SELECT file_name, check_name, status, actual FROM tamis_verify_export('@OUT@/zst') WHERE check_name IN ('format', 'rows');
SELECT check_name, status FROM tamis_verify_export('@OUT@/gz9', '{"content": false}');

-- Views, queries and empty tables.
CREATE VIEW open_tickets AS SELECT id, title FROM tickets WHERE open;
SELECT tamis_export('open_tickets', '@OUT@/view', '{"compression": "none", "order_by": "id"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('(SELECT id, price FROM tickets WHERE id < 3)', '@OUT@/query', '{"compression": "none", "order_by": "id"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('(SELECT id FROM tickets WHERE id > 99)', '@OUT@/none', '{"compression": "none"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('(SELECT id, made FROM tickets WHERE id > 99)', '@OUT@/none2', '{"partition_by": "made"}') -> 'files' -> 0 ->> 'checksum';
SELECT count(*) FROM tamis_verify_export('@OUT@/none2') WHERE status = 'fail';
CREATE TABLE "odd ""name"" é" ("a b" INTEGER, "c""d" TEXT);
INSERT INTO "odd ""name"" é" VALUES (1, 'x');
SELECT tamis_export('"odd ""name"" é"', '@OUT@/odd name', '{"compression": "none", "order_by": "a b"}') -> 'files' -> 0 ->> 'checksum';
SELECT status, count(*) FROM tamis_verify_export('@OUT@/odd name') GROUP BY status;

-- What is recorded.
SELECT source, destination, format, compression, row_count, byte_size, status FROM tamis_export ORDER BY created_at, export_id;
SELECT file_name, partition_value, row_count FROM tamis_export_file WHERE export_id = (SELECT export_id FROM tamis_export WHERE format = 'jsonl' AND compression = 'none') ORDER BY file_name;
SELECT count(*) FROM tamis_run WHERE action = 'tamis_export' AND status = 'succeeded' AND rows_read = rows_written;

-- Replacing an export, and only an export.
SELECT tamis_export('tickets', '@OUT@/csv', '{"compression": "none", "columns": ["id"], "order_by": "id", "if_exists": "replace"}') -> 'statistics' ->> 'byte_size';
SELECT status, count(*) FROM tamis_verify_export('@OUT@/csv') GROUP BY status;
