-- A fraction beyond the microsecond can't be kept on both engines: it goes to the error lane.
CREATE TABLE fine (taken_at text, zoned_at text);
INSERT INTO fine VALUES ('2024-01-01 10:00:00.123456789', '2024-01-01 10:00:00.1234567Z'),
  ('2024-01-02 10:00:00.5', '2024-01-02 10:00:00.25+02:00'), ('2024-01-03 10:00:00', '2024-01-03 10:00:00Z');
WITH c AS MATERIALIZED (SELECT tamis_clean_table('fine', 'fine_clean',
  '{"types": {"taken_at": "timestamp", "zoned_at": "timestamptz"}}') AS d)
SELECT d -> 'rows' ->> 'rejected_values' FROM c;
SELECT taken_at FROM fine_clean WHERE taken_at IS NOT NULL ORDER BY taken_at;
SELECT column_name, reason FROM tamis_error_row ORDER BY column_name;
SELECT tamis_cast('2024-01-01 10:00:00.1234567', 'timestamp');
