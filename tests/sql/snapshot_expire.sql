-- Copies go when their time is over; the only trace of a table does not.
CREATE TABLE a (x INTEGER);
CREATE TABLE b (x INTEGER);
INSERT INTO a VALUES (1), (2);
SELECT tamis_expire_snapshots();
SELECT tamis_snapshot('a', '{"name": "a_old", "keep_hours": 0}') ->> 'rows';
SELECT tamis_snapshot('a', '{"name": "a_day"}') ->> 'rows';
SELECT tamis_snapshot('a', '{"name": "a_ever", "keep_hours": null}') ->> 'rows';
SELECT tamis_snapshot('b', '{"name": "b_old", "keep_hours": 0}') ->> 'rows';
SELECT tamis_snapshot('b', '{"name": "b_gone"}') ->> 'rows';
DROP TABLE b_gone;
DROP TABLE b;
WITH e AS MATERIALIZED (SELECT tamis_expire_snapshots('{"dry_run": true}') AS d)
SELECT d -> 'dropped' -> 0 ->> 'copy', d -> 'dropped' -> 1 ->> 'copy', d -> 'only_copies' -> 0 ->> 'copy', d -> 'lost' -> 0 ->> 'copy' FROM e;
SELECT count(*) FROM a_old;
WITH e AS MATERIALIZED (SELECT tamis_expire_snapshots() AS d)
SELECT d -> 'dropped' -> 0 ->> 'copy', d -> 'dropped' -> 1 ->> 'copy', d -> 'only_copies' -> 0 ->> 'copy', d -> 'lost' -> 0 ->> 'copy' FROM e;
SELECT snapshot_name, status FROM tamis_snapshot ORDER BY snapshot_name;
SELECT tamis_restore('a_old');
SELECT count(*) FROM b_old;
-- Restored, the table is there again, and its copy may go.
SELECT tamis_restore('b_old') -> 'rows' ->> 'inserted';
SELECT tamis_expire_snapshots() -> 'dropped' -> 0 ->> 'copy';
-- By age, by table, all of them, by force.
SELECT tamis_expire_snapshots('{"older_than_hours": 1, "table": "a"}') -> 'dropped' ->> 0;
SELECT tamis_expire_snapshots('{"older_than_hours": 0, "table": "b"}') -> 'dropped' ->> 0;
DROP TABLE a;
SELECT tamis_expire_snapshots('{"all": true, "table": "a"}') -> 'only_copies' -> 1 ->> 'copy';
SELECT tamis_expire_snapshots('{"all": true, "table": "a", "force": true}') -> 'dropped' -> 1 ->> 'copy';
SELECT snapshot_name, status FROM tamis_snapshot ORDER BY snapshot_name;
SELECT tamis_expire_snapshots('{"all": true, "older_than_hours": 1}');
SELECT tamis_expire_snapshots('{"older": 1}');
SELECT tamis_expire_snapshots('{"older_than_hours": -1}');
SELECT action, status, count(*) FROM tamis_run WHERE status = 'succeeded' GROUP BY action, status ORDER BY action, status;
