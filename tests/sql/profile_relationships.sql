-- Pairs that are keys, correlations, dependencies: counted by the engine, checked with plain SQL.
CREATE TABLE trips (id integer, "line no" integer, stop integer, "ci""ty" text, zip text, country text, km double precision, fare text, year integer);
INSERT INTO trips VALUES
  (1, 1, 1, 'Zürich', '8001', 'CH', 1.5, '3,20', 2021), (2, 1, 2, 'Zürich', '8002', 'CH', 2.5, '5,20', 2021),
  (3, 1, 3, 'Bern', '3001', 'CH', 3.5, '7,20', 2022), (4, 2, 1, 'Bern', '3001', 'CH', 4.5, '9,20', 2022),
  (5, 2, 2, 'Basel', '4001', 'CH', 5.5, '11,20', 2023), (6, 2, 3, 'Berlin', '10115', 'DE', 6.5, '13,20', 2023),
  (7, 3, 1, 'Berlin', '10115', 'DE', 7.5, '15,20', 2024), (8, 3, 2, 'Zurich', '8001', 'CH', 8.5, '17,20', 2024),
  (9, 3, 3, NULL, '10115', NULL, NULL, 'free', 2025), (10, 4, 1, 'Wien', NULL, 'AT', 10.5, '21,20', 2025);
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('trips', '{"key_pairs": true}') WHERE position = 1;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('trips', '{"key_pairs": ["line no", "stop"]}') WHERE position = 1;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('trips', '{"key_pairs": ["zip", "country", "ci\"ty"]}') WHERE position = 1;
SELECT count(*) AS n, sum(n) - count(*) AS repeated FROM (SELECT count(*) AS n FROM trips WHERE zip IS NOT NULL AND country IS NOT NULL GROUP BY zip, country) AS g;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('trips', '{"dependencies": ["zip", "ci\"ty"]}') WHERE position = 1;
SELECT sum(n), sum(n) - sum(m) FROM (SELECT sum(c) AS n, max(c) AS m FROM (SELECT zip, "ci""ty", count(*) AS c FROM trips WHERE zip IS NOT NULL GROUP BY zip, "ci""ty") AS g GROUP BY zip) AS h;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('trips', '{"dependencies": true, "columns": ["ci\"ty", "zip", "country", "id"]}') WHERE position = 1;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('trips', '{"correlations": ["km", "fare", "year", "id"]}') WHERE position = 1;
-- The oracle of km and year, in plain sums.
SELECT count(*), round(CAST((count(*) * sum(km * year) - sum(km) * sum(year)) / sqrt((count(*) * sum(km * km) - sum(km) * sum(km)) * (count(*) * sum(CAST(year AS double precision) * year) - sum(CAST(year AS double precision)) * sum(year))) AS numeric), 6) FROM trips WHERE km IS NOT NULL;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('trips', '{"correlations": ["ci\"ty", "country"]}') WHERE position = 1;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('trips', '{"correlations": true, "columns": ["stop", "km", "country"]}') WHERE position = 1;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('(SELECT i % 2 AS flag, CASE WHEN i % 3 = 0 THEN ''x'' ELSE ''y'' END AS kind, CASE WHEN i % 6 < 3 THEN ''low'' ELSE ''high'' END AS half FROM (SELECT "line no" * 3 + stop AS i FROM trips UNION ALL SELECT id FROM trips) AS x)', '{"correlations": true}') WHERE position = 1;
-- Far from zero, naive sums cancel to noise.
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('(SELECT 1000000000000 + id AS a, 2000000000000 - 3 * id AS b, 7 AS c FROM trips)', '{"correlations": true}') WHERE position = 1;
-- Views and queries; a dependency that some rows break, told without being named; two thousand rows.
CREATE TABLE sold (item integer, name text, shop integer, day integer);
INSERT INTO sold WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
  SELECT i % 40, CASE WHEN i IN (41, 82) THEN 'wrong' ELSE 'item ' || (i % 40) END, i % 7, i / 7 FROM n;
CREATE VIEW seen AS SELECT * FROM sold;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('seen', '{"dependencies": true, "key_pairs": true, "correlations": ["item", "shop"]}') WHERE position = 1;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('(SELECT * FROM sold WHERE item = 1)', '{"dependencies": ["item", "name"]}') WHERE position = 1;
-- Nothing to say.
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('(SELECT * FROM sold WHERE item > 100)', '{"dependencies": true, "key_pairs": true, "correlations": true}') WHERE position = 1;
SELECT replace(replace(document ->> 'relationships', ': ', ':'), ', ', ',') FROM tamis_profile('(SELECT * FROM sold WHERE item > 100)', '{"dependencies": ["item", "name"], "key_pairs": ["item", "name"], "correlations": ["item", "name"]}') WHERE position = 1;
SELECT count(*) FROM tamis_profile('sold', '{"dependencies": false, "key_pairs": false}') WHERE document ->> 'relationships' IS NOT NULL;
SELECT count(*) FROM tamis_profile('sold', '{"dependencies": true}') WHERE document ->> 'relationships' IS NOT NULL;
-- Refusals.
SELECT count(*) FROM tamis_profile('sold', '{"dependencies": "item"}');
SELECT count(*) FROM tamis_profile('sold', '{"dependencies": ["item", "none"]}');
SELECT count(*) FROM tamis_profile('sold', '{"columns": ["item", "shop"], "key_pairs": ["item", "day"]}');
SELECT count(*) FROM tamis_profile('sold', '{"correlations": 1}');
SELECT count(*) FROM tamis_profile('sold', '{"stored": true, "correlations": true}');
SELECT count(*) FROM tamis_profile('(SELECT i AS a, i AS b, i AS c, i AS d, i AS e, i AS f, i AS g, i AS h, i AS j, i AS k, i AS l, i AS m, i AS n, i AS o, i AS p, i AS q, i AS r, i AS s, i AS t, i AS u, i AS v FROM (SELECT id % 3 AS i FROM trips) AS x)', '{"dependencies": true}');
