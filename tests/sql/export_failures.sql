-- A failure that is recorded is no error: a document, a dead letter and a failed run.
CREATE TABLE orders (id INTEGER, total NUMERIC);
INSERT INTO orders VALUES (1, 10), (2, 20.5);
SELECT tamis_export('nowhere', '@OUT@/x', '{"on_error": "record"}') ->> 'status';
SELECT source, status, attempts, error_class, error_code, coalesce(next_retry_at, 'never') FROM tamis_dead_letter;
SELECT action, status, source, error_code FROM tamis_run;
-- What can't pass by itself is not tried again.
SELECT tamis_retry_exports('{"all": true}') ->> 'due';

-- Once the cause is gone, it is exported by its letter.
CREATE TABLE nowhere (id INTEGER);
INSERT INTO nowhere VALUES (7);
SELECT tamis_retry_exports('{"letter": "none such"}');
SELECT length(letter_id) FROM tamis_dead_letter;
SELECT tamis_retry_exports('{"all": true, "dry_run": true}') ->> 'exported';
UPDATE tamis_dead_letter SET status = 'waiting', next_retry_at = '2020-01-01T00:00:00Z';
SELECT tamis_retry_exports('{"dry_run": true}') ->> 'due';
SELECT tamis_retry_exports() ->> 'exported';
SELECT status, attempts, length(export_id), next_retry_at FROM tamis_dead_letter;
SELECT count(*) FROM tamis_verify_export('@OUT@/x') WHERE status = 'fail';
SELECT tamis_retry_exports() ->> 'due';

-- With a folder, the letter is written as files, which no rollback takes away.
SELECT tamis_export('orders', '@OUT@/x', '{"on_error": "record", "dead_letter": "@OUT@/letters"}') ->> 'error_class';
SELECT status, error_class, attempts FROM tamis_dead_letter WHERE source = 'orders';

-- Without it, as ever.
SELECT tamis_export('orders', '@OUT@/x');
SELECT tamis_export('orders', '@OUT@/y', '{"dead_letter": "@OUT@/letters"}');
SELECT tamis_export('orders', '@OUT@/y', '{"on_error": "ignore"}');
SELECT tamis_export('orders', '@OUT@/y', '{"on_error": "record"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('orders', 'relative', '{"on_error": "record"}') ->> 'error_class';
SELECT tamis_export('orders', '@OUT@/z', '{"on_error": "record", "format": "xls"}') ->> 'error_message';

-- How it went.
SELECT table_name, total_exports, successful, CAST(success_rate AS INTEGER) FROM tamis_export_success WHERE table_name = 'nowhere';
SELECT table_name, hours_since_export, freshness_status FROM tamis_export_freshness ORDER BY table_name;
SELECT measure, table_name, CAST(threshold AS BIGINT), status FROM tamis_export_health() WHERE measure <> 'failure_rate' ORDER BY measure, table_name;
SELECT measure, table_name, status FROM tamis_export_health('{"max_bytes": 1, "cost_per_gb": 1e12}') WHERE measure IN ('byte_size', 'cost') ORDER BY measure, table_name;
SELECT * FROM tamis_export_health('{"max_age": "soon"}');
SELECT * FROM tamis_export_health('{"max_agee": "1 day"}');
SELECT tamis_retry_exports('{"retry": {"max_attempts": 0}}');
