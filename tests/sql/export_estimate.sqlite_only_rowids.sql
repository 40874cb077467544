-- The size is guessed from the largest rowid, and counted where that says too much.
CREATE TABLE dense (id INTEGER PRIMARY KEY, note TEXT);
INSERT INTO dense WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT 1000 + i, 'abcdef' FROM n;
CREATE TABLE sparse (id INTEGER PRIMARY KEY, note TEXT);
INSERT INTO sparse VALUES (9000000000000000000, 'x'), (9000000000000000001, 'y');
CREATE TABLE bare (id INTEGER PRIMARY KEY) WITHOUT ROWID;
INSERT INTO bare VALUES (1);
CREATE TABLE empty (id INTEGER);

SELECT tamis_export('dense', '@OUT@/x', '{"dry_run": true}') -> 'validation' -> 'checks' -> 0;
SELECT tamis_export('sparse', '@OUT@/x', '{"dry_run": true}') -> 'validation' -> 'checks' -> 0;
SELECT tamis_export('bare', '@OUT@/x', '{"dry_run": true}') -> 'validation' -> 'checks' -> 0;
SELECT tamis_export('empty', '@OUT@/x', '{"dry_run": true}') -> 'validation' -> 'checks' -> 0;

-- Costs and space.
SELECT tamis_export('dense', '@OUT@/x', '{"dry_run": true, "cost_per_gb": 1000000, "check_free_space": false}') -> 'validation' -> 'checks' -> 1;
SELECT tamis_export('dense', '@OUT@/x', '{"cost_per_gb": 1000000, "max_cost": 0.5}');
SELECT tamis_export('dense', '@OUT@/x', '{"dry_run": true}') -> 'validation' -> 'checks' -> 1 ->> 'status';
