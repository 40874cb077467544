-- What only PostgreSQL has: rich types, zoned history columns, partitioned targets, generated keys.
SET TimeZone = 'Asia/Tokyo';
CREATE TYPE mood AS ENUM ('zen', 'angry');
CREATE TABLE s (id UUID, tags TEXT[], doc JSONB, m mood, amount NUMERIC(10, 2), seen TIMESTAMPTZ, raw BYTEA, n SMALLINT, name VARCHAR(5), f REAL);
INSERT INTO s VALUES
  ('00000000-0000-0000-0000-000000000002', '{a,b}', '{"b": 1, "a": [1, 2]}', 'zen', 1.50, '2024-01-01 12:00:00+00', '\x00ff', 1, 'x', 0.1),
  ('00000000-0000-0000-0000-000000000001', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-01-01", "surrogate_key": "sk"}') -> 'counts';
SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute WHERE attrelid = 'dim'::regclass AND attnum > 0 ORDER BY attnum;
SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'dim'::regclass AND NOT indisprimary;
SET TimeZone = 'America/New_York';
SET DateStyle = 'German';
SET extra_float_digits = 0;
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-01-02", "surrogate_key": "sk"}') -> 'counts' -> 'unchanged';
RESET DateStyle;
UPDATE s SET doc = '{"a": [1, 2], "b": 1.0}', tags = '{a,b}' WHERE m = 'zen';
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-01-03"}') -> 'counts' -> 'versioned';
SELECT * FROM tamis_scd2_verify('dim', '{"key": "id"}');

-- Zoned history columns hold the moment that as_of means, whatever the session's zone.
CREATE TABLE zoned (id INTEGER, v TEXT, valid_from TIMESTAMPTZ NOT NULL, valid_to TIMESTAMPTZ, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
SELECT tamis_scd2_merge('zoned', '(SELECT 1 AS id, ''a'' AS v)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' -> 'inserted';
SET TimeZone = 'Asia/Tokyo';
SELECT tamis_scd2_merge('zoned', '(SELECT 1 AS id, ''b'' AS v)', '{"key": "id", "as_of": "2024-01-01 00:00:00.000001"}') -> 'counts' -> 'versioned';
SELECT tamis_scd2_merge('zoned', '(SELECT 1 AS id, ''c'' AS v)', '{"key": "id", "as_of": "2024-01-01 00:00:00.000001"}');
SELECT v, valid_from AT TIME ZONE 'UTC', valid_to AT TIME ZONE 'UTC' FROM zoned ORDER BY valid_from;
UPDATE zoned SET valid_to = valid_from - interval '1 day' WHERE v = 'a';
SELECT * FROM tamis_scd2_verify('zoned', '{"key": "id"}');

-- A partitioned target: equal ctids in different partitions are different rows.
CREATE TABLE parted (id INTEGER, v TEXT, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL) PARTITION BY HASH (id);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
SELECT tamis_scd2_merge('parted', '(SELECT i AS id, ''a'' AS v FROM generate_series(1, 30) AS i)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' -> 'inserted';
SELECT tamis_scd2_merge('parted', '(SELECT i AS id, CASE WHEN i % 5 = 0 THEN ''b'' ELSE ''a'' END AS v FROM generate_series(4, 31) AS i)', '{"key": "id", "as_of": "2024-01-02", "deletes": "close"}') -> 'counts';
SELECT v, is_current, count(*), min(id), max(id) FROM parted GROUP BY 1, 2 ORDER BY 1, 2;
SELECT * FROM tamis_scd2_verify('parted', '{"key": "id"}');

-- A trigger that holds rows back, and a function of the same name in the way, are no surprise.
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER hold BEFORE INSERT ON zoned FOR EACH ROW EXECUTE FUNCTION hold();
SELECT tamis_scd2_merge('zoned', '(SELECT 2 AS id, ''a'' AS v)', '{"key": "id", "mode": "delta", "as_of": "2024-02-01"}');
CREATE SCHEMA other;
CREATE FUNCTION other.tamis_row_hash(VARIADIC "any") RETURNS text LANGUAGE internal IMMUTABLE AS 'pg_num_nulls';
SET search_path = other, public;
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-01-04"}') -> 'counts' -> 'unchanged';
SELECT tamis_scd2_merge('made', 's', '{"key": "id", "as_of": "2024-01-04"}') -> 'created';
SELECT schemaname, tablename FROM pg_tables WHERE tablename = 'made';

-- Read-only transactions, and roles without rights.
RESET search_path;
BEGIN READ ONLY;
SELECT count(*) FROM tamis_scd2_verify('dim', '{"key": "id"}');
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-02-04"}');
ROLLBACK;
SELECT count(*) FROM pg_class WHERE relname LIKE 'tamis_stage%';
