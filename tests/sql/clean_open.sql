-- Cleaning asks where the values leave a meaning open, and takes no for an answer.
CREATE TABLE open_dates (a text, b text, c text);
INSERT INTO open_dates VALUES
  ('03/04/2024', '31/12/2024', '2024-01-01'),
  ('05/06/2024', '12/31/2024', '13/02/2024'),
  (NULL, '03/04/2024', '03/04/2024');
SELECT tamis_clean_table('open_dates', 'closed', '{"columns": ["a"]}');
SELECT tamis_clean_table('open_dates', 'closed', '{"columns": ["b"]}');
SELECT tamis_clean_table('open_dates', 'closed', '{"columns": ["c"]}') -> 'rows' ->> 'rejected_values';
SELECT c FROM closed ORDER BY c;
SELECT tamis_clean_table('open_dates', 'said', '{"order": {"a": "mdy", "b": "dmy"}}') -> 'rows' ->> 'rejected_values';
SELECT a, b, c FROM said ORDER BY c;
SELECT column_name, reason, length(raw_value) FROM tamis_error_row;
SELECT tamis_clean_table('open_dates', 'for_all', '{"order": "mdy", "columns": ["a", "c"]}') -> 'rows' ->> 'rejected_values';
SELECT a, c FROM for_all ORDER BY c;
SELECT tamis_clean_table('open_dates', 'texts', '{"types": {"a": "text", "b": "text"}}') -> 'rows' ->> 'rejected_values';
SELECT a, b, c FROM texts ORDER BY c;

-- Decimal marks.
CREATE TABLE open_numbers (n text);
INSERT INTO open_numbers VALUES ('1,234'), ('5,678');
SELECT tamis_clean_table('open_numbers', 'numbers');
SELECT tamis_clean_table('open_numbers', 'numbers', '{"decimal_mark": "comma"}') -> 'rows' ->> 'rejected_values';
SELECT n FROM numbers ORDER BY n;
SELECT tamis_clean_table('open_numbers', 'numbers', '{"decimal_mark": {"n": "point"}, "if_exists": "replace"}') -> 'rows' ->> 'rejected_values';
SELECT n FROM numbers ORDER BY n;

-- A type that the values don't have: all is rejected, nothing is lost, everything is counted.
SELECT tamis_clean_table('open_dates', 'forced', '{"columns": ["c"], "types": {"c": "integer"}}') -> 'rows' ->> 'kept';
SELECT count(*), count(c) FROM forced;
SELECT reason, count(*) FROM tamis_error_row WHERE reason LIKE 'not%' GROUP BY reason ORDER BY reason;

-- A reason of its own for each way not to fit.
CREATE TABLE misfits (a text, b text, i text, n text, r text, d text, t text, z text, u text);
INSERT INTO misfits VALUES
  ('control', 'perhaps', '1.5', '1e+3', 'one', '2024-01-31 10:00', 'noon', '2024-01-31 10:00', 'abc'),
  ('fine', 'yes', '007', '12345678901234567890', '1,234', '2024-02-30', '2024-01-31T10:00Z', '2024-01-31T10:00+02:00',
   '00000000-0000-0000-0000-0000000000ab');
SELECT tamis_clean_table('misfits', 'fitted', '{"types": {"b": "boolean", "i": "integer", "n": "decimal", "r": "real",
  "d": "date", "t": "timestamp", "z": "timestamptz", "u": "uuid"}, "decimal_mark": {"r": "point"}, "dedupe": {"key": ["a"]}}') -> 'rows' ->> 'rejected_values';
SELECT tamis_clean_table('misfits', 'unfitted', '{"columns": ["r"], "types": {"r": "real"}}');
SELECT column_name, row_key, reason FROM tamis_error_row WHERE source = 'misfits' ORDER BY column_name, row_key;
SELECT i, n, CAST(r AS integer), d, t, u FROM fitted ORDER BY a;

-- Mistakes.
SELECT tamis_clean_table('no_such_table', 'x');
SELECT tamis_clean_table('open_dates', '');
SELECT tamis_clean_table('open_dates', '(SELECT 1)');
SELECT tamis_clean_table('open_dates', 'x', '{"oder": "dmy"}');
SELECT tamis_clean_table('open_dates', 'x', '{"order": "ddmm"}');
SELECT tamis_clean_table('open_dates', 'x', '{"order": {"z": "dmy"}}');
SELECT tamis_clean_table('open_dates', 'x', '{"types": {"a": "varchar"}}');
SELECT tamis_clean_table('open_dates', 'x', '{"columns": ["a"], "dedupe": {"key": ["b"]}}');
SELECT tamis_clean_table('open_dates', 'x', '{"dedupe": {"order_by": "b"}}');
SELECT tamis_clean_table('open_dates', 'x', '{"dedupe": "b"}');
SELECT tamis_clean_table('open_dates', 'x', '{"on_reject": "ignore"}');
SELECT tamis_clean_table('open_dates', 'x', '{"max_reject": 1.5}');
SELECT tamis_clean_table('open_dates', 'x', '{"if_exists": "append"}');
SELECT tamis_clean_table('open_dates', 'x', '[]');
SELECT tamis_clean_table('(SELECT a, b AS a FROM open_dates)', 'x');
SELECT tamis_clean_table('x', 'y');
