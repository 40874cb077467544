-- The zeros that a numeric keeps are in its text: where a comma is the decimal mark, 1.00 is nothing.
CREATE TABLE scaled (n numeric(10, 2), f double precision);
INSERT INTO scaled VALUES (1, 'NaN'), (2, 'Infinity'), (1234, 1e15), (-7, 1), (NULL, 0.1);
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(n::text, d.target_type, d.cast_options)) FROM scaled) FROM tamis_dry_run('scaled', '{"columns": "n", "types": ["integer", "decimal", "text"], "decimal_mark": "comma"}') AS d;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(n::text, d.target_type, d.cast_options)) FROM scaled) FROM tamis_dry_run('scaled', '{"columns": "n", "types": ["boolean", "integer", "decimal", "real", "date", "text"]}') AS d;
SELECT target_type, convert_count, (SELECT count(tamis_try_cast(f::text, d.target_type)) FROM scaled) FROM tamis_dry_run('scaled', '{"columns": "f", "types": ["integer", "decimal", "real", "date", "text"]}') AS d;
