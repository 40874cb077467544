-- Columns that are text only because they are spoilt: judged by the type that they lean to.
CREATE TABLE impossible (id text, d text);
INSERT INTO impossible WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
  SELECT CAST(i AS text), CASE WHEN i % 3 = 0 THEN '2024-02-30' ELSE '2024-01-01' END FROM n;
CREATE TABLE garbage (d text);
INSERT INTO garbage WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
  SELECT CASE WHEN i % 10 = 0 THEN 'garbage' ELSE '2024-01-01' END FROM n;

-- The profile.
SELECT inferred_type, exception_count FROM tamis_profile('impossible', '{"columns": ["d"]}');
SELECT document -> 'leaning' ->> 'type', document -> 'leaning' ->> 'count',
       document -> 'leaning' ->> 'undecided', document -> 'leaning' ->> 'share',
       document -> 'warnings' ->> 0 FROM tamis_profile('impossible', '{"columns": ["d"]}');
SELECT document -> 'leaning' ->> 'type' FROM tamis_profile('impossible', '{"columns": ["id"]}');
SELECT tamis_profile_agg(d) -> 'leaning' ->> 'count' FROM garbage;

-- The breaker.
SELECT tamis_circuit_breaker('impossible');
SELECT tamis_circuit_breaker('garbage');
SELECT tamis_circuit_breaker('garbage', '{"min_confidence": 0.5, "max_corrupt": 0.1}') ->> 'status';
SELECT tamis_circuit_breaker('garbage', '{"min_confidence": 0.5, "max_corrupt": 0.0999}') ->> 'status';

-- The score and the gate.
SELECT tamis_quality_score('impossible') -> 'rules' -> 4 ->> 'column',
       tamis_quality_score('impossible') -> 'rules' -> 4 ->> 'type',
       tamis_quality_score('impossible') -> 'rules' -> 4 ->> 'passed',
       tamis_quality_score('impossible') -> 'rules' -> 4 ->> 'evaluated';
SELECT tamis_quality_score('impossible') -> 'dimensions' ->> 'validity';
SELECT tamis_quality_score('garbage') -> 'dimensions' ->> 'validity';
SELECT tamis_gate('impossible', NULL, '{"raise": false, "floors": {"validity": 95}}') ->> 'status';
SELECT tamis_gate('garbage', NULL, '{"raise": false, "floors": {"validity": 95}}') ->> 'status';

-- Cleaning keeps the text: nothing is lost.
SELECT tamis_clean_table('garbage', 'garbage_clean') -> 'rows' ->> 'rejected_values';
SELECT count(*) FROM garbage_clean WHERE d = 'garbage';

-- Dates whose order nothing decides, and dates that contradict each other, beside other texts.
CREATE TABLE orders (open_order text, conflict text, zones text);
INSERT INTO orders WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
  SELECT CASE WHEN i % 4 = 0 THEN 'soon' ELSE '03/04/2024' END,
         CASE i % 4 WHEN 0 THEN 'soon' WHEN 1 THEN '31/12/2024' ELSE '12/31/2024' END,
         CASE WHEN i % 4 = 0 THEN '2024-01-01' ELSE '2024-01-01T10:00:00Z' END FROM n;
SELECT tamis_circuit_breaker('orders', '{"raise": false}');

-- What is text by nature leans to nothing: house numbers, codes, remarks.
CREATE TABLE natural_text (house text, code text, long_code text, remark text);
INSERT INTO natural_text WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
  SELECT CAST(i AS text) || CASE WHEN i % 5 < 2 THEN 'b' ELSE '' END,
         CASE WHEN i % 10 = 0 THEN 'oops' WHEN i = 1 THEN '007' ELSE CAST(i AS text) END,
         CASE WHEN i = 1 THEN '1234567890123456789' WHEN i % 10 = 0 THEN 'oops' ELSE CAST(i AS text) END,
         CASE WHEN i % 5 < 2 THEN '2024-01-01' ELSE 'said on day ' || CAST(i AS text) END FROM n;
SELECT column_name, inferred_type, document -> 'leaning' ->> 'type' FROM tamis_profile('natural_text');
SELECT tamis_circuit_breaker('natural_text') ->> 'corrupt';
SELECT tamis_quality_score('natural_text') -> 'dimensions' ->> 'validity';

-- The other types.
CREATE TABLE others (number text, amount text, answer text, guid text);
INSERT INTO others WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
  SELECT CASE WHEN i % 10 = 0 THEN 'oops' ELSE CAST(i AS text) END,
         CASE WHEN i % 10 = 0 THEN 'oops' WHEN i % 2 = 0 THEN CAST(i AS text) ELSE '1.5' END,
         CASE WHEN i % 10 = 0 THEN 'perhaps' ELSE 'yes' END,
         CASE WHEN i % 10 = 0 THEN 'x' ELSE 'a45fe2b0-1234-4abc-8def-1234567890ab' END FROM n;
SELECT column_name, inferred_type, document -> 'leaning' ->> 'type', document -> 'leaning' ->> 'count'
FROM tamis_profile('others');
SELECT tamis_circuit_breaker('others', '{"raise": false}') ->> 'corrupt';

-- Columns that are text by intent.
SELECT tamis_circuit_breaker('garbage', '{"text": ["d"]}');
SELECT tamis_circuit_breaker('others', '{"raise": false, "text": ["number", "answer"]}') ->> 'corrupt';
SELECT tamis_circuit_breaker('orders', '{"text": ["open_order", "conflict", "zones"]}') ->> 'status';
SELECT tamis_circuit_breaker('others', '{"columns": ["guid"], "text": ["number"]}');
SELECT tamis_circuit_breaker('others', '{"text": ["no_such_column"]}');
SELECT tamis_circuit_breaker('others', '{"text": "number"}');
SELECT tamis_circuit_breaker('others', '{"text": [1]}');

-- A share that is small is still told.
CREATE TABLE rare (n text);
INSERT INTO rare WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
  SELECT CASE WHEN i = 1 THEN 'x' ELSE CAST(i AS text) END FROM n;
SELECT tamis_circuit_breaker('rare', '{"max_corrupt": 0, "raise": false}') -> 'reasons' ->> 0;
SELECT tamis_circuit_breaker('rare', '{"max_corrupt": 0, "raise": false}') -> 'reasons' ->> 1;
