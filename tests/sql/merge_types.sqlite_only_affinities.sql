-- Values of any class in any column, collations, and tables without a rowid.
CREATE TABLE src (id INTEGER, v);
INSERT INTO src VALUES (1, 1), (2, '1'), (3, 1.5), (4, x'00ff'), (5, NULL), (6, 'x' || char(0) || 'y');
SELECT tamis_merge('t', 'src', '{"key": "id"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('t', 'src', '{"key": "id"}') -> 'counts' ->> 'unchanged';
SELECT id, typeof(v), hex(v) FROM t ORDER BY id;
-- A column that would store something else.
CREATE TABLE ints (id INTEGER PRIMARY KEY, v INTEGER);
SELECT tamis_merge('ints', '(SELECT 1 AS id, ''7'' AS v)', '{"key": "id"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('ints', '(SELECT 2 AS id, ''007'' AS v)', '{"key": "id"}');
SELECT tamis_merge('ints', '(SELECT 2 AS id, ''007'' AS v)', '{"write": "replace", "partition": "id"}');
SELECT * FROM ints;
-- A collation that calls keys equal; changes of case are changes.
CREATE TABLE nocase (k TEXT COLLATE NOCASE PRIMARY KEY, v TEXT COLLATE NOCASE);
SELECT tamis_merge('nocase', '(SELECT ''a'' AS k, ''x'' AS v)', '{"key": "k"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('nocase', '(SELECT ''A'' AS k, ''X'' AS v)', '{"key": "k"}') -> 'counts' ->> 'updated';
SELECT * FROM nocase;
SELECT tamis_merge('nocase', '(SELECT ''A'' AS k, ''1'' AS v UNION ALL SELECT ''a'', ''2'')', '{"key": "k"}');
-- No rowid, or three columns that hide it.
CREATE TABLE norow (id INTEGER PRIMARY KEY, v TEXT) WITHOUT ROWID;
SELECT tamis_merge('norow', '(SELECT 1 AS id, ''x'' AS v)', '{"key": "id"}');
CREATE TABLE hidden (id INTEGER, rowid TEXT, oid TEXT, v TEXT);
SELECT tamis_merge('hidden', '(SELECT 1 AS id, ''r'' AS rowid, ''o'' AS oid, ''x'' AS v)', '{"key": "id"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('hidden', '(SELECT 1 AS id, ''r'' AS rowid, ''o'' AS oid, ''y'' AS v)', '{"key": "id"}') -> 'counts' ->> 'updated';
SELECT * FROM hidden;
-- Watermarks and sequences that SQLite would compare wrongly.
CREATE TABLE ev (id INTEGER, at TEXT, n);
INSERT INTO ev VALUES (1, '2024-01-02 10:00:00', 5), (2, '2024-01-03', 10);
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "at", "column": "at", "type": "timestamp"}}') -> 'watermark' ->> 'after';
INSERT INTO ev VALUES (3, '2024-01-02T11:00:00Z', 6);
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "at", "column": "at", "type": "timestamp"}}');
SELECT tamis_merge('ev_t', '(SELECT id, tamis_to_timestamp(at) AS at, n FROM ev)', '{"key": "id", "watermark": {"name": "at", "column": "at", "type": "timestamp", "lookback": 86400}}') -> 'counts' ->> 'late';
SELECT tamis_merge('ev_n', 'ev', '{"key": "id", "watermark": {"name": "n", "column": "n"}}');
SELECT tamis_merge('ev_n', 'ev', '{"key": "id", "sequence": "n"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('ev_n', '(SELECT 1 AS id, ''new'' AS at, 10 AS n)', '{"key": "id", "sequence": "n"}') -> 'counts' ->> 'updated';
SELECT tamis_merge('ev_n', '(SELECT 1 AS id, ''x'' AS at, 11 AS n UNION ALL SELECT 2, ''x'', ''12'')', '{"key": "id", "sequence": "n"}');
PRAGMA query_only = 1;
SELECT tamis_merge('ev_n', 'ev', '{"key": "id"}');
SELECT tamis_watermark('at') ->> 'type';
PRAGMA query_only = 0;
SELECT count(*) FROM sqlite_temp_master;
