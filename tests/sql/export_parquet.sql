-- Both engines write the same bytes for the same rows: the checksums below are of the files.
CREATE TABLE readings (id BIGINT NOT NULL, title TEXT, open BOOLEAN, ratio DOUBLE PRECISION, made DATE, seen TIMESTAMP);
INSERT INTO readings VALUES
  (1, 'plain', TRUE, 0.1, '2024-03-05', '2024-03-05 14:30:00'),
  (2, 'a "quoted", one', FALSE, 2, '2024-03-31', '2024-03-31 23:59:59.5'),
  (3, '', NULL, NULL, NULL, NULL),
  (4, NULL, TRUE, 1e20, '0001-01-01', '1969-12-31 23:59:59.999999'),
  (5, 'Größe', TRUE, -1.5, '9999-12-31', NULL);

-- The usual file: snappy, and nothing that a reader may not know.
SELECT tamis_export('readings', '@OUT@/usual', '{"format": "parquet", "order_by": "id"}') -> 'files' -> 0 ->> 'checksum';
SELECT file_name, check_name, status FROM tamis_verify_export('@OUT@/usual') WHERE file_name LIKE 'data/%' ORDER BY check_name;
SELECT tamis_export('readings', '@OUT@/plain', '{"format": "parquet", "compression": "none", "order_by": "id"}') -> 'files' -> 0 ->> 'name';
SELECT tamis_export('readings', '@OUT@/modern', '{"format": "parquet", "compression": "zstd", "compat": "modern", "order_by": "id"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('readings', '@OUT@/groups', '{"format": "parquet", "compression": "brotli", "row_group_rows": 2, "bloom_filters": ["title", "id"], "bloom_fpp": 0.001, "column_encoding": {"id": "DELTA_BINARY_PACKED", "title": "DELTA_BYTE_ARRAY"}, "schema_version": "2", "key_value_metadata": {"owner": "us"}, "order_by": "id"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('(SELECT id, title FROM readings WHERE id > 99)', '@OUT@/none', '{"format": "parquet", "compression": "gzip"}') -> 'statistics' ->> 'row_count';
SELECT count(*) FROM tamis_verify_export('@OUT@/modern') WHERE status = 'fail';
SELECT count(*) FROM tamis_verify_export('@OUT@/groups') WHERE status = 'fail';
SELECT count(*) FROM tamis_verify_export('@OUT@/none') WHERE status = 'fail';

-- Options that are wrong.
SELECT tamis_export('readings', '@OUT@/x', '{"format": "parquet", "compat": "v2"}');
SELECT tamis_export('readings', '@OUT@/x', '{"format": "parquet", "row_group_size": "a lot"}');
SELECT tamis_export('readings', '@OUT@/x', '{"format": "parquet", "column_encoding": {"title": "DELTA_BINARY_PACKED"}}');
SELECT tamis_export('readings', '@OUT@/x', '{"format": "parquet", "column_encoding": "GZIP"}');
SELECT tamis_export('readings', '@OUT@/x', '{"format": "parquet", "bloom_filters": ["nothing"]}');
SELECT tamis_export('readings', '@OUT@/x', '{"format": "parquet", "bloom_fpp": 0.1}');
SELECT tamis_export('readings', '@OUT@/x', '{"format": "csv", "compat": "max"}');
SELECT tamis_export('readings', '@OUT@/x', '{"format": "parquet", "delimiter": ";"}');
SELECT * FROM tamis_verify_export('@OUT@/x');
