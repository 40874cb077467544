-- Avro: the same bytes on both engines, read back by us before anything is published.
CREATE TABLE tickets (id BIGINT, title TEXT, open BOOLEAN, ratio DOUBLE PRECISION, made DATE, seen TIMESTAMP);
INSERT INTO tickets VALUES
  (1, 'plain', TRUE, 0.5, '2024-03-05', '2024-03-05 14:30:00'),
  (2, 'Größe, "quoted"', FALSE, -2, '2024-03-31', '2024-03-31 23:59:59.5'),
  (3, '', NULL, NULL, NULL, NULL),
  (4, NULL, TRUE, 1e20, '1969-12-31', '1969-12-31 23:59:59');

SELECT tamis_export('tickets', '@OUT@/a', '{"format": "avro", "compression": "none", "order_by": "id"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('tickets', '@OUT@/s', '{"format": "avro", "compression": "snappy", "order_by": "id", "avro_namespace": "com.example", "avro_record_name": "Ticket", "avro_doc": "One ticket", "avro_aliases": {"title": ["subject", "old title"]}}') -> 'files' -> 0 ->> 'rows';
SELECT tamis_export('tickets', '@OUT@/d', '{"format": "avro", "order_by": "id", "avro_sync": "random", "avro_block_bytes": 16384}') -> 'destination' ->> 'compression';
SELECT tamis_export('tickets', '@OUT@/z', '{"format": "avro", "compression": "zstd", "level": 9, "partition_by": "made", "granularity": "year"}') -> 'statistics' ->> 'row_count';
SELECT file_name, check_name, status FROM tamis_verify_export('@OUT@/s') WHERE check_name IN ('format', 'rows', 'checksum') ORDER BY 1, 2;
SELECT file_name, check_name, status FROM tamis_verify_export('@OUT@/d') WHERE check_name IN ('format', 'rows', 'checksum') ORDER BY 1, 2;
SELECT file_name, check_name, status FROM tamis_verify_export('@OUT@/z') WHERE check_name IN ('format', 'rows', 'checksum') ORDER BY 1, 2;
SELECT tamis_export('(select * from tickets where false)', '@OUT@/empty', '{"format": "avro"}') -> 'files' -> 0 ->> 'rows';
SELECT count(*) FROM tamis_verify_export('@OUT@/empty') WHERE status <> 'pass';
SELECT tamis_export('(select id as "Nr. 1", title as "a ""b""" from tickets)', '@OUT@/names', '{"format": "avro"}') -> 'statistics' ->> 'column_count';

-- Refusals.
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "compression": "brotli"}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "avro_namespace": "com..example"}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "avro_record_name": "my record"}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "avro_aliases": ["subject"]}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "avro_aliases": {"subject": ["title"]}}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "avro_aliases": {"title": ["id"]}}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "avro_block_bytes": 1}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "avro_sync": "none"}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "avro", "header": false}');
SELECT tamis_export('tickets', '@OUT@/no', '{"format": "csv", "avro_namespace": "x"}');
SELECT tamis_export('tickets', '@OUT@/no', '{"special_dates": "null"}');
SELECT tamis_export('(select id as "a b", title as "a_b" from tickets)', '@OUT@/no', '{"format": "avro"}');
