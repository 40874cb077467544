-- Columns of the target that would round, cut or convert: refused, and nothing stays.
CREATE TABLE amounts (id INTEGER, note TEXT, v NUMERIC(8, 2), valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
SELECT tamis_scd2_merge('amounts', '(SELECT 1 AS id, ''a'' AS note, 1.01::numeric AS v UNION ALL SELECT 2, ''b'', 3)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('amounts', '(SELECT 1 AS id, ''c'' AS note, 1.014::numeric AS v)', '{"key": "id", "as_of": "2024-01-02"}');
SELECT id, note, v, valid_to FROM amounts ORDER BY id;
SELECT tamis_scd2_merge('amounts', '(SELECT 1 AS id, ''c'' AS note, 1.014::numeric AS v)', '{"key": "id", "as_of": "2024-01-02", "exclude": "v", "rehash": true}') -> 'counts' ->> 'versioned';
CREATE TABLE days (id INTEGER, v DATE, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
SELECT tamis_scd2_merge('days', '(SELECT 1 AS id, TIMESTAMP ''2024-01-01 10:00'' AS v UNION ALL SELECT 2, ''2024-01-02 11:00'')', '{"key": "id", "as_of": "2024-01-02"}');
CREATE TABLE day_keys (n INTEGER, d DATE, v INTEGER, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
SELECT tamis_scd2_merge('day_keys', '(SELECT 1 AS n, TIMESTAMP ''2024-01-01 10:00'' AS d, 1 AS v UNION ALL SELECT 1, ''2024-01-01 11:00'', 2)', '{"key": ["n", "d"], "as_of": "2024-01-02"}');
SELECT tamis_scd2_merge('day_keys', '(SELECT 1 AS n, TIMESTAMP ''2024-01-01 00:00'' AS d, 1 AS v UNION ALL SELECT 1, ''2024-01-01 11:00'', 2)', '{"key": ["n", "d"], "as_of": "2024-01-02"}');
SELECT tamis_scd2_merge('day_keys', '(SELECT 1 AS n, TIMESTAMP ''2024-01-01 00:00'' AS d, 1 AS v)', '{"key": ["n", "d"], "as_of": "2024-01-02"}') -> 'counts' ->> 'inserted';
SELECT count(*) FROM days;
SELECT n, d, v FROM day_keys;
-- Types that neither compare nor convert.
SELECT tamis_scd2_merge('amounts', '(SELECT ''1'' AS id, ''c'' AS note, 1.01 AS v)', '{"key": "id", "as_of": "2024-01-03"}');
SELECT tamis_scd2_merge('amounts', '(SELECT true AS id, ''c'' AS note, 1.01 AS v)', '{"key": "id", "as_of": "2024-01-03"}');
SELECT tamis_scd2_merge('amounts', '(SELECT 1 AS id, ''c'' AS note, ''1.01'' AS v)', '{"key": "id", "as_of": "2024-01-03"}');
SELECT tamis_scd2_merge('days', '(SELECT 1 AS id, TIME ''10:00'' AS v)', '{"key": "id", "as_of": "2024-01-03"}');
-- A trigger that changes what is stored.
CREATE FUNCTION louder() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.note := upper(NEW.note); RETURN NEW; END';
CREATE TRIGGER louder BEFORE INSERT ON amounts FOR EACH ROW EXECUTE FUNCTION louder();
SELECT tamis_scd2_merge('amounts', '(SELECT 3 AS id, ''c'' AS note, 1.01 AS v)', '{"key": "id", "mode": "delta", "as_of": "2024-01-03"}');
SELECT count(*) FROM amounts WHERE id = 3;
