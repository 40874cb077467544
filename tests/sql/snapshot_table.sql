-- A copy with every kind of value, kept beside the table.
CREATE TABLE parts (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x', price NUMERIC(8, 2), made DATE, twice INTEGER GENERATED ALWAYS AS (id * 2) STORED);
INSERT INTO parts (id, name, price, made) VALUES (1, 'bolt', 0.25, '2024-01-01'), (2, '', NULL, NULL), (3, 'Mutter, groß', 12.25, '2024-02-29');
CREATE VIEW cheap_parts AS SELECT * FROM parts WHERE price < 1;
CREATE TABLE orders (order_id INTEGER PRIMARY KEY, part_id INTEGER REFERENCES parts (id));
SELECT tamis_snapshot('parts', '{"name": "parts_before", "reason": "before the load"}') ->> 'rows';
SELECT * FROM parts_before ORDER BY id;
SELECT table_name, snapshot_name, row_count, reason, status, length(checksum), length(snapshot_id) FROM tamis_snapshot;
SELECT tamis_snapshot('parts', '{"name": "second", "dry_run": true, "keep_hours": null}');
SELECT tamis_snapshot('parts', '{"name": "second", "keep_hours": null}') -> 'expires_at';
WITH s AS MATERIALIZED (SELECT tamis_snapshot('parts', '{"name": "third", "keep_hours": 0}') AS d)
SELECT d ->> 'copy', d ->> 'rows', length(d ->> 'checksum') FROM s;
SELECT count(*) FROM tamis_snapshot WHERE expires_at = created_at;
SELECT count(DISTINCT checksum) FROM tamis_snapshot;
SELECT action, status, source, rows_read, rows_written FROM tamis_run WHERE source = 'parts' ORDER BY run_id;
-- A default name has the snapshot's id in it.
WITH s AS MATERIALIZED (SELECT tamis_snapshot('parts') AS d)
SELECT CASE WHEN d ->> 'copy' = 'tamis_snapshot_' || (d ->> 'snapshot_id') THEN 'as said' ELSE d ->> 'copy' END FROM s;
-- Names that need quotes, an empty table, more columns than a hash takes at once.
CREATE TABLE "odd ""name" ("a b" INTEGER, "c""d" TEXT);
SELECT tamis_snapshot('"odd ""name"', '{"name": "odd ''copy\""}') ->> 'rows';
SELECT count(*) FROM "odd 'copy""";
INSERT INTO "odd ""name" VALUES (1, 'NULL'), (NULL, NULL), (NULL, NULL);
SELECT tamis_snapshot('"odd ""name"', '{"name": "odd 2"}') ->> 'rows';
SELECT count(DISTINCT checksum), count(*) FROM tamis_snapshot WHERE table_name = 'odd "name';
-- Refusals.
SELECT tamis_snapshot('missing');
SELECT tamis_snapshot('cheap_parts');
SELECT tamis_snapshot('(SELECT 1 AS a)');
SELECT tamis_snapshot('parts', '{"name": "parts_before"}');
SELECT tamis_snapshot('parts', '{"name": "orders"}');
SELECT tamis_snapshot('parts', '{"keep_hours": -1}');
SELECT tamis_snapshot('parts', '{"keep_hours": "1"}');
SELECT tamis_snapshot('parts', '{"keep": 1}');
SELECT tamis_snapshot('parts', '[]');
SELECT tamis_snapshot('');
SELECT tamis_snapshot(NULL);
CREATE TEMPORARY TABLE passing (a INTEGER);
SELECT tamis_snapshot('passing') IS NULL;
SELECT count(*) FROM tamis_snapshot;
