-- Single answers of a sketch.
CREATE TABLE t (n TEXT, d TEXT, z TEXT, w TEXT, b TEXT, i INTEGER);
WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 101)
INSERT INTO t SELECT CASE WHEN i = 7 THEN 'n/a' ELSE CAST(i AS TEXT) || ',5' END,
  '2024-0' || CAST(1 + i % 3 AS TEXT) || '-15', '2024-01-05 10:00:00+02:00', 'w' || CAST(i % 3 AS TEXT),
  CASE WHEN i > 1 THEN '' END, i FROM s;
SELECT tamis_distinct(tamis_sketch(n)), tamis_distinct(tamis_sketch(d)), tamis_distinct(tamis_sketch(b)), tamis_distinct(tamis_sketch(i)) FROM t;
SELECT tamis_quantile(s, 0), tamis_quantile(s, 0.25), tamis_quantile(s, 0.5), tamis_quantile(s, 1) FROM (SELECT tamis_sketch(n) AS s FROM t) AS q;
SELECT tamis_quantile(s, 0), tamis_quantile(s, 0.5), tamis_quantile(s, 1) FROM (SELECT tamis_sketch(i) AS s FROM t) AS q;
SELECT tamis_quantile(s, 0), tamis_quantile(s, 0.5), tamis_quantile(s, 1) FROM (SELECT tamis_sketch(d) AS s FROM t) AS q;
SELECT tamis_quantile(tamis_sketch(z), 0.5), tamis_quantile(tamis_sketch(w), 0.5), tamis_quantile(tamis_sketch(b), 0.5) FROM t;
SELECT tamis_top(tamis_sketch(w), 2), tamis_top(tamis_sketch(b), 5), tamis_top(tamis_sketch(d), 1) FROM t;
-- An order of dates, and a decimal mark, that the column decides.
SELECT tamis_quantile(tamis_sketch(v), 0.5) FROM (SELECT '13/04/2024' AS v UNION ALL SELECT '03/04/2024' UNION ALL SELECT '02/05/2024') AS q;
SELECT tamis_quantile(tamis_sketch(v), 1) FROM (SELECT '1.234,50' AS v UNION ALL SELECT '1.234' UNION ALL SELECT '7') AS q;
SELECT tamis_quantile(tamis_sketch(v), 1) FROM (SELECT '2024-01-05 10:00:00.25' AS v UNION ALL SELECT '2024-01-05') AS q;
-- Beyond what is known exactly.
CREATE TABLE many AS WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 20000) SELECT i, 'x' || CAST(i AS TEXT) AS x, CASE WHEN i % 4 = 0 THEN 'often' ELSE 'x' || CAST(i AS TEXT) END AS y FROM s;
SELECT CASE WHEN tamis_distinct(tamis_sketch(i)) BETWEEN 19600 AND 20400 THEN 'near' END, CASE WHEN CAST(tamis_quantile(tamis_sketch(i), 0.5) AS INTEGER) BETWEEN 9880 AND 10120 THEN 'near' END, tamis_quantile(tamis_sketch(i), 0), tamis_quantile(tamis_sketch(i), 1) FROM many;
SELECT tamis_top(tamis_sketch(x), 3), tamis_top(tamis_sketch(y), 3) -> 0 ->> 'value' FROM many;
-- Nothing, and what is refused.
SELECT tamis_distinct(NULL), tamis_quantile(NULL, 0.5), tamis_quantile(tamis_sketch(i), NULL), tamis_top(tamis_sketch(i), NULL) FROM t;
SELECT tamis_quantile(tamis_sketch(i), 1.5) FROM t;
SELECT tamis_quantile(tamis_sketch(i), -0.1) FROM t;
SELECT tamis_top(tamis_sketch(i), 0) FROM t;
SELECT tamis_top(tamis_sketch(i), 201) FROM t;
