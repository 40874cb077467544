-- Sensor telemetry as the specification's sections 3.2 and 8.2 have it: hours, shards and kinds, appended.
CREATE TABLE sensor_telemetry (reading_id INTEGER, equipment_id INTEGER, sensor_type TEXT, value DOUBLE PRECISION, created_at TIMESTAMP);
INSERT INTO sensor_telemetry WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT i, i * 37, CASE i % 2 WHEN 0 THEN 'temperature' ELSE 'pressure' END, i / 8.0, '2025-09-16 14:00:00' FROM n;
SELECT tamis_export('sensor_telemetry', '@OUT@/telemetry', '{"format": "parquet", "compression": "zstd", "mode": "append", "path": "{entity}/{yyyy}/{MM}/{dd}/{HH}/{shard_id}/{sensor_type}/", "partition_by": [{"column": "created_at", "granularity": "hourly"}, {"column": "equipment_id", "shards": 100}, {"column": "sensor_type"}], "order_by": ["created_at", "reading_id"], "row_group_size": "256MB", "column_encoding": "DELTA_BINARY_PACKED"}') -> 'statistics' ->> 'row_count';
SELECT count(*), sum(row_count), min(partition_value), max(partition_value) FROM tamis_export_file;
SELECT status FROM tamis_verify_export('@OUT@/telemetry') GROUP BY status;
