-- The service desk pipeline: profile, break or pass, clean, score, gate, keep history, export, verify.
-- The same text runs on SQLite and on PostgreSQL. @OUT@ is a directory the engine may write to.
-- Actions stand in a SELECT of their own; WITH ... AS MATERIALIZED calls each exactly once.

-- step: Profile the raw tickets: every value of every column, one scan
CREATE TABLE service_desk_profile AS
  SELECT * FROM tamis_profile('tickets', '{"keys": ["ticket_id"]}');
SELECT column_name, inferred_type, confidence, null_count + empty_count + missing_count AS nothing,
       exception_count AS exceptions, distinct_count, date_order
FROM service_desk_profile ORDER BY position;

-- step: Compare what the profile found with the truth that was planted
CREATE TABLE service_desk_found AS
SELECT t.column_name, t.ill, t.expected,
       CASE t.ill
         WHEN 'empty' THEN p.empty_count
         WHEN 'missing_marker' THEN CAST(p.document -> 'counts' ->> 'missing' AS BIGINT)
         WHEN 'duplicate' THEN CAST(p.document -> 'duplicates' ->> 'rows' AS BIGINT)
         WHEN 'day_first' THEN CAST(p.document -> 'date' -> 'formats' ->> 'day_first' AS BIGINT)
         WHEN 'impossible_date' THEN CAST(p.document -> 'date' ->> 'impossible' AS BIGINT)
         WHEN 'thousands' THEN CAST(p.document -> 'number' ->> 'grouped' AS BIGINT)
         WHEN 'boolean_word' THEN CAST(p.document -> 'boolean' ->> 'words' AS BIGINT)
         WHEN 'zero_or_one' THEN CAST(p.document -> 'boolean' ->> 'zero_or_one' AS BIGINT)
         WHEN 'leading_space' THEN CAST(p.document -> 'text' ->> 'leading_space' AS BIGINT)
         WHEN 'trailing_space' THEN CAST(p.document -> 'text' ->> 'trailing_space' AS BIGINT)
         WHEN 'odd_space' THEN CAST(p.document -> 'text' ->> 'odd_space' AS BIGINT)
       END AS found
FROM service_desk_truth AS t JOIN service_desk_profile AS p ON p.column_name = t.column_name;
SELECT column_name, ill, expected, found,
       CASE WHEN found = expected THEN 'exact' ELSE 'WRONG' END AS verdict
FROM service_desk_found ORDER BY column_name, ill;

-- step: Circuit breaker: is the table worth cleaning?
WITH v AS MATERIALIZED (SELECT tamis_circuit_breaker('tickets') AS verdict)
SELECT verdict ->> 'status' AS status, verdict ->> 'corrupt_ratio' AS corrupt_ratio,
       verdict ->> 'corrupt' AS corrupt_values, verdict ->> 'present' AS present_values FROM v;

-- step: Clean to a new table: typed, normalised, deduplicated; the source stays as it is
WITH c AS MATERIALIZED (
  SELECT tamis_clean_table('tickets', 'tickets_clean',
    '{"dedupe": {"key": ["ticket_id"], "keep": "first"}}') AS result
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
WITH s AS MATERIALIZED (SELECT tamis_quality_score('tickets_clean') AS score)
SELECT score ->> 'score' AS score, score -> 'dimensions' ->> 'completeness' AS completeness,
       score -> 'dimensions' ->> 'validity' AS validity,
       score -> 'dimensions' ->> 'consistency' AS consistency
FROM s;

-- step: Gate at 80 under a contract
WITH g AS MATERIALIZED (
  SELECT tamis_gate('tickets_clean', '{
    "version": "1.0.0", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "service-desk-tickets",
    "status": "active",
    "schema": [{"name": "tickets", "properties": [
      {"name": "ticket_id", "logicalType": "integer", "required": true, "unique": true},
      {"name": "ticket_number", "logicalType": "string", "required": true,
       "logicalTypeOptions": {"minLength": 10, "maxLength": 10}},
      {"name": "created_at", "logicalType": "timestamp", "required": true},
      {"name": "priority", "logicalType": "string", "required": true,
       "quality": [{"type": "library", "metric": "invalidValues", "mustBe": 0,
                    "arguments": {"validValues": ["P1", "P2", "P3", "P4"]}}]},
      {"name": "cost", "logicalType": "number", "logicalTypeOptions": {"minimum": 0}},
      {"name": "satisfaction", "logicalType": "integer",
       "logicalTypeOptions": {"minimum": 1, "maximum": 5}}
    ]}]}', '{"minimum": 80}') AS verdict
)
SELECT verdict ->> 'status' AS status, verdict ->> 'score' AS score FROM g;

-- step: History, first batch: every ticket becomes a current version
WITH m AS MATERIALIZED (
  SELECT tamis_scd2_merge('dim_ticket', 'tickets_clean',
    '{"key": "ticket_id", "deletes": "close", "as_of": "2025-01-01 00:00:00"}') AS result
)
SELECT result -> 'counts' ->> 'inserted' AS inserted, result -> 'counts' ->> 'versioned' AS versioned,
       result -> 'counts' ->> 'closed' AS closed, result -> 'counts' ->> 'unchanged' AS unchanged
FROM m;

-- step: History, second batch: 1% changed, 1% new, 0.5% gone
CREATE VIEW tickets_next_day AS
SELECT ticket_id, ticket_number, created_at, updated_at, resolved_at, closed_on, due_on, priority,
       CASE WHEN ticket_id % 100 = 13 THEN 'Reopened' ELSE status END AS status,
       category, assignment_group, caller_name, caller_email, is_vip, sla_breached, cost,
       minutes_spent, reopen_count, satisfaction, description
FROM tickets_clean WHERE ticket_id % 200 <> 7
UNION ALL
SELECT ticket_id + 100000000, ticket_number, created_at, updated_at, resolved_at, closed_on, due_on,
       priority, status, category, assignment_group, caller_name, caller_email, is_vip, sla_breached,
       cost, minutes_spent, reopen_count, satisfaction, description
FROM tickets_clean WHERE ticket_id % 100 = 11;
WITH m AS MATERIALIZED (
  SELECT tamis_scd2_merge('dim_ticket', 'tickets_next_day',
    '{"key": "ticket_id", "deletes": "close", "as_of": "2025-01-02 00:00:00"}') AS result
)
SELECT result -> 'counts' ->> 'inserted' AS inserted, result -> 'counts' ->> 'versioned' AS versioned,
       result -> 'counts' ->> 'closed' AS closed, result -> 'counts' ->> 'unchanged' AS unchanged
FROM m;

-- step: Verify the history: no overlap, no double current, every hash right
SELECT count(*) AS problems FROM tamis_scd2_verify('dim_ticket', '{"key": "ticket_id"}');

-- step: Export CSV.gz by month, with manifest, checksums and SUCCESS marker
WITH e AS MATERIALIZED (
  SELECT tamis_export('tickets_clean', '@OUT@/tickets_csv',
    '{"format": "csv", "compression": "gzip", "partition_by": "created_at", "granularity": "month",
      "order_by": ["ticket_id"]}') AS manifest
)
SELECT manifest -> 'statistics' ->> 'row_count' AS row_count,
       manifest -> 'statistics' ->> 'file_count' AS files,
       manifest -> 'statistics' ->> 'byte_size' AS bytes,
       manifest -> 'statistics' ->> 'compressed_size' AS compressed
FROM e;

-- step: Export JSONL.zst by month
WITH e AS MATERIALIZED (
  SELECT tamis_export('tickets_clean', '@OUT@/tickets_jsonl',
    '{"format": "jsonl", "compression": "zstd", "partition_by": "created_at",
      "granularity": "month", "order_by": ["ticket_id"]}') AS manifest
)
SELECT manifest -> 'statistics' ->> 'row_count' AS row_count,
       manifest -> 'statistics' ->> 'file_count' AS files,
       manifest -> 'statistics' ->> 'byte_size' AS bytes,
       manifest -> 'statistics' ->> 'compressed_size' AS compressed
FROM e;

-- step: Verify both exports from their manifests alone
SELECT 'tickets_csv' AS export, check_name, status, count(*) AS files
FROM tamis_verify_export('@OUT@/tickets_csv') GROUP BY check_name, status
UNION ALL
SELECT 'tickets_jsonl', check_name, status, count(*)
FROM tamis_verify_export('@OUT@/tickets_jsonl') GROUP BY check_name, status
ORDER BY 1, 2, 3;
