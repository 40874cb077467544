-- The size is guessed from the statistics of ANALYZE.
CREATE TABLE dense (id INTEGER PRIMARY KEY, note TEXT, raw BYTEA);
INSERT INTO dense SELECT 1000 + i, 'abcdef', '\x00' FROM generate_series(1, 900) AS i;
SELECT tamis_export('dense', '@OUT@/x', '{"dry_run": true}') -> 'validation' -> 'checks';
ANALYZE dense;
SELECT tamis_export('dense', '@OUT@/x', '{"dry_run": true}') -> 'validation' -> 'checks' -> 0;
SELECT tamis_export('dense', '@OUT@/x', '{"dry_run": true}') -> 'validation' -> 'checks' -> 1 ->> 'status';
SELECT tamis_export('dense', '@OUT@/x', '{"cost_per_gb": 1000000, "max_cost": 0.5}');

-- How old infinity is, and what has no age.
CREATE TABLE times (a TIMESTAMPTZ, d DATE, t TEXT);
INSERT INTO times VALUES (now() - interval '1 hour', 'infinity', 'x');
SELECT tamis_export('times', '@OUT@/a', '{"max_age": "2 hours", "age_column": "a"}') -> 'validation' -> 'checks' -> 0 ->> 'status';
SELECT tamis_export('times', '@OUT@/d', '{"max_age": "2 hours", "age_column": "d"}');
SELECT tamis_export('times', '@OUT@/t', '{"max_age": "2 hours", "age_column": "t"}');
