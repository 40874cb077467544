-- A merge whose tracked columns are others than those that row_hash was made of.
CREATE TABLE c (id INTEGER, name TEXT, city TEXT, phone TEXT);
INSERT INTO c VALUES (1, 'Ada', 'Zug', '1'), (2, 'Bob', 'Bern', '2'), (3, 'Cy', 'Chur', '3');
SELECT tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';

-- Every row would look changed: nothing is written.
SELECT tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-02", "overwrite": "phone"}');
SELECT tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-02", "exclude": ["city", "phone"], "dry_run": true}');
SELECT tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-02", "track": "name", "ignore": "case"}') -> 'counts' ->> 'unchanged';
SELECT count(*), count(valid_to) FROM t;
SELECT problem FROM tamis_scd2_verify('t', '{"key": "id"}');

-- Where it is meant, only what changed is a version.
UPDATE c SET phone = '22' WHERE id = 2;
UPDATE c SET city = 'Wil' WHERE id = 3;
SELECT replace(CAST(tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-02", "overwrite": "phone", "rehash": true, "dry_run": true}') -> 'counts' AS text), ' ', '');
SELECT problem FROM tamis_scd2_verify('t', '{"key": "id"}');
SELECT replace(CAST(tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-02", "overwrite": "phone", "rehash": true}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-03", "overwrite": "phone", "rehash": true}') -> 'counts' AS text), ' ', '');
SELECT id, name, city, phone, valid_from, valid_to FROM t ORDER BY id, valid_from;
SELECT problem FROM tamis_scd2_verify('t', '{"key": "id", "overwrite": "phone"}');

-- A value changed by hand: unseen while its row says what it said, an error once it says something else.
UPDATE t SET name = 'Eve' WHERE id = 1;
SELECT tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-04", "overwrite": "phone"}') -> 'counts' ->> 'unchanged';
UPDATE c SET name = 'Eva' WHERE id = 1;
SELECT tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-04", "overwrite": "phone"}');
SELECT replace(CAST(tamis_scd2_merge('t', 'c', '{"key": "id", "as_of": "2024-01-04", "overwrite": "phone", "rehash": true}') -> 'counts' AS text), ' ', '');
SELECT name, valid_from, valid_to FROM t WHERE id = 1 ORDER BY valid_from;

-- Late rows ask the versions of their keys, closed ones too.
CREATE TABLE e (id INTEGER, name TEXT, city TEXT, at TEXT);
INSERT INTO e VALUES (1, 'a', 'x', '2024-01-01'), (1, 'b', 'x', '2024-01-03'), (2, 'a', 'x', '2024-01-01');
SELECT tamis_scd2_merge('u', 'e', '{"key": "id", "sequence": "at", "mode": "delta"}') -> 'counts' ->> 'source_rows';
DELETE FROM e;
INSERT INTO e VALUES (1, 'c', 'x', '2024-01-02');
SELECT tamis_scd2_merge('u', 'e', '{"key": "id", "sequence": "at", "mode": "delta", "exclude": "city"}');
UPDATE u SET valid_to = '2024-01-05 00:00:00', is_current = false WHERE id = 1 AND valid_to IS NULL;
SELECT tamis_scd2_merge('u', 'e', '{"key": "id", "sequence": "at", "mode": "delta", "exclude": "city"}');
SELECT replace(CAST(tamis_scd2_merge('u', 'e', '{"key": "id", "sequence": "at", "mode": "delta", "exclude": "city", "rehash": true}') -> 'counts' AS text), ' ', '');
SELECT id, name, valid_from, valid_to FROM u ORDER BY id, valid_from;
SELECT problem FROM tamis_scd2_verify('u', '{"key": "id", "exclude": ["city", "at"]}');
-- By the timestamp alone, hashes decide nothing.
UPDATE e SET at = '2024-01-06', name = 'd', id = 2;
SELECT tamis_scd2_merge('u', 'e', '{"key": "id", "strategy": "timestamp", "sequence": "at", "mode": "delta"}') -> 'counts' ->> 'versioned';

-- A new target has nothing to hash; one without hashes never has.
SELECT tamis_scd2_merge('v', 'c', '{"key": "id", "rehash": true}') -> 'counts' ->> 'rehashed';
SELECT tamis_scd2_merge('w', 'c', '{"key": "id", "rehash": true, "names": {"row_hash": null}}');
SELECT tamis_scd2_merge('w', 'c', '{"key": "id", "rehash": true, "names": "dbt"}');
SELECT tamis_scd2_merge('w', 'c', '{"key": "id", "rehash": "yes"}');
