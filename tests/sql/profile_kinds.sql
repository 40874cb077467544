-- What a column is at its most specific, what stands against it, and the query that finds that again.
CREATE TABLE survey (id INTEGER PRIMARY KEY, zip TEXT, treated TEXT, score TEXT, seen TEXT, born TEXT, note TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
INSERT INTO survey SELECT i, CASE WHEN i = 7 THEN '01067' ELSE CAST(10000 + i AS TEXT) END, CASE i % 4 WHEN 0 THEN 'Yes' WHEN 1 THEN 'No' WHEN 2 THEN 'no' ELSE 'Don''t know' END, CASE WHEN i % 10 = 0 THEN 'NR' ELSE CAST(i AS TEXT) END, CASE i WHEN 5 THEN '2024-02-30' WHEN 9 THEN 'soon' ELSE '2024-03-' || CAST(10 + i % 20 AS TEXT) END, CASE WHEN i % 2 = 0 THEN '25/12/19' || CAST(50 + i AS TEXT) ELSE '12/25/19' || CAST(50 + i AS TEXT) END, 'n' || CAST(i AS TEXT) FROM n;
SELECT column_name, inferred_type, confidence, exception_count, suggestion FROM tamis_profile('survey') ORDER BY position;
SELECT column_name, replace(document ->> 'suspected_markers', ' ', '') AS suspected, replace(document ->> 'rivals', ' ', '') AS rivals, replace(document ->> 'hints', ' ', '') AS hints FROM tamis_profile('survey') ORDER BY position;
SELECT column_name, replace(document ->> 'proposed', ' ', '') AS proposed, replace(document ->> 'personal', ' ', '') AS personal FROM tamis_profile('survey') ORDER BY position;
SELECT column_name, replace(document ->> 'exceptions', ' ', '') AS exceptions FROM tamis_profile('survey') ORDER BY position;
-- Dates that contradict each other are exceptions once the column is one of dates all the same.
CREATE TABLE meetings (id INTEGER PRIMARY KEY, held TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
INSERT INTO meetings SELECT i, CASE i WHEN 3 THEN '25/12/2023' WHEN 4 THEN '12/25/2023' WHEN 5 THEN '03/04/2023' WHEN 6 THEN '05/05/2023' WHEN 7 THEN 'oops' ELSE '2024-01-' || CAST(10 + i % 20 AS TEXT) END FROM n;
SELECT inferred_type, exception_count, date_order, replace(document ->> 'exceptions', ' ', '') AS exceptions FROM tamis_profile('meetings') WHERE column_name = 'held';
SELECT replace(document ->> 'exceptions', ' ', '') AS exceptions FROM tamis_profile('(SELECT held FROM meetings)');
-- Numbers, and how they spread.
SELECT replace(document ->> 'number', ' ', '') AS number, replace(document ->> 'distinct', ' ', '') AS distinct_values, replace(document ->> 'entropy', ' ', '') AS entropy, replace(document ->> 'masks', ' ', '') AS masks FROM tamis_profile('meetings') WHERE column_name = 'id';
