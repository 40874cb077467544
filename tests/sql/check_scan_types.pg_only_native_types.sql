-- Values as PostgreSQL's own types, places as addresses, parallel workers.
CREATE TABLE p (a bigint, b numeric, c double precision, d date, e timestamptz, f boolean, g uuid, h char(5), i bytea, j jsonb);
INSERT INTO p VALUES (1, 12345678901234567890.5, 0.1, '2024-01-31', '2024-01-31 12:00+02', true,
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'ab', '\x00ff', '{"a": 1}'),
  (-1, 'NaN', 'Infinity', 'infinity', '-infinity', false, NULL, '', '', 'null'), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT tamis_check_rows('{"names": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], "samples": 1,
  "stored": ["integer", "decimal", "real", "date", "timestamptz", "boolean", "uuid", "text", "blob", "json"], "rules": [
  {"id": "a", "check": "minimum", "columns": [0], "arguments": {"bound": 0}},
  {"id": "b", "check": "fits", "columns": [1], "arguments": {"type": "numeric(21,1)"}},
  {"id": "c", "check": "in_set", "columns": [2], "arguments": {"values": [0.1]}},
  {"id": "d", "check": "type", "columns": [3], "arguments": {"type": "date"}},
  {"id": "e", "check": "maximum", "columns": [4], "arguments": {"bound": "2024-01-31 10:00:00"}},
  {"id": "f", "check": "in_set", "columns": [5], "arguments": {"values": [true]}},
  {"id": "g", "check": "type", "columns": [6], "arguments": {"type": "uuid"}},
  {"id": "h", "check": "max_length", "columns": [7], "arguments": {"length": 2}},
  {"id": "i", "check": "no_nul", "columns": [8]},
  {"id": "s", "check": "storage", "columns": [3], "arguments": {"classes": ["date"]}},
  {"id": "j", "check": "type", "columns": [9], "arguments": {"type": "json"}}]}',
  0::oid, ctid, a, b, c, d, e, f, g, h, i, j) FROM p;
CREATE TABLE big AS SELECT i AS id, CASE WHEN i % 1000 = 0 THEN 'bad' ELSE 'x' || i END AS v, i % 7 AS n FROM generate_series(1, 200000) AS i;
ANALYZE big;
SET max_parallel_workers_per_gather = 2;
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
EXPLAIN (COSTS OFF) SELECT tamis_check_rows('{"names": ["v"], "rules": []}', 0::oid, ctid, v) FROM big;
SELECT tamis_check_rows('{"names": ["v", "n"], "samples": 3, "rules": [
  {"id": "v", "check": "pattern", "columns": [0], "arguments": {"patterns": ["^x"]}},
  {"id": "m", "check": "metric", "columns": [1], "arguments": {"metric": "mean"}}]}', 0::oid, ctid, v, n) =
  (SELECT tamis_check_rows('{"names": ["v", "n"], "samples": 3, "rules": [
  {"id": "v", "check": "pattern", "columns": [0], "arguments": {"patterns": ["^x"]}},
  {"id": "m", "check": "metric", "columns": [1], "arguments": {"metric": "mean"}}]}', 0::oid, ctid, v, n)
   FROM (SELECT ctid, * FROM big OFFSET 0) AS serial) FROM big;
SELECT tamis_check_rows('{"names": ["v"], "rules": []}', 0::oid, ctid, VARIADIC ARRAY[v]) FROM big;
SELECT tamis_check_rows_combine(NULL, NULL);
