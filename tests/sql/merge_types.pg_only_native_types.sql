-- Types that only PostgreSQL has, and values that a target's type does not hold.
CREATE TABLE src (id bigint, u uuid, j jsonb, b bytea, a int[], i inet, at timestamptz, n numeric, c char(5), p point);
INSERT INTO src VALUES (1, '00000000-0000-0000-0000-000000000001', '{"a": 1}', '\x00ff', '{1,2}', '10.0.0.1', '2024-01-01 00:00:00+02', 1.50, 'ab', '(1,2)'), (2, NULL, NULL, NULL, NULL, NULL, NULL, 'NaN', NULL, NULL);
SELECT tamis_merge('t', 'src', '{"key": "id"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('t', 'src', '{"key": "id"}') -> 'counts' ->> 'unchanged';
UPDATE src SET j = '{"a": 2}', a = '{2,1}', p = '(1,3)' WHERE id = 1;
SELECT tamis_merge('t', 'src', '{"key": "id"}') -> 'counts' ->> 'updated';
SELECT * FROM t ORDER BY id;
-- A json column has no equality, a citext-like collation another one.
CREATE TABLE docs (id int, d json);
INSERT INTO docs VALUES (1, '{"a":1}');
SELECT tamis_merge('docs_t', 'docs', '{"key": "id"}') -> 'counts' ->> 'inserted';
UPDATE docs SET d = '{"a": 1}';
SELECT tamis_merge('docs_t', 'docs', '{"key": "id"}') -> 'counts' ->> 'updated';
-- A source that outgrew the target, before anything is written.
CREATE TABLE small (id int PRIMARY KEY, k smallint, n numeric(4,1), v varchar(3), d date);
SELECT tamis_merge('small', '(SELECT 1::bigint AS id, 7 AS k, 1.5 AS n, ''abc''::text AS v, timestamp ''2024-01-01'' AS d)', '{"key": "id"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('small', '(SELECT 3000000000 AS id, 1 AS k)', '{"key": "id"}');
SELECT tamis_merge('small', '(SELECT 2 AS id, 70000 AS k)', '{"key": "id"}');
SELECT tamis_merge('small', '(SELECT 2 AS id, 1.5 AS k)', '{"key": "id"}');
SELECT tamis_merge('small', '(SELECT 2 AS id, 1.25 AS n)', '{"key": "id"}');
SELECT tamis_merge('small', '(SELECT 2 AS id, ''abcd''::text AS v)', '{"key": "id"}');
SELECT tamis_merge('small', '(SELECT 2 AS id, timestamp ''2024-01-01 05:00'' AS d)', '{"key": "id"}');
SELECT tamis_merge('small', '(SELECT 2 AS id, ''x''::text AS k)', '{"key": "id"}');
SELECT * FROM small;
-- A partitioned target; indexes in another order; a watermark of a type that has no order.
CREATE TABLE parts (a int, b int, v text, PRIMARY KEY (b, a)) PARTITION BY LIST (b);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2);
SELECT tamis_merge('parts', '(SELECT 1 AS a, b, ''x'' AS v FROM generate_series(1, 2) AS b)', '{"key": ["a", "b"]}') -> 'unique_key';
SELECT tamis_merge('parts', '(SELECT 1 AS a, b, ''y'' || b AS v FROM generate_series(1, 2) AS b)', '{"key": ["a", "b"]}') -> 'counts' ->> 'updated';
SELECT * FROM parts ORDER BY b;
SELECT tamis_merge('t', 'src', '{"key": "id", "watermark": {"name": "u", "column": "u"}}');
-- Time zones: a timestamptz watermark is kept in UTC.
SET TIME ZONE 'Asia/Tokyo';
SELECT tamis_merge('z', '(SELECT * FROM src WHERE id = 1)', '{"key": "id", "watermark": {"name": "z", "column": "at"}}') -> 'watermark' ->> 'after';
SELECT tamis_merge('z', '(SELECT * FROM src WHERE id = 1)', '{"key": "id", "watermark": {"name": "z", "column": "at"}}') -> 'counts' ->> 'source_rows';
-- A role needs its privileges, and a read-only transaction takes no merge.
CREATE ROLE tamis_merge_nobody;
SET ROLE tamis_merge_nobody;
SELECT tamis_merge('t', '(SELECT 1 AS id)', '{"key": "id"}');
RESET ROLE;
DROP ROLE tamis_merge_nobody;
BEGIN READ ONLY;
SELECT tamis_merge('t', 'src', '{"key": "id"}');
ROLLBACK;
-- A trigger that holds rows back.
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER hold BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION hold();
SELECT tamis_merge('t', '(SELECT 3::bigint AS id)', '{"key": "id"}');
