-- Scenarios of dbt's simple_snapshot suite: sets of current and closed ids.
CREATE TABLE seed (id INTEGER, first_name TEXT, last_name TEXT, email TEXT, updated_at DATE);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
INSERT INTO seed SELECT i, 'first ' || i, 'last ' || i, i || '@example.com', NULL FROM n;
UPDATE seed SET updated_at = '2016-08-20';
CREATE TABLE fact (id INTEGER, first_name TEXT, last_name TEXT, email TEXT, updated_at DATE);
INSERT INTO fact SELECT * FROM seed WHERE id <= 20;
-- Shown: how many are current, from which id to which, then the closed ones.
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT count(CASE WHEN valid_to IS NULL THEN 1 END), min(CASE WHEN valid_to IS NULL THEN id END), max(CASE WHEN valid_to IS NULL THEN id END), count(valid_to), min(CASE WHEN valid_to IS NOT NULL THEN id END), max(CASE WHEN valid_to IS NOT NULL THEN id END) FROM snap;

-- B1: updates.
UPDATE fact SET updated_at = '2016-08-21' WHERE id >= 16;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT count(CASE WHEN valid_to IS NULL THEN 1 END), min(CASE WHEN valid_to IS NULL THEN id END), max(CASE WHEN valid_to IS NULL THEN id END), count(valid_to), min(CASE WHEN valid_to IS NOT NULL THEN id END), max(CASE WHEN valid_to IS NOT NULL THEN id END) FROM snap;

-- B2: inserts.
DROP TABLE snap;
DELETE FROM fact;
INSERT INTO fact SELECT * FROM seed WHERE id <= 20;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
INSERT INTO fact SELECT * FROM seed WHERE id > 20;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT count(CASE WHEN valid_to IS NULL THEN 1 END), min(CASE WHEN valid_to IS NULL THEN id END), max(CASE WHEN valid_to IS NULL THEN id END), count(valid_to), min(CASE WHEN valid_to IS NOT NULL THEN id END), max(CASE WHEN valid_to IS NOT NULL THEN id END) FROM snap;

-- B3: deletes.
DROP TABLE snap;
DELETE FROM fact;
INSERT INTO fact SELECT * FROM seed WHERE id <= 20;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
DELETE FROM fact WHERE id >= 16;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT count(CASE WHEN valid_to IS NULL THEN 1 END), min(CASE WHEN valid_to IS NULL THEN id END), max(CASE WHEN valid_to IS NULL THEN id END), count(valid_to), min(CASE WHEN valid_to IS NOT NULL THEN id END), max(CASE WHEN valid_to IS NOT NULL THEN id END) FROM snap;

-- B4: three of them come back as they were. They begin when they were closed, not before (see also P5).
INSERT INTO fact SELECT * FROM seed WHERE id BETWEEN 16 AND 18;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT count(CASE WHEN valid_to IS NULL THEN 1 END), min(CASE WHEN valid_to IS NULL THEN id END), max(CASE WHEN valid_to IS NULL THEN id END), count(valid_to), min(CASE WHEN valid_to IS NOT NULL THEN id END), max(CASE WHEN valid_to IS NOT NULL THEN id END) FROM snap;
SELECT id, valid_from, valid_to FROM snap WHERE id >= 16 ORDER BY id, valid_from;
-- Seen again, they are known.
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-04"}') -> 'counts' AS text), ' ', '');
SELECT problem, key_value FROM tamis_scd2_verify('snap', '{"key": "id", "exclude": "updated_at"}');

-- B5: a new column, filled in half of the rows.
DROP TABLE snap;
DELETE FROM fact;
INSERT INTO fact SELECT * FROM seed WHERE id <= 20;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
ALTER TABLE fact ADD COLUMN full_name TEXT;
UPDATE fact SET full_name = first_name || ' ' || last_name, updated_at = '2016-08-21' WHERE id > 10;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02", "new_columns": "add"}') -> 'counts' AS text), ' ', '');
SELECT count(CASE WHEN valid_to IS NULL THEN 1 END), min(CASE WHEN valid_to IS NULL THEN id END), max(CASE WHEN valid_to IS NULL THEN id END), count(valid_to), min(CASE WHEN valid_to IS NOT NULL THEN id END), max(CASE WHEN valid_to IS NOT NULL THEN id END) FROM snap;
SELECT id, full_name, valid_from, valid_to FROM snap WHERE id IN (10, 11) ORDER BY id, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('snap', '{"key": "id", "exclude": "updated_at"}');

-- B6: check of the e-mail alone.
DROP TABLE snap;
DROP TABLE fact;
CREATE TABLE fact AS SELECT * FROM seed WHERE id <= 20;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "track": "email", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE fact SET last_name = 'other' WHERE id <= 10;
UPDATE fact SET email = 'new' || id WHERE id BETWEEN 6 AND 15;
SELECT replace(CAST(tamis_scd2_merge('snap', 'fact', '{"key": "id", "track": "email", "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT count(CASE WHEN valid_to IS NULL THEN 1 END), min(CASE WHEN valid_to IS NULL THEN id END), max(CASE WHEN valid_to IS NULL THEN id END), count(valid_to), min(CASE WHEN valid_to IS NOT NULL THEN id END), max(CASE WHEN valid_to IS NOT NULL THEN id END) FROM snap;
