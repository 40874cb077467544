-- A history table without indexes, and what its key asks for.
CREATE TABLE dim (id INTEGER NOT NULL, name TEXT, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL);
INSERT INTO dim VALUES (1, 'a', '2024-01-01', '2024-01-02', false), (1, 'b', '2024-01-02', NULL, true);
WITH m AS MATERIALIZED (SELECT tamis_maintain('dim', '{"key": "id", "do": "index", "dry_run": true}') AS d)
SELECT d -> 'facts' ->> 'indexes' FROM m;
WITH m AS MATERIALIZED (SELECT tamis_maintain('dim', '{"key": "id", "do": ["index", "vacuum"]}') AS d)
SELECT d -> 'facts' ->> 'indexes' FROM m;
-- The index holds one current version a key; asked again, nothing is missing.
INSERT INTO dim VALUES (1, 'c', '2024-01-03', NULL, true) ON CONFLICT DO NOTHING;
SELECT count(*) FROM dim;
WITH m AS MATERIALIZED (SELECT tamis_maintain('dim', '{"key": "id", "do": "analyze"}') AS d)
SELECT d -> 'facts' ->> 'indexes' FROM m;
WITH m AS MATERIALIZED (SELECT tamis_maintain('dim', '{"key": "id"}') AS d)
SELECT d -> 'advice' ->> 0, d -> 'facts' ->> 'rows' FROM m;
-- A merge accepts it, and finds its versions by it.
SELECT count(*) FROM tamis_run WHERE action = 'tamis_maintain';
-- Other names, no flag: the open end says what is current.
CREATE TABLE dbt ("the id" INTEGER, k2 TEXT, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP);
SELECT tamis_maintain('dbt', '{"key": ["the id", "k2"], "names": {"valid_from": "dbt_valid_from", "valid_to": "dbt_valid_to"}, "do": "index"}') -> 'facts' ->> 'indexes';
INSERT INTO dbt VALUES (1, 'x', '2024-01-01', '2024-01-02'), (1, 'x', '2024-01-02', '2024-01-03'), (1, 'x', '2024-01-03', NULL);
INSERT INTO dbt VALUES (1, 'x', '2024-01-04', NULL) ON CONFLICT DO NOTHING;
SELECT count(*) FROM dbt;
-- A plain table with a key, an index that is there twice, and one that is not.
CREATE TABLE "odd ""t" (a INTEGER PRIMARY KEY, "b c" TEXT);
SELECT tamis_maintain('"odd ""t"', '{"key": "a", "do": "index"}') ->> 'advice';
CREATE INDEX one ON "odd ""t" ("b c");
CREATE INDEX two ON "odd ""t" ("b c");
CREATE INDEX three ON "odd ""t" ("b c") WHERE a > 0;
CREATE INDEX four ON "odd ""t" ("b c" DESC);
SELECT tamis_maintain('"odd ""t"', '{"do": ["duplicate_index", "analyze"]}') ->> 'table';
CREATE INDEX two ON "odd ""t" ("b c", a);
SELECT tamis_maintain('"odd ""t"', '{"key": "b c", "do": ["index"]}') -> 'facts' ->> 'rows';
INSERT INTO "odd ""t" VALUES (1, 'x'), (2, 'x') ON CONFLICT DO NOTHING;
SELECT count(*) FROM "odd ""t";
-- Refusals.
SELECT tamis_maintain('missing');
SELECT tamis_maintain('(SELECT 1 AS a)');
SELECT tamis_maintain('dim', '{"key": "nope"}');
SELECT tamis_maintain('dim', '{"do": "everything"}');
SELECT tamis_maintain('dim', '{"names": {"valid": "x"}}');
SELECT tamis_maintain('dim', '{"todo": []}');
SELECT tamis_maintain('');
SELECT tamis_maintain(NULL);
