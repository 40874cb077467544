-- What stands beside the data files, for readers that take every file in a folder for data.
CREATE TABLE tickets (id INTEGER, title TEXT, made DATE);
INSERT INTO tickets VALUES (1, 'one', '2024-03-05'), (2, 'two', '2024-03-31'), (3, NULL, '2024-04-01');

SELECT l ->> 'data_folder', l ->> 'markers', l ->> 'sidecars', l ->> 'also' FROM (SELECT tamis_export('tickets', '@OUT@/plain', '{"compression": "none", "order_by": "id"}') -> 'destination' -> 'layout' AS l) AS e;
SELECT tamis_export('tickets', '@OUT@/spark', '{"compression": "none", "order_by": "id", "data_folder": "", "markers": "underscore", "sidecars": "beside"}') -> 'files' -> 0 ->> 'name';
SELECT file_name, check_name, status FROM tamis_verify_export('@OUT@/spark') WHERE check_name IN ('marker', 'sidecar', 'unlisted', 'rows');
SELECT file_name, check_name, status FROM tamis_verify_export('@OUT@/spark/_manifest.json') WHERE check_name IN ('marker', 'sidecar', 'unlisted', 'rows');
SELECT tamis_export('tickets', '@OUT@/apart', '{"partition_by": "made", "markers": "hidden", "sidecars": "apart"}') -> 'statistics' ->> 'file_count';
SELECT file_name, check_name, status FROM tamis_verify_export('@OUT@/apart') WHERE check_name IN ('marker', 'sidecar', 'unlisted');

-- Documents of other standards.
SELECT tamis_export('tickets', '@OUT@/also', '{"compression": "none", "order_by": "id", "also": ["datapackage", "bagit", "sha256sums"], "sidecars": "beside"}') -> 'destination' -> 'layout' -> 'also' ->> 2;
SELECT file_name, check_name, status FROM tamis_verify_export('@OUT@/also') WHERE check_name IN ('sidecar', 'data_package', 'bag', 'checksums', 'unlisted');
SELECT tamis_export('tickets', '@OUT@/also', '{"if_exists": "replace", "compression": "none", "order_by": "id"}') -> 'destination' -> 'layout' ->> 'also';
SELECT status, count(*) FROM tamis_verify_export('@OUT@/also') GROUP BY status;

-- In the caller's words.
SELECT tamis_export('tickets', '@OUT@/words', '{"project": "desk", "schema_version": "2025.09.01.00", "export_type": "scheduled", "trigger": "cron", "operator": "dag \"x\" é"}') -> 'metadata' ->> 'operator';

-- A failure leaves nothing in the destination, and a word beside it where that was asked for.
SELECT tamis_export('tickets', '@OUT@/bad', '{"key": "title", "failure_marker": true}');
SELECT tamis_export('tickets', '@OUT@/bad', '{"key": "title", "failure_marker": true, "dry_run": true}') ->> 'token';
SELECT * FROM tamis_verify_export('@OUT@/bad');
SELECT tamis_export('tickets', '@OUT@/bad.failed', '{"if_exists": "replace"}');

-- Mistakes.
SELECT tamis_export('tickets', '@OUT@/x', '{"markers": "loud"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"sidecars": true}');
SELECT tamis_export('tickets', '@OUT@/x', '{"also": "zip"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"also": "bagit", "data_folder": "files"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"data_folder": "../up"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"operator": ""}');
SELECT count(*) FROM tamis_verify_export('@OUT@/x');
