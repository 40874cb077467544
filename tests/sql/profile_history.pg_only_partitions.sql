-- Native dates, and PostgreSQL's declarative partitions.
SET TimeZone = 'America/New_York';
CREATE TABLE events (at timestamptz, kind text, n integer) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01 00:00+00') TO ('2024-01-01 00:00+00');
CREATE TABLE "events 2024" (n integer, kind text, at timestamptz);
ALTER TABLE events ATTACH PARTITION "events 2024" FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
INSERT INTO events VALUES ('2023-06-01 12:00+00', 'a', 1), ('2023-12-31 23:59:59+00', 'b', 2), ('2024-02-29 00:00+00', 'a', 3),
  ('infinity', 'x', 4), ('-infinity', 'x', 5), ('0044-03-15 12:00+00 BC', 'x', 6), (NULL, 'x', 7), ('12024-01-01', 'x', 8);
SELECT tamis_profile_update('events', '{"by": "partition", "dry_run": true}');
SELECT tamis_profile_update('events', '{"by": "partition"}') - 'run_id';
SELECT part, column_name, position, row_count, pg_typeof(sketch) FROM tamis_profile_history ORDER BY part, position;
SELECT count(*) FROM tamis_profile('events', '{"stored": true}') AS s JOIN tamis_profile('events') AS f USING (column_name, row_count, null_count, distinct_count, inferred_type, min_value, max_value);
SELECT column_name, min_value, max_value FROM tamis_profile('events', '{"stored": true, "part": "events 2024"}');
-- Only what is new, the last by name, and the default partition, which takes anything.
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2026-01-01 00:00+00');
INSERT INTO events VALUES ('2025-05-05 00:00+00', 'c', 9), ('2023-07-01 00:00+00', 'late', 10);
SELECT tamis_profile_update('events', '{"lookback": 0}') - 'run_id';
SELECT tamis_profile_update('events', '{"lookback": 0, "check": true}') -> 'parts';
SELECT tamis_profile_update('events', '{"lookback": 0, "refresh": "events 2024"}') -> 'parts';
SELECT tamis_profile_update('events', '{"refresh": "events 1999"}');
ALTER TABLE events DETACH PARTITION events_2023;
SELECT tamis_profile_update('events', '{"lookback": 0}') -> 'parts';
SELECT tamis_profile_update('events', '{"lookback": 0, "prune": true}') -> 'parts';
SELECT sum(row_count) FROM tamis_profile('events', '{"stored": true, "columns": "n"}');
-- By the days of the same column: infinities and years before Christ are no days. Days are UTC's.
CREATE TABLE visits AS SELECT * FROM events;
SELECT tamis_profile_update('visits', '{"by": "at"}') - 'run_id';
SELECT part, max(row_count) FROM tamis_profile_history WHERE table_name = 'visits' GROUP BY part ORDER BY part;
INSERT INTO visits VALUES ('2025-05-06 03:00+00', 'd', 1), ('infinity', 'd', 1);
SELECT tamis_profile_update('visits', '{"dry_run": true}');
SELECT tamis_profile_update('visits') -> 'parts';
SELECT part, max(row_count) FROM tamis_profile_history WHERE table_name = 'visits' GROUP BY part ORDER BY part;
-- The condition is one that an index serves, and that prunes partitions.
CREATE TABLE big (at date, v integer);
INSERT INTO big SELECT date '2020-01-01' + i, i FROM generate_series(0, 1499) AS i;
CREATE INDEX ON big (at);
ANALYZE big;
SELECT tamis_profile_update('big', '{"by": "at", "grain": "month"}') -> 'parts';
CREATE FUNCTION scan_of(what text, which text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT json, COSTS off) SELECT * FROM ' || what || ' WHERE ' || which INTO plan;
  RETURN plan #>> '{0,Plan,Node Type}';
END $$;
SELECT scan_of('big', tamis_profile_update('big', '{"dry_run": true}') ->> 'where');
CREATE FUNCTION partitions_of(what text, which text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE plan text;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT json, COSTS off) SELECT * FROM ' || what || ' WHERE ' || which INTO plan;
  RETURN (SELECT string_agg(DISTINCT m[1], ', ') FROM regexp_matches(plan, '"Relation Name": "([^"]*)"', 'g') AS m);
END $$;
SELECT tamis_profile_update('events', '{"by": "at", "refresh": "all"}') -> 'parts';
SELECT partitions_of('events', tamis_profile_update('events', '{"dry_run": true}') ->> 'where');
-- By default nobody else may read what was stored.
CREATE ROLE tamis_test_reader;
GRANT SELECT ON big TO tamis_test_reader;
GRANT INSERT ON tamis_run TO tamis_test_reader;
SET ROLE tamis_test_reader;
SELECT count(*) FROM tamis_profile('big', '{"stored": true}');
SELECT tamis_profile_update('big') -> 'parts';
RESET ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON tamis_profile_history TO tamis_test_reader;
SET ROLE tamis_test_reader;
SELECT count(*) FROM tamis_profile('big', '{"stored": true}');
SELECT tamis_profile_update('big') -> 'parts';
RESET ROLE;
DROP OWNED BY tamis_test_reader;
DROP ROLE tamis_test_reader;
-- No partitions, no dates.
SELECT tamis_profile_update('visits', '{"by": "partition", "refresh": "all"}');
SELECT tamis_profile_update('visits', '{"by": "n", "refresh": "all"}');
SELECT extname, extconfig @> ARRAY['tamis_profile_history'::regclass::oid] FROM pg_extension WHERE extname = 'tamis';
