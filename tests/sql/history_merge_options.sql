-- The options of tamis_scd2_merge that no scenario of others covers.
CREATE TABLE c (id INTEGER, name TEXT, city TEXT, phone TEXT);
INSERT INTO c VALUES (1, 'Ada', 'Zug', '1'), (2, 'Bob', 'Bern', '2'), (3, 'Cy', 'Chur', '3');

-- Type 1: a phone number is overwritten in the current version, or in all of them.
SELECT replace(CAST(tamis_scd2_merge('t1', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('t1all', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01", "overwrite_in": "all"}') -> 'counts' AS text), ' ', '');
UPDATE c SET city = 'Wil' WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('t1', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('t1all', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02", "overwrite_in": "all"}') -> 'counts' AS text), ' ', '');
UPDATE c SET phone = phone || phone WHERE id < 3;
UPDATE c SET city = 'Biel' WHERE id = 2;
SELECT replace(CAST(tamis_scd2_merge('t1', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('t1all', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-03", "overwrite_in": "all"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('t1', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-04"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('t1all', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-04", "overwrite_in": "all"}') -> 'counts' AS text), ' ', '');
SELECT id, city, phone, valid_from, valid_to FROM t1 ORDER BY id, valid_from;
SELECT id, city, phone, valid_from, valid_to FROM t1all ORDER BY id, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('t1', '{"key": "id", "exclude": "phone", "gaps": "report"}');
-- A key that comes back changes its closed versions as well.
DELETE FROM c WHERE id = 3;
SELECT replace(CAST(tamis_scd2_merge('t1all', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-05", "overwrite_in": "all"}') -> 'counts' AS text), ' ', '');
INSERT INTO c VALUES (3, 'Cy', 'Chur', '33');
SELECT replace(CAST(tamis_scd2_merge('t1all', 'c', '{"key": "id", "overwrite": "phone", "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-06", "overwrite_in": "all"}') -> 'counts' AS text), ' ', '');
SELECT phone, valid_from, valid_to FROM t1all WHERE id = 3 ORDER BY valid_from;

-- Type 3: what a column held before its last change, tracked or overwritten.
DELETE FROM c WHERE id > 1;
SELECT replace(CAST(tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"city": "previous_city", "phone": "last_phone"}, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE c SET city = 'Olten';
SELECT replace(CAST(tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"city": "previous_city", "phone": "last_phone"}, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
UPDATE c SET phone = '12';
SELECT replace(CAST(tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"city": "previous_city", "phone": "last_phone"}, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
UPDATE c SET name = 'Eve', phone = '13';
SELECT replace(CAST(tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"city": "previous_city", "phone": "last_phone"}, "as_of": "2024-01-04"}') -> 'counts' AS text), ' ', '');
UPDATE c SET city = NULL;
SELECT replace(CAST(tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"city": "previous_city", "phone": "last_phone"}, "as_of": "2024-01-05"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"city": "previous_city", "phone": "last_phone"}, "as_of": "2024-01-06"}') -> 'counts' AS text), ' ', '');
SELECT name, city, previous_city, phone, last_phone, valid_from, valid_to FROM t3 ORDER BY id, valid_from;
SELECT tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"town": "previous_city"}}');
SELECT tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"city": "nowhere"}}');
SELECT tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"name": "previous_city"}, "exclude": "name"}');
SELECT tamis_scd2_merge('t3', 'c', '{"key": "id", "overwrite": "phone", "previous": {"id": "previous_city"}}');

-- Differences that make no version: case, spaces, Unicode forms. The exact value of the next version is stored.
CREATE TABLE f (id INTEGER, v TEXT, n INTEGER);
INSERT INTO f VALUES (1, 'Straße', 1), (2, 'a b', 1), (3, 'ﬁne', 1), (4, NULL, 1);
SELECT replace(CAST(tamis_scd2_merge('folded', 'f', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE f SET v = CASE id WHEN 1 THEN 'STRASSE' WHEN 2 THEN ' a  b ' WHEN 3 THEN 'fine' ELSE '' END;
SELECT tamis_scd2_merge('folded', 'f', '{"key": "id", "ignore": ["case"], "dry_run": true, "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('folded', 'f', '{"key": "id", "ignore": ["space"], "dry_run": true, "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('folded', 'f', '{"key": "id", "ignore": ["unicode"], "dry_run": true, "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('folded', 'f', '{"key": "id", "ignore": ["case", "space", "unicode"], "dry_run": true, "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT replace(CAST(tamis_scd2_merge('folded', 'f', '{"key": "id", "ignore": ["case", "space", "unicode"], "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
UPDATE f SET n = 2 WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('folded', 'f', '{"key": "id", "ignore": ["case", "space", "unicode"], "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT id, v, n, valid_to FROM folded ORDER BY id, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('folded', '{"key": "id"}');
SELECT tamis_scd2_merge('folded', 'f', '{"key": "id", "ignore": "accents"}');

-- Partial rows (G10): NULL keeps what is stored, in all columns or some; or the row lists what it writes.
CREATE TABLE g (id INTEGER, a TEXT, b TEXT);
INSERT INTO g VALUES (1, 'a', 'b'), (2, 'a', NULL);
SELECT tamis_scd2_merge('n1', 'g', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('n2', 'g', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('n3', 'g', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('n4', 'g', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT replace(CAST(tamis_scd2_merge('n1', '(SELECT 1 AS id, ''c'' AS a, CAST(NULL AS TEXT) AS b UNION ALL SELECT 2, NULL, NULL UNION ALL SELECT 3, NULL, ''n'')', '{"key": "id", "mode": "delta", "as_of": "2024-01-02", "ignore_nulls": true}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('n2', '(SELECT 1 AS id, ''c'' AS a, CAST(NULL AS TEXT) AS b UNION ALL SELECT 2, NULL, NULL UNION ALL SELECT 3, NULL, ''n'')', '{"key": "id", "mode": "delta", "as_of": "2024-01-02", "ignore_nulls": ["a"]}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('n3', '(SELECT 1 AS id, ''c'' AS a, CAST(NULL AS TEXT) AS b UNION ALL SELECT 2, NULL, NULL UNION ALL SELECT 3, NULL, ''n'')', '{"key": "id", "mode": "delta", "as_of": "2024-01-02", "ignore_nulls": {"except": ["a"]}}') -> 'counts' AS text), ' ', '');
SELECT id, a, b, valid_to FROM n1 ORDER BY id, valid_from;
SELECT id, a, b, valid_to FROM n2 ORDER BY id, valid_from;
SELECT id, a, b, valid_to FROM n3 ORDER BY id, valid_from;
SELECT replace(CAST(tamis_scd2_merge('n4', '(SELECT 1 AS id, ''c'' AS a, CAST(NULL AS TEXT) AS b, ''["b"]'' AS cols UNION ALL SELECT 2, ''d'', ''e'', ''[]'' UNION ALL SELECT 3, ''x'', ''y'', NULL)', '{"key": "id", "mode": "delta", "as_of": "2024-01-02", "update_columns": "cols"}') -> 'counts' AS text), ' ', '');
SELECT id, a, b, valid_to FROM n4 ORDER BY id, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('n4', '{"key": "id"}');
SELECT tamis_scd2_merge('n4', '(SELECT 1 AS id, ''c'' AS a, CAST(NULL AS TEXT) AS b, ''["b"]'' AS cols UNION ALL SELECT 2, ''d'', ''e'', ''[]'' UNION ALL SELECT 3, ''x'', ''y'', NULL)', '{"key": "id", "mode": "delta", "as_of": "2024-01-02", "update_columns": "cols", "ignore_nulls": true}');
SELECT tamis_scd2_merge('n4', '(SELECT 1 AS id, ''c'' AS a, ''d'' AS b, ''["c"]'' AS cols)', '{"key": "id", "mode": "delta", "as_of": "2024-01-03", "update_columns": "cols"}');
SELECT tamis_scd2_merge('n4', '(SELECT 1 AS id, ''c'' AS a, ''d'' AS b, ''b'' AS cols)', '{"key": "id", "mode": "delta", "as_of": "2024-01-03", "update_columns": "cols"}');

-- Late rows: refused, left alone, spliced; a whole snapshot that is older than what is stored is left alone (G9).
CREATE TABLE l (id INTEGER, v TEXT, at TEXT);
INSERT INTO l VALUES (1, 'a', '2024-01-05'), (2, 'b', '2024-01-05');
SELECT replace(CAST(tamis_scd2_merge('late', 'l', '{"key": "id", "sequence": "at", "exclude": "at", "mode": "delta"}') -> 'counts' AS text), ' ', '');
UPDATE l SET v = 'older', at = '2024-01-03' WHERE id = 1;
SELECT tamis_scd2_merge('late', 'l', '{"key": "id", "sequence": "at", "exclude": "at", "mode": "delta", "late": "error"}');
SELECT replace(CAST(tamis_scd2_merge('late', 'l', '{"key": "id", "sequence": "at", "exclude": "at", "mode": "delta", "late": "ignore"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('late', 'l', '{"key": "id", "sequence": "at", "exclude": "at", "mode": "delta", "dry_run": true}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('late', 'l', '{"key": "id", "sequence": "at", "exclude": "at", "mode": "delta"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM late ORDER BY id, valid_from;
SELECT replace(CAST(tamis_scd2_merge('shots', '(SELECT 1 AS id, 1 AS v)', '{"key": "id", "as_of": 1}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('shots', '(SELECT 1 AS id, 2 AS v)', '{"key": "id", "as_of": 4}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('shots', '(SELECT 1 AS id, 3 AS v)', '{"key": "id", "as_of": 3, "late": "ignore"}') -> 'counts' AS text), ' ', '');
SELECT tamis_scd2_merge('shots', '(SELECT 1 AS id, 3 AS v)', '{"key": "id", "as_of": 3}');
SELECT id, v, valid_from, valid_to FROM shots ORDER BY id, valid_from;

-- Time in integers: what does not fit is refused.
SELECT tamis_scd2_merge('shots', '(SELECT 1 AS id, 3 AS v)', '{"key": "id", "as_of": "2024-01-01"}');
SELECT tamis_scd2_merge('shots', '(SELECT 1 AS id, 3 AS v)', '{"key": "id"}');
SELECT tamis_scd2_merge('late', 'l', '{"key": "id", "sequence": "at", "exclude": "at", "mode": "delta", "as_of": 3}');
SELECT tamis_scd2_merge('shots', '(SELECT 1 AS id, 3 AS v, 9 AS n)', '{"key": "id", "sequence": "n", "deletes": "close"}');

-- A change feed with words of its own, without a sequence; and one with an unknown word.
CREATE TABLE w (id INTEGER, v TEXT, what TEXT);
INSERT INTO w VALUES (1, 'a', 'neu'), (2, 'b', 'Neu'), (3, 'c', 'weg');
SELECT replace(CAST(tamis_scd2_merge('feed', 'w', '{"key": "id", "operation": {"column": "what", "insert": "neu", "update": ["mod"], "delete": ["weg"]}, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE w SET what = 'weg' WHERE id = 2;
UPDATE w SET what = 'mod', v = 'z' WHERE id = 1;
SELECT replace(CAST(tamis_scd2_merge('feed', 'w', '{"key": "id", "operation": {"column": "what", "insert": "neu", "update": ["mod"], "delete": ["weg"]}, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('feed', 'w', '{"key": "id", "operation": {"column": "what", "insert": "neu", "update": ["mod"], "delete": ["weg"]}, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM feed ORDER BY id, valid_from;
UPDATE w SET what = CASE id WHEN 1 THEN 'I' ELSE NULL END;
SELECT tamis_scd2_merge('feed', 'w', '{"key": "id", "operation": {"column": "what", "insert": "neu", "update": ["mod"], "delete": ["weg"]}, "as_of": "2024-01-04"}');
-- Without a sequence, nobody knows what a truncate comes before.
SELECT tamis_scd2_merge('feed', '(SELECT 1 AS id, ''q'' AS v, ''T'' AS what)', '{"key": "id", "operation": "what", "as_of": "2024-01-04"}');

-- A target without is_current and row_hash.
CREATE TABLE plain (id INTEGER, v TEXT, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP);
SELECT replace(CAST(tamis_scd2_merge('plain', '(SELECT id, v FROM w)', '{"key": "id", "names": {"is_current": null, "row_hash": null}, "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-01"}') -> 'counts' AS text), ' ', '');
UPDATE w SET v = NULL WHERE id = 3;
SELECT replace(CAST(tamis_scd2_merge('plain', '(SELECT id, v FROM w WHERE id <> 1)', '{"key": "id", "names": {"is_current": null, "row_hash": null}, "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-02"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('plain', '(SELECT id, v FROM w WHERE id <> 1)', '{"key": "id", "names": {"is_current": null, "row_hash": null}, "deletes": "close", "max_closed": 0.5, "as_of": "2024-01-03"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM plain ORDER BY id, valid_from;

-- Partial rows and previous values need their rows in order.
CREATE TABLE r (id INTEGER, v TEXT, at INTEGER);
INSERT INTO r VALUES (1, 'a', 1), (1, NULL, 2);
SELECT tamis_scd2_merge('ordered', 'r', '{"key": "id", "mode": "delta", "sequence": "at", "ignore_nulls": true}');
SELECT tamis_scd2_merge('ordered', 'r', '{"key": "id", "mode": "delta", "sequence": "at", "previous": {"v": "was"}}');
SELECT replace(CAST(tamis_scd2_merge('ordered', '(SELECT * FROM r WHERE at = 1)', '{"key": "id", "mode": "delta", "sequence": "at", "previous": {"v": "was"}}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('ordered', '(SELECT * FROM r WHERE at = 2)', '{"key": "id", "mode": "delta", "sequence": "at", "previous": {"v": "was"}}') -> 'counts' AS text), ' ', '');
SELECT id, v, was, valid_from, valid_to FROM ordered ORDER BY id, valid_from;

-- A batch that is empty, or says nothing new, with values that depend on what is stored.
CREATE TABLE again (id INTEGER PRIMARY KEY, v TEXT);
INSERT INTO again VALUES (1, 'a'), (2, NULL);
SELECT tamis_scd2_merge('again_d', '(SELECT * FROM again WHERE false)', '{"key": "id", "ignore_nulls": true, "as_of": "2024-01-01"}') -> 'counts' ->> 'source_rows';
SELECT tamis_scd2_merge('again_d', 'again', '{"key": "id", "ignore_nulls": true, "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('again_d', 'again', '{"key": "id", "ignore_nulls": true, "as_of": "2024-01-02"}') -> 'counts' ->> 'unchanged';
SELECT tamis_scd2_merge('again_d', '(SELECT * FROM again WHERE false)', '{"key": "id", "ignore_nulls": true, "as_of": "2024-01-02"}') -> 'counts' ->> 'source_rows';
