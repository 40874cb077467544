-- Temporal engines: what holds on both engines (the rest is in history_scenarios_j.pg_only_*).
-- J1: merges within one tick of the clock still make versions of some length, and a merge with an earlier moment is
-- refused.
CREATE TABLE s (id INTEGER, v TEXT);
INSERT INTO s VALUES (1, 'a');
SELECT tamis_scd2_merge('j1', 's', '{"key": "id"}') -> 'counts' ->> 'versioned';
UPDATE s SET v = 'b';
SELECT tamis_scd2_merge('j1', 's', '{"key": "id"}') -> 'counts' ->> 'versioned';
UPDATE s SET v = 'c';
SELECT tamis_scd2_merge('j1', 's', '{"key": "id"}') -> 'counts' ->> 'versioned';
UPDATE s SET v = 'd';
SELECT tamis_scd2_merge('j1', 's', '{"key": "id"}') -> 'counts' ->> 'versioned';
SELECT count(*), count(DISTINCT valid_from), count(CASE WHEN valid_to <= valid_from THEN 1 END) FROM j1;
UPDATE s SET v = 'e';
SELECT tamis_scd2_merge('j1', 's', '{"key": "id", "as_of": "2000-01-01"}');
SELECT problem, key_value FROM tamis_scd2_verify('j1', '{"key": "id", "gaps": "report"}');

-- J2, J3: a key has one current version; adjacent versions are none too many, overlapping ones are found.
CREATE TABLE w (id INTEGER, v TEXT, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL);
INSERT INTO w VALUES (1, 'a', '2000-01-01 00:00:00', '2001-01-01 00:00:00', false, 'x'), (1, 'b', '2001-01-01 00:00:00', '2002-01-01 00:00:00', false, 'x'), (2, 'a', '2000-01-01 00:00:00', '2001-01-01 00:00:00', false, 'x'), (1, 'c', '2000-06-01 00:00:00', '2001-01-01 00:00:00', false, 'x'), (3, 'e', '2000-01-01 00:00:00', '2000-01-01 00:00:00', false, 'x');
SELECT problem, key_value, valid_from FROM tamis_scd2_verify('w', '{"key": "id", "hash": false}');
