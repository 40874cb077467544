CREATE TABLE tickets (id INTEGER, kind TEXT, note TEXT, on_day DATE);
INSERT INTO tickets VALUES (1, 'a=b', 'é "x", y', '2024-03-01'), (2, 'c d', NULL, '2024-03-02'),
  (3, 'ü+%', '', '2024-03-02'), (4, NULL, 'last', NULL);
SELECT tamis_export('tickets', '@PLACE@/one', '{"dry_run": true}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('tickets', '@PLACE@/one', '{"order_by": "id"}') -> 'statistics' ->> 'row_count';
SELECT file_name, check_name, status FROM tamis_verify_export('@PLACE@/one');
SELECT count(*) FROM tamis_verify_export('@PLACE@/one/manifest.json') WHERE status <> 'pass';
SELECT tamis_export('tickets', '@PLACE@/one');
SELECT tamis_export('(SELECT * FROM tickets WHERE id < 3)', '@PLACE@/one', '{"if_exists": "replace", "format": "parquet"}') -> 'statistics' ->> 'row_count';
SELECT file_name, actual FROM tamis_verify_export('@PLACE@/one') WHERE check_name = 'rows';
SELECT tamis_export('tickets', '@PLACE@/parts', '{"format": "jsonl", "compression": "zstd", "hive": true, "partition_by": ["kind"]}') -> 'statistics' ->> 'file_count';
SELECT file_name, actual FROM tamis_verify_export('@PLACE@/parts') WHERE check_name = 'rows';
SELECT count(*) FROM tamis_verify_export('@PLACE@/parts') WHERE status <> 'pass';
SELECT count(*) FROM tamis_verify_export('@PLACE@/none');
SELECT tamis_export('tickets', '@PLACE@/x?sig=secret');
SELECT tamis_export('tickets', '@PLACE@/x', '{"storage": {"secret_key": "s"}}');
SELECT destination, status FROM tamis_export ORDER BY created_at, destination;
