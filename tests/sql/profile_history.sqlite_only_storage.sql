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
-- Different values may be one part: it is counted, read and listed once, and again only if it grew.
CREATE TABLE tk (k, v);
INSERT INTO tk VALUES (1, 'a'), ('1', 'b'), (x'31', 'c'), (2, 'd');
SELECT tamis_profile_update('tk', '{"by": "k", "grain": "value"}') ->> '$.parts.new';
SELECT u ->> '$.parts.read', u ->> '$.rows_read', u ->> '$.where' FROM (SELECT tamis_profile_update('tk', '{"lookback": 0, "dry_run": true}') AS u);
SELECT u ->> '$.parts.read', u ->> '$.rows_read', u ->> '$.where' FROM (SELECT tamis_profile_update('tk', '{"lookback": 2, "refresh": ["1"], "dry_run": true}') AS u);
SELECT u ->> '$.parts.read', u ->> '$.rows_read' FROM (SELECT tamis_profile_update('tk', '{"lookback": 0}') AS u);
INSERT INTO tk VALUES (x'31', 'e');
SELECT u ->> '$.parts.again', u ->> '$.rows_read' FROM (SELECT tamis_profile_update('tk', '{"lookback": 0}') AS u);
INSERT INTO tk VALUES ('none', 'f'), (NULL, 'g');
SELECT tamis_profile_update('tk');
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
