-- What an export is checked for before its first row and after its last.
CREATE TABLE tickets (id INTEGER, region TEXT, made DATE, note TEXT);
INSERT INTO tickets VALUES (1, 'eu', '2024-03-05', 'a'), (2, 'eu', '2024-03-31', 'b'), (2, 'EU', NULL, 'c'), (NULL, 'eu', '2024-04-01', 'd'), (NULL, 'eu', '2024-04-01', 'e');

-- Keys: texts are told apart by their bytes, rows with NULL are no duplicates.
SELECT tamis_export('tickets', '@OUT@/key', '{"key": ["id", "region"]}');
SELECT tamis_export('(SELECT * FROM tickets WHERE id IS NOT NULL)', '@OUT@/key', '{"key": ["id", "region"], "compression": "none", "max_ratio": 10}') -> 'validation' -> 'checks' -> 1 ->> 'expected';
SELECT tamis_export('(SELECT * FROM tickets WHERE id IS NOT NULL)', '@OUT@/dup', '{"key": "id"}');
SELECT tamis_export('tickets', '@OUT@/dup', '{"key": "id", "on_invalid": "record"}') -> 'validation' ->> 'duplicate_rows';
SELECT v ->> 'duplicate_check', v ->> 'null_check', v ->> 'null_rows' FROM (SELECT tamis_export('tickets', '@OUT@/dup', '{"key": "id", "on_invalid": "record", "if_exists": "replace"}') -> 'validation' AS v) AS e;
SELECT status, count(*) FROM tamis_verify_export('@OUT@/dup') GROUP BY status;

-- Freshness.
SELECT tamis_export('tickets', '@OUT@/old', '{"max_age": "1000 weeks", "age_column": "made"}') -> 'validation' -> 'checks' -> 0 ->> 'status';
SELECT tamis_export('(SELECT * FROM tickets WHERE made IS NULL)', '@OUT@/none', '{"max_age": "1 day", "age_column": "made"}');
SELECT tamis_export('tickets', '@OUT@/stale', '{"max_age": "1 day", "age_column": "made", "on_invalid": "record"}') -> 'validation' -> 'checks' -> 0 ->> 'status';

-- Ratios and costs.
SELECT tamis_export('(SELECT * FROM tickets)', '@OUT@/ratio', '{"compression": "none", "max_ratio": 0.5}');
SELECT tamis_export('(SELECT * FROM tickets)', '@OUT@/ratio', '{"compression": "none", "min_ratio": 1, "max_ratio": 1}') -> 'validation' -> 'checks' -> 1 ->> 'actual';
SELECT tamis_export('(SELECT 1 AS a)', '@OUT@/cost', '{"cost_per_gb": 0.02, "max_cost": 1}') -> 'validation' -> 'checks' -> 1 ->> 'status';

-- A dry run says what is known beforehand.
SELECT tamis_export('(SELECT * FROM tickets)', '@OUT@/x', '{"dry_run": true, "max_age": "1 day", "age_column": "made", "on_invalid": "record"}') -> 'validation' -> 'checks' -> 1 ->> 'status';

-- Mistakes.
SELECT tamis_export('tickets', '@OUT@/x', '{"key": "nope"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"max_age": "1 day"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"max_age": "soon", "age_column": "made"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"age_column": "made"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"max_age": "1 day", "age_column": "id"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"max_cost": 1}');
SELECT tamis_export('tickets', '@OUT@/x', '{"max_ratio": -1}');
SELECT tamis_export('tickets', '@OUT@/x', '{"on_invalid": "ignore"}');
