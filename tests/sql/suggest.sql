-- tamis_contract_suggest: what is drafted of odd tables, and what is refused.
SELECT tamis_contract_suggest(NULL);
SELECT tamis_contract_suggest('nowhere');
CREATE TABLE hollow (a text);
SELECT tamis_contract_suggest('hollow');
SELECT tamis_contract_suggest('hollow', '{"tabels": ["x"]}');
SELECT tamis_contract_suggest('hollow', '{"confidence": 2}');
SELECT tamis_contract_suggest('hollow', '{"columns": ["b"]}');
SELECT tamis_contract_suggest('hollow', '{"tables": ["nowhere"]}');
-- few rows support little
CREATE TABLE few (id integer, "odd ""name" text);
INSERT INTO few VALUES (1, 'x'), (2, NULL), (3, '');
SELECT tamis_contract_suggest('few');
SELECT tamis_contract_suggest('(SELECT 1 AS a UNION ALL SELECT 2)');
-- nothing but missing values
CREATE TABLE absent (a text);
INSERT INTO absent VALUES (NULL), (''), ('N/A');
SELECT tamis_contract_suggest('absent');
-- a dependency, a typing error, a set, a range, a key
CREATE TABLE "visits ü" (id integer, "City" text, zip text, amount text);
INSERT INTO "visits ü"
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 399)
  SELECT i, CASE WHEN i = 77 THEN 'Genxva' WHEN i % 3 = 0 THEN 'Zürich' WHEN i % 3 = 1 THEN 'Bern'
                 ELSE 'Geneva' END,
         CAST(8000 + i % 24 AS text),
         CASE WHEN i = 5 THEN '12x' ELSE CAST(50 + (i * 7) % 40 AS text) END
  FROM n;
SELECT tamis_contract_suggest('"visits ü"');
SELECT tamis_contract_suggest('"visits ü"', '{"columns": ["City"]}');
-- a foreign key by inclusion, of a name that agrees and of texts
CREATE TABLE cities (name text PRIMARY KEY);
INSERT INTO cities VALUES ('Zürich'), ('Bern'), ('Geneva'), ('Basel');
CREATE TABLE trips (trip integer, cities_name text);
INSERT INTO trips WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99)
  SELECT i, CASE WHEN i % 2 = 0 THEN 'Bern' ELSE 'Basel' END FROM n;
SELECT tamis_contract_suggest('trips', '{"tables": ["cities"]}');
-- a name with a space and quotes, and a table of NULLs
CREATE TABLE "it's a ""table""" (a text, b integer);
INSERT INTO "it's a ""table""" VALUES (NULL, NULL), (NULL, NULL), (NULL, NULL);
SELECT tamis_contract_suggest('"it''s a ""table"""');
SELECT tamis_contract_suggest('it''s a "table"');
-- a clean table keeps its own suggestion, whatever its columns are called
CREATE TABLE "neat ""größe"" 表" ("ключ" integer PRIMARY KEY, "größe in cm" text, "日付" text, "Straße" text, "the ""rest""" text);
INSERT INTO "neat ""größe"" 表"
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 299)
  SELECT i, CAST(150 + (i * 7) % 50 AS text), '2024-' || CASE WHEN i % 12 < 9 THEN '0' ELSE '' END || CAST(1 + i % 12 AS text) || '-15',
         CASE i % 3 WHEN 0 THEN 'Größenweg' WHEN 1 THEN 'Straße des Friedens' ELSE 'Łódzka' END,
         CASE WHEN i % 5 = 0 THEN NULL ELSE 'note ' || CAST(i * 37 % 300 AS text) END
  FROM n;
SELECT tamis_contract_suggest('"neat ""größe"" 表"');
SELECT CASE WHEN count(*) > 10 THEN 'more than 10' END, sum(failed), sum(CASE WHEN status NOT IN ('pass', 'skip') THEN 1 ELSE 0 END)
  FROM tamis_check('"neat ""größe"" 表"', (SELECT tamis_contract_suggest('"neat ""größe"" 表"')));
-- what is wrong in a table breaks its suggestion
SELECT rule, status, failed FROM tamis_check('"visits ü"', (SELECT tamis_contract_suggest('"visits ü"')))
  WHERE status NOT IN ('pass', 'skip') ORDER BY rule;
-- those without rows or values break nothing either
SELECT status, count(*) FROM tamis_check('hollow', (SELECT tamis_contract_suggest('hollow'))) GROUP BY status;
SELECT status, count(*) FROM tamis_check('"it''s a ""table"""', (SELECT tamis_contract_suggest('"it''s a ""table"""'))) GROUP BY status ORDER BY status;
-- a suggestion is a contract to register and to go by
SELECT tamis_contract_put('neat', (SELECT tamis_contract_suggest('"neat ""größe"" 表"'))) ->> 'contract_version';
SELECT count(*) FROM tamis_check('"neat ""größe"" 表"', '"neat"') WHERE status NOT IN ('pass', 'skip');
