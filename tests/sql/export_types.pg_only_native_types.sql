-- Types that SQLite lacks, under settings that change how PostgreSQL itself prints them.
SET TimeZone = 'America/New_York';
SET DateStyle = 'SQL, DMY';
SET bytea_output = 'escape';
SET extra_float_digits = -5;
CREATE TABLE native (id INTEGER PRIMARY KEY, at TIMESTAMPTZ, local TIMESTAMP, d DATE, b BYTEA, n NUMERIC(10, 4), f REAL, u UUID, j JSONB, tags TEXT[], i INTERVAL);
INSERT INTO native VALUES
  (1, '2024-03-31 23:30:00-04', '2024-03-31 23:30:00', '2024-03-31', '\x00ff', 1.5000, 0.1, '6F9619FF-8B86-D011-B42D-00C04FC964FF', '{"b": [1, 2], "a": "x"}', '{a,"b c"}', '1 day'),
  (2, NULL, 'infinity', 'infinity', '', 'NaN', 'NaN', NULL, 'null', '{}', NULL);
SELECT tamis_export('native', '@OUT@/csv', '{"compression": "none", "order_by": "id"}') -> 'schema';
SELECT pg_read_file('@OUT@/csv/data/native_001.csv');
SELECT tamis_export('native', '@OUT@/jsonl', '{"compression": "none", "format": "jsonl", "order_by": "id"}') -> 'statistics';
SELECT pg_read_file('@OUT@/jsonl/data/native_001.jsonl');

-- An instant belongs to its day in UTC; infinity belongs to none.
SELECT tamis_export('native', '@OUT@/days', '{"compression": "none", "partition_by": "at", "granularity": "day"}') -> 'files' -> 0 ->> 'name';
SELECT tamis_export('native', '@OUT@/x', '{"partition_by": "d"}');
SELECT tamis_export('native', '@OUT@/x', '{"partition_by": "local"}');
SELECT tamis_export('native', '@OUT@/x', '{"partition_by": "j"}');

-- Files take a role.
CREATE ROLE tamis_export_nobody;
GRANT SELECT ON native TO tamis_export_nobody;
SET ROLE tamis_export_nobody;
SELECT tamis_export('native', '@OUT@/x');
SELECT * FROM tamis_verify_export('@OUT@/csv');
RESET ROLE;
DROP OWNED BY tamis_export_nobody;
DROP ROLE tamis_export_nobody;

-- Two columns of one name.
SELECT tamis_export('(SELECT 1 AS a, 2 AS a)', '@OUT@/x');
SELECT * FROM tamis_verify_export('@OUT@/x');
