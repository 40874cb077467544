-- Scenarios of dbt's basic suite (test_snapshot_check_cols.py, test_snapshot_timestamp.py).
CREATE TABLE base (id INTEGER, name TEXT, some_date TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)
INSERT INTO base SELECT i, 'name ' || i, '2016-01-' || (i + 10) || ' 08:00:00' FROM n;

-- A1: three histories of one source, tracking all columns, the name, the date.
SELECT tamis_scd2_merge('all_cols', 'base', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('names', 'base', '{"key": "id", "track": "name", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('dates', 'base', '{"key": "id", "track": "some_date", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT (SELECT count(*) FROM all_cols), (SELECT count(*) FROM names), (SELECT count(*) FROM dates);
WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO base SELECT i, 'name ' || i, '2016-01-' || (i + 10) || ' 08:00:00' FROM n;
SELECT tamis_scd2_merge('all_cols', 'base', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('names', 'base', '{"key": "id", "track": "name", "as_of": "2024-01-02"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('dates', 'base', '{"key": "id", "track": "some_date", "as_of": "2024-01-02"}') -> 'counts' ->> 'inserted';
SELECT (SELECT count(*) FROM all_cols), (SELECT count(*) FROM names), (SELECT count(*) FROM dates);
UPDATE base SET some_date = '2016-02-01 08:00:00' WHERE id > 10;
SELECT tamis_scd2_merge('all_cols', 'base', '{"key": "id", "as_of": "2024-01-03"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('names', 'base', '{"key": "id", "track": "name", "as_of": "2024-01-03"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('dates', 'base', '{"key": "id", "track": "some_date", "as_of": "2024-01-03"}') -> 'counts' ->> 'versioned';
SELECT (SELECT count(*) FROM all_cols), (SELECT count(*) FROM names), (SELECT count(*) FROM dates);
UPDATE base SET name = name || '_updated' WHERE id <= 10;
SELECT tamis_scd2_merge('all_cols', 'base', '{"key": "id", "as_of": "2024-01-04"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('names', 'base', '{"key": "id", "track": "name", "as_of": "2024-01-04"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('dates', 'base', '{"key": "id", "track": "some_date", "as_of": "2024-01-04"}') -> 'counts' ->> 'versioned';
SELECT (SELECT count(*) FROM all_cols), (SELECT count(*) FROM names), (SELECT count(*) FROM dates);

-- A2: the timestamp strategy does not look at values.
DELETE FROM base WHERE id > 10;
SELECT replace(CAST(tamis_scd2_merge('stamps', 'base', '{"key": "id", "strategy": "timestamp", "sequence": "some_date"}') -> 'counts' AS text), ' ', '');
WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO base SELECT i, 'name ' || i, '2016-01-' || (i + 10) || ' 08:00:00' FROM n;
SELECT replace(CAST(tamis_scd2_merge('stamps', 'base', '{"key": "id", "strategy": "timestamp", "sequence": "some_date"}') -> 'counts' AS text), ' ', '');
UPDATE base SET some_date = '2016-02-01 08:00:00' WHERE id > 10;
SELECT replace(CAST(tamis_scd2_merge('stamps', 'base', '{"key": "id", "strategy": "timestamp", "sequence": "some_date"}') -> 'counts' AS text), ' ', '');
UPDATE base SET name = 'other' WHERE id <= 10;
SELECT replace(CAST(tamis_scd2_merge('stamps', 'base', '{"key": "id", "strategy": "timestamp", "sequence": "some_date"}') -> 'counts' AS text), ' ', '');
SELECT count(*), count(valid_to), min(valid_from), max(valid_from), count(DISTINCT valid_to) FROM stamps;
SELECT count(*) FROM stamps WHERE name = 'other';
SELECT problem, key_value FROM tamis_scd2_verify('stamps', '{"key": "id", "exclude": "some_date", "gaps": "report"}');
