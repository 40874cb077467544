-- User data as the specification's section 8.5 has it: a full refresh of JSON lines, masked.
CREATE TABLE users (user_id INTEGER PRIMARY KEY, email TEXT, phone TEXT, ip_address TEXT, password_hash TEXT, security_questions TEXT, consent BOOLEAN, updated_at TIMESTAMP);
INSERT INTO users VALUES
  (1, 'ann@example.org', '+41 44 668 18 00', '203.0.113.77', 'h1', 'q1', TRUE, '2025-09-15 10:00:00'),
  (2, 'bob@example.org', '+1 202 555 0143', '2001:db8::1', 'h2', 'q2', FALSE, '2025-09-16 09:00:00'),
  (3, NULL, '', 'unknown', 'h3', NULL, NULL, NULL);
SELECT tamis_export('users', '@OUT@/{env}/users', '{"variables": {"env": "prod"}, "format": "jsonl", "compression": "gzip", "mode": "full_refresh", "order_by": "user_id", "anonymise": {"email": "hash_sha256", "phone": "mask_except_last_4", "ip_address": "truncate_last_octet"}, "excluded_fields": ["password_hash", "security_questions"]}') -> 'statistics' ->> 'byte_size';
SELECT manifest ->> 'mode', manifest -> 'anonymisation' -> 0 ->> 'column', manifest -> 'anonymisation' -> 0 ->> 'rule', manifest -> 'source' -> 'excluded_columns' ->> 1, manifest -> 'statistics' ->> 'column_count' FROM tamis_export;
SELECT status, count(*) FROM tamis_verify_export('@OUT@/prod/users') GROUP BY status;
-- Tomorrow's takes its place.
DELETE FROM users WHERE user_id = 3;
SELECT tamis_export('users', '@OUT@/{env}/users', '{"variables": {"env": "prod"}, "format": "jsonl", "compression": "none", "mode": "full_refresh", "order_by": "user_id", "anonymise": {"email": "hash_sha256", "phone": "mask_except_last_4", "ip_address": "truncate_last_octet"}, "excluded_fields": ["password_hash", "security_questions"]}') -> 'files' -> 0 ->> 'checksum';
SELECT status, count(*) FROM tamis_verify_export('@OUT@/prod/users') GROUP BY status;
