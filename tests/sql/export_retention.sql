-- Exports whose time is up go, whole or out of a place they share; the last of a source stays.
CREATE TABLE tickets (id INTEGER, title TEXT);
INSERT INTO tickets VALUES (1, 'a'), (2, 'b');
SELECT tamis_export('tickets', '@OUT@/temp/one') ->> 'mode';
SELECT tamis_export('tickets', '@OUT@/temp/log', '{"mode": "append"}') ->> 'mode';
SELECT tamis_export('tickets', '@OUT@/temp/log', '{"mode": "append"}') ->> 'mode';
SELECT tamis_export('tickets', '@OUT@/kept/two') ->> 'mode';
UPDATE tamis_export SET created_at = '2020-01-01T00:00:00Z' WHERE destination LIKE '%one';
UPDATE tamis_export SET created_at = '2020-01-02T00:00:00Z' WHERE destination LIKE '%log' AND export_id = (SELECT min(export_id) FROM tamis_export WHERE destination LIKE '%log');
SELECT tamis_expire_exports() -> 'kept' ->> 'no rule';
SELECT count(*) FROM tamis_verify_export('@OUT@/temp/one') WHERE status = 'fail';
SELECT tamis_expire_exports('{"dry_run": false}') -> 'expired' -> 0 ->> 'removed';
SELECT status, count(*) FROM tamis_export GROUP BY status ORDER BY status;
SELECT count(*) FROM tamis_verify_export('@OUT@/temp/one');
-- One export is left there: its files, its manifest and the marker.
SELECT count(*) FROM tamis_verify_export('@OUT@/temp/log') WHERE status = 'fail';
SELECT count(*) FROM tamis_verify_export('@OUT@/temp/log') WHERE check_name = 'exists';
SELECT tamis_expire_exports('{"dry_run": false, "rules": {"@OUT@": "0 days", "temp": "1 week"}}') -> 'kept' ->> 'last of its source';
SELECT count(*) FROM tamis_verify_export('@OUT@/kept/two') WHERE status = 'fail';
SELECT tamis_expire_exports('{"rules": {"temp": "soon"}}');
SELECT tamis_expire_exports('{"rules": "temp"}');
