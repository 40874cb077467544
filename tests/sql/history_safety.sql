-- A history table holds the values that were hashed, and each key once, or nothing is merged.
CREATE TABLE wide (id integer, n numeric(12, 4), seen timestamp);
INSERT INTO wide VALUES (1, 1.5, '2024-01-01 10:00:00'), (2, 2.5, '2024-01-02 10:00:00');
SELECT tamis_scd2_merge('dim_wide', 'wide', '{"key": "id", "as_of": "2024-02-01"}') -> 'counts' ->> 'inserted';
UPDATE wide SET n = 3.5 WHERE id = 2;
SELECT tamis_scd2_merge('dim_wide', 'wide', '{"key": "id", "as_of": "2024-02-02"}') -> 'counts' ->> 'versioned';
SELECT count(*) FROM tamis_scd2_verify('dim_wide', '{"key": "id"}');
