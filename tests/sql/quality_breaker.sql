-- The circuit breaker: what trips it, what does not, and what the verdict counts.
CREATE TABLE "Odd täble ""x""" (id text, "due on" text, amount text, note text);
INSERT INTO "Odd täble ""x""" VALUES
  ('1', '2024-01-31', '10.50', 'a'), ('2', '2024-02-29', '1,200.00', ''),
  ('3', '', 'N/A', NULL), ('4', '2024-03-01', '7', 'b');
-- Missing values are not corrupt.
SELECT tamis_circuit_breaker('"Odd täble ""x"""') ->> 'status';
SELECT tamis_circuit_breaker('"Odd täble ""x"""') ->> 'present';
SELECT tamis_circuit_breaker('"Odd täble ""x"""') ->> 'corrupt';

-- Nine bad values pass every ratio, and stand in the document.
CREATE TABLE nine (d text);
INSERT INTO nine WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
  SELECT CASE WHEN i <= 9 THEN '2024-02-30' ELSE '2024-02-' || substr(CAST(110 + i % 19 AS text), 2) END FROM n;
SELECT tamis_circuit_breaker('nine');

-- Dates that nothing decides.
CREATE TABLE undecided (d text, n text);
INSERT INTO undecided VALUES ('03/04/2024', '1'), ('05/06/2024', '2'), ('07/08/2024', '3');
SELECT tamis_circuit_breaker('undecided');
SELECT tamis_circuit_breaker('undecided', '{"raise": false}') -> 'reasons' ->> 0;
SELECT tamis_circuit_breaker('undecided', '{"raise": false}') -> 'reasons' ->> 1;
SELECT tamis_circuit_breaker('undecided', '{"raise": false}') ->> 'status';
SELECT tamis_circuit_breaker('undecided', '{"raise": false}') ->> 'corrupt_ratio';
SELECT tamis_circuit_breaker('undecided', '{"columns": ["n"]}') ->> 'status';
SELECT tamis_circuit_breaker('undecided', '{"max_corrupt": 1}') ->> 'status';

-- Dates that contradict each other.
CREATE TABLE conflict (d text);
INSERT INTO conflict VALUES ('31/12/2024'), ('12/31/2024'), ('03/04/2024'), ('2024-01-01');
SELECT tamis_circuit_breaker('conflict', '{"raise": false}') -> 'reasons' ->> 0;
SELECT tamis_circuit_breaker('conflict', '{"raise": false}') -> 'reasons' ->> 1;
SELECT tamis_circuit_breaker('conflict', '{"raise": false}') -> 'columns' -> 0 ->> 'date_order';

-- A typed column with exceptions in few rows: too little confidence.
CREATE TABLE few (n text);
INSERT INTO few WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
  SELECT CASE WHEN i = 30 THEN 'x' ELSE CAST(i AS text) END FROM n;
SELECT tamis_circuit_breaker('few');
SELECT tamis_circuit_breaker('few', '{"min_confidence": 0.5}') ->> 'exceptions';

-- Views, queries, empty tables.
CREATE VIEW clean_view AS SELECT n FROM undecided;
SELECT tamis_circuit_breaker('clean_view') ->> 'status';
SELECT tamis_circuit_breaker('(SELECT n FROM undecided WHERE n > ''1'')') ->> 'present';
CREATE TABLE hollow (a text);
SELECT tamis_circuit_breaker('hollow');

-- Mistakes.
SELECT tamis_circuit_breaker('no_such_table');
SELECT tamis_circuit_breaker('');
SELECT tamis_circuit_breaker('nine', '{"max_corupt": 0.1}');
SELECT tamis_circuit_breaker('nine', '{"max_corrupt": 20}');
SELECT tamis_circuit_breaker('nine', '{"max_corrupt": "0.2"}');
SELECT tamis_circuit_breaker('nine', '{"columns": ["e"]}');
SELECT tamis_circuit_breaker('nine', '{"raise": 0}');
SELECT tamis_circuit_breaker('(SELECT d AS a, d AS a FROM nine)');
