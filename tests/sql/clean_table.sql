-- Cleaning: what arrives, what is rejected and why, what the document counts.
CREATE TABLE messy (
  "Ticket ID" text, opened text, closed text, amount text, vip text, who text, code text, blanks text);
INSERT INTO messy VALUES
  (' 1', '2024-01-31 10:00:00', '31/01/2024', '1,200.50', 'Yes', ' Zoë  Smith ', '007', ''),
  ('2', '2024-02-01T11:30', '01/02/2024', '12', 'no', 'N/A', '010', NULL),
  ('3', '2024-02-30 00:00:00', '', '', 'Y', 'b', '', ' '),
  ('3', '2024-03-02 00:00:00', '15/03/2024', '-3.5', 'true', 'c', '5', NULL),
  (NULL, NULL, 'N/A', '0', '', '', NULL, '');
INSERT INTO messy
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
  SELECT CAST(10 + i AS text), '2024-05-01 00:00:00', '2024-05-' || CAST(10 + i % 20 AS text),
         CAST(i AS text) || '.25', 'false', 'who', '00' || CAST(i AS text), NULL FROM n;

SELECT replace(CAST(tamis_clean_table('messy', 'tidy',
  '{"snake_case": true, "dedupe": {"key": ["Ticket ID"], "order_by": "opened", "keep": "last"}}') AS text),
  '"from": "TEXT"', '"from": "text"');
SELECT ticket_id, opened, closed, amount, who, code, blanks FROM tidy
  WHERE ticket_id IS NULL OR ticket_id <= 11 ORDER BY coalesce(ticket_id, 0);
SELECT CASE WHEN vip THEN 'yes' WHEN NOT vip THEN 'no' ELSE 'nobody knows' END AS v, count(*)
  FROM tidy GROUP BY vip ORDER BY v;
SELECT source, column_name, row_key, reason, length(raw_value), length(run_id) FROM tamis_error_row;
SELECT action, status, source, target, rows_read, rows_written FROM tamis_run;
SELECT count(*), count("Ticket ID"), max(opened) FROM messy;

-- The source is scored as by tamis_quality_score(), and the target is better.
SELECT tamis_quality_score('messy') ->> 'score';
SELECT tamis_quality_score('tidy') ->> 'score';

-- The target stands: no second one by accident, and never onto the source.
SELECT tamis_clean_table('messy', 'tidy');
SELECT tamis_clean_table('messy', 'messy', '{"if_exists": "replace"}');
SELECT tamis_clean_table('tidy', 'tidy');
CREATE VIEW a_view AS SELECT opened FROM messy;
SELECT tamis_clean_table('messy', 'a_view', '{"if_exists": "replace"}');
SELECT count(*) FROM tidy;
SELECT tamis_clean_table('messy', 'tidy', '{"if_exists": "replace", "columns": ["code"]}') -> 'rows' ->> 'kept';
SELECT count(*), min(code) FROM tidy;

-- A dry run says the same and leaves nothing.
SELECT tamis_clean_table('messy', 'dry', '{"dry_run": true}') -> 'rows' ->> 'kept';
SELECT tamis_clean_table('messy', 'dry', '{"dry_run": true}') ->> 'run_id';
SELECT tamis_clean_table('dry', 'dry2');
SELECT count(*) FROM tamis_error_row;

-- Rejects as errors; nothing is left behind.
SELECT tamis_clean_table('messy', 'strict', '{"on_reject": "error"}');
SELECT tamis_clean_table('messy', 'strict', '{"max_reject": 0}');
SELECT tamis_clean_table('strict', 'strict2');
SELECT tamis_clean_table('messy', 'strict', '{"max_reject": 1}') -> 'rows' ->> 'rejected_values';
SELECT count(*) FROM tamis_error_row;

-- A query, a view and an empty table are sources too.
SELECT tamis_clean_table('(SELECT amount AS "Größe", 1 AS one FROM messy WHERE amount <> '''')', 'of_query') -> 'rows' ->> 'kept';
SELECT CAST(sum("Größe") AS integer), sum(one) FROM of_query;
SELECT tamis_clean_table('a_view', 'of_view') -> 'rows' ->> 'kept';
CREATE TABLE hollow (a text, b integer);
SELECT tamis_clean_table('hollow', 'of_hollow') -> 'quality' ->> 'after';
SELECT count(*), max(b) FROM of_hollow;

-- Duplicates by a key of two, compared as clean values; the first one stays.
CREATE TABLE twice (a text, b text, c text);
INSERT INTO twice VALUES ('x', '1', 'one'), (' x', '1', 'two'), ('x', '2', 'three'), ('x', NULL, 'four'), ('x', '', 'five');
SELECT tamis_clean_table('twice', 'once', '{"dedupe": {"key": ["a", "b"]}}') -> 'rows' ->> 'kept';
SELECT a, b, c FROM once ORDER BY c;
SELECT tamis_clean_table('twice', 'last_once', '{"dedupe": {"key": "a", "keep": "last"}}') -> 'rows' ->> 'kept';
SELECT a, b, c FROM last_once;

-- Markers of one's own, and names that fall together.
CREATE TABLE named ("Due On" text, "due_on" text, "DueOn" text);
INSERT INTO named VALUES ('2024-01-01', 'tbd', 'x'), (' tbd ', '2024-01-02', 'tbd!');
SELECT tamis_clean_table('named', 'renamed', '{"snake_case": true, "missing": ["tbd"]}') -> 'columns' -> 0 -> 'changes' ->> 'missing_to_null';
SELECT due_on, due_on_2, due_on_3 FROM renamed ORDER BY due_on_3;
