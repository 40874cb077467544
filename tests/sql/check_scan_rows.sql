-- Compiled rules over rows: counts, samples, what a row breaks, and what is refused.
CREATE TABLE people (id integer PRIMARY KEY, "e ""mail" text, born text, n integer);
INSERT INTO people VALUES (1, 'a@b.org', '2001-02-03', 5), (2, NULL, '03/04/2001', NULL), (3, 'x@', '2001-02-30', 7),
  (4, 'ÄÖ@example.org', '', 12), (5, 'N/A', '31.12.1999', -1);
SELECT tamis_check_rows('{"names": ["e \"mail"], "samples": 2, "rules": [
  {"id": "mail", "check": "format", "columns": [0], "arguments": {"formats": ["email"]}},
  {"id": "here", "check": "not_missing", "columns": [0]}, {"id": "null", "check": "not_null", "columns": [0]}]}',
  id, "e ""mail") FROM people;
-- Without addresses the values that sort first are shown, each once.
SELECT tamis_check_rows('{"names": ["n"], "samples": 2, "rules": [
  {"id": "n", "check": "maximum", "columns": [0], "arguments": {"bound": -10}}]}', CAST(NULL AS bigint), n) FROM people;
-- Conditions, rows, metrics.
SELECT tamis_check_rows('{"names": ["born", "n"], "values": 3, "samples": 1, "rules": [
  {"id": "d", "check": "type", "columns": [0], "arguments": {"type": "date"}, "where": 2},
  {"id": "u", "check": "unambiguous", "columns": [0]},
  {"id": "p", "check": "present_count", "columns": [0, 1], "arguments": {"minimum": 2}},
  {"id": "s", "check": "metric", "columns": [1], "arguments": {"metric": "sum"}},
  {"id": "m", "check": "metric", "columns": [1], "arguments": {"metric": "missing_count"}, "where": 2},
  {"id": "r", "check": "row_count"}]}', id, born, n, id > 2) FROM people;
SELECT tamis_check_rows('{"names": ["n"], "mask": true, "samples": 5, "rules": [
  {"id": "x", "check": "in_set", "columns": [0], "arguments": {"values": ["no"]}}]}', id, "e ""mail") FROM people;
-- No rows, no document.
SELECT tamis_check_rows('{"names": ["n"], "rules": []}', id, n) FROM people WHERE id > 9;
-- By group.
SELECT CASE WHEN n > 6 THEN 'more' WHEN n <= 6 THEN 'less' END AS g, tamis_check_rows('{"names": ["n"], "rules": [{"check": "row_count"}]}', id, n) ->> 'rows'
FROM people WHERE n IS NOT NULL GROUP BY g ORDER BY g;
-- What a row breaks.
SELECT id, tamis_violations('{"names": ["mail", "born"], "rules": [
  {"id": "mail", "check": "format", "columns": [0], "arguments": {"formats": ["email"]}},
  {"id": "born", "check": "type", "columns": [1], "arguments": {"type": "date"}},
  {"id": "both", "check": "present_count", "columns": [0, 1], "arguments": {"minimum": 2}}]}', "e ""mail", born)
FROM people ORDER BY id;
SELECT tamis_violations('{"names": ["a"], "rules": [{"id": "it''s \"odd\"", "check": "not_null", "columns": [0]}]}', NULL);
SELECT tamis_violations(NULL, 1);
-- Refusals.
SELECT tamis_violations('{"names": ["a"], "rules": []}', 1, 2);
SELECT tamis_violations('nonsense', 1);
SELECT tamis_violations('{"names": ["a"], "rules": [{"check": "pattern", "columns": [0], "arguments": {"patterns": ["a(b"]}}]}', 1);
SELECT tamis_violations('{"names": ["a"], "rules": [{"check": "fits", "columns": [0], "arguments": {"type": "tiny"}}]}', 1);
SELECT tamis_violations('{"names": ["a"], "rules": [{"check": "references", "columns": [0]}]}', 1);
SELECT tamis_check_rows(NULL, id, n) FROM people;
SELECT tamis_check_rows('{"names": ["n"], "rules": [], "samples": ' || id || '}', id, n) FROM people;
