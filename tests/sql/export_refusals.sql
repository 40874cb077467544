-- What an export refuses, and that a refusal leaves nothing behind.
CREATE TABLE tickets (id INTEGER, title TEXT, made TEXT, made_on DATE);
INSERT INTO tickets VALUES (1, 'a', '2024-03-05', '2024-03-05'), (2, 'b', '03/04/2024', '2024-04-05');

SELECT tamis_export('nowhere', '@OUT@/x');
SELECT tamis_export('tickets', 'relative/x');
SELECT tamis_export('tickets', '');
SELECT tamis_export('tickets', '/');
SELECT tamis_export('tickets', '@OUT@/../x');
SELECT tamis_export('tickets', 'ftp://host/x');
SELECT tamis_export(NULL, '@OUT@/x');
SELECT tamis_export('tickets', NULL);
SELECT tamis_export('tickets', '/proc/tamis_export/x');
SELECT tamis_export('tickets', '@OUT@/x', '{"formt": "csv"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"format": "xls"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"compression": "gzip", "level": 10}');
SELECT tamis_export('tickets', '@OUT@/x', '{"compression": "none", "level": 1}');
SELECT tamis_export('tickets', '@OUT@/x', '{"format": "jsonl", "delimiter": ";"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"granularity": "day"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"columns": ["id", "titel"]}');
SELECT tamis_export('tickets', '@OUT@/x', '{"columns": ["id", "id"]}');
SELECT tamis_export('tickets', '@OUT@/x', '{"exclude": ["id", "title", "made", "made_on"]}');
SELECT tamis_export('tickets', '@OUT@/x', '{"order_by": ["id down"]}');
SELECT tamis_export('tickets', '@OUT@/x', '{"partition_by": "id"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"partition_by": "made"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"partition_by": "made", "dry_run": true}');
SELECT tamis_export('tickets', '@OUT@/x', '{"entity": "../up"}');
SELECT tamis_export('tickets', '@OUT@/x', '{"max_rows": 0}');

-- Nothing is there.
SELECT * FROM tamis_verify_export('@OUT@/x');
SELECT count(*) FROM tamis_export;

-- A dry run plans and writes nothing.
SELECT tamis_export('tickets', '@OUT@/x', '{"partition_by": "made_on", "max_rows": 1, "dry_run": true}') -> 'files' -> 1 ->> 'name';
SELECT tamis_export('tickets', '@OUT@/x', '{"dry_run": true}') -> 'statistics' ->> 'row_count';
SELECT * FROM tamis_verify_export('@OUT@/x');

-- A taken place stays as it is.
SELECT tamis_export('tickets', '@OUT@/x', '{"compression": "none", "order_by": "id"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('tickets', '@OUT@/x');
SELECT tamis_export('tickets', '@OUT@/x/SUCCESS');
SELECT tamis_export('tickets', '@OUT@/x/SUCCESS/below');
SELECT tamis_export('tickets', '@OUT@', '{"if_exists": "replace"}');
SELECT tamis_export('tickets', '@OUT@/x/data', '{"if_exists": "replace"}');
SELECT status, count(*) FROM tamis_verify_export('@OUT@/x') GROUP BY status;

-- Verification needs a manifest.
SELECT * FROM tamis_verify_export('@OUT@');
SELECT * FROM tamis_verify_export('@OUT@/x/data/tickets_001.csv');
SELECT * FROM tamis_verify_export('x');
SELECT * FROM tamis_verify_export(NULL);
SELECT * FROM tamis_verify_export('@OUT@/x', '{"contents": true}');
