-- A range of the past is loaded again, slice by slice, once its dry run is confirmed.
CREATE TABLE ev (id INTEGER, at TIMESTAMP, v TEXT);
INSERT INTO ev VALUES (1, '2024-01-01 10:00:00', 'a'), (1, '2024-01-02 09:00:00', 'b'), (2, '2024-01-02 23:59:59.5', 'c'), (3, '2024-01-03 00:00:00', 'd'), (4, '2024-01-04 00:00:00', 'after'), (5, NULL, 'none');
SELECT tamis_merge('t', '(SELECT * FROM ev WHERE id = 2)', '{"key": "id", "watermark": {"name": "ev", "column": "at"}}') -> 'counts' ->> 'inserted';
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-04", "slice": "day", "merge": {"key": "id"}, "dry_run": true}');
-- Nothing happens without the digest of the plan, nor with another one.
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-04", "slice": "day", "merge": {"key": "id"}}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-04", "slice": "day", "merge": {"key": "id"}, "confirm": "sha256:0"}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-04", "slice": "day", "merge": {"key": "id"}, "confirm": "sha256:c0d5bdf4e75220d2abac0def8b687472a481caf0d2ac4f9b97706f7d57ceff34"}');
SELECT id, v FROM t ORDER BY id;
-- The state has changed since.
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-04", "slice": "day", "merge": {"key": "id"}, "confirm": "sha256:c0d5bdf4e75220d2abac0def8b687472a481caf0d2ac4f9b97706f7d57ceff34"}');
-- The watermark stands where it stood, unless asked.
SELECT tamis_watermark('ev') ->> 'value';
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-03", "to": "2024-01-05", "slice": "month", "advance": true, "merge": {"key": "id", "watermark": {"name": "ev", "column": "at"}}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-03", "to": "2024-01-05", "slice": "month", "advance": true, "merge": {"key": "id", "watermark": {"name": "ev", "column": "at"}}, "confirm": "sha256:55d3223e444526f2adeea2727f3082b22f02d9befb267a32e7aaca2c1b92368e"}') -> 'slices' -> 0 -> 'counts' ->> 'inserted';
SELECT tamis_watermark('ev') ->> 'value';
-- A history replayed: each value a slice, the oldest first.
CREATE TABLE versions (id INTEGER, v TEXT, day DATE);
INSERT INTO versions VALUES (1, 'c', '2024-03-03'), (1, 'a', '2024-03-01'), (2, 'x', '2024-03-01'), (1, 'b', '2024-03-02'), (2, 'x', '2024-03-02');
SELECT tamis_backfill('dim', 'versions', '{"column": "day", "from": "2024-03-01", "to": "2024-04-01", "scd2": {"key": "id", "exclude": "day"}, "dry_run": true}');
SELECT tamis_backfill('dim', 'versions', '{"column": "day", "from": "2024-03-01", "to": "2024-04-01", "scd2": {"key": "id", "exclude": "day"}, "confirm": "sha256:05d6a21ec8e51cba2dd34b8b5bd76ffa5ccb13a17d4600307636d0080a63c013"}') -> 'slices' -> 2 -> 'counts' ->> 'versioned';
SELECT id, v, valid_from, valid_to FROM dim ORDER BY id, valid_from;
SELECT tamis_backfill('dim', 'versions', '{"column": "day", "from": "2024-03-02", "to": "2024-04-01", "scd2": {"key": "id", "exclude": "day"}, "dry_run": true}') -> 'slices' -> 0 ->> 'target_rows';
-- Integers; an hour; an empty range.
SELECT tamis_backfill('n', 'ev', '{"column": "id", "from": 1, "to": 3, "merge": {"key": ["id", "at"]}, "dry_run": true}') ->> 'rows';
SELECT tamis_backfill('n', 'ev', '{"column": "at", "from": "2024-01-02 09:00", "to": "2024-01-02 10:00", "slice": "hour", "merge": {"key": "id"}, "dry_run": true}') -> 'slices' -> 0 ->> 'from';
SELECT tamis_backfill('n', 'ev', '{"column": "at", "from": "2020-01-01", "to": "2020-01-02", "merge": {"key": "id"}, "dry_run": true}') ->> 'rows';
-- What is refused.
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-02", "to": "2024-01-01", "merge": {"key": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "soon", "to": "2024-01-01", "merge": {"key": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "merge": {"key": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-02", "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-02", "merge": {"key": "id"}, "scd2": {"key": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-02", "merge": {"keys": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-02", "merge": {"key": "id", "token": "x"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-02", "advance": true, "merge": {"key": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "id", "from": 1, "to": 2, "slice": "day", "merge": {"key": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-01-01", "to": "2024-01-02", "slice": "year", "merge": {"key": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "nope", "from": 1, "to": 2, "merge": {"key": "id"}, "dry_run": true}');
-- All slices or none: the second has two rows of a key.
INSERT INTO ev VALUES (9, '2024-05-01 00:00:00', 'x'), (8, '2024-05-02 00:00:00', 'x'), (8, '2024-05-02 00:00:01', 'y');
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-05-01", "to": "2024-05-03", "slice": "day", "merge": {"key": "id"}, "dry_run": true}') ->> 'confirm';
SELECT tamis_backfill('t', 'ev', '{"column": "at", "from": "2024-05-01", "to": "2024-05-03", "slice": "day", "merge": {"key": "id"}, "confirm": "sha256:25583f5cbd14b0c5555954e94ba0fbd752068e5bf8cb600d2a28475c1a37adb5"}');
SELECT count(*) FROM t WHERE id > 5;
-- A copy of the target is taken once, whatever the slices; source and target are not one table.
SELECT tamis_backfill('t', 't', '{"column": "id", "from": 1, "to": 9, "merge": {"key": "id"}, "dry_run": true}');
SELECT tamis_backfill('t', 'ev', '{"column": "id", "from": 2, "to": 5, "merge": {"key": "id", "snapshot": true}, "dry_run": true}') ->> 'confirm';
SELECT CASE WHEN tamis_backfill('t', 'ev', '{"column": "id", "from": 2, "to": 5, "merge": {"key": "id", "snapshot": true}, "confirm": "sha256:497eee43d8e5034dd52020f1a71d743397f7384cceaacdeb7912490b6d817922"}') ->> 'snapshot' IS NULL THEN 'no copy' ELSE 'copy' END;
SELECT table_name, reason FROM tamis_snapshot;
-- A dry run refuses options that its slices would refuse.
CREATE TABLE archived (day TEXT, id INTEGER);
SELECT tamis_backfill('b', 'archived', '{"column": "day", "from": "2024-03-01", "to": "2024-04-01", "scd2": {"kye": "id"}, "dry_run": true}');
SELECT tamis_backfill('b', 'archived', '{"column": "day", "from": "2024-03-01", "to": "2024-04-01", "scd2": {}, "dry_run": true}');
SELECT tamis_backfill('b', 'archived', '{"column": "day", "from": "2024-03-01", "to": "2024-04-01", "type": "day", "scd2": {"key": "id"}, "dry_run": true}');
