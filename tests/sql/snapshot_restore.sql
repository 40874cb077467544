-- A table that changed in every way comes back, in place.
CREATE TABLE parts (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x', price NUMERIC(8, 2), twice INTEGER GENERATED ALWAYS AS (id * 2) STORED);
INSERT INTO parts (id, name, price) VALUES (1, 'bolt', 0.25), (2, '', NULL), (3, 'Mutter, groß', 12.25), (4, 'nut', 1.75);
CREATE VIEW cheap_parts AS SELECT * FROM parts WHERE price < 1;
SELECT tamis_snapshot('parts', '{"name": "parts_before"}') ->> 'rows';
UPDATE parts SET name = 'changed' WHERE id = 1;
UPDATE parts SET price = 0 WHERE id = 2;
DELETE FROM parts WHERE id = 3;
INSERT INTO parts (id, name) VALUES (5, 'new'), (6, 'newer');
SELECT tamis_restore('parts_before', '{"dry_run": true}') -> 'rows' ->> 'inserted';
SELECT id, name FROM parts ORDER BY id;
SELECT tamis_restore('parts_before', '{"dry_run": true}');
WITH r AS MATERIALIZED (SELECT tamis_restore('parts_before') AS d)
SELECT d -> 'rows' ->> 'deleted', d -> 'rows' ->> 'updated', d -> 'rows' ->> 'inserted', d -> 'rows' ->> 'unchanged' FROM r;
SELECT * FROM parts ORDER BY id;
SELECT count(*) FROM cheap_parts;
-- Again: nothing is left to do.
SELECT tamis_restore('parts_before') -> 'rows' ->> 'before', tamis_restore('parts_before', '{"dry_run": true}') -> 'rows' ->> 'unchanged';
SELECT action, rows_read, rows_written FROM tamis_run WHERE action = 'tamis_restore' ORDER BY started_at;
-- Beside it.
SELECT tamis_restore('parts_before', '{"as": "parts_then"}') -> 'rows' ->> 'inserted';
SELECT * FROM parts_then ORDER BY id;
SELECT tamis_restore('parts_before', '{"as": "parts_then"}');
SELECT tamis_restore('parts_before', '{"as": "parts_then", "dry_run": true}');
-- A copy before: the way back from the way back.
DELETE FROM parts;
SELECT length(tamis_restore('parts_before', '{"snapshot_first": true}') ->> 'snapshot_first');
SELECT table_name, row_count, substr(reason, 1, 17) FROM tamis_snapshot WHERE row_count = 0;
-- Without a key equal rows are counted.
CREATE TABLE lines (a INTEGER, b TEXT);
INSERT INTO lines VALUES (1, 'x'), (1, 'x'), (1, 'x'), (NULL, NULL), (NULL, NULL), (2, 'y');
SELECT tamis_snapshot('lines', '{"name": "lines_before"}') ->> 'rows';
DELETE FROM lines WHERE a = 1 OR a IS NULL;
INSERT INTO lines VALUES (1, 'x'), (3, 'z'), (3, 'z');
UPDATE lines SET b = 'why' WHERE a = 2;
SELECT tamis_restore('lines_before') -> 'rows' ->> 'before';
SELECT a, b, count(*) FROM lines GROUP BY a, b ORDER BY a IS NULL, a, b;
-- Values that change places under a second unique index.
CREATE TABLE seats (id INTEGER PRIMARY KEY, seat TEXT UNIQUE);
INSERT INTO seats VALUES (1, 'a'), (2, 'b');
SELECT tamis_snapshot('seats', '{"name": "seats_before"}') ->> 'rows';
UPDATE seats SET seat = 'c' WHERE id = 1;
UPDATE seats SET seat = 'a' WHERE id = 2;
UPDATE seats SET seat = 'b' WHERE id = 1;
SELECT tamis_restore('seats_before') -> 'rows' ->> 'updated';
SELECT * FROM seats ORDER BY id;
-- A table dropped since is made again, with its keys.
CREATE INDEX seats_by_seat ON seats (seat, id);
SELECT tamis_snapshot('seats', '{"name": "seats_last"}') ->> 'rows';
DROP TABLE seats;
SELECT tamis_restore('seats_last', '{"dry_run": true}') -> 'rows' ->> 'inserted';
SELECT count(*) FROM tamis_snapshot WHERE table_name = 'seats';
SELECT tamis_restore('seats_last') -> 'rows' ->> 'inserted';
INSERT INTO seats VALUES (1, 'z') ON CONFLICT (id) DO NOTHING;
INSERT INTO seats VALUES (3, 'a') ON CONFLICT (seat) DO NOTHING;
SELECT * FROM seats ORDER BY id;
-- Columns that changed since.
ALTER TABLE parts ADD COLUMN colour TEXT DEFAULT 'grey';
SELECT tamis_restore('parts_before');
UPDATE parts SET price = 9, colour = 'red' WHERE id = 1;
DELETE FROM parts WHERE id = 2;
WITH r AS MATERIALIZED (SELECT tamis_restore('parts_before', '{"columns": "common"}') AS d)
SELECT d -> 'rows' ->> 'updated', d -> 'rows' ->> 'inserted', d -> 'columns' -> 'only_in_table' ->> 0 FROM r;
SELECT * FROM parts ORDER BY id;
-- A copy that somebody changed gives nothing back.
UPDATE parts_before SET price = NULL WHERE id = 1;
SELECT tamis_restore('parts_before', '{"columns": "common", "as": "never_made"}');
SELECT tamis_restore('parts_before', '{"dry_run": true}');
DROP TABLE parts_before;
SELECT tamis_restore('parts_before');
SELECT tamis_restore('seats_before', '{"triggers": "never"}');
SELECT tamis_restore('nothing');
SELECT tamis_restore('');
SELECT tamis_restore(NULL);
SELECT tamis_restore('seats_before', '{"colums": "common"}');
-- Who names the table is told its last snapshot.
CREATE TABLE named (id INTEGER PRIMARY KEY);
SELECT tamis_snapshot('named', '{"name": "named_before"}') ->> 'rows';
SELECT tamis_restore('named');
