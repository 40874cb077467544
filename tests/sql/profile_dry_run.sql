-- Messy on purpose: every kind of value in columns that lean to something, and odd names.
CREATE TABLE messy (id integer PRIMARY KEY, "a name" text, "quo""te" text, amount text, day text, n integer, r double precision);
INSERT INTO messy VALUES
  (1, '12', 'yes', '1,234.50', '05/03/2024', 0, 1.5),
  (2, '0012', 'no', '12.5', '25/03/2024', 1, 2),
  (3, ' 7 ', '1', '-3', '2024-03-05', 7, NULL),
  (4, 'N/A', '0', 'N/A', '2024-03-05 14:30', NULL, 3.25),
  (5, '', '2', '1e+3', '2024-02-30', 1, 1e20),
  (6, NULL, 'maybe', '1,234', '-', 1, -0.5),
  (7, '12.0', NULL, 'free', '20240305', 1, 0),
  (8, '999999999999999999', 'TRUE', '$5', '2024-03-05T14:30:00Z', 1, 1),
  (9, '1234567890123456789', 'f', '0x1f', 'Mar 2024', 1, 1),
  (10, 'a45fe2b0-1234-4abc-8def-1234567890ab', 'off', '1.234,50', '2024-03-05 00:00', 1, 1);
SELECT position, column_name, target_type, CASE WHEN suggested THEN 'suggested' ELSE '' END, present_count, convert_count, fail_count, missing_count, share, cast_options FROM tamis_dry_run('messy') ORDER BY position, target_type;
SELECT column_name, target_type, samples FROM tamis_dry_run('messy', '{"columns": ["a name", "day", "amount"]}') ORDER BY position, target_type;
-- The oracle: the engine's own count of what it casts.
SELECT target_type, convert_count, (SELECT count(tamis_try_cast("a name", d.target_type)) FROM messy) FROM tamis_dry_run('messy', '{"columns": "a name", "types": ["boolean", "integer", "decimal", "real", "date", "timestamp", "timestamptz", "uuid"], "samples": 0}') AS d ORDER BY 1;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast("quo""te", d.target_type)) FROM messy) FROM tamis_dry_run('messy', '{"columns": "quo\"te", "types": ["boolean", "integer", "decimal", "real", "date", "timestamp", "timestamptz", "uuid"], "samples": 0}') AS d ORDER BY 1;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(amount, d.target_type, d.cast_options)) FROM messy) FROM tamis_dry_run('messy', '{"columns": "amount", "types": ["boolean", "integer", "decimal", "real", "date", "timestamp", "timestamptz", "uuid"], "samples": 0}') AS d ORDER BY 1;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(day, d.target_type, d.cast_options)) FROM messy) FROM tamis_dry_run('messy', '{"columns": "day", "types": ["boolean", "integer", "decimal", "real", "date", "timestamp", "timestamptz", "uuid"], "samples": 0}') AS d ORDER BY 1;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(CAST(n AS text), d.target_type)) FROM messy) FROM tamis_dry_run('messy', '{"columns": "n", "types": ["boolean", "integer", "decimal", "real", "date", "uuid"], "samples": 0}') AS d ORDER BY 1;
-- What the caller decides goes before the column's evidence.
SELECT target_type, convert_count, fail_count, cast_options, samples FROM tamis_dry_run('messy', '{"columns": "day", "types": "date", "order": "mdy"}');
SELECT target_type, convert_count, fail_count, cast_options, samples FROM tamis_dry_run('messy', '{"columns": "amount", "types": ["decimal", "integer"], "decimal_mark": "comma"}');
-- Text keeps everything; it is left out unless asked for.
SELECT column_name, target_type, convert_count, fail_count, samples FROM tamis_dry_run('messy', '{"types": "text"}') ORDER BY position;
-- Samples are the first in the table, as many as asked for.
SELECT target_type, samples FROM tamis_dry_run('messy', '{"columns": "a name", "types": "integer", "samples": 2}');
SELECT target_type, samples FROM tamis_dry_run('messy', '{"columns": "a name", "types": "integer", "samples": 0}');
-- Views, queries, nothing at all.
CREATE VIEW seen AS SELECT day AS d FROM messy WHERE id < 4;
SELECT column_name, target_type, convert_count, fail_count FROM tamis_dry_run('seen') ORDER BY target_type;
SELECT column_name, target_type, convert_count, fail_count, samples FROM tamis_dry_run('(SELECT day AS d FROM messy WHERE id > 8)', '{"types": ["date"]}');
SELECT count(*) FROM tamis_dry_run('(SELECT * FROM messy WHERE id > 100)');
SELECT target_type, present_count, convert_count, missing_count, share FROM tamis_dry_run('(SELECT * FROM messy WHERE id > 100)', '{"columns": "day", "types": ["date", "text"]}') ORDER BY 1;
-- Numbers of the engine's own count as what their text is: 19 digits are a code there.
CREATE TABLE wide (id integer PRIMARY KEY, n bigint, m numeric, at text);
INSERT INTO wide VALUES (1, 9223372036854775807, 12345678901234567890, '2024-03-05 14:30:00.1234567'), (2, 1, 2.5, NULL), (3, -1000000000000000000, 3, NULL), (4, 999999999999999999, 4, NULL);
SELECT target_type, CASE WHEN suggested THEN 'suggested' ELSE '' END, convert_count, fail_count, samples FROM tamis_dry_run('wide', '{"columns": "n", "types": ["integer", "decimal", "text"]}') ORDER BY target_type;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(CAST(n AS text), d.target_type)) FROM wide) FROM tamis_dry_run('wide', '{"columns": "n", "types": ["boolean", "integer", "decimal", "real", "date", "uuid", "text"]}') AS d ORDER BY 1;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(CAST(m AS text), d.target_type)) FROM wide) FROM tamis_dry_run('wide', '{"columns": "m", "types": ["integer", "decimal", "text"]}') AS d ORDER BY 1;
-- What the profile suggests is shown, if nothing converts to it: here times finer than a microsecond.
SELECT target_type, CASE WHEN suggested THEN 'suggested' ELSE '' END, present_count, convert_count, fail_count, samples FROM tamis_dry_run('wide', '{"columns": "at"}');
-- Refusals.
SELECT count(*) FROM tamis_dry_run('messy', '{"columns": "none"}');
SELECT count(*) FROM tamis_dry_run('messy', '{"types": "numeric"}');
SELECT count(*) FROM tamis_dry_run('messy', '{"samples": 101}');
SELECT count(*) FROM tamis_dry_run('messy', '{"order": "dym"}');
SELECT count(*) FROM tamis_dry_run('messy', '{"type": "date"}');
SELECT count(*) FROM tamis_dry_run('nowhere');
