-- The bounds and NULLs that a manifest states are those of the files, whatever a column holds.
SET TimeZone = 'UTC';
CREATE TABLE nasty (id bigint, s smallint, f4 real, f8 double precision, n numeric(12,3), big numeric, b boolean, t text, c char(5), ts timestamp, tz timestamptz, d date, tm time, u uuid, j jsonb, raw bytea, a int[], ta text[]);
INSERT INTO nasty VALUES
 (1, -32768, 1.1, 1e300, 12.5, 1e40, true, 'plain', 'ab', '2024-03-05 14:30:00.123456', '2024-03-05 14:30:00+02', '0001-01-01', '23:59:59.999999', '6f9619ff-8b86-d011-b42d-00c04fc964ff', '{"a":[1,2]}', '\x00ff', '{1,NULL,3}', '{"x y","q\"r"}'),
 (9223372036854775807, 32767, -0.0, -1e-300, -0.001, -12345678901234567890.123, false, '', '', '9999-12-31 23:59:59', '1970-01-01 00:00:00+00', '9999-12-31', '00:00:00', '00000000-0000-0000-0000-000000000000', 'null', '', '{}', '{}'),
 (-9223372036854775808, 0, 3.4e38, 0.1, 0, 0, NULL, repeat('ü', 80), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (2, 10, 9, 10, 9.5, 10, true, 'zz=1', 'zz', '0044-01-01 00:00:00', '2024-03-05 14:30:00.000001+00', '1999-12-31', '12:00', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '"x"', 'abc', '{-1}', '{NULL}');
CREATE TABLE special (n numeric(5,2), m numeric, f double precision, g real, d date, ts timestamp, tz timestamptz, bc date);
INSERT INTO special VALUES ('NaN', 'NaN', 'Infinity', 'NaN', 'infinity', '-infinity', 'infinity', '0044-03-15 BC'), (1.5, 1.5, 2, 3, '2024-01-01', '2024-01-01', '2024-01-01', '2024-01-01'), (NULL, 'Infinity', '-Infinity', '-Infinity', '-infinity', 'infinity', '0001-01-01 BC', '0001-01-01');

CREATE FUNCTION verified(source text, format text, compression text, more jsonb) RETURNS TABLE (file text, what text, said text, found text) LANGUAGE plpgsql AS $$
DECLARE place text := '@OUT@/' || source || '_' || format || '_' || compression;
BEGIN
  PERFORM tamis_export(source, place, jsonb_build_object('format', format, 'compression', compression) || more);
  RETURN QUERY SELECT v.file_name, v.check_name, v.expected, v.actual FROM tamis_verify_export(place) AS v WHERE v.status = 'fail' OR (v.check_name = 'statistics' AND v.file_name <> 'manifest.json');
END $$;
SELECT format, compression, v.* FROM unnest(ARRAY['csv', 'jsonl', 'avro', 'parquet']) AS format, unnest(ARRAY['none', 'zstd']) AS compression, verified('nasty', format, compression, '{"sidecars": "beside", "also": ["bagit", "datapackage", "sha256sums"]}') AS v ORDER BY 1, 2, 3, 4;
SELECT format, v.* FROM unnest(ARRAY['csv', 'jsonl']) AS format, verified('special', format, 'none', '{}') AS v ORDER BY 1, 2, 3;
SELECT format, v.* FROM unnest(ARRAY['avro', 'parquet']) AS format, verified('special', format, 'none', '{"special_numbers": "null", "special_dates": "null"}') AS v ORDER BY 1, 2, 3;
SELECT key, value FROM jsonb_each(tamis_export('special', '@OUT@/x', '{"format": "parquet", "special_numbers": "null", "special_dates": "null"}') -> 'files' -> 0 -> 'columns') ORDER BY key;
