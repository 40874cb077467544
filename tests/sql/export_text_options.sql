-- Every option of CSV and JSON lines: the checksums are of the files, alike on both engines.
CREATE TABLE items (id BIGINT, title TEXT, open BOOLEAN, price NUMERIC(12,3), ratio DOUBLE PRECISION, made DATE, seen TIMESTAMP, extra JSON);
INSERT INTO items VALUES
  (1, 'plain', TRUE, 12.500, 0.5, '2024-03-05', '2024-03-05 14:30:00', '{"b": 1.10, "a": [1,  2], "b": 2}'),
  (9007199254740993, 'a "quoted", \one', FALSE, 12, 2, '2024-03-31', '2024-03-31 23:59:59.5', '[]'),
  (-3, '', NULL, NULL, NULL, NULL, NULL, 'null'),
  (4, NULL, TRUE, -0.25, 1e20, '2024-04-01', '2024-04-01 00:00:00', NULL),
  (5, 'it''s; x|y', TRUE, 1000000, 0.0000001, '2025-01-01', '2025-01-01 08:00:00', '" two  spaces "');

SELECT tamis_export('items', '@OUT@/c1', '{"compression": "none", "order_by": "id", "quote": "''", "quoting": "all"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('items', '@OUT@/c2', '{"compression": "none", "order_by": "id", "escape": "\\", "null_marker": "\\N", "delimiter": "\t"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('items', '@OUT@/c3', '{"compression": "none", "order_by": "id", "quoting": "nonnumeric", "bom": true, "delimiter": "\u0001", "timestamp_format": "rfc3339"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('items', '@OUT@/c3b', '{"compression": "none", "order_by": "id", "line_end": "crlf", "bom": true}') -> 'destination' -> 'dialect' ->> 'line_end';
SELECT check_name, status, actual FROM tamis_verify_export('@OUT@/c1') WHERE check_name IN ('format', 'rows') ORDER BY 1;
SELECT check_name, status, actual FROM tamis_verify_export('@OUT@/c2') WHERE check_name IN ('format', 'rows') ORDER BY 1;
SELECT check_name, status, actual FROM tamis_verify_export('@OUT@/c3') WHERE check_name IN ('format', 'rows') ORDER BY 1;
SELECT check_name, status, actual FROM tamis_verify_export('@OUT@/c3b') WHERE check_name IN ('format', 'rows') ORDER BY 1;

SELECT tamis_export('items', '@OUT@/j1', '{"format": "jsonl", "compression": "none", "order_by": "id"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('items', '@OUT@/j2', '{"format": "jsonl", "compression": "none", "order_by": "id", "null_policy": "omit", "big_integers": "string", "timestamp_format": "space"}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('items', '@OUT@/j3', '{"format": "jsonl", "compression": "none", "order_by": "id", "json": "string", "exclude": "extra"}') -> 'destination' -> 'dialect' ->> 'json';
SELECT check_name, status, actual FROM tamis_verify_export('@OUT@/j1') WHERE check_name IN ('format', 'rows') ORDER BY 1;
SELECT check_name, status, actual FROM tamis_verify_export('@OUT@/j2') WHERE check_name IN ('format', 'rows', 'schema') ORDER BY 1, 3;

-- What is refused, and how.
SELECT tamis_export('items', '@OUT@/no', '{"delimiter": "."}');
SELECT tamis_export('items', '@OUT@/no', '{"delimiter": ",,"}');
SELECT tamis_export('items', '@OUT@/no', '{"delimiter": "\n"}');
SELECT tamis_export('items', '@OUT@/no', '{"quote": "x"}');
SELECT tamis_export('items', '@OUT@/no', '{"quote": "''", "escape": "\""}');
SELECT tamis_export('items', '@OUT@/no', '{"quoting": "some"}');
SELECT tamis_export('items', '@OUT@/no', '{"null_marker": "a,b"}');
SELECT tamis_export('items', '@OUT@/no', '{"bom": 1}');
SELECT tamis_export('items', '@OUT@/no', '{"null_policy": "omit"}');
SELECT tamis_export('items', '@OUT@/no', '{"format": "jsonl", "quote": "''"}');
SELECT tamis_export('items', '@OUT@/no', '{"format": "jsonl", "big_integers": "text"}');
SELECT tamis_export('items', '@OUT@/no', '{"binary": "octal"}');
SELECT tamis_export('items', '@OUT@/no', '{"timestamp_format": "unix"}');
