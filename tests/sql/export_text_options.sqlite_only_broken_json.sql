-- A column declared JSON may hold what is none.
CREATE TABLE notes (id INTEGER, extra JSON);
INSERT INTO notes VALUES (1, '{"a": 1}'), (2, '{''a'': 1}');
SELECT tamis_export('notes', '@OUT@/no', '{"format": "jsonl", "order_by": "id"}');
SELECT tamis_export('notes', '@OUT@/yes', '{"format": "jsonl", "order_by": "id", "json": "string"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('notes', '@OUT@/csv', '{"order_by": "id"}') -> 'statistics' ->> 'row_count';
