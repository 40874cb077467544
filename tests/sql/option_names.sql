-- The options of every function that says which are valid, and of the objects among them.
-- tests/structure/options.sh holds docs/functions.md to these lists.
CREATE TABLE t (id INTEGER, day DATE);
CREATE TABLE d (id INTEGER, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
SELECT tamis_scd2_merge('d', 't', '{"?": 1}');
SELECT tamis_scd2_merge('d', 't', '{"key": "id", "operation": {"column": "op", "?": 1}}');
SELECT tamis_scd2_merge('d', 't', '{"key": "id", "names": {"?": 1}}');
SELECT tamis_scd2_merge('d', 't', '{"key": "id", "ignore_nulls": {"?": 1}}');
SELECT * FROM tamis_scd2_verify('d', '{"?": 1}');
SELECT tamis_scd2_repair('d', '{"problems": "all", "?": 1}');
SELECT * FROM tamis_scd2_diff('d', '2024-01-01', '2024-01-02', '{"?": 1}');
SELECT tamis_scd2_view('d', 'v', '{"?": 1}');
SELECT tamis_merge('d', 't', '{"?": 1}');
SELECT tamis_merge('d', 't', '{"key": "id", "watermark": {"name": "w", "column": "day", "?": 1}}');
SELECT tamis_merge('d', 't', '{"key": "id", "soft_delete": {"?": 1}}');
SELECT tamis_advance_watermark('w', '1', '{"?": 1}');
SELECT tamis_backfill('d', 't', '{"column": "day", "from": "2024-01-01", "to": "2024-01-02", "scd2": {"key": "id"}, "?": 1}');
SELECT tamis_snapshot('t', '{"?": 1}');
SELECT tamis_restore('t', '{"?": 1}');
SELECT tamis_expire_snapshots('{"?": 1}');
SELECT * FROM tamis_dim_date('2024-01-01', '2024-01-02', '{"?": 1}');
SELECT tamis_load_fact('f', 't', '{"dimensions": [{"dimension": "d", "key": {"id": "id"}, "surrogate_key": "sk"}], "?": 1}');
SELECT tamis_load_fact('f', 't', '{"dimensions": [{"dimension": "d", "key": {"id": "id"}, "surrogate_key": "sk", "?": 1}]}');
SELECT tamis_maintain('t', '{"?": 1}');
-- A required option that is misspelt is named, and so is what it was taken for.
SELECT tamis_scd2_merge('d', 't', '{"kye": "id"}');
SELECT tamis_merge('d', 't', '{"key": "id", "watermark": {"nmae": "w", "column": "day"}}');
SELECT tamis_backfill('d', 't', '{"from": "2024-01-01", "clumn": "day"}');
SELECT tamis_scd2_merge('d', 't', '{}');
SELECT * FROM tamis_scd2_verify('d', '{"gaps": "report"}');
SELECT tamis_backfill('d', 't', '{}');
