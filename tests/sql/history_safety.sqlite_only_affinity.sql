-- A column of an existing target that converts what it is given.
CREATE TABLE ints (id INTEGER, u TEXT, v INTEGER, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
SELECT tamis_scd2_merge('ints', '(SELECT 1 AS id, ''a'' AS u, ''007'' AS v UNION ALL SELECT 2, ''b'', ''x'')', '{"key": "id", "as_of": "2024-01-01"}');
SELECT count(*) FROM ints;
SELECT tamis_scd2_merge('ints', '(SELECT 1 AS id, ''a'' AS u, ''7'' AS v)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
-- A new target keeps the affinity of the source, whatever its words say.
CREATE TABLE odd (id UUID TEXT, d DATE TEXT, t TIMESTAMP VARCHAR(30), p FLOATING POINT, x XML TEXT, b BOOLEAN CHAR(1), m MONEY, n);
INSERT INTO odd VALUES ('007', '007', '007', 1.5, '007', '01', '007', '007'), ('7', '7', '7', 9007199254740993, '7', '1', 'x', 7);
SELECT tamis_scd2_merge('dim_odd', 'odd', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT name, type FROM pragma_table_info('dim_odd');
SELECT id, typeof(id), d, t, p, x, b, typeof(b), m, typeof(m), n, typeof(n) FROM dim_odd ORDER BY id;
SELECT tamis_scd2_merge('dim_odd', 'odd', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'unchanged';
SELECT * FROM tamis_scd2_verify('dim_odd', '{"key": "id"}');
-- Columns called like the row's address, in any case.
CREATE TABLE addressed (id INTEGER, "ROWID" TEXT, _RowId_ TEXT);
INSERT INTO addressed VALUES (1, 'a', '1'), (2, 'b', '1'), (3, 'c', '1');
SELECT tamis_scd2_merge('dim_addressed', 'addressed', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
UPDATE addressed SET "ROWID" = 'z' WHERE id = 2;
DELETE FROM addressed WHERE id = 3;
SELECT tamis_scd2_merge('dim_addressed', 'addressed', '{"key": "id", "as_of": "2024-01-02", "deletes": "close", "max_closed": 0.5}') -> 'counts';
SELECT * FROM tamis_scd2_verify('dim_addressed', '{"key": "id"}');
ALTER TABLE dim_addressed ADD COLUMN "Oid" TEXT;
ALTER TABLE addressed ADD COLUMN "Oid" TEXT;
SELECT tamis_scd2_merge('dim_addressed', 'addressed', '{"key": "id", "as_of": "2024-01-03"}');
-- Keys that the target's collation takes for one: new ones, known ones, and single ones.
CREATE TABLE nocase (n INTEGER, id TEXT COLLATE NOCASE, v INTEGER, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
SELECT tamis_scd2_merge('nocase', '(SELECT 1 AS n, ''a'' AS id, 1 AS v UNION ALL SELECT 1, ''A'', 1)', '{"key": ["n", "id"], "as_of": "2024-01-01"}');
SELECT tamis_scd2_merge('nocase', '(SELECT 1 AS n, ''a'' AS id, 1 AS v UNION ALL SELECT 1, ''a'', 1 UNION ALL SELECT 2, ''A'', 1)', '{"key": ["n", "id"], "as_of": "2024-01-01"}') -> 'counts';
SELECT tamis_scd2_merge('nocase', '(SELECT 1 AS n, ''a'' AS id, 2 AS v UNION ALL SELECT 1, ''A'', 3)', '{"key": ["n", "id"], "mode": "delta", "as_of": "2024-01-02"}');
SELECT tamis_scd2_merge('nocase', '(SELECT 1 AS n, ''A'' AS id, 2 AS v)', '{"key": ["n", "id"], "mode": "delta", "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT n, id, v, valid_from, is_current FROM nocase ORDER BY n, valid_from;
