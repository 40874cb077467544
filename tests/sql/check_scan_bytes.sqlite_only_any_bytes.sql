-- Bytes that only SQLite holds: NUL, broken UTF-8, blobs, and classes mixed in a column.
CREATE TABLE b (id INTEGER PRIMARY KEY, v);
INSERT INTO b VALUES (1, 'ok'), (2, CAST(x'610062' AS TEXT)), (3, CAST(x'61ff' AS TEXT)), (4, x'00ff'), (5, 7), (6, 7.5),
  (7, ''), (8, x''), (9, NULL), (10, 9e999);
SELECT tamis_check_rows('{"names": ["v"], "samples": 5, "rules": [
  {"id": "nul", "check": "no_nul", "columns": [0]}, {"id": "utf8", "check": "utf8", "columns": [0]},
  {"id": "text", "check": "storage", "columns": [0], "arguments": {"classes": ["text"]}},
  {"id": "fits", "check": "fits", "columns": [0], "arguments": {"type": "text"}},
  {"id": "number", "check": "type", "columns": [0], "arguments": {"type": "number"}}]}', id, v) FROM b;
SELECT id, tamis_violations('{"names": ["v"], "rules": [{"id": "nul", "check": "no_nul", "columns": [0]},
  {"id": "number", "check": "type", "columns": [0], "arguments": {"type": "number"}}]}', v) FROM b ORDER BY id;
SELECT tamis_check_rows('{"names": ["v"], "rules": []}');
SELECT tamis_check_rows('{"names": ["v"], "rules": []}', 'x', v) FROM b;
