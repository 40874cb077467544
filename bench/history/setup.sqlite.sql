-- As setup.postgres.sql, for the counts in the table "size".
CREATE TABLE base (id INTEGER PRIMARY KEY, c1 TEXT, c2 TEXT, c3 TEXT, c4 INTEGER, c5 INTEGER,
  c6 NUMERIC, c7 TEXT, c8 TEXT, c9 INTEGER, c10 TEXT);
INSERT INTO base
WITH RECURSIVE n(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n, size WHERE g < size.rows)
SELECT g, 'Customer name ' || tamis_row_hash(g), tamis_row_hash(g * 7) || '@example.com',
       'city-' || (g % 5000), g % 97, g * 1000003, round((g % 1000000) / 7.0, 2),
       date('2000-01-01', '+' || (g % 9000) || ' days'),
       datetime('2020-01-01', '+' || (g % 100000) || ' minutes'), g % 3 = 0,
       CASE WHEN g % 5 > 0 THEN 'note ' || (g % 1234) END
FROM n;

CREATE TABLE batch_full (id INTEGER PRIMARY KEY, c1 TEXT, c2 TEXT, c3 TEXT, c4 INTEGER, c5 INTEGER,
  c6 NUMERIC, c7 TEXT, c8 TEXT, c9 INTEGER, c10 TEXT);
INSERT INTO batch_full
SELECT id, c1, c2, CASE WHEN id % 100 = 3 THEN c3 || 'X' ELSE c3 END, c4, c5, c6, c7, c8, c9, c10
FROM base WHERE id % 200 <> 7
UNION ALL
SELECT id + size.rows, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10
FROM base, size WHERE id <= size.rows / 100;

CREATE TABLE batch_delta (id INTEGER, c1 TEXT, c2 TEXT, c3 TEXT, c4 INTEGER, c5 INTEGER,
  c6 NUMERIC, c7 TEXT, c8 TEXT, c9 INTEGER, c10 TEXT);
INSERT INTO batch_delta
SELECT CASE WHEN k % 10 = 9 THEN id + (SELECT rows FROM size) ELSE id END, c1, c2,
       CASE WHEN k % 10 < 8 THEN c3 || 'X' ELSE c3 END, c4, c5, c6, c7, c8, c9, c10
FROM (SELECT base.*, id / (rows / delta) AS k FROM base, size WHERE id % (rows / delta) = 0);

CREATE TABLE hand (id INTEGER, c1 TEXT, c2 TEXT, c3 TEXT, c4 INTEGER, c5 INTEGER, c6 NUMERIC,
  c7 TEXT, c8 TEXT, c9 INTEGER, c10 TEXT, scd_id TEXT, valid_from TEXT, valid_to TEXT);
INSERT INTO hand SELECT *, tamis_row_hash(id, '2024-01-01'), '2024-01-01 00:00:00', NULL FROM base;
CREATE UNIQUE INDEX hand_current ON hand (id) WHERE valid_to IS NULL;

CREATE TABLE dbt (id INTEGER, c1 TEXT, c2 TEXT, c3 TEXT, c4 INTEGER, c5 INTEGER, c6 NUMERIC,
  c7 TEXT, c8 TEXT, c9 INTEGER, c10 TEXT, dbt_scd_id TEXT, dbt_updated_at TEXT,
  dbt_valid_from TEXT, dbt_valid_to TEXT);
INSERT INTO dbt SELECT *, tamis_row_hash(id, '2024-01-01'), '2024-01-01 00:00:00',
  '2024-01-01 00:00:00', NULL FROM base;

SELECT tamis_scd2_merge('ours', 'base', '{"key": "id", "as_of": "2024-01-01"}') IS NOT NULL;
DROP TABLE base;
ANALYZE;
