-- What has changed between two tables: every measure, and what asks for none.
CREATE TABLE numbers (i INTEGER);
INSERT INTO numbers WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n;
CREATE TABLE monday AS SELECT i AS id, i % 100 + 1 AS amount,
  CASE i % 4 WHEN 0 THEN 'closed' WHEN 1 THEN 'waiting' ELSE 'open' END AS status,
  '2024-01-' || substr('0' || CAST(i % 28 + 1 AS TEXT), -2 + length('0' || CAST(i % 28 + 1 AS TEXT)) + 1) AS opened,
  'note ' || CAST(i AS TEXT) AS note, CASE WHEN i % 50 = 0 THEN NULL ELSE 'a' END AS gaps, 'x' AS gone FROM numbers;
CREATE TABLE tuesday AS SELECT status, id, amount + CASE WHEN id > 500 THEN 60 ELSE 0 END AS amount,
  opened, note, CASE WHEN id % 3 = 0 THEN NULL ELSE gaps END AS gaps, 'new' AS fresh FROM monday;
UPDATE tuesday SET status = 'escalated' WHERE id % 10 = 3;
UPDATE tuesday SET opened = substr(opened, 9, 2) || '/' || substr(opened, 6, 2) || '/2024' WHERE id % 5 = 0;
SELECT column_name, measure, before, after, value, threshold, severity FROM tamis_drift('monday', 'tuesday') WHERE measure <> 'declared_type';
SELECT column_name, measure, detail FROM tamis_drift('monday', 'tuesday', '{"columns": ["amount", "status", "opened"]}') WHERE severity <> 'none';
-- The same rows in another order: nothing, anywhere.
SELECT column_name, measure, value, severity FROM tamis_drift('monday', '(SELECT * FROM monday ORDER BY id DESC)') WHERE severity <> 'none' OR value NOT IN (0, 1);
SELECT count(*) FROM tamis_drift('monday', 'monday') WHERE severity <> 'none';
