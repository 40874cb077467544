-- Folders and names: what the specification's patterns give on both engines.
CREATE TABLE readings (id INTEGER, equipment_id INTEGER, kind TEXT, region TEXT, price NUMERIC, on_day DATE, at TIMESTAMP);
INSERT INTO readings VALUES
  (1, 207, 'temperature', 'eu', 1.50, '2025-09-16', '2025-09-16 14:30:00'),
  (2, 307, 'temperature', 'a/b=c', 2.00, '2025-09-16', '2025-09-16 14:59:59.9'),
  (3, -1, 'pressure', '', NULL, '2025-09-17', '2025-09-16 15:00:00'),
  (4, NULL, 'pressure', NULL, -0.25, NULL, NULL),
  (5, 7, 'Größe', '..', 1.5, '2025-09-16', '2025-09-16 14:00:00'),
  (6, 100, 'temperature', '__null__', 10, '2025-10-01', '2025-10-01 00:00:00');

-- Hours, shards and a value: {entity}/{yyyy}/{MM}/{dd}/{HH}/{shard_id}/{sensor_type}.
SELECT tamis_export('readings', '@OUT@/deep', '{"compression": "none", "order_by": "id", "path": "{entity}/{yyyy}/{MM}/{dd}/{HH}/{shard_id}/{sensor_type}", "partition_by": [{"column": "at", "granularity": "hourly"}, {"column": "equipment_id", "shards": 100}, {"column": "kind", "as": "sensor_type"}]}') -> 'statistics' ->> 'file_count';
SELECT file_name, actual FROM tamis_verify_export('@OUT@/deep') WHERE check_name = 'rows';
SELECT count(*) FROM tamis_verify_export('@OUT@/deep') WHERE status <> 'pass';
SELECT partition_value FROM tamis_export_file ORDER BY file_name;

-- Values that are no names of folders, plain and as Hive writes them.
SELECT tamis_export('readings', '@OUT@/values', '{"compression": "none", "order_by": "id", "partition_by": ["region"]}') -> 'statistics' ->> 'file_count';
SELECT file_name FROM tamis_verify_export('@OUT@/values') WHERE check_name = 'rows';
SELECT tamis_export('readings', '@OUT@/hive', '{"compression": "none", "order_by": "id", "hive": true, "partition_by": [{"column": "on_day", "granularity": "month"}, "region"]}') -> 'statistics' ->> 'file_count';
SELECT file_name FROM tamis_verify_export('@OUT@/hive') WHERE check_name = 'rows';
SELECT tamis_export('readings', '@OUT@/days', '{"compression": "none", "hive": true, "partition_by": [{"column": "on_day", "as": "dt"}, "price"], "columns": ["id"]}') -> 'statistics' ->> 'file_count';
SELECT file_name FROM tamis_verify_export('@OUT@/days') WHERE check_name = 'rows';

-- Shards of texts: the same rows in the same shard.
SELECT tamis_export('readings', '@OUT@/shards', '{"compression": "none", "partition_by": [{"column": "kind", "shards": 5}]}') -> 'statistics' ->> 'file_count';
SELECT file_name, actual FROM tamis_verify_export('@OUT@/shards') WHERE check_name = 'rows';
SELECT tamis_export('readings', '@OUT@/shards2', '{"compression": "none", "hive": true, "partition_by": [{"column": "on_day", "shards": 1000}]}') -> 'statistics' ->> 'file_count';
SELECT file_name, actual FROM tamis_verify_export('@OUT@/shards2') WHERE check_name = 'rows';

-- Tokens in the destination, names of the user's own, and what a dry run says of them.
SELECT tamis_export('readings', '@OUT@/{env}/{entity}', '{"compression": "none", "variables": {"env": "prod"}, "file_name": "{entity}-{env}-{part}.{format}.{compression}"}') -> 'files' -> 0 ->> 'name';
SELECT count(*) FROM tamis_verify_export('@OUT@/prod/readings') WHERE status <> 'pass';
SELECT tamis_export('readings', '@OUT@/x', '{"dry_run": true, "path": "{yyyy}/{MM}", "file_name": "{entity}_{yyyymmdd}_{HHMMSS}_{uuid}.{format}.{compression}", "max_rows": 4}') -> 'files' -> 1 ->> 'name';

-- Files of a size: no more than a row beyond it.
CREATE TABLE many (id INTEGER, filler TEXT);
INSERT INTO many WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, 'filler of some length, that of a usual short text' FROM n;
SELECT tamis_export('many', '@OUT@/sized', '{"compression": "none", "order_by": "id", "max_bytes": "300kB"}') -> 'statistics' ->> 'row_count';
SELECT count(*), max(CAST(actual AS INTEGER)) FROM tamis_verify_export('@OUT@/sized') WHERE check_name = 'size';

-- Refused before anything is written.
SELECT tamis_export('readings', '@OUT@/x', '{"path": "{yyyy}/{MM}/{dd}/{HH}", "partition_by": "on_day"}');
SELECT tamis_export('readings', '@OUT@/x', '{"path": "{yyyy}", "partition_by": ["region"]}');
SELECT tamis_export('readings', '@OUT@/x', '{"path": "{yyyy}/{regoin}", "partition_by": ["region"]}');
SELECT tamis_export('readings', '@OUT@/x', '{"path": "{region}{kind}", "partition_by": ["region", "kind"]}');
SELECT tamis_export('readings', '@OUT@/x', '{"path": "../{region}", "partition_by": ["region"]}');
SELECT tamis_export('readings', '@OUT@/{env}/x');
SELECT tamis_export('readings', '@OUT@/x', '{"file_name": "{entity}/{part}"}');
SELECT tamis_export('readings', '@OUT@/x', '{"max_bytes": "some"}');
SELECT tamis_export('readings', '@OUT@/x', '{"partition_by": [{"column": "id", "shards": 100, "granularity": "day"}]}');
SELECT tamis_export('readings', '@OUT@/x', '{"partition_by": {"column": "id"}}');
SELECT tamis_export('readings', '@OUT@/x', '{"partition_by": [{"column": "kind", "granularity": "day"}]}');
SELECT * FROM tamis_verify_export('@OUT@/x');
