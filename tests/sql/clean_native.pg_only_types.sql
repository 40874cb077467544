-- What PostgreSQL already holds in the right type is copied, with all it can say.
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE native (
  i int, big numeric(30, 10), f real, d double precision, ok boolean, day date, at timestamp, tz timestamptz,
  u uuid, t time, j jsonb, bin bytea, m mood, a int[], c char(5), v varchar(3), "Mixed Case" text);
INSERT INTO native VALUES
  (1, 12345678901234567890.0123456789, 0.1, 0.1::float8 + 0.2::float8, true, 'infinity', '-infinity',
   '2024-01-01 00:00+02', '00000000-0000-0000-0000-0000000000AB', '23:59', '{"a":  1}', '\x00ff', 'bad', '{1,2}',
   'ab', ' x ', 'N/A'),
  (NULL, 'NaN', 'NaN', 'Infinity', NULL, '0044-03-15 BC', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', '', '');
SELECT tamis_clean_table('native', 'copied') -> 'rows';
SELECT * FROM copied;
SELECT column_name, reason FROM tamis_error_row;
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
  WHERE attrelid = 'copied'::regclass AND attnum > 0 ORDER BY attnum;

-- Names: in lower case unless quoted, in a schema, in the search path.
CREATE SCHEMA "Odd schema";
SELECT tamis_clean_table('NATIVE', '"Odd schema"."Tidy"', '{"columns": ["i", "Mixed Case"], "snake_case": true}') -> 'rows' ->> 'kept';
SELECT * FROM "Odd schema"."Tidy";

-- Dependants stop a replacement; nothing is half done.
CREATE VIEW on_it AS SELECT i FROM copied;
SELECT tamis_clean_table('native', 'copied', '{"if_exists": "replace"}');
SELECT count(*) FROM copied;

-- Rights are the caller's.
CREATE ROLE clerk;
SET ROLE clerk;
SELECT tamis_circuit_breaker('native');
SELECT tamis_clean_table('native', 'stolen');
RESET ROLE;
DROP OWNED BY clerk;
DROP ROLE clerk;

-- Settings of the caller change nothing.
SET DateStyle = 'German, DMY';
SET TimeZone = 'Asia/Kathmandu';
SET search_path = "Odd schema", public;
SELECT tamis_clean_table('(SELECT DATE ''2024-03-04'' AS d, ''05.03.2024'' AS s, ''13.03.2024'' AS t)', 'styled', '{"order": {"s": "dmy"}}') ->> 'target';
SET DateStyle = 'ISO';
SELECT * FROM styled;
