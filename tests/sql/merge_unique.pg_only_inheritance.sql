-- A unique index keeps the rows of its own table apart, not those of tables that inherit from it,
-- and a deferred one not before the end of the transaction.
CREATE TABLE parent (id INTEGER PRIMARY KEY, v TEXT);
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent VALUES (1, 'a');
INSERT INTO child VALUES (1, 'b'), (2, 'c');
CREATE TABLE loose (id INTEGER, v TEXT);
SELECT tamis_merge('loose', 'parent', '{"key": "id"}');
SELECT tamis_merge('loose', 'parent', '{"key": "id", "on_duplicate": "last", "order": "v"}') -> 'counts' ->> 'superseded';
SELECT * FROM loose ORDER BY id;
SELECT tamis_merge('parent', '(SELECT * FROM loose WHERE id = 2)', '{"key": "id"}') ->> 'unique_key';
SELECT tamis_merge('parent', 'loose', '{"key": "id"}') IS NULL;
CREATE TABLE late (id INTEGER UNIQUE DEFERRABLE INITIALLY DEFERRED, v TEXT);
BEGIN;
INSERT INTO late VALUES (3, 'x'), (3, 'y');
SELECT tamis_merge('loose', 'late', '{"key": "id"}');
ROLLBACK;
-- The parts of a partitioned table share its index.
CREATE TABLE parted (id INTEGER PRIMARY KEY, v TEXT) PARTITION BY RANGE (id);
CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
SELECT tamis_merge('parted', 'loose', '{"key": "id"}') ->> 'unique_key';
