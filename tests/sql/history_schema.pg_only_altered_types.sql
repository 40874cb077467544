-- What only PostgreSQL does: wider types, exclusion constraints, zoned moments.

-- P11: a source whose type grew. Without "widen", an error before any write that names column, type and value.
CREATE TABLE t (id integer, n integer, v varchar(3), a numeric(5,2), d date);
INSERT INTO t VALUES (1, 1, 'abc', 1.25, '2024-01-01'), (2, 2, 'x', 2, NULL);
SELECT replace(CAST(tamis_scd2_merge('dim', 't', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, 3000000000 AS n, ''abc''::varchar(3) AS v, 1.25::numeric(5,2) AS a, ''2024-01-01''::date AS d)', '{"key": "id", "mode": "delta", "as_of": "2024-01-02"}');
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, 1 AS n, ''abcdef''::text AS v, 1.25::numeric(5,2) AS a, ''2024-01-01''::date AS d)', '{"key": "id", "mode": "delta", "as_of": "2024-01-02"}');
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, 1 AS n, ''abc''::varchar(3) AS v, 12345.678::numeric AS a, ''2024-01-01''::date AS d)', '{"key": "id", "mode": "delta", "as_of": "2024-01-02"}');
SELECT tamis_scd2_merge('dim', '(SELECT 5000000000 AS id, 1 AS n, ''abc''::varchar(3) AS v, 1.25::numeric(5,2) AS a, ''2024-01-01''::date AS d)', '{"key": "id", "mode": "delta", "as_of": "2024-01-02"}');
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, ''one''::text AS n, ''abc''::varchar(3) AS v, 1.25::numeric(5,2) AS a, ''2024-01-01''::date AS d)', '{"key": "id", "mode": "delta", "as_of": "2024-01-02"}');
SELECT count(*) FROM dim;
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, 3000000000 AS n, ''abc''::varchar(3) AS v, 1.25::numeric(5,2) AS a, ''2024-01-01''::date AS d)', '{"key": "id", "mode": "delta", "widen": true, "as_of": "2024-01-02"}');
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, 1 AS n, ''abcdef''::text AS v, 1.25::numeric(5,2) AS a, ''2024-01-01''::date AS d)', '{"key": "id", "mode": "delta", "widen": true, "as_of": "2024-01-03"}');
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, 1 AS n, ''abc''::varchar(3) AS v, 12345.678::numeric AS a, ''2024-01-01''::date AS d)', '{"key": "id", "mode": "delta", "widen": true, "as_of": "2024-01-04"}');
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, 1 AS n, ''abc''::varchar(3) AS v, 1.25::numeric(5,2) AS a, ''2024-01-01 10:00''::timestamp AS d)', '{"key": "id", "mode": "delta", "widen": true, "as_of": "2024-01-05"}');
SELECT tamis_scd2_merge('dim', '(SELECT 5000000000 AS id, 1 AS n, ''abc''::varchar(3) AS v, 1.25::numeric(5,2) AS a, ''2024-01-01''::timestamp AS d)', '{"key": "id", "mode": "delta", "widen": true, "as_of": "2024-01-06"}');
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, ''one''::text AS n, ''abc''::varchar(3) AS v, 1.25::numeric(5,2) AS a, ''2024-01-01''::timestamp AS d)', '{"key": "id", "mode": "delta", "widen": true, "as_of": "2024-01-07"}');
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'dim'::regclass AND attnum BETWEEN 1 AND 5 ORDER BY attnum;
SELECT id, n, v, a, d, valid_from::date FROM dim ORDER BY id, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('dim', '{"key": "id"}');
-- Dry run: altered in the plan alone.
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, ''1'' AS n, ''a'' AS v, ''text'' AS a, now()::timestamp AS d)', '{"key": "id", "mode": "delta", "widen": true, "dry_run": true, "as_of": "2024-01-08"}');
SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'dim'::regclass AND attname = 'a';

-- J2, J3: an exclusion constraint keeps overlapping versions out, whoever writes them.
SELECT tamis_scd2_merge('held', 't', '{"key": "id", "constraint": true, "as_of": "2024-01-01"}');
CREATE EXTENSION btree_gist;
SELECT replace(CAST(tamis_scd2_merge('held', 't', '{"key": "id", "constraint": true, "deletes": "close", "max_closed": 1, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE t SET n = 7 WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('held', 't', '{"key": "id", "constraint": true, "deletes": "close", "max_closed": 1, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
DELETE FROM t WHERE id = 2;
SELECT replace(CAST(tamis_scd2_merge('held', 't', '{"key": "id", "constraint": true, "deletes": "close", "max_closed": 1, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
INSERT INTO held SELECT id, n, v, a, d, '2024-01-01 12:00', '2024-01-02 12:00', false, '' FROM held WHERE valid_to IS NULL;
INSERT INTO held SELECT id, n, v, a, d, '2023-01-01', '2024-01-01', false, '' FROM held WHERE valid_to IS NULL;
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'held'::regclass AND contype = 'x';
SELECT replace(CAST(tamis_scd2_merge('counted', '(SELECT 1 AS id, 1 AS v)', '{"key": "id", "constraint": true, "as_of": 1}') -> 'counts' AS text), ' ', '');
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'counted'::regclass AND contype = 'x';

-- F13: moments with a zone, into a column without and with one.
SET TimeZone = 'Asia/Tokyo';
SELECT replace(CAST(tamis_scd2_merge('zf', '(SELECT 1 AS id, ''10'' AS v, timestamptz ''2024-01-05 10:00:00+00'' AS at)', '{"key": "id", "sequence": "at", "exclude": "at"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('zf', '(SELECT 1 AS id, ''11'' AS v, timestamptz ''2024-01-05 11:00:00+00'' AS at)', '{"key": "id", "sequence": "at", "exclude": "at"}') -> 'counts' AS text), ' ', '');
SELECT v, valid_from, valid_to FROM zf ORDER BY valid_from;
CREATE TABLE zz (id integer, v text, valid_from timestamptz NOT NULL, valid_to timestamptz, is_current boolean NOT NULL, row_hash text NOT NULL);
SELECT replace(CAST(tamis_scd2_merge('zz', '(SELECT 1 AS id, ''10'' AS v, timestamptz ''2024-01-05 10:00:00+00'' AS at)', '{"key": "id", "sequence": "at", "exclude": "at"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('zz', '(SELECT 1 AS id, ''11'' AS v, timestamptz ''2024-01-05 11:00:00+00'' AS at)', '{"key": "id", "sequence": "at", "exclude": "at"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('zz', '(SELECT 1 AS id, ''09'' AS v, timestamptz ''2024-01-05 09:00:00+00'' AS at)', '{"key": "id", "sequence": "at", "exclude": "at"}') -> 'counts' AS text), ' ', '');
SELECT v, valid_from AT TIME ZONE 'UTC', valid_to AT TIME ZONE 'UTC' FROM zz ORDER BY valid_from;
SELECT tamis_scd2_merge('zz', '(SELECT 1 AS id, ''x'' AS v, timestamp ''infinity'' AS at)', '{"key": "id", "sequence": "at", "exclude": "at", "max_ahead": null}');

-- J1: two merges in one transaction have moments of their own.
BEGIN;
SELECT tamis_scd2_merge('now', '(SELECT 1 AS id, 1 AS v)', '{"key": "id"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('now', '(SELECT 1 AS id, 2 AS v)', '{"key": "id"}') -> 'counts' ->> 'versioned';
COMMIT;
SELECT count(*), count(*) FILTER (WHERE valid_to > valid_from) FROM now;
