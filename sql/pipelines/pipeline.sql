-- The pipeline: profile, break or pass, clean, score, gate, keep history, export, verify.
-- The same text runs on SQLite and on PostgreSQL, over any table: scripts/assemble_pipeline.sh puts
-- the names of a folder beside this file (service_desk/, incidents/) in the places marked @LIKE_THIS@
-- and its truth.sql and next_day.sql at the include lines.
-- Actions stand in a SELECT of their own; WITH ... AS MATERIALIZED calls each exactly once.

-- step: Profile the raw tickets: every value of every column, one scan
CREATE TABLE pipeline_profile AS
  SELECT * FROM tamis_profile('@TABLE@', '{"keys": ["@KEY@"]}');
SELECT column_name, inferred_type, confidence, null_count + empty_count + missing_count AS absent,
       exception_count AS exceptions, distinct_count, date_order
FROM pipeline_profile ORDER BY position;

-- include: truth.sql

-- step: Circuit breaker: is the table worth cleaning?
WITH v AS MATERIALIZED (SELECT tamis_circuit_breaker('@TABLE@') AS verdict)
SELECT verdict ->> 'status' AS status,
       verdict ->> 'corrupt' AS corrupt_values, verdict ->> 'present' AS present_values FROM v;

-- step: Clean to a new table: typed, normalised, deduplicated; the source stays as it is
WITH c AS MATERIALIZED (
  SELECT tamis_clean_table('@TABLE@', '@TABLE@_clean',
    '@CLEAN_OPTIONS@') AS result
)
SELECT result -> 'rows' ->> 'read' AS rows_read, result -> 'rows' ->> 'kept' AS kept,
       result -> 'rows' ->> 'deduplicated' AS deduplicated,
       result -> 'rows' ->> 'rejected_values' AS rejected_values,
       result -> 'quality' ->> 'before' AS score_before,
       result -> 'quality' ->> 'after' AS score_after
FROM c;
SELECT column_name, reason, count(*) AS rejected FROM tamis_error_row
GROUP BY column_name, reason ORDER BY column_name, reason;

-- step: Score the clean table, by dimension
WITH s AS MATERIALIZED (SELECT tamis_quality_score('@TABLE@_clean') AS score)
SELECT score ->> 'score' AS score, score -> 'dimensions' ->> 'completeness' AS completeness,
       score -> 'dimensions' ->> 'validity' AS validity,
       score -> 'dimensions' ->> 'consistency' AS consistency
FROM s;

-- step: Gate at 80 under a contract
WITH g AS MATERIALIZED (
  SELECT tamis_gate('@TABLE@_clean', '@CONTRACT@', '{"minimum": 80}') AS verdict
)
SELECT verdict ->> 'status' AS status, verdict ->> 'score' AS score FROM g;

-- step: History, first batch: every ticket becomes a current version
WITH m AS MATERIALIZED (
  SELECT tamis_scd2_merge('dim_@TABLE@', '@TABLE@_clean',
    '{"key": "@KEY@", "deletes": "close", "as_of": "2025-01-01 00:00:00"}') AS result
)
SELECT result -> 'counts' ->> 'inserted' AS inserted, result -> 'counts' ->> 'versioned' AS versioned,
       result -> 'counts' ->> 'closed' AS closed, result -> 'counts' ->> 'unchanged' AS unchanged
FROM m;

-- step: History, second batch: 1% changed, 1% new, 0.5% gone
-- include: next_day.sql
WITH m AS MATERIALIZED (
  SELECT tamis_scd2_merge('dim_@TABLE@', '@TABLE@_next_day',
    '{"key": "@KEY@", "deletes": "close", "as_of": "2025-01-02 00:00:00"}') AS result
)
SELECT result -> 'counts' ->> 'inserted' AS inserted, result -> 'counts' ->> 'versioned' AS versioned,
       result -> 'counts' ->> 'closed' AS closed, result -> 'counts' ->> 'unchanged' AS unchanged
FROM m;

-- step: Verify the history: no overlap, no double current, every hash right
SELECT count(*) AS problems FROM tamis_scd2_verify('dim_@TABLE@', '{"key": "@KEY@"}');

-- step: Export CSV.gz by month, with manifest, checksums and SUCCESS marker
WITH e AS MATERIALIZED (
  SELECT tamis_export('@TABLE@_clean', '@OUT@/@TABLE@_csv',
    '{"format": "csv", "compression": "gzip", "partition_by": "@PARTITION_BY@", "granularity": "month",
      "order_by": ["@KEY@"]}') AS manifest
)
SELECT manifest -> 'statistics' ->> 'row_count' AS row_count,
       manifest -> 'statistics' ->> 'file_count' AS files,
       manifest -> 'statistics' ->> 'byte_size' AS bytes,
       manifest -> 'statistics' ->> 'compressed_size' AS compressed
FROM e;

-- step: Export JSONL.zst by month
WITH e AS MATERIALIZED (
  SELECT tamis_export('@TABLE@_clean', '@OUT@/@TABLE@_jsonl',
    '{"format": "jsonl", "compression": "zstd", "partition_by": "@PARTITION_BY@",
      "granularity": "month", "order_by": ["@KEY@"]}') AS manifest
)
SELECT manifest -> 'statistics' ->> 'row_count' AS row_count,
       manifest -> 'statistics' ->> 'file_count' AS files,
       manifest -> 'statistics' ->> 'byte_size' AS bytes,
       manifest -> 'statistics' ->> 'compressed_size' AS compressed
FROM e;

-- step: Verify both exports from their manifests alone
SELECT '@TABLE@_csv' AS export, check_name, status, count(*) AS files
FROM tamis_verify_export('@OUT@/@TABLE@_csv') GROUP BY check_name, status
UNION ALL
SELECT '@TABLE@_jsonl', check_name, status, count(*)
FROM tamis_verify_export('@OUT@/@TABLE@_jsonl') GROUP BY check_name, status
ORDER BY 1, 2, 3;
