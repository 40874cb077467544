-- Keys: composite, hostile, repeated, missing; names that need quotes.
CREATE TABLE pairs (a TEXT, b TEXT, v INTEGER);
INSERT INTO pairs VALUES ('a|b', 'c', 1), ('a', 'b|c', 2), ('a', 'bc', 3), ('ab', 'c', 4), ('', '', 5);
SELECT tamis_scd2_merge('dim_pairs', 'pairs', '{"key": ["a", "b"], "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
DELETE FROM pairs WHERE a = 'a|b';
SELECT tamis_scd2_merge('dim_pairs', 'pairs', '{"key": ["a", "b"], "as_of": "2024-01-02", "deletes": "close"}') -> 'counts' ->> 'closed';
SELECT a, b, v, valid_to FROM dim_pairs ORDER BY v;
SELECT tamis_scd2_merge('dim_pairs', 'pairs', '{"key": ["b", "a"], "as_of": "2024-01-03"}') -> 'counts' ->> 'unchanged';

-- Exact duplicates are dropped, contradictions refused; the first load too.
INSERT INTO pairs VALUES ('x', 'y', 6), ('x', 'y', 6), ('x', 'y', 6), ('', '', 5);
SELECT tamis_scd2_merge('dim_pairs', 'pairs', '{"key": ["a", "b"], "as_of": "2024-01-03"}');
SELECT tamis_scd2_merge('dim_pairs2', 'pairs', '{"key": ["a", "b"], "as_of": "2024-01-03"}') -> 'counts' ->> 'duplicates';
INSERT INTO pairs VALUES ('x', 'y', 7), ('ab', 'c', 8);
SELECT tamis_scd2_merge('dim_pairs', 'pairs', '{"key": ["a", "b"], "as_of": "2024-01-04"}');
SELECT tamis_scd2_merge('dim_pairs3', 'pairs', '{"key": ["a", "b"], "as_of": "2024-01-04"}');
SELECT tamis_scd2_merge('dim_pairs3', '(SELECT * FROM pairs WHERE v < 6)', '{"key": ["a", "b"], "dry_run": true, "as_of": "2024-01-04"}') -> 'created';
SELECT count(*) FROM dim_pairs WHERE valid_from >= '2024-01-04';

-- Rows that differ only where nothing is tracked contradict each other too.
CREATE TABLE notes (id INTEGER, v TEXT, note TEXT);
INSERT INTO notes VALUES (1, 'x', 'first'), (1, 'x', 'second');
SELECT tamis_scd2_merge('dim_notes', 'notes', '{"key": "id", "track": "v", "as_of": "2024-01-01"}');

-- NULL in a key.
INSERT INTO pairs VALUES (NULL, 'y', 9), ('z', NULL, 9), (NULL, NULL, 9);
SELECT tamis_scd2_merge('dim_pairs', 'pairs', '{"key": ["a", "b"], "as_of": "2024-01-04"}');
SELECT tamis_scd2_merge('dim_pairs', '(SELECT * FROM pairs WHERE b IS NULL)', '{"key": ["a", "b"], "as_of": "2024-01-04", "mode": "delta"}');

-- Names with spaces, quotes and other scripts.
CREATE TABLE "my ""odd"" table" ("the id" INTEGER, "größe" TEXT, "quote""d" TEXT, "select" TEXT);
INSERT INTO "my ""odd"" table" VALUES (1, 'x', 'y', 'z'), (2, NULL, '''', '"');
SELECT tamis_scd2_merge('"dim ""odd"""', '"my ""odd"" table"', '{"key": "the id", "as_of": "2024-01-01", "surrogate_key": "row id", "names": {"valid_from": "from", "valid_to": "to", "is_current": "is it?", "row_hash": "#"}}');
UPDATE "my ""odd"" table" SET "größe" = 'xx' WHERE "the id" = 1;
SELECT tamis_scd2_merge('"dim ""odd"""', '"my ""odd"" table"', '{"key": "the id", "as_of": "2024-01-02", "surrogate_key": "row id", "names": {"valid_from": "from", "valid_to": "to", "is_current": "is it?", "row_hash": "#"}}') -> 'counts' ->> 'versioned';
SELECT "the id", "größe", "quote""d", "select", "from", "to", "#" FROM "dim ""odd""" ORDER BY "the id", "from";
SELECT count(DISTINCT "row id") FROM "dim ""odd""";
SELECT * FROM tamis_scd2_verify('"dim ""odd"""', '{"key": "the id", "names": {"valid_from": "from", "valid_to": "to", "is_current": "is it?", "row_hash": "#"}}');

-- Only a key: the first version never changes.
CREATE TABLE ids (id TEXT);
INSERT INTO ids VALUES ('007'), ('7');
SELECT tamis_scd2_merge('dim_ids', 'ids', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('dim_ids', 'ids', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'unchanged';
SELECT id FROM dim_ids ORDER BY id;
SELECT count(*) FROM tamis_scd2_verify('dim_ids', '{"key": "id"}');

-- A view and a query as source; a query that reads the target itself.
CREATE VIEW v AS SELECT id, 'v' AS what FROM ids;
SELECT tamis_scd2_merge('dim_v', 'v', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('dim_v', '(SELECT id, ''w'' AS what FROM ids -- a comment at the end
)', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('dim_v', '(SELECT id, what FROM dim_v WHERE is_current)', '{"key": "id", "as_of": "2024-01-03"}') -> 'counts' ->> 'unchanged';
SELECT id, what, valid_from, valid_to FROM dim_v ORDER BY id, valid_from;

-- Rows of one key that differ in an overwritten column alone, one of them what is stored.
CREATE TABLE twice (id INTEGER, name TEXT, phone TEXT);
INSERT INTO twice VALUES (1, 'a', '1');
SELECT tamis_scd2_merge('twice_d', 'twice', '{"key": "id", "overwrite": "phone", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
INSERT INTO twice VALUES (1, 'a', NULL);
SELECT tamis_scd2_merge('twice_d', 'twice', '{"key": "id", "overwrite": "phone", "as_of": "2024-01-02"}');
