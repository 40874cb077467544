-- In SQLite a sketch is a BLOB, so anything may come as one. PostgreSQL's type refuses on input.
SELECT tamis_profile_of(x'');
SELECT tamis_profile_of(x'54534B');
SELECT tamis_profile_of(x'54534B01');
SELECT tamis_profile_of(x'54534B0380');
SELECT tamis_profile_of('text');
SELECT tamis_profile_of(substr((SELECT tamis_sketch('a')), 1, 20));
SELECT hex(tamis_sketch(v)) FROM (SELECT 'a' AS v UNION ALL SELECT 'a');
SELECT tamis_merge_sketch(x'00') IS NULL;
-- One column may hold every storage class.
CREATE TABLE mixed (v);
INSERT INTO mixed VALUES (1), (2.5), ('x'), (x'0061'), (NULL);
SELECT inferred_type, distinct_count, document -> 'warnings' FROM tamis_profile('mixed');
-- What is stored decides, not what its text would be: a query that finds the exceptions again.
CREATE TABLE stored (v);
INSERT INTO stored WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i FROM n;
INSERT INTO stored VALUES (x'37'), (9223372036854775807), ('abc'), (x''), (NULL);
SELECT inferred_type, exception_count, document ->> 'exceptions_sql' FROM tamis_profile('stored');
SELECT rowid AS row, v AS value FROM stored WHERE CASE typeof("v") WHEN 'blob' THEN length("v") > 0 WHEN 'integer' THEN 0 ELSE tamis_type(CAST("v" AS TEXT)) NOT IN ('empty', 'blank', 'missing', 'integer') END ORDER BY 1;
