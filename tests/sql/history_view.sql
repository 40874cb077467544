-- Views of a history table.
CREATE TABLE "dim x" (sk INTEGER PRIMARY KEY, id INTEGER, "city ""1" TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
INSERT INTO "dim x" VALUES (1, 1, 'Bern', '2024-01-01 00:00:00', '2024-02-01 00:00:00', FALSE, 'h');
INSERT INTO "dim x" VALUES (2, 1, 'Zürich', '2024-02-01 00:00:00', NULL, TRUE, 'h');
INSERT INTO "dim x" VALUES (3, 2, NULL, '2024-01-15 00:00:00', '2024-01-20 00:00:00', FALSE, 'h');
INSERT INTO "dim x" VALUES (4, 2, 'Genf', '2024-03-01 00:00:00', NULL, TRUE, 'h');
SELECT count(*) FROM (SELECT tamis_init() AS made) AS i;
SELECT tamis_scd2_view('"dim x"', 'now_x', '{"dry_run": true}') -> 'shows';
SELECT count(*) FROM tamis_run;
SELECT tamis_scd2_view('"dim x"', 'now_x') -> 'replaced';
SELECT * FROM now_x ORDER BY id;
SELECT tamis_scd2_view('"dim x"', 'now_x') -> 'replaced';
SELECT tamis_scd2_view('"dim x"', 'now_x', '{"as_of": "2024-01-31T23:59:59.5Z"}') -> 'shows';
SELECT * FROM now_x ORDER BY id;
SELECT tamis_scd2_view('"dim x"', '"v ""2"', '{"as_of": "2024-02-01"}') -> 'shows';
SELECT * FROM "v ""2" ORDER BY id;
SELECT tamis_scd2_view('"dim x"', 'now_x', '{"history": true, "key": "id"}') -> 'shows';
SELECT sk, id, version_number, previous_valid_from, next_valid_from FROM now_x ORDER BY sk;
SELECT version_number FROM now_x WHERE id = 2 ORDER BY 1;
-- The moment comes from a table.
CREATE TABLE report_date (at TIMESTAMP);
SELECT tamis_scd2_view('"dim x"', 'then_x', '{"as_of": {"table": "report_date", "column": "at"}}') -> 'shows';
SELECT count(*) FROM then_x;
INSERT INTO report_date VALUES ('2024-01-17');
SELECT id, "city ""1" FROM then_x ORDER BY id;
UPDATE report_date SET at = '2024-02-01 00:00:00';
SELECT id, "city ""1" FROM then_x ORDER BY id;
UPDATE report_date SET at = NULL;
SELECT count(*) FROM then_x;
-- dbt's names, a far end, numbers.
CREATE TABLE d (id INTEGER, v TEXT, dbt_scd_id TEXT, dbt_updated_at TIMESTAMP, dbt_valid_from TIMESTAMP, dbt_valid_to TIMESTAMP);
INSERT INTO d VALUES (1, 'x', 'a', NULL, '2024-01-01 00:00:00', '2024-02-01 00:00:00');
INSERT INTO d VALUES (1, 'y', 'b', NULL, '2024-02-01 00:00:00', '9999-12-31 00:00:00');
INSERT INTO d VALUES (2, 'z', 'c', NULL, '2024-02-01 00:00:00', NULL);
SELECT tamis_scd2_view('d', 'd_now', '{"names": "dbt", "open_end": "9999-12-31"}') -> 'shows';
SELECT id, v FROM d_now ORDER BY id;
CREATE TABLE n (id INTEGER, v TEXT, valid_from INTEGER, valid_to INTEGER, is_current BOOLEAN, row_hash TEXT);
INSERT INTO n VALUES (1, 'x', 1, 5, FALSE, NULL);
INSERT INTO n VALUES (1, 'y', 5, NULL, TRUE, NULL);
SELECT tamis_scd2_view('n', 'n4', '{"as_of": 4}') -> 'shows';
SELECT * FROM n4;

-- What is not ours stays.
CREATE VIEW theirs AS SELECT 1 AS one;
SELECT tamis_scd2_view('n', 'theirs');
SELECT tamis_scd2_view('n', 'd');
SELECT * FROM theirs;
-- Bad input.
SELECT tamis_scd2_view('n', 'v', '{"as_of": "2024-01-01"}');
SELECT tamis_scd2_view('d', 'v', '{"names": "dbt", "as_of": true}');
SELECT tamis_scd2_view('d', 'v', '{"names": "dbt", "as_of": "yesterday"}');
SELECT tamis_scd2_view('d', 'v', '{"names": "dbt", "as_of": {"table": "nope", "column": "at"}}');
SELECT tamis_scd2_view('d', 'v', '{"names": "dbt", "as_of": {"table": "report_date"}}');
SELECT tamis_scd2_view('d', 'v', '{"names": "dbt", "as_of": {"table": "report_date", "column": "nope"}}');
SELECT tamis_scd2_view('d', 'v', '{"names": "dbt", "history": true}');
SELECT tamis_scd2_view('d', 'v', '{"names": "dbt", "key": "id", "history": true, "as_of": "2024-01-01"}');
SELECT tamis_scd2_view('d', 'v', '{"names": "dbt", "speed": 1}');
SELECT tamis_scd2_view('d', 'v');
SELECT tamis_scd2_view('(SELECT * FROM n)', 'v');
SELECT tamis_scd2_view('nope', 'v');
SELECT tamis_scd2_view('n', NULL);
