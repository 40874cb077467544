-- Scenarios of dbt's configuration suite (test_various_configs.py): names, ids, sentinels, keys.
CREATE TABLE people (id INTEGER, first_name TEXT, email TEXT, updated_at TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO people SELECT i, 'name' || i, CASE WHEN i IN (3, 7) THEN '(not provided)' WHEN i < 20 THEN i || '@example.com' END, '2016-08-20 15:' || (i + 34) || ':49' FROM n;
CREATE TABLE start AS SELECT * FROM people;

-- C1, C2: other names for the history columns, and dbt's ids: md5 of key | moment.
SELECT replace(CAST(tamis_scd2_merge('snap', '(SELECT id || ''-'' || first_name AS k, people.* FROM people)', '{"key": "k", "strategy": "timestamp", "sequence": "updated_at", "names": {"valid_from": "test_valid_from", "valid_to": "TEST_VALID_TO", "is_current": null, "row_hash": null, "version_id": "test_scd_id", "updated_at": "test_updated_at"}}') -> 'counts' AS text), ' ', '');
UPDATE people SET updated_at = '2016-08-20 16:' || (id + 34) || ':49', email = 'new_' || coalesce(email, 'one') WHERE id >= 10;
SELECT replace(CAST(tamis_scd2_merge('snap', '(SELECT id || ''-'' || first_name AS k, people.* FROM people)', '{"key": "k", "strategy": "timestamp", "sequence": "updated_at", "names": {"valid_from": "test_valid_from", "valid_to": "TEST_VALID_TO", "is_current": null, "row_hash": null, "version_id": "test_scd_id", "updated_at": "test_updated_at"}}') -> 'counts' AS text), ' ', '');
SELECT count(*), count("TEST_VALID_TO") FROM snap;
SELECT k, email, test_valid_from, "TEST_VALID_TO", test_updated_at, test_scd_id FROM snap WHERE id IN (3, 10, 20) ORDER BY id, test_valid_from;
-- Merged again, nothing changes.
SELECT replace(CAST(tamis_scd2_merge('snap', '(SELECT id || ''-'' || first_name AS k, people.* FROM people)', '{"key": "k", "strategy": "timestamp", "sequence": "updated_at", "names": {"valid_from": "test_valid_from", "valid_to": "TEST_VALID_TO", "is_current": null, "row_hash": null, "version_id": "test_scd_id", "updated_at": "test_updated_at"}}') -> 'counts' AS text), ' ', '');

-- C3: other names later are an error, not a migration.
SELECT tamis_scd2_merge('snap', '(SELECT id || ''-'' || first_name AS k, people.* FROM people)', '{"key": "k", "strategy": "timestamp", "sequence": "updated_at", "names": "dbt"}');

-- C4: an open end that is a date.
DELETE FROM people;
INSERT INTO people SELECT * FROM start;
SELECT replace(CAST(tamis_scd2_merge('far', 'people', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "names": "dbt", "open_end": "2099-12-31"}') -> 'counts' AS text), ' ', '');
UPDATE people SET updated_at = '2016-08-20 16:' || (id + 34) || ':49', email = 'new_' || coalesce(email, 'one') WHERE id >= 10;
SELECT replace(CAST(tamis_scd2_merge('far', 'people', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "names": "dbt", "open_end": "2099-12-31"}') -> 'counts' AS text), ' ', '');
SELECT dbt_valid_to, count(*) FROM far GROUP BY dbt_valid_to ORDER BY count(*) DESC, dbt_valid_to LIMIT 3;
SELECT id, email, dbt_valid_from, dbt_valid_to, dbt_updated_at FROM far WHERE id = 10 ORDER BY dbt_valid_from;

-- C5: a key of two columns: the id is md5 of id1 | id2 | moment.
CREATE TABLE pairs (id1 INTEGER, id2 TEXT, v TEXT, updated_at TEXT);
INSERT INTO pairs VALUES (1, 'x', 'a', '2016-08-20 16:44:49'), (1, 'y', 'b', '2016-08-20 16:44:49');
SELECT replace(CAST(tamis_scd2_merge('two', 'pairs', '{"key": ["id1", "id2"], "strategy": "timestamp", "sequence": "updated_at", "names": "dbt"}') -> 'counts' AS text), ' ', '');
UPDATE pairs SET v = 'c', updated_at = '2016-08-20 17:44:49' WHERE id2 = 'x';
SELECT replace(CAST(tamis_scd2_merge('two', 'pairs', '{"key": ["id1", "id2"], "strategy": "timestamp", "sequence": "updated_at", "names": "dbt"}') -> 'counts' AS text), ' ', '');
SELECT id1, id2, v, dbt_valid_from, dbt_valid_to, dbt_scd_id FROM two ORDER BY 1, 2, 4;

-- C6: rows from before the sentinel was chosen: NULL counts as open too.
DELETE FROM people;
INSERT INTO people SELECT * FROM start;
UPDATE far SET dbt_valid_to = NULL WHERE id <= 5;
UPDATE people SET updated_at = '2016-08-20 18:00:00' WHERE id IN (5, 6);
DELETE FROM people WHERE id > 9;
SELECT replace(CAST(tamis_scd2_merge('far', 'people', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "names": "dbt", "open_end": "2099-12-31", "mode": "delta"}') -> 'counts' AS text), ' ', '');
SELECT id, dbt_valid_from, dbt_valid_to FROM far WHERE id BETWEEN 4 AND 6 ORDER BY id, dbt_valid_from;

-- C7: an empty source makes an empty table, twice.
DELETE FROM people;
SELECT replace(CAST(tamis_scd2_merge('none', 'people', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "names": "dbt", "open_end": "2099-12-31"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('none', 'people', '{"key": "id", "strategy": "timestamp", "sequence": "updated_at", "names": "dbt", "open_end": "2099-12-31"}') -> 'counts' AS text), ' ', '');
SELECT count(*) FROM none;
