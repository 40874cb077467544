-- Whole rows: rejected, deduplicated, stamped, brought to a contract's form.
CREATE TABLE deliveries (id text, day text, qty text, who text);
INSERT INTO deliveries VALUES
  ('1', '2024-01-31', '5', 'a'), ('2', '2024-02-30', '6', 'b'), ('3', '2024-02-01', 'many', 'c'),
  ('4', '2024-13-01', 'few', NULL), ('5', '', '7', 'e'), ('6', '2024-03-01', '8', ''), ('6', '2024-03-01', '8', 'f');
INSERT INTO deliveries
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
  SELECT CAST(10 + i AS text), '2024-05-01', CAST(i AS text), 'z' FROM n;

-- A bad day keeps its row out, a bad quantity becomes NULL; all are in the error lane.
SELECT replace(replace(CAST(tamis_clean_table('deliveries', 'd', '{"on_reject": {"day": "row"}, "dedupe": {"key": ["id"], "keep": "most_complete"}}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT id, day, qty, who FROM d WHERE id < 10 ORDER BY id;
SELECT target, column_name, row_key, reason, action, length(raw_value) FROM tamis_error_row ORDER BY column_name, row_key;
SELECT rows_read, rows_written FROM tamis_run;
SELECT replace(replace(CAST(tamis_clean_table('deliveries', 'd_all', '{"on_reject": "row", "max_reject": {"count": 4, "ratio": 0.05}}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT count(*), count(day), count(qty) FROM d_all;
SELECT tamis_clean_table('deliveries', 'd_none', '{"on_reject": {"qty": "error"}}');
SELECT tamis_clean_table('deliveries', 'd_none', '{"max_reject": {"count": 3}}');
SELECT tamis_clean_table('deliveries', 'd_none', '{"max_reject": {"ratio": 0.005}}');
SELECT tamis_clean_table('deliveries', 'd_none', '{"max_reject": {"rate": 0.005}}');
SELECT tamis_clean_table('d_none', 'x');
-- A dry run counts the same.
SELECT replace(replace(CAST(tamis_clean_table('deliveries', 'd_none', '{"on_reject": "row", "dry_run": true}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');

-- Equal rows are one, NULL is equal to NULL; then one row per key.
CREATE TABLE doubled (k text, v text, w text);
INSERT INTO doubled VALUES ('1', 'x', NULL), (' 1', 'x ', ''), ('1', 'y', 'z'), ('2', NULL, NULL), ('2', '', 'N/A'), (NULL, NULL, NULL), ('', '', '');
SELECT replace(replace(CAST(tamis_clean_table('doubled', 'single', '{"dedupe": {"rows": true}}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT k, v, w FROM single ORDER BY coalesce(k, 0), v;
SELECT replace(replace(CAST(tamis_clean_table('doubled', 'keyed', '{"dedupe": {"rows": true, "key": ["k"], "keep": "most_complete"}}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');
SELECT k, v, w FROM keyed ORDER BY coalesce(k, 0), v;
SELECT replace(replace(CAST(tamis_clean_table('doubled', 'keyed', '{"if_exists": "replace", "dedupe": {"rows": true}}') AS text), '"from": "TEXT"', '"from": "text"'), '"INTEGER"', '"integer"');

-- Stamps.
SELECT tamis_clean_table('doubled', 'stamped', '{"stamps": {"batch_id": "b-7", "source_system": "it''s SAP", "run_date": "31 Jan 2024", "schema_version": "2.1"}}') ->> 'version';
SELECT DISTINCT _batch_id, _source_system, _run_date, _schema_version FROM stamped;
SELECT count(*), count(_ingest_ts), count(DISTINCT _ingest_ts) FROM stamped;
SELECT tamis_clean_table('doubled', 'stamped_too', '{"stamps": true}') -> 'stamps' ->> '_source_system';
SELECT count(*) FROM stamped_too JOIN tamis_run ON _batch_id = run_id;
SELECT tamis_clean_table('stamped', 'again', '{"stamps": true}');
SELECT tamis_clean_table('stamped', 'again', '{"columns": ["k"], "stamps": true}') -> 'rows' ->> 'kept';

-- Both sides are judged by one set of rules.
SELECT length(tamis_clean_table('doubled', 'judged') -> 'quality' ->> 'ruleset_hash');
