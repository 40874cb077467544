-- Incremental exports, tokens, types that are claimed, and masks.
CREATE TABLE users (user_id INTEGER, email TEXT, phone TEXT, ip_address TEXT, password_hash TEXT, updated_at TIMESTAMP, seq INTEGER);
INSERT INTO users VALUES
  (1, 'ann@example.org', '+41 44 668 18 00', '203.0.113.77', 'x', '2025-09-15 10:00:00', 1),
  (2, NULL, NULL, NULL, 'y', '2025-09-16 09:00:00', 2),
  (3, 'Jürg@example.org', '12', 'no address', 'z', '2025-09-16 10:00:00.5', 3);

-- From the start, then what changed, then nothing.
SELECT tamis_export('users', '@OUT@/i1', '{"mode": "incremental", "change_column": "updated_at", "watermark": "users", "merge_key": "user_id", "compression": "none", "order_by": "user_id"}') -> 'watermark' ->> 'high';
INSERT INTO users VALUES (4, 'd', 'd', 'd', 'd', '2025-09-16 10:00:00.6', 4), (2, 'e', 'e', 'e', 'e', '2025-09-17 08:00:00', 5);
SELECT tamis_export('users', '@OUT@/i2', '{"dry_run": true, "mode": "incremental", "change_column": "updated_at", "watermark": "users"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('users', '@OUT@/i2', '{"mode": "incremental", "change_column": "updated_at", "watermark": "users", "compression": "none"}') -> 'watermark' ->> 'high';
SELECT CASE WHEN CAST(tamis_export('users', '@OUT@/i3', '{"mode": "incremental", "change_column": "updated_at", "watermark": "users", "compression": "none"}') ->> 'published' AS TEXT) IN ('true', '1') THEN 'published' ELSE 'not published' END;
SELECT row_count, manifest -> 'watermark' ->> 'low', manifest -> 'watermark' ->> 'high', status FROM tamis_export ORDER BY created_at;
SELECT name, revision, value FROM tamis_watermark ORDER BY name, revision;
-- A day is looked back to; the same range again is the first export.
SELECT tamis_export('users', '@OUT@/i3', '{"mode": "incremental", "change_column": "updated_at", "watermark": "users", "lookback": "24 hours", "compression": "none"}') -> 'watermark' ->> 'high';
SELECT CASE WHEN CAST(tamis_export('users', '@OUT@/i3', '{"mode": "incremental", "change_column": "updated_at", "watermark": "users", "lookback": "24 hours", "compression": "none"}') ->> 'repeated' AS TEXT) IN ('true', '1') THEN 'repeated' ELSE 'not repeated' END;
SELECT row_count FROM tamis_export ORDER BY created_at;
-- By a number.
SELECT tamis_export('users', '@OUT@/n1', '{"mode": "incremental", "change_column": "seq", "compression": "none"}') -> 'watermark' ->> 'high';
INSERT INTO users VALUES (9, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT tamis_export('users', '@OUT@/n2', '{"mode": "incremental", "change_column": "seq", "watermark": "by number", "compression": "none"}');
SELECT tamis_export('users', '@OUT@/n2', '{"mode": "incremental", "change_column": "seq", "watermark": "by number", "missing": "exclude", "compression": "none"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('users', '@OUT@/n3', '{"mode": "incremental", "change_column": "seq", "watermark": "by number", "missing": "include", "lookback": 2, "compression": "none"}') -> 'statistics' ->> 'row_count';
SELECT tamis_export('users', '@OUT@/n4', '{"mode": "incremental", "change_column": "seq", "watermark": "by number", "lookback": "1 day"}');
SELECT tamis_export('users', '@OUT@/n4', '{"mode": "incremental", "change_column": "seqq"}');
SELECT tamis_export('users', '@OUT@/n4', '{"mode": "incremental"}');
SELECT tamis_export('users', '@OUT@/n4', '{"mode": "append", "file_name": "{entity}"}');

-- Tokens: the second call writes nothing, whatever its destination holds by now.
SELECT tamis_export('users', '@OUT@/t', '{"token": "nightly 1", "compression": "none", "columns": ["user_id"], "order_by": "user_id"}') ->> 'token';
SELECT CASE WHEN CAST(tamis_export('users', '@OUT@/t', '{"token": "nightly 1", "compression": "none", "columns": ["user_id"], "order_by": "user_id"}') ->> 'repeated' AS TEXT) IN ('true', '1') THEN 'repeated' ELSE 'not repeated' END;
SELECT tamis_export('(SELECT 1 AS a)', '@OUT@/t2', '{"token": "nightly 1"}');
SELECT tamis_export('users', '@OUT@/s', '{"snapshot": "2025-09-16", "partition": "2025-09", "compression": "none", "order_by": "user_id"}') -> 'statistics' ->> 'row_count';
SELECT CASE WHEN CAST(tamis_export('users', '@OUT@/s', '{"order_by": "user_id", "snapshot": "2025-09-16", "partition": "2025-09", "compression": "none"}') ->> 'repeated' AS TEXT) IN ('true', '1') THEN 'repeated' ELSE 'not repeated' END;
SELECT tamis_export('users', '@OUT@/s', '{"order_by": "user_id", "snapshot": "2025-09-17", "partition": "2025-09", "compression": "none"}');
SELECT count(*) FROM tamis_export WHERE token LIKE 'users_2025-09_2025-09-16_________';
SELECT tamis_export('users', '@OUT@/s', '{"idempotent": true}');

-- The key.
SELECT tamis_export('users', '@OUT@/k', '{"merge_key": "user_id", "compression": "none"}') -> 'validation' ->> 'duplicate_check';
SELECT tamis_export('users', '@OUT@/k2', '{"merge_key": ["user_id", "seq"], "compression": "none"}') -> 'validation' ->> 'null_check';
SELECT tamis_export('users', '@OUT@/k3', '{"merge_key": ["user_id", "seq"], "duplicate_keys": "error"}');
SELECT tamis_export('users', '@OUT@/k3', '{"merge_key": ["user"]}');

-- What users are not to tell: masks, and columns that are left out.
SELECT tamis_export('users', '@OUT@/m', '{"format": "jsonl", "mode": "full_refresh", "compression": "none", "order_by": ["user_id", "seq"], "anonymise": {"email": "hash_sha256", "phone": "mask_except_last_4", "ip_address": "truncate_last_octet"}, "excluded_fields": ["password_hash"]}') -> 'files' -> 0 ->> 'checksum';
SELECT tamis_export('users', '@OUT@/m', '{"dry_run": true, "if_exists": "replace", "anonymise": {"email": "hash_sha256", "updated_at": "null"}}') -> 'anonymisation' -> 0 ->> 'rule';
SELECT tamis_export('users', '@OUT@/m2', '{"anonymise": {"email": "rot13"}}');
SELECT tamis_export('users', '@OUT@/m2', '{"anonymise": {"mail": "sha256"}}');
SELECT tamis_export('users', '@OUT@/m2', '{"anonymise": {"email": "sha256"}, "exclude": "email"}');
SELECT tamis_export('users', '@OUT@/m2', '{"anonymise": {"email": "sha256"}, "partition_by": ["email"]}');
SELECT tamis_export('users', '@OUT@/m2', '{"anonymise": {"email": "hmac_sha256"}}');
SELECT tamis_export('users', '@OUT@/m2', '{"anonymise": {"email": "hmac_sha256"}, "key_env": "TAMIS_NO_SUCH_KEY"}');
SELECT tamis_export('users', '@OUT@/m2', '{"anonymise": {"email": "hmac_sha256"}, "key_file": "@OUT@/no_such_key"}');

-- Types that are claimed bind every format.
CREATE TABLE prices (id INTEGER, price TEXT, on_day TEXT);
INSERT INTO prices VALUES (1, '12.50', '2025-09-16'), (2, '7', '2025-09-17');
SELECT tamis_export('prices', '@OUT@/p', '{"types": {"price": "decimal(10,2)", "on_day": "date"}, "compression": "none", "order_by": "id"}') -> 'schema' -> 1 ->> 'type';
INSERT INTO prices VALUES (3, '1.005', 'n/a');
SELECT tamis_export('prices', '@OUT@/p2', '{"types": {"price": "decimal(10,2)"}, "order_by": "id"}');
SELECT tamis_export('prices', '@OUT@/p2', '{"types": {"on_day": "date"}, "order_by": "id"}');
SELECT tamis_export('prices', '@OUT@/p2', '{"types": {"day": "date"}}');
SELECT tamis_export('prices', '@OUT@/p2', '{"types": {"on_day": "datum"}}');
SELECT tamis_export('(SELECT price FROM prices)', '@OUT@/p3', '{"types": "profile", "compression": "none"}') -> 'schema' -> 0 ->> 'type';
SELECT tamis_export('prices', '@OUT@/p4', '{"contract": "nobody knows it"}');
SELECT * FROM tamis_verify_export('@OUT@/p2');
