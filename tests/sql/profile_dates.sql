-- What a column of dates says: formats, evidence, rivals, and what it leaves undecided. SQLite prints parts
-- of a document without blanks.

CREATE TABLE d (kind TEXT, v TEXT);
INSERT INTO d SELECT 'nine', '2024-01-31' FROM (
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i FROM n) AS many;
INSERT INTO d VALUES
  ('nine', '05/03/2024'), ('nine', '06/03/2024'), ('nine', '07/03/2024'), ('nine', '08/03/2024'),
  ('nine', '09/03/2024'), ('nine', '10/03/2024'), ('nine', '11/03/2024'), ('nine', '12/03/2024'),
  ('nine', '13/03/2024'),
  ('open', '03/04/2024'), ('open', '05/05/2024'), ('open', '2/1/2024'),
  ('conflict', '25/12/2023'), ('conflict', '26/12/2023'), ('conflict', '12/25/2023'), ('conflict', '03/04/2024'),
  ('two digits', '24/12/10'), ('two digits', '99/12/24'),
  ('mixed', '5 March 2024'), ('mixed', '2024-02-30'), ('mixed', '2024-03'), ('mixed', 'Mar 5 14:30'),
  ('mixed', '1970-01-01'), ('mixed', '2024-03-05T14:30:00Z'), ('mixed', '0000-00-00'),
  ('epoch', '1709649045'), ('epoch', '1709649046');

-- Exactly nine, and which.
SELECT tamis_profile_agg(v) -> 'date' -> 'formats' -> 'dd/MM/yyyy' ->> 'count' FROM d WHERE kind = 'nine';
SELECT replace(replace(CAST(tamis_profile_agg(v) -> 'date' -> 'formats' -> 'dd/MM/yyyy' -> 'examples' AS TEXT), '": ', '":'), ', ', ',') FROM d WHERE kind = 'nine';
SELECT tamis_profile_agg(v) -> 'date' ->> 'dominant' FROM d WHERE kind = 'nine';
SELECT tamis_profile_agg(v) -> 'date' ->> 'decided_by' FROM d WHERE kind = 'nine';
SELECT replace(replace(CAST(tamis_profile_agg(v) -> 'warnings' AS TEXT), '": ', '":'), ', ', ',') FROM d WHERE kind = 'nine';

-- Nothing decides.
SELECT replace(replace(CAST(tamis_profile_agg(v) -> 'date' AS TEXT), '": ', '":'), ', ', ',') FROM d WHERE kind = 'open';
SELECT date_order, undecided_count FROM tamis_profile('(SELECT v FROM d WHERE kind = ''open'')');
CREATE TABLE open_dates AS SELECT v FROM d WHERE kind = 'open';
SELECT tamis_clean_table('open_dates', 'cleaned');
SELECT replace(replace(CAST(tamis_clean_table('open_dates', 'cleaned', '{"order": {"v": "mdy"}}') -> 'rows' AS TEXT), '": ', '":'), ', ', ',');
SELECT CAST(v AS TEXT) FROM cleaned ORDER BY 1;
SELECT tamis_cast('03/04/2024', 'date');

-- Values contradict each other: which.
SELECT replace(replace(CAST(tamis_profile_agg(v) -> 'date' -> 'evidence' AS TEXT), '": ', '":'), ', ', ',') FROM d WHERE kind = 'conflict';
SELECT replace(replace(CAST(tamis_profile_agg(v) -> 'date' -> 'proofs' AS TEXT), '": ', '":'), ', ', ',') FROM d WHERE kind = 'conflict';

-- Two numbers of two digits and one that is no day.
SELECT replace(replace(CAST(tamis_profile_agg(v) -> 'date' AS TEXT), '": ', '":'), ', ', ',') FROM d WHERE kind = 'two digits';
SELECT date_order FROM tamis_profile('(SELECT v FROM d WHERE kind = ''two digits'')');

SELECT replace(replace(CAST(tamis_profile_agg(v) -> 'date' AS TEXT), '": ', '":'), ', ', ',') FROM d WHERE kind = 'mixed';
SELECT replace(replace(CAST(tamis_profile_agg(v) -> 'number' -> 'date_readings' AS TEXT), '": ', '":'), ', ', ',') FROM d WHERE kind = 'epoch';

-- However the rows are divided.
SELECT count(DISTINCT document) FROM (
  SELECT CAST(tamis_profile_agg(v) AS TEXT) AS document FROM d
  UNION ALL
  SELECT CAST(tamis_profile_of(tamis_merge_sketch(part)) AS TEXT)
  FROM (SELECT tamis_sketch(v) AS part FROM d GROUP BY kind) AS parts) AS both_ways;
