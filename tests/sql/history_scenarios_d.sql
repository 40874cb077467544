-- Deletions as versions of their own (dbt: hard_deletes = new_record).
CREATE TABLE seed (id INTEGER, email TEXT, updated_at TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO seed SELECT i, i || '@example.com', '2016-08-20 15:' || (i + 34) || ':49' FROM n;
CREATE TABLE fact (id INTEGER, email TEXT, updated_at TEXT);
INSERT INTO fact SELECT * FROM seed;

-- D1: timestamp strategy. 2, 2, 3, 4, 4 rows of key 1.
DELETE FROM fact;
INSERT INTO fact SELECT * FROM seed;
SELECT replace(CAST(tamis_scd2_merge('stamped', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "tombstone", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE fact SET email = 'new' || id, updated_at = '2016-08-20 16:' || (id + 34) || ':49' WHERE id >= 10;
SELECT replace(CAST(tamis_scd2_merge('stamped', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "tombstone", "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
DELETE FROM fact WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('stamped', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "tombstone", "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT valid_from, valid_to, CASE WHEN is_deleted THEN 'deleted' ELSE 'there' END FROM stamped WHERE id = 1 ORDER BY valid_from;
-- Again: the deletion is known.
SELECT replace(CAST(tamis_scd2_merge('stamped', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "tombstone", "as_of": "2024-01-04"}') -> 'counts' AS text), ' ', '');
INSERT INTO fact VALUES (1, 'back@example.com', '2200-01-01 00:00:00');
SELECT tamis_scd2_merge('stamped', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "tombstone", "as_of": "2024-01-05"}');
SELECT replace(CAST(tamis_scd2_merge('stamped', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "tombstone", "as_of": "2024-01-05", "max_ahead": null}') -> 'counts' AS text), ' ', '');
SELECT valid_from, valid_to, CASE WHEN is_deleted THEN 'deleted' ELSE 'there' END FROM stamped WHERE id = 1 ORDER BY valid_from;
DELETE FROM fact WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('stamped', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "tombstone", "as_of": "2300-01-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('stamped', 'fact', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "deletes": "tombstone", "as_of": "2300-01-01"}') -> 'counts' AS text), ' ', '');
SELECT valid_from, valid_to, CASE WHEN is_deleted THEN 'deleted' ELSE 'there' END FROM stamped WHERE id = 1 ORDER BY valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('stamped', '{"key": "id", "exclude": ["updated_at"], "gaps": "report", "names": {"is_deleted": "is_deleted"}}');

-- D2: check strategy, likewise.
DELETE FROM fact;
INSERT INTO fact SELECT * FROM seed;
SELECT replace(CAST(tamis_scd2_merge('checked', 'fact', '{"key": "id", "deletes": "tombstone", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE fact SET email = 'new' || id, updated_at = '2016-08-20 16:' || (id + 34) || ':49' WHERE id >= 10;
SELECT replace(CAST(tamis_scd2_merge('checked', 'fact', '{"key": "id", "deletes": "tombstone", "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
DELETE FROM fact WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('checked', 'fact', '{"key": "id", "deletes": "tombstone", "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT valid_from, valid_to, CASE WHEN is_deleted THEN 'deleted' ELSE 'there' END FROM checked WHERE id = 1 ORDER BY valid_from;
-- Again: the deletion is known.
SELECT replace(CAST(tamis_scd2_merge('checked', 'fact', '{"key": "id", "deletes": "tombstone", "as_of": "2024-01-04"}') -> 'counts' AS text), ' ', '');
INSERT INTO fact VALUES (1, 'back@example.com', '2200-01-01 00:00:00');
SELECT replace(CAST(tamis_scd2_merge('checked', 'fact', '{"key": "id", "deletes": "tombstone", "as_of": "2024-01-05", "max_ahead": null}') -> 'counts' AS text), ' ', '');
SELECT valid_from, valid_to, CASE WHEN is_deleted THEN 'deleted' ELSE 'there' END FROM checked WHERE id = 1 ORDER BY valid_from;
DELETE FROM fact WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('checked', 'fact', '{"key": "id", "deletes": "tombstone", "as_of": "2024-01-06"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('checked', 'fact', '{"key": "id", "deletes": "tombstone", "as_of": "2024-01-06"}') -> 'counts' AS text), ' ', '');
SELECT valid_from, valid_to, CASE WHEN is_deleted THEN 'deleted' ELSE 'there' END FROM checked WHERE id = 1 ORDER BY valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('checked', '{"key": "id", "gaps": "report", "names": {"is_deleted": "is_deleted"}}');

-- D3, P16: with an open end of 9999-12-31 and dbt's names.
CREATE TABLE two (id INTEGER, v TEXT);
INSERT INTO two VALUES (1, 'a'), (2, 'b');
SELECT replace(CAST(tamis_scd2_merge('snap', 'two', '{"key": "id", "deletes": "tombstone", "open_end": "9999-12-31", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
DELETE FROM two WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('snap', 'two', '{"key": "id", "deletes": "tombstone", "open_end": "9999-12-31", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('snap', 'two', '{"key": "id", "deletes": "tombstone", "open_end": "9999-12-31", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT id, v, dbt_valid_from, dbt_valid_to, CASE WHEN dbt_is_deleted THEN 'deleted' ELSE 'there' END, dbt_scd_id FROM snap ORDER BY id, dbt_valid_from;
INSERT INTO two VALUES (1, 'a');
SELECT replace(CAST(tamis_scd2_merge('snap', 'two', '{"key": "id", "deletes": "tombstone", "open_end": "9999-12-31", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-04"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('snap', 'two', '{"key": "id", "deletes": "tombstone", "open_end": "9999-12-31", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-05"}') -> 'counts' AS text), ' ', '');
SELECT id, v, dbt_valid_from, dbt_valid_to, CASE WHEN dbt_is_deleted THEN 'deleted' ELSE 'there' END, dbt_scd_id FROM snap ORDER BY id, dbt_valid_from;
DELETE FROM two WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('snap', 'two', '{"key": "id", "deletes": "tombstone", "open_end": "9999-12-31", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-06"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('snap', 'two', '{"key": "id", "deletes": "tombstone", "open_end": "9999-12-31", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-07"}') -> 'counts' AS text), ' ', '');
SELECT count(*) FROM snap WHERE id = 1;
-- A table that dbt made holds the flag as text.
CREATE TABLE old (id INTEGER, v TEXT, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP, dbt_updated_at TIMESTAMP, dbt_scd_id TEXT, dbt_is_deleted TEXT);
INSERT INTO old VALUES (1, 'a', '2023-01-01 00:00:00', NULL, '2023-01-01 00:00:00', 'x', 'False'), (2, 'b', '2023-01-01 00:00:00', NULL, '2023-01-01 00:00:00', 'y', 'False');
SELECT replace(CAST(tamis_scd2_merge('old', 'two', '{"key": "id", "deletes": "tombstone", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('old', 'two', '{"key": "id", "deletes": "tombstone", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
INSERT INTO two VALUES (1, 'a');
SELECT replace(CAST(tamis_scd2_merge('old', 'two', '{"key": "id", "deletes": "tombstone", "names": "dbt", "max_closed": 0.5, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT id, v, dbt_valid_from, dbt_valid_to, dbt_is_deleted FROM old ORDER BY id, dbt_valid_from;

-- D4: the documented table.
CREATE TABLE orders (id INTEGER, status TEXT);
INSERT INTO orders VALUES (1, 'pending');
SELECT replace(CAST(tamis_scd2_merge('life', 'orders', '{"key": "id", "deletes": "tombstone", "max_closed": 1, "as_of": "2024-01-01 10:47"}') -> 'counts' AS text), ' ', '');
UPDATE orders SET status = 'shipped';
SELECT replace(CAST(tamis_scd2_merge('life', 'orders', '{"key": "id", "deletes": "tombstone", "max_closed": 1, "as_of": "2024-01-01 11:05"}') -> 'counts' AS text), ' ', '');
DELETE FROM orders;
SELECT replace(CAST(tamis_scd2_merge('life', 'orders', '{"key": "id", "deletes": "tombstone", "max_closed": 1, "as_of": "2024-01-01 11:20"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('life', 'orders', '{"key": "id", "deletes": "tombstone", "max_closed": 1, "as_of": "2024-01-01 11:40"}') -> 'counts' AS text), ' ', '');
INSERT INTO orders VALUES (1, 'restored');
SELECT replace(CAST(tamis_scd2_merge('life', 'orders', '{"key": "id", "deletes": "tombstone", "max_closed": 1, "as_of": "2024-01-01 12:00"}') -> 'counts' AS text), ' ', '');
SELECT status, valid_from, valid_to, CASE WHEN is_deleted THEN 'True' ELSE 'False' END FROM life ORDER BY valid_from;
-- The guard counts deletions as well, and an empty batch is none.
DELETE FROM orders;
SELECT tamis_scd2_merge('life', 'orders', '{"key": "id", "deletes": "tombstone"}');
