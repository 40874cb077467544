-- A SQLite column holds what it likes: numbers beside texts, binary data, NUL bytes, broken UTF-8.
CREATE TABLE mixed (n REAL, t TEXT, b BOOLEAN, x, j JSON, bin BLOB);
INSERT INTO mixed VALUES
  (0.1 + 0.2, 'plain', 1, 1, '{"a": 1}', x'00ff'),
  (1e-7, x'62696e617279', 0, '2', '{"b":2}', 'text in a blob column'),
  (9e999, CAST(x'610062' AS TEXT), 'yes', 3.0, NULL, x''),
  ('12.5', CAST(x'e9' AS TEXT), 'no', '4', 'no json', NULL),
  (-7, char(1), '', 5, '', 7);
SELECT tamis_clean_table('mixed', 'sorted') -> 'rows';
SELECT typeof(n), CASE WHEN n = 0.1 + 0.2 THEN 'same' ELSE n END, typeof(t), hex(t), typeof(b), b, typeof(x), x, j, typeof(bin), hex(bin) FROM sorted;
SELECT column_name, typeof(raw_value), hex(raw_value), reason FROM tamis_error_row;

-- Reals keep every bit, as numbers and as text; infinity is no number we keep.
CREATE TABLE reals (r REAL, mixed);
INSERT INTO reals WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
  SELECT CASE i WHEN 1 THEN 0.1 + 0.2 WHEN 2 THEN 1e-7 WHEN 3 THEN 1e300 WHEN 4 THEN 9e999 ELSE i / 8.0 END,
         CASE WHEN i % 2 = 0 THEN i / 3.0 ELSE 'text' END FROM n;
SELECT tamis_clean_table('reals', 'reals_clean') -> 'rows' ->> 'rejected_values';
SELECT count(*) FROM reals AS a JOIN reals_clean AS b ON a.rowid = b.rowid
  WHERE typeof(b.r) = 'real' AND a.r = b.r
    AND typeof(b.mixed) = 'text' AND (a.mixed = 'text' OR CAST(b.mixed AS REAL) = a.mixed);
SELECT column_name, CAST(raw_value AS TEXT), reason FROM tamis_error_row WHERE source = 'reals';

-- A value that is no whole number, among whole numbers: kept by its bytes.
CREATE TABLE whole (i INTEGER);
INSERT INTO whole WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
  SELECT CASE WHEN i = 7 THEN 'seven' WHEN i = 8 THEN 9223372036854775807 ELSE i END FROM n;
SELECT tamis_clean_table('whole', 'whole_clean') -> 'columns' -> 0;

-- A real labelled date column: junk is corrupt there.
CREATE TABLE labelled (d DATE);
INSERT INTO labelled VALUES ('2024-01-01'), ('2024-01-02'), ('soon'), ('later');
SELECT tamis_circuit_breaker('labelled', '{"raise": false}') ->> 'corrupt';

-- Attached databases, names in any case, a failed run's row.
ATTACH ':memory:' AS side;
CREATE TABLE side.here (a TEXT);
INSERT INTO side.here VALUES ('1');
SELECT tamis_clean_table('side.here', 'side.there') -> 'rows' ->> 'kept';
SELECT a FROM side.there;
SELECT tamis_clean_table('SIDE.Here', 'side.here');
SELECT tamis_clean_table('side.here', 'side.nowhere', '{"types": {"a": "date"}, "max_reject": 0}');
SELECT status, error_code, error_message FROM tamis_run ORDER BY started_at, run_id;
SELECT count(*) FROM side.sqlite_schema;

-- Inside a transaction of the caller's: undone with it.
BEGIN;
SELECT tamis_clean_table('side.here', 'gone') ->> 'target';
ROLLBACK;
SELECT count(*) FROM sqlite_schema WHERE name = 'gone';
