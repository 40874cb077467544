-- Whether two tables hold the same rows.
CREATE TABLE source (id INTEGER, name TEXT, amount NUMERIC(12, 2), day DATE, "odd ""name" TEXT);
INSERT INTO source VALUES (1, 'Ada', 1.50, '2024-01-01', 'x'), (2, 'Bob', 2.00, '2024-01-02', NULL), (3, 'Cleo', 3.25, '2024-01-03', ''), (4, 'Dan', NULL, '2024-01-04', 'ä'), (5, 'Eve', 5.00, '2024-01-05', 'z');
CREATE TABLE copy AS SELECT "odd ""name", day, amount, name, id FROM source ORDER BY id DESC;
-- The same rows, in another order of rows and columns.
SELECT tamis_reconcile('source', 'copy');
SELECT tamis_reconcile('source', 'copy', '{"key": "id"}');
-- By meaning: a table of texts.
CREATE TABLE texts (id TEXT, name TEXT, amount TEXT, day TEXT, "odd ""name" TEXT);
INSERT INTO texts VALUES ('1', 'Ada', '1.5', '2024-01-01', 'x'), ('2', 'Bob', '2', '02 Jan 2024', NULL), ('3', 'Cleo', '3.250', '2024-01-03', ''), ('4', 'Dan', NULL, '2024-01-04', 'ä'), ('5', 'Eve', '5.0', '2024-01-05', 'z');
SELECT tamis_reconcile('source', 'texts', '{"key": ["id"]}') -> 'matched' AS matched, tamis_reconcile('source', 'texts') -> 'a' ->> 'hash' AS a, tamis_reconcile('source', 'texts') -> 'b' ->> 'hash' AS b;
-- What differs, by key.
UPDATE texts SET amount = '2.01' WHERE id = '2';
UPDATE texts SET name = 'dan ', day = '2024-02-04' WHERE id = '4';
DELETE FROM texts WHERE id = '5';
INSERT INTO texts VALUES ('6', 'Fay', '6', '2024-01-06', NULL);
SELECT tamis_reconcile('source', 'texts', '{"key": "id"}');
SELECT tamis_reconcile('source', 'texts', '{"key": "id", "samples": 1, "mask": true, "columns": ["id", "name", "day"]}');
SELECT tamis_reconcile('source', 'texts', '{"key": "id", "raise": true, "columns": "amount"}');
-- Overlooked: case and spaces; a cent.
SELECT tamis_reconcile('source', 'texts', '{"key": "id", "ignore": ["case", "spaces", "empty_is_null"], "tolerance": {"amount": 0.01}, "columns": ["name", "amount"]}');
SELECT tamis_reconcile('(SELECT * FROM source WHERE id < 4)', '(SELECT * FROM texts WHERE id < ''4'')', '{"key": "id", "tolerance": {"amount": {"relative": 0.01}}}') -> 'matched' AS one_percent;
SELECT tamis_reconcile('(SELECT * FROM source WHERE id < 4)', '(SELECT * FROM texts WHERE id < ''4'')', '{"tolerance": {"amount": {"relative": 0.001}}}') -> 'reasons' ->> 0 AS a_tenth;
-- Keys that are NULL or repeated are said, never joined.
INSERT INTO copy SELECT * FROM copy WHERE id IN (1, 2);
INSERT INTO copy (name) VALUES ('nobody');
UPDATE copy SET name = 'Dana' WHERE id = 4;
SELECT tamis_reconcile('source', 'copy', '{"key": "id", "columns": "name"}');
SELECT tamis_reconcile('copy', 'copy', '{"key": ["id"]}') -> 'matched' AS same_though_repeated;
-- Columns of one side, no rows, wrong options.
SELECT tamis_reconcile('source', '(SELECT id, name, 1 AS more FROM source)', '{"exclude": ["name"]}');
SELECT tamis_reconcile('(SELECT * FROM source WHERE id > 9)', '(SELECT * FROM copy WHERE id > 9)', '{"key": "id"}');
SELECT tamis_reconcile('source', 'nowhere');
SELECT tamis_reconcile('source', 'copy', '{"keys": "id"}');
SELECT tamis_reconcile('source', 'copy', '{"key": "nothing"}');
SELECT tamis_reconcile('source', 'copy', '{"columns": ["id", "nam"]}');
SELECT tamis_reconcile('source', 'copy', '{"ignore": "colour"}');
SELECT tamis_reconcile('source', 'copy', '{"tolerance": {"name": 1}}');
SELECT tamis_reconcile('source', 'copy', '{"tolerance": {"amount": -1}}');
SELECT tamis_reconcile('source', 'copy', '{"tolerance": {"amount": {"abs": 1}}}');
SELECT tamis_reconcile('source', '(SELECT 1 AS other)');
SELECT tamis_reconcile('source', '(SELECT 1 AS id, 2 AS id)');
-- The hash of a table is the sum of the hashes of its rows.
SELECT tamis_hash_part('0000000100000002ffffffff0000000a', 3), tamis_hash_part(tamis_row_hash(1), 1);
SELECT tamis_hash_part('abc', 1);
SELECT tamis_hash_part('0000000100000002ffffffff0000000a', 5);
