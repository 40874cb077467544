-- Refusals, small tables and stored sketches.
CREATE TABLE a (id INTEGER, "odd ""name" TEXT, v TEXT);
CREATE TABLE b (id INTEGER, "odd ""name" TEXT, v TEXT);
SELECT column_name, measure, value, severity FROM tamis_drift('a', 'b');
INSERT INTO a VALUES (1, 'é', NULL);
SELECT column_name, measure, value, severity FROM tamis_drift('a', 'b') WHERE severity <> 'none';
INSERT INTO b VALUES (1, 'é', ''), (2, 'ü', 'x');
SELECT column_name, measure, before, after, value, severity FROM tamis_drift('a', 'b', '{"columns": ["odd \"name"]}') WHERE measure <> 'declared_type';
SELECT tamis_drift_of((SELECT tamis_sketch(v) FROM a), (SELECT tamis_sketch(v) FROM b));
SELECT tamis_drift_of(NULL, (SELECT tamis_sketch(v) FROM b));
SELECT count(*) FROM tamis_drift('nowhere', 'b');
SELECT count(*) FROM tamis_drift('a', '(SELECT 1 AS x, 2 AS x)');
SELECT count(*) FROM tamis_drift('a', 'b', '{"columns": ["idd"]}');
SELECT count(*) FROM tamis_drift('a', 'b', '{"exclude": 3}');
SELECT count(*) FROM tamis_drift('a', 'b', '{"threshold": {}}');
SELECT count(*) FROM tamis_drift('a', 'b', '{"thresholds": {"psi": {"warning": -1}}}');
SELECT count(*) FROM tamis_drift('a', 'b', '{"before_stored": true}');
SELECT count(*) FROM tamis_drift(NULL, 'b');
-- Stored parts: no row is read.
CREATE TABLE days (day TEXT, amount INTEGER);
INSERT INTO days VALUES ('2024-03-01', 1), ('2024-03-01', 2), ('2024-03-01', 3), ('2024-03-02', 101), ('2024-03-02', 102), ('2024-03-02', 103);
SELECT tamis_profile_update('days', '{"by": "day"}') -> 'status' AS status;
SELECT column_name, measure, before, after, value, severity FROM tamis_drift('days', 'days', '{"before_part": "2024-03-01", "after_part": "2024-03-02", "columns": "amount"}') WHERE measure <> 'declared_type';
SELECT count(*) FROM tamis_drift('days', 'days', '{"before_part": "2024-03-09"}');
SELECT count(*) FROM tamis_drift('days', '(SELECT * FROM days)', '{"after_stored": true}');
SELECT column_name, measure, value FROM tamis_drift('days', 'days', '{"before_stored": true}') WHERE severity <> 'none';
-- More texts than a sketch keeps: grouped by the engine.
CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) SELECT i, 'name ' || CAST(i % 300 AS TEXT) AS name FROM n;
CREATE TABLE fewer AS SELECT i, name FROM many WHERE name NOT IN ('name 7', 'name 8', 'name 9');
INSERT INTO fewer VALUES (0, 'NAME 7'), (0, 'NAME 7'), (0, 'N/A'), (0, NULL), (0, '');
SELECT measure, value, severity, detail FROM tamis_drift('many', 'fewer', '{"columns": "name"}') WHERE measure IN ('psi', 'cramers_v', 'jensen_shannon', 'new_categories', 'lost_categories');
SELECT measure, value, detail FROM tamis_drift('many', 'fewer', '{"columns": "name", "max_categories": 250}') WHERE measure = 'psi';
