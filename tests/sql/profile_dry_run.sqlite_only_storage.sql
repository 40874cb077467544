-- A column of any storage counts as what tamis_try_cast makes of its text; bytes have none.
CREATE TABLE mixed (k, b BOOLEAN, r REAL);
INSERT INTO mixed VALUES ('a', 1, 1e-7), ('b', 0, 1.5), (x'00ff', 7, 3.0), (x'31', NULL, 4.5), (12, 1, 1e400);
SELECT target_type, convert_count, fail_count FROM tamis_dry_run('mixed', '{"columns": "k", "types": ["integer", "decimal", "text"]}');
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(b, d.target_type)) FROM mixed), samples FROM tamis_dry_run('mixed', '{"columns": "b", "types": ["boolean", "integer", "decimal", "real", "text"]}') AS d;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(r, d.target_type)) FROM mixed) FROM tamis_dry_run('mixed', '{"columns": "r", "types": ["boolean", "integer", "decimal", "real", "date", "text"]}') AS d;
