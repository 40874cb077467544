-- Schema changes and deletions at once (dbt: test_ephemeral_snapshot_hard_deletes.py).
CREATE TABLE c (id INTEGER, first_name TEXT, email TEXT, updated_at TEXT);
INSERT INTO c VALUES (1, 'Ada', 'a@x', '2024-01-01'), (2, 'Bob', 'b@x', '2024-01-01'), (3, 'Cy', 'c@x', '2024-01-01');

-- E1, E4: a column comes and a row goes in one step. Six rows; the deletion holds NULL in the column.
SELECT replace(CAST(tamis_scd2_merge('e4', 'c', '{"key": "id", "exclude": "updated_at", "deletes": "tombstone", "max_closed": 0.5, "as_of": "2024-02-01"}') -> 'counts' AS text), ' ', '');
ALTER TABLE c ADD COLUMN note TEXT;
UPDATE c SET note = 'n' || id;
DELETE FROM c WHERE id = 3;
SELECT replace(CAST(tamis_scd2_merge('e4', 'c', '{"key": "id", "exclude": "updated_at", "deletes": "tombstone", "max_closed": 0.5, "as_of": "2024-02-02", "new_columns": "add"}') -> 'counts' AS text), ' ', '');
SELECT id, first_name, note, valid_from, valid_to, CASE WHEN is_deleted THEN 'deleted' ELSE 'there' END FROM e4 ORDER BY id, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('e4', '{"key": "id", "exclude": "updated_at", "names": {"is_deleted": "is_deleted"}}');
-- Dry run: nothing is added.
ALTER TABLE c ADD COLUMN more INTEGER;
SELECT tamis_scd2_merge('e4', 'c', '{"key": "id", "exclude": "updated_at", "deletes": "tombstone", "max_closed": 0.5, "new_columns": "add", "as_of": "2024-02-03", "dry_run": true}');
-- Ignored, it is left out.
SELECT tamis_scd2_merge('e4', 'c', '{"key": "id", "exclude": "updated_at", "deletes": "tombstone", "max_closed": 0.5, "new_columns": "ignore", "as_of": "2024-02-03"}');

-- E2: the timestamp strategy.
DROP TABLE c;
CREATE TABLE c (id INTEGER, first_name TEXT, email TEXT, updated_at TEXT);
INSERT INTO c VALUES (1, 'Ada', 'a@x', '2024-01-01'), (2, 'Bob', 'b@x', '2024-01-01'), (3, 'Cy', 'c@x', '2024-01-01');
SELECT replace(CAST(tamis_scd2_merge('e2', 'c', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at"}') -> 'counts' AS text), ' ', '');
ALTER TABLE c ADD COLUMN note TEXT DEFAULT 'x';
SELECT replace(CAST(tamis_scd2_merge('e2', 'c', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "new_columns": "add"}') -> 'counts' AS text), ' ', '');
UPDATE c SET updated_at = '2024-01-02' WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('e2', 'c', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "new_columns": "add"}') -> 'counts' AS text), ' ', '');
SELECT id, note, valid_from, valid_to FROM e2 ORDER BY id, valid_from;

-- E3: a column outside the tracked ones is added and makes no version.
DROP TABLE c;
CREATE TABLE c (id INTEGER, first_name TEXT, email TEXT, updated_at TEXT);
INSERT INTO c VALUES (1, 'Ada', 'a@x', '2024-01-01'), (2, 'Bob', 'b@x', '2024-01-01'), (3, 'Cy', 'c@x', '2024-01-01');
SELECT replace(CAST(tamis_scd2_merge('e3', 'c', '{"key": "id", "track": ["first_name", "email"], "as_of": "2024-02-01"}') -> 'counts' AS text), ' ', '');
ALTER TABLE c ADD COLUMN note TEXT DEFAULT 'x';
SELECT tamis_scd2_merge('e3', 'c', '{"key": "id", "track": ["first_name", "email"], "new_columns": "add", "as_of": "2024-02-02"}');
SELECT count(*), count(note) FROM e3;

-- E6: the new columns of old versions, filled or not. NULL in the source stays NULL.
CREATE TABLE p (a INTEGER, b TEXT, v INTEGER);
INSERT INTO p VALUES (1, 'x', 1), (1, 'y', 1), (2, 'x', 1);
SELECT replace(CAST(tamis_scd2_merge('off', 'p', '{"key": ["a", "b"], "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('filled', 'p', '{"key": ["a", "b"], "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE p SET v = 2 WHERE a = 1;
SELECT replace(CAST(tamis_scd2_merge('off', 'p', '{"key": ["a", "b"], "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('filled', 'p', '{"key": ["a", "b"], "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
ALTER TABLE p ADD COLUMN n1 TEXT;
ALTER TABLE p ADD COLUMN n2 INTEGER;
UPDATE p SET n1 = a || b, n2 = a WHERE b = 'x';
SELECT replace(CAST(tamis_scd2_merge('off', 'p', '{"key": ["a", "b"], "new_columns": "add", "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('filled', 'p', '{"key": ["a", "b"], "new_columns": "add", "backfill_new": true, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT a, b, v, n1, n2, valid_from, valid_to FROM off ORDER BY a, b, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('off', '{"key": ["a", "b"], "gaps": "report"}');
SELECT a, b, v, n1, n2, valid_from, valid_to FROM filled ORDER BY a, b, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('filled', '{"key": ["a", "b"], "gaps": "report"}');
