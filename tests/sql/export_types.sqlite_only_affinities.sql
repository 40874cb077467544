-- Values that do not fit their column's type, which PostgreSQL would not take.
CREATE TABLE loose (id INTEGER PRIMARY KEY, open BOOLEAN, n NUMERIC, r REAL, at TIMESTAMP, z TIMESTAMPTZ, b BLOB, any);
INSERT INTO loose VALUES
  (1, 1, 12.50, 1, '2024-03-05T14:30:00.500', '2024-04-01 01:30:00+02:00', x'00ff', 1),
  (2, 'yes', 'n/a', 'x', 1709649000, '2024-03-05 14:30', 'text', 1.5),
  (3, 7, 1e3, 9e999, '05/03/2024', NULL, NULL, x'');
SELECT tamis_export('loose', '@OUT@/csv', '{"compression": "none", "order_by": "id"}') -> 'statistics' ->> 'row_count';
SELECT CAST(readfile('@OUT@/csv/data/loose_001.csv') AS TEXT);
SELECT tamis_export('loose', '@OUT@/jsonl', '{"compression": "none", "format": "jsonl", "order_by": "id"}') -> 'statistics' ->> 'row_count';
SELECT CAST(readfile('@OUT@/jsonl/data/loose_001.jsonl') AS TEXT);
SELECT tamis_export('loose', '@OUT@/x', '{"partition_by": "at"}');

-- An instant belongs to its day in UTC.
SELECT tamis_export('(SELECT z FROM loose WHERE id = 1)', '@OUT@/days', '{"partition_by": "z", "granularity": "day"}') -> 'files' -> 0 ->> 'name';

-- Text that is none.
INSERT INTO loose (id, any) VALUES (4, CAST(x'61ff' AS TEXT));
SELECT tamis_export('loose', '@OUT@/x', '{"order_by": "id"}');
SELECT tamis_export('loose', '@OUT@/x', '{"format": "jsonl", "order_by": "id"}');
UPDATE loose SET any = CAST(x'610062' AS TEXT) WHERE id = 4;
SELECT tamis_export('loose', '@OUT@/x', '{"order_by": "id"}');
SELECT * FROM tamis_verify_export('@OUT@/x');

-- In a view the files are out of reach.
CREATE VIEW sly AS SELECT tamis_export('loose', '@OUT@/x');
SELECT * FROM sly;

-- A failed export is on record; it stays where the work was undone.
SELECT status, error_code, count(*) FROM tamis_run GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(*) FROM tamis_export;
