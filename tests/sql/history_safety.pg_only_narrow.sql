-- Assignment casts are PostgreSQL's: they round and cut without a word.
CREATE TABLE s (id integer, n numeric(8, 2), at timestamp);
INSERT INTO s VALUES (1, 1.01, '2024-01-01 10:00:00');
SELECT tamis_scd2_merge('d', 's', '{"key": "id", "as_of": "2024-02-01"}') -> 'counts' ->> 'inserted';
ALTER TABLE s ALTER n TYPE numeric;
UPDATE s SET n = 1.014;
SELECT tamis_scd2_merge('d', 's', '{"key": "id", "as_of": "2024-02-02"}');
SELECT n, valid_to FROM d;
CREATE TABLE by_day (at date, v text, valid_from timestamp, valid_to timestamp, is_current boolean, row_hash text);
INSERT INTO s VALUES (2, 5, '2024-01-01 12:00:00');
SELECT tamis_scd2_merge('by_day', '(SELECT at, ''x'' AS v FROM s)', '{"key": "at", "as_of": "2024-02-01"}');
SELECT count(*) FROM by_day;
