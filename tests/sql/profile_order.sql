-- How columns run along the rows of their table; asked for with "order".
CREATE TABLE "odd ""log" (id INTEGER PRIMARY KEY, seen TEXT, day TEXT, amount TEXT, level TEXT, "no ""te" TEXT, same TEXT, one TEXT);
INSERT INTO "odd ""log" VALUES
  (5, '2024-01-05', '05/01/2024', '10.5', '5', 'b', 'x', NULL),
  (1, '2024-01-01', '25/12/2023', '9', '900', 'a', 'x', NULL),
  (2, '2024-01-02', '01/01/2024', '9.00', '80', 'a', 'x', 'only'),
  (3, '2024-01-03', '02/01/2024', 'N/A', '7', NULL, 'x', NULL),
  (4, '2024-01-03', '03/01/2024', '10', '6', 'Z', 'x', NULL);
-- Numbers compare as numbers, dates by the order that the column decides, texts by their bytes.
SELECT column_name, document -> 'order' ->> 'ascending' AS up, document -> 'order' ->> 'descending' AS down, document -> 'order' ->> 'equal' AS equal, document -> 'order' ->> 'sorted' AS sorted, document -> 'order' -> 'strictly' AS strictly FROM tamis_profile('"odd ""log"', '{"order": true}') ORDER BY position;
-- Of some columns only.
SELECT column_name, document -> 'order' ->> 'sorted' AS sorted FROM tamis_profile('"odd ""log"', '{"order": ["id", "no \"te"]}') ORDER BY position;
-- A query has the order it gives.
SELECT column_name, document -> 'order' ->> 'sorted' AS sorted FROM tamis_profile('(SELECT id, level FROM "odd ""log" ORDER BY id DESC)', '{"order": true}') ORDER BY position;
CREATE TABLE no_rows (a TEXT);
SELECT document -> 'order' ->> 'sorted' AS sorted, document -> 'order' ->> 'equal' AS equal FROM tamis_profile('no_rows', '{"order": true}');
SELECT column_name FROM tamis_profile('"odd ""log"', '{"order": ["x"]}');
SELECT column_name FROM tamis_profile('"odd ""log"', '{"columns": ["id"], "order": ["day"]}');
SELECT column_name FROM tamis_profile('"odd ""log"', '{"order": []}');
