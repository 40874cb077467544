-- The condition of an ISO 8601 column is one that SQLite's index serves; a column of any storage
-- loses no row.
CREATE TABLE logs (at TEXT, v TEXT);
CREATE INDEX logs_at ON logs (at);
INSERT INTO logs VALUES ('2024-01-01', 'a'), ('2024-02-01', 'b'), ('', 'c'), (NULL, 'd');
SELECT tamis_profile_update('logs', '{"by": "at", "grain": "month", "iso": true}') ->> '$.parts.new';
SELECT tamis_profile_update('logs', '{"dry_run": true}') ->> '$.where';
EXPLAIN QUERY PLAN SELECT v FROM logs WHERE "at" >= '2024-02' OR "at" IS NULL OR "at" = '';
CREATE TABLE mixed (k, v);
INSERT INTO mixed VALUES (5, 'a'), ('5', 'b'), (1.5, 'c'), ('x', 'd'), (NULL, 'e');
SELECT tamis_profile_update('mixed', '{"by": "k", "grain": "value"}') ->> '$.parts.new';
INSERT INTO mixed VALUES ('5', 'f'), (1.5, 'g'), (2.0, 'h');
SELECT tamis_profile_update('mixed', '{"lookback": 0}') ->> '$.rows_read';
SELECT part, max(row_count) FROM tamis_profile_history WHERE table_name = 'mixed' GROUP BY part ORDER BY part;
CREATE TABLE days (d, v);
INSERT INTO days VALUES (20240305, 'a'), ('2024-03-05 10:00', 'b'), (x'323032342d30332d3035', 'c'), (45000.5, 'd');
SELECT tamis_profile_update('days', '{"by": "d"}') ->> '$.parts.new';
SELECT part, max(row_count) FROM tamis_profile_history WHERE table_name = 'days' GROUP BY part ORDER BY part;
SELECT tamis_profile_update('days', '{"by": "d", "iso": true, "refresh": "all"}');
-- A read-only database takes a dry run.
PRAGMA query_only = on;
SELECT tamis_profile_update('days', '{"dry_run": true}') ->> '$.parts.again';
SELECT tamis_profile_update('days');
SELECT count(*) FROM tamis_profile('mixed', '{"stored": true}');
