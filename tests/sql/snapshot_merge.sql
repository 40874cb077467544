-- Merges that leave a way back: the copy is the target as it was.
CREATE TABLE people (id INTEGER, name TEXT);
INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace');
WITH m AS MATERIALIZED (SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-01-01", "snapshot": true}') AS d)
SELECT d -> 'counts' ->> 'inserted', d ->> 'snapshot' FROM m;
UPDATE people SET name = 'Ada L.' WHERE id = 1;
WITH m AS MATERIALIZED (SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-01-02", "snapshot": true, "dry_run": true}') AS d)
SELECT d -> 'counts' ->> 'versioned', d ->> 'snapshot' FROM m;
WITH m AS MATERIALIZED (SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-01-02", "snapshot": true}') AS d)
SELECT d -> 'counts' ->> 'versioned', length(d ->> 'snapshot') FROM m;
SELECT table_name, row_count, reason, status FROM tamis_snapshot;
SELECT id, name, valid_from, valid_to FROM dim ORDER BY id, valid_from;
-- tamis_merge: nothing to copy where the target is made.
WITH m AS MATERIALIZED (SELECT tamis_merge('latest', 'people', '{"key": "id", "snapshot": true}') AS d)
SELECT d -> 'counts' ->> 'inserted', d ->> 'snapshot' FROM m;
DELETE FROM people WHERE id = 2;
WITH m AS MATERIALIZED (SELECT tamis_merge('latest', 'people', '{"key": "id", "mode": "full", "deletes": "hard", "max_deleted": 1, "snapshot": true}') AS d)
SELECT d -> 'counts' ->> 'deleted', length(d ->> 'snapshot') FROM m;
SELECT table_name, row_count, reason, status FROM tamis_snapshot ORDER BY created_at;
-- A merge that is refused leaves no copy.
SELECT tamis_merge('latest', '(SELECT id + NULL AS id, name FROM people)', '{"key": "id", "snapshot": true}');
SELECT count(*) FROM tamis_snapshot;
SELECT tamis_merge('latest', 'people', '{"key": "id", "snapshot": "yes"}');
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "snapshot": 1}');
