-- Rules about a table as a whole. A query that is no number is an error and never a pass.
CREATE TABLE loads (id integer PRIMARY KEY, loaded text, amount integer, "größe" text, "GRÖßE" text);
INSERT INTO loads VALUES (1, '2024-01-09 11:00', 10, 'x', NULL), (2, '2024-01-09T12:00:00.5Z', 20, '', NULL), (3, '1/2/2024', 30, NULL, NULL), (4, '2024-02-01', NULL, 'y', NULL);
CREATE TABLE other_loads (id integer PRIMARY KEY, loaded text, amount integer, "größe" text, "GRÖßE" text);
INSERT INTO other_loads VALUES (1, '2024-01-09 11:00', 10, 'x', NULL), (2, '2024-01-09T12:00:00.5Z', 21, '', NULL), (5, NULL, 30, NULL, NULL);
SELECT tamis_init() ->> 'version';
-- Nine days of three or four rows, on either engine's schema.
INSERT INTO tamis_check_result (run_id, table_schema, table_name, rule_id, check_name, dimension, severity, status, evaluated, failed, skipped, observed, ruleset_hash, checked_at)
WITH RECURSIVE days (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 9)
SELECT 'r' || n, s.name, 'loads', r.name, 'volume', 'timeliness', 'error', 'fail', 1, 1, 0, '{"value": ' || (3 + n % 2) || '}', 'h', '2024-01-0' || n || 'T10:00:00Z'
FROM days, (SELECT 'public' AS name UNION ALL SELECT 'main') AS s, (SELECT 'usual' AS name UNION ALL SELECT 'few') AS r;
SELECT rule, status, evaluated, failed, skipped, observed, samples, CASE WHEN status = 'error' THEN NULL ELSE message END AS said FROM tamis_check('loads', '{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "loads", "version": "1.0.0", "status": "active", "schema": [{"name": "loads", "quality": [
 {"type": "custom", "engine": "tamis", "id": "columns", "implementation": {"check": "columns", "set": ["id", "loaded", "amount", "gone"], "forbidden": ["größe"], "count": 4, "pattern": "^[a-z]+$"}},
 {"type": "custom", "engine": "tamis", "id": "identifiers", "implementation": {"check": "identifiers"}},
 {"type": "custom", "engine": "tamis", "id": "fewer", "implementation": {"check": "rows_compared", "table": "other_loads", "operator": "<="}},
 {"type": "custom", "engine": "tamis", "id": "within", "implementation": {"check": "rows_compared", "table": "other_loads", "within": 1}},
 {"type": "custom", "engine": "tamis", "id": "same", "implementation": {"check": "equals", "table": "other_loads", "key": ["id"]}},
 {"type": "custom", "engine": "tamis", "id": "sums", "implementation": {"check": "metric_compared", "columns": ["amount"], "metric": "sum", "table": "other_loads", "within": 1}},
 {"type": "custom", "engine": "tamis", "id": "means", "implementation": {"check": "metric_compared", "columns": ["amount"], "metric": "mean", "table": "other_loads"}},
 {"type": "custom", "engine": "tamis", "id": "fresh", "implementation": {"check": "freshness", "columns": ["loaded"], "within": "12 hours"}},
 {"type": "custom", "engine": "tamis", "id": "stale", "implementation": {"check": "freshness", "columns": ["loaded"], "within": "PT30M"}},
 {"type": "custom", "engine": "tamis", "id": "usual", "implementation": {"check": "volume"}},
 {"type": "custom", "engine": "tamis", "id": "few", "implementation": {"check": "volume", "where": "id = 1"}},
 {"type": "custom", "engine": "tamis", "id": "new", "implementation": {"check": "volume"}},
 {"type": "sql", "id": "count", "query": "SELECT count(*) FROM ${table} WHERE amount > 10;", "mustBe": 2},
 {"type": "sql", "id": "null", "query": "SELECT sum(amount) FROM {object} WHERE id > 99", "mustBe": 0},
 {"type": "sql", "id": "writes", "query": "DELETE FROM loads", "mustBe": 0},
 {"type": "sql", "id": "two", "query": "SELECT 1; DELETE FROM loads", "mustBe": 1},
 {"type": "custom", "engine": "tamis", "id": "broken", "implementation": {"check": "failed_rows", "query": "SELECT id, amount FROM {table} WHERE amount IS NULL"}},
 {"type": "custom", "engine": "tamis", "id": "no_file", "implementation": {"check": "file", "path": "/nowhere/at/all"}}
]}]}', '{"samples": 2, "now": "2024-01-10 00:00:00"}') ORDER BY rule;
SELECT count(*) FROM loads;
