-- Scraped data as the specification's section 8.1 has it: posts in Parquet by day, videos in JSON lines, both appended.
CREATE TABLE reddit_diagnostic_posts (post_id TEXT PRIMARY KEY, subreddit TEXT, title TEXT, score INTEGER, created_date DATE);
INSERT INTO reddit_diagnostic_posts VALUES ('a1', 'MechanicAdvice', 'P0420 after new cat', 12, '2025-09-15'), ('a2', 'AskMechanics', 'Größere Bremse?', -3, '2025-09-16'), ('a3', 'MechanicAdvice', '', NULL, '2025-09-16');
SELECT tamis_export('reddit_diagnostic_posts', '@OUT@/{env}/{entity}', '{"variables": {"env": "prod"}, "format": "parquet", "compression": "snappy", "mode": "append", "partition_by": "created_date", "granularity": "daily", "merge_key": "post_id", "duplicate_keys": "error", "order_by": "post_id", "file_name": "{entity}_{yyyymmdd}_{HHMMSS}_{uuid}.{format}.{compression}"}') -> 'statistics' ->> 'file_count';
SELECT partition_value, row_count FROM tamis_export_file ORDER BY partition_value;
INSERT INTO reddit_diagnostic_posts VALUES ('a4', 'cars', 'later', 1, '2025-09-16');
SELECT tamis_export('(SELECT * FROM reddit_diagnostic_posts WHERE post_id = ''a4'')', '@OUT@/{env}/reddit_diagnostic_posts', '{"variables": {"env": "prod"}, "format": "parquet", "compression": "snappy", "mode": "append", "partition_by": "created_date", "granularity": "daily", "merge_key": "post_id", "entity": "reddit_diagnostic_posts"}') -> 'statistics' ->> 'row_count';
SELECT DISTINCT status FROM tamis_verify_export('@OUT@/prod/reddit_diagnostic_posts');
CREATE TABLE youtube_repair_videos (video_id TEXT, transcript TEXT, upload_date DATE);
INSERT INTO youtube_repair_videos VALUES ('dQw4w9WgXcQ', NULL, '2025-09-16');
SELECT tamis_export('youtube_repair_videos', '@OUT@/prod/youtube_videos', '{"format": "jsonl", "compression": "gzip", "mode": "append", "partition_by": "upload_date", "granularity": "daily"}') -> 'statistics' ->> 'byte_size';
