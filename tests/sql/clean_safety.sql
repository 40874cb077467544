-- What must not be lost: markers that are values, the state tables, the way back to a rejected row.
CREATE TABLE places (id integer PRIMARY KEY, country text, grade text, visited text);
INSERT INTO places VALUES (1, 'NA', '-', '2024-01-01'), (2, 'DE', 'A', '2024-02-30'), (3, 'NA', '', '2024-03-01');
INSERT INTO places SELECT id + 3, 'FR', 'B', '2024-03-02' FROM places;
INSERT INTO places SELECT id + 6, 'IT', 'C', '2024-03-03' FROM places;
INSERT INTO places SELECT id + 12, 'ES', 'D', '2024-03-04' FROM places;
SELECT tamis_clean_table('places', 'places_clean', '{"keep_missing": ["country"]}') -> 'rows' ->> 'rejected_values';
SELECT id, country, grade, visited FROM places_clean WHERE id <= 3 ORDER BY id;
SELECT column_name, row_key, reason FROM tamis_error_row;
SELECT tamis_clean_table('places', 'places_kept', '{"keep_missing": true, "columns": ["id", "country", "grade"]}') -> 'rows' ->> 'rejected_values';
SELECT country, grade FROM places_kept WHERE id IN (1, 3) ORDER BY id;
SELECT tamis_clean_table('places', 'x', '{"keep_missing": "nowhere"}');
SELECT tamis_clean_table('places', 'x', '{"keep_missing": 1}');
SELECT tamis_clean_table('places', 'tamis_error_row', '{"if_exists": "replace"}');
SELECT tamis_clean_table('places', 'Tamis_Run');
SELECT count(*) FROM tamis_error_row;
