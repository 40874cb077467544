-- SQLite has no users. In PostgreSQL the state tables belong to who made the extension, and a user
-- runs actions that write once they are granted; what only reads needs no grant.
CREATE ROLE tamis_test_loader;
GRANT CREATE ON SCHEMA public TO tamis_test_loader;
CREATE TABLE messy (id text, day text);
INSERT INTO messy VALUES ('1', '13/04/2024'), ('2', '03/04/2024');
GRANT SELECT ON messy TO tamis_test_loader;
SET ROLE tamis_test_loader;
SELECT inferred_type FROM tamis_profile('messy');
SELECT tamis_clean_table('messy', 'clean') ->> 'rows';
SELECT count(*) FROM pg_class WHERE relname = 'clean';
RESET ROLE;
GRANT INSERT ON tamis_run, tamis_error_row, tamis_export, tamis_export_file TO tamis_test_loader;
SET ROLE tamis_test_loader;
SELECT tamis_clean_table('messy', 'clean') ->> 'rows';
SELECT run_by, status FROM tamis_run;
SELECT tamis_export('messy', '@OUT@/x');
RESET ROLE;
GRANT EXECUTE ON FUNCTION tamis_export(text, text, jsonb) TO tamis_test_loader;
SET ROLE tamis_test_loader;
SELECT tamis_export('messy', '@OUT@/x');
RESET ROLE;
DROP OWNED BY tamis_test_loader;
DROP ROLE tamis_test_loader;
