-- Values that JSON can't carry come back from the error lane to the byte and in their class.
CREATE TABLE t (id integer PRIMARY KEY, k text, v);
INSERT INTO t (id, v) VALUES (1, CAST(x'61e9' AS text)), (2, CAST(x'610062' AS text)), (3, x'00ff'), (4, x''), (5, ''),
  (6, 9e999), (7, -9e999), (8, 0.1 + 0.2), (9, 1.0), (10, 1), (11, '1'), (12, NULL), (13, 9223372036854775807),
  (14, 'größe'), (15, 5e-324), (16, '{"hex": "00"}');
SELECT tamis_split('t', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "c", "status": "active",
  "schema": [{"name": "t", "properties": [{"name": "k", "required": true}]}]}', '{"good": "g"}') -> 'rows';
SELECT row_key, row_values ->> 'v', json_type(row_values, '$.v') FROM tamis_error_row ORDER BY CAST(row_key AS integer);
UPDATE tamis_error_row SET run_id = 'r', row_values = replace(row_values, '"k": null', '"k": "mended"');
SELECT tamis_split('tamis_error_row', '{"version": "1", "apiVersion": "v3.1.0", "kind": "DataContract", "id": "c", "status": "active",
  "schema": [{"name": "t", "properties": [{"name": "k", "required": true}]}]}', '{"good": "g", "replay": "r"}') -> 'rows';
SELECT g.id, typeof(g.v), quote(g.v), typeof(g.v) = typeof(t.v) AND quote(g.v) = quote(t.v)
  AND CAST(g.v AS blob) IS CAST(t.v AS blob) FROM g JOIN t USING (id) ORDER BY g.id;
