-- One sketch per column and day; what is merged says what a profile of all rows says.
CREATE TABLE visits ("day of" text, "who ""said""" text, amount integer);
INSERT INTO visits VALUES ('2024-03-01', 'ann', 1), ('2024-03-01T10:00', 'bob', 2), ('2024-03-02', 'ann', 3),
  ('2024-03-03', NULL, NULL), ('03/04/2024', 'cy', 4), (NULL, 'dee', 5), ('9999-12-31', 'eve', 6), ('2024-03', 'fay', 7);
SELECT * FROM tamis_profile('visits', '{"stored": true}');
SELECT tamis_profile_update('visits') IS NULL;
SELECT u -> 'parts' ->> 'new', u -> 'parts' ->> 'again', u ->> 'rows_read' FROM (SELECT tamis_profile_update('visits', '{"by": "day of", "dry_run": true}') AS u) AS d;
SELECT count(*) FROM tamis_profile('visits', '{"stored": true}');
SELECT tamis_profile_update('visits', '{"by": "day of"}');
SELECT part, count(*), min(row_count), max(row_count) FROM tamis_profile_history GROUP BY part ORDER BY part;
SELECT table_name, column_name, position, lower(declared_type), part_by FROM tamis_profile_history WHERE part = '2024-03-01' ORDER BY position;
SELECT column_name, inferred_type, row_count, null_count, distinct_count, min_value, max_value FROM tamis_profile('visits', '{"stored": true}') ORDER BY position;
SELECT count(*) FROM tamis_profile('visits', '{"stored": true}') AS s JOIN tamis_profile('visits') AS f
  ON s.column_name = f.column_name AND s.row_count = f.row_count AND s.null_count = f.null_count AND s.distinct_count = f.distinct_count
  AND s.inferred_type = f.inferred_type AND s.confidence = f.confidence AND coalesce(s.min_value, '') = coalesce(f.min_value, '');
-- To the byte.
SELECT column_name FROM (SELECT column_name, tamis_profile_of(tamis_merge_sketch(sketch)) AS d FROM tamis_profile_history GROUP BY column_name) AS m
  WHERE CAST(d AS text) IN (SELECT CAST(tamis_profile_agg("day of") AS text) FROM visits UNION ALL SELECT CAST(tamis_profile_agg("who ""said""") AS text) FROM visits
    UNION ALL SELECT CAST(tamis_profile_agg(amount) AS text) FROM visits) ORDER BY column_name;
SELECT column_name, row_count, max_value FROM tamis_profile('visits', '{"stored": true, "part": "2024-03-01"}') ORDER BY position;
SELECT column_name, row_count, distinct_count FROM tamis_profile('visits', '{"stored": true, "part": ["2024-03-01", "none"], "columns": ["amount"]}');
-- The last day may have grown, a new one has come; older days are not looked at again.
INSERT INTO visits VALUES ('2024-03-03', 'gus', 8), ('2024-03-04', 'ann', 9), ('2024-03-01', 'late', 10), (NULL, 'hal', 11);
SELECT u -> 'parts' ->> 'new', u -> 'parts' ->> 'again', u ->> 'rows_read' FROM (SELECT tamis_profile_update('visits', '{"dry_run": true}') AS u) AS d;
SELECT tamis_profile_update('visits');
SELECT part, max(row_count) FROM tamis_profile_history GROUP BY part ORDER BY part;
-- Unless asked for, by name or by counting.
SELECT tamis_profile_update('visits', '{"refresh": "2024-03-02", "lookback": 0}');
SELECT tamis_profile_update('visits', '{"check": true, "lookback": 0}');
SELECT part, max(row_count) FROM tamis_profile_history GROUP BY part ORDER BY part;
SELECT tamis_profile_update('visits', '{"check": true, "lookback": 0}');
-- What vanished stays until it is told to go.
DELETE FROM visits WHERE "day of" = '2024-03-02';
SELECT tamis_profile_update('visits', '{"check": true}');
SELECT count(*) FROM tamis_profile_history WHERE part = '2024-03-02';
SELECT tamis_profile_update('visits', '{"check": true, "prune": true}');
SELECT count(*) FROM tamis_profile_history WHERE part = '2024-03-02';
-- Another division, other columns.
SELECT tamis_profile_update('visits', '{"by": "day of", "grain": "month"}');
SELECT tamis_profile_update('visits', '{"by": "day of", "order": "dmy"}');
SELECT tamis_profile_update('visits', '{"columns": ["amount"]}');
ALTER TABLE visits ADD COLUMN extra text;
SELECT tamis_profile_update('visits');
SELECT column_name, row_count FROM tamis_profile('visits', '{"stored": true}') ORDER BY position;
SELECT tamis_profile_update('visits', '{"schema_change": "accept"}');
SELECT column_name, row_count FROM tamis_profile('visits', '{"stored": true}') ORDER BY position;
SELECT tamis_profile_update('visits', '{"by": "day of", "grain": "month", "order": "dmy", "refresh": "all"}');
SELECT part, count(*), max(row_count) FROM tamis_profile_history GROUP BY part ORDER BY part;
SELECT column_name, row_count FROM tamis_profile('visits', '{"stored": true}') ORDER BY position;
-- A promise of ISO 8601 alone makes a condition that an index serves, and is held to.
CREATE TABLE logs (at text, v text);
INSERT INTO logs VALUES ('2023-12-31T23:59:59Z', 'a'), ('2024-01-01', 'b'), ('2024-01-01 00:00', 'c'), ('', 'd'), (NULL, 'e');
SELECT tamis_profile_update('logs', '{"by": "at", "grain": "year", "iso": true}');
SELECT part, max(row_count) FROM tamis_profile_history WHERE table_name = 'logs' GROUP BY part ORDER BY part;
INSERT INTO logs VALUES ('2025-06-01', 'f'), ('2022-06-01', 'never seen');
SELECT u -> 'parts' ->> 'new', u -> 'parts' ->> 'again', u ->> 'rows_read' FROM (SELECT tamis_profile_update('logs', '{"dry_run": true, "refresh": ["2023"]}') AS u) AS d;
SELECT tamis_profile_update('logs', '{"lookback": 0}');
SELECT part, max(row_count) FROM tamis_profile_history WHERE table_name = 'logs' GROUP BY part ORDER BY part;
INSERT INTO logs VALUES ('2025/06/02', 'g');
SELECT tamis_profile_update('logs');
-- Values: new ones, changed ones, and the last.
CREATE TABLE loads (batch integer, v text);
INSERT INTO loads VALUES (9, 'a'), (10, 'b'), (10, 'c'), (NULL, 'd');
SELECT tamis_profile_update('loads', '{"by": "batch", "grain": "value"}');
INSERT INTO loads VALUES (9, 'e'), (11, 'f');
SELECT u -> 'parts' ->> 'new', u -> 'parts' ->> 'again', u ->> 'rows_read' FROM (SELECT tamis_profile_update('loads', '{"dry_run": true}') AS u) AS d;
SELECT tamis_profile_update('loads');
SELECT part, max(row_count) FROM tamis_profile_history WHERE table_name = 'loads' GROUP BY part ORDER BY part;
INSERT INTO loads VALUES (11, 'f');
DELETE FROM loads WHERE batch = 9;
SELECT tamis_profile_update('loads', '{"lookback": 0, "prune": true}');
SELECT part, max(row_count) FROM tamis_profile_history WHERE table_name = 'loads' GROUP BY part ORDER BY part;
-- A part that is not there is a mistake; one that is only stored is not.
SELECT tamis_profile_update('loads', '{"refresh": ["1999"]}');
INSERT INTO loads VALUES (21, 'a'), (22, 'a'), (23, 'a'), (24, 'a'), (25, 'a'), (26, 'a'), (27, 'a'), (28, 'a'), (29, 'a');
SELECT tamis_profile_update('loads', '{"refresh": ["10", "1999"]}');
DELETE FROM loads WHERE batch > 20 OR batch = 10;
SELECT u -> 'parts' ->> 'read', u ->> 'rows_read' FROM (SELECT tamis_profile_update('loads', '{"refresh": "10", "lookback": 0}') AS u) AS d;
-- Only what is selected is read: in the older rows is something that would end the statement.
CREATE VIEW guarded AS SELECT at, CASE WHEN v = 'poison' THEN tamis_cast(v, 'integer') ELSE v END AS v FROM logs WHERE at IS NOT NULL AND at <> '2025/06/02';
SELECT tamis_profile_update('guarded', '{"by": "at", "grain": "year", "iso": true}');
UPDATE logs SET v = 'poison' WHERE at LIKE '202%' AND at < '2025';
SELECT tamis_profile_update('guarded');
SELECT tamis_profile_update('guarded', '{"lookback": 2}');
-- Nothing, and what can't be.
CREATE TABLE bare (d text);
SELECT tamis_profile_update('bare', '{"by": "d"}');
SELECT count(*) FROM tamis_profile('bare', '{"stored": true}');
SELECT tamis_profile_update('(SELECT * FROM bare)', '{"by": "d"}');
SELECT tamis_profile_update('bare', '{"by": "none"}');
SELECT tamis_profile_update('bare', '{"by": "d", "grain": "week"}');
SELECT tamis_profile_update('bare', '{"by": "d", "refresh": "2024"}');
SELECT tamis_profile_update('bare', '{"grain": "day"}');
SELECT tamis_profile_update('bare', '{"by": "d", "grain": "value", "iso": true}');
SELECT tamis_profile_update('nowhere', '{"by": "d"}');
SELECT tamis_profile_update('visits', '{"lookback": -1}');
SELECT count(*) FROM tamis_profile('visits', '{"part": "2024-03"}');
SELECT count(*) FROM tamis_profile('visits', '{"stored": true, "part": "1999-01"}');
SELECT count(*) FROM tamis_profile('visits', '{"stored": true, "keys": "amount"}');
SELECT count(*) FROM tamis_profile('(SELECT 1 AS a)', '{"stored": true}');
SELECT action, status, source, target, rows_read FROM tamis_run WHERE status = 'succeeded' ORDER BY run_id;
