-- Masks: every rule, what it can't read, keys, and values that are odd.
SELECT tamis_mask('abc', 'sha256');
SELECT tamis_mask('abc', 'hash_sha256');
SELECT tamis_mask('', 'sha256');
SELECT tamis_mask('Zoë', 'sha256'), length(tamis_mask('Zoë', 'sha256'));
SELECT tamis_mask('abc', 'hmac_sha256', '0123456789abcdef');
SELECT tamis_mask('+41 44 668 1800', 'last4'), tamis_mask('1234567', 'mask_except_last_4'), tamis_mask('', 'last4'), tamis_mask('日本語日本語漢字', 'last4');
SELECT tamis_mask('192.0.2.146', 'ip_truncate'), tamis_mask('2001:db8:85a3::8a2e:370:7334', 'truncate_last_octet'), tamis_mask('::ffff:192.0.2.146', 'ip_truncate'), tamis_mask('localhost', 'ip_truncate');
SELECT tamis_mask('ada@example.com', 'email'), tamis_mask('no mail', 'email'), tamis_mask('', 'email');
SELECT tamis_mask('secret', 'redact'), tamis_mask('secret', 'null');
SELECT tamis_mask('4111-1111-1111-1111', 'tokenise', '0123456789abcdef0123456789abcdef');
SELECT tamis_mask('12', 'tokenise', '0123456789abcdef0123456789abcdef'), tamis_mask('Müller', 'tokenise', '0123456789abcdef0123456789abcdef');
SELECT length(tamis_mask('12', 'tokenise', 'Schlüssel mit Umlaut'));

-- NULL.
SELECT tamis_mask(NULL, 'sha256'), tamis_mask('a', NULL), tamis_mask(NULL, 'no rule'), tamis_mask(NULL, NULL, NULL);
SELECT tamis_mask('12345678', 'last4', NULL);
SELECT tamis_mask('a', 'hmac_sha256', NULL);

-- Refusals name the rule, not the key.
SELECT tamis_mask('a', 'md5');
SELECT tamis_mask('a', '0123456789abcdef', 'hmac_sha256');
SELECT tamis_mask('a', '');
SELECT tamis_mask('a', 'SHA256');
SELECT tamis_mask('a', 'hmac_sha256');
SELECT tamis_mask('a', 'tokenise');
SELECT tamis_mask('a', 'tokenise', 'hunter2');
SELECT tamis_mask('a', 'tokenise', '');
SELECT tamis_mask('a', 'sha256', '0123456789abcdef');

-- Over rows, with a rule and a key a row.
CREATE TABLE people (id INTEGER, phone TEXT, rule TEXT, secret TEXT);
INSERT INTO people VALUES
  (1, '0446681800', 'last4', NULL), (2, '0446681801', 'tokenise', 'a key of sixteen'),
  (3, '0446681801', 'tokenise', 'another key of 16'), (4, NULL, 'redact', NULL), (5, '', 'redact', NULL),
  (6, '0446681800', 'last4', NULL), (7, '0446681801', 'tokenise', 'a key of sixteen');
SELECT id, tamis_mask(phone, rule, secret) FROM people ORDER BY id;
SELECT count(DISTINCT tamis_mask(phone, 'tokenise', 'a key of sixteen')), count(DISTINCT phone) FROM people WHERE phone <> '';
