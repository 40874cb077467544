-- Batch after batch into one history. People 1 to 10, as in the suites of other tools.
CREATE TABLE people (id INTEGER, name TEXT, email TEXT, born DATE, score NUMERIC(8, 2), active BOOLEAN);
INSERT INTO people VALUES
  (1, 'Ada', 'ada@example.com', '1815-12-10', 9.50, TRUE),
  (2, 'Grace', 'grace@example.com', '1906-12-09', 9, TRUE),
  (3, 'Edsger', NULL, '1930-05-11', 8.25, TRUE),
  (4, 'Barbara', '', '1939-11-07', NULL, FALSE),
  (5, 'Donald', 'don@example.com', '1938-01-10', 9.75, NULL);

-- A dry run on a target that does not exist makes nothing.
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-01-01", "dry_run": true}');
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-01-01", "dry_run": true}') -> 'created';

-- First load, then the same batch again.
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-01-01"}');
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-01-02"}');
SELECT id, name, email, born, valid_from, valid_to, row_hash FROM dim ORDER BY id, valid_from;

-- Updates, also from NULL and to NULL; what is equal in value is no change.
UPDATE people SET email = 'edsger@example.com' WHERE id = 3;
UPDATE people SET email = NULL WHERE id = 4;
UPDATE people SET score = 9.00 WHERE id = 2;
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-02-01", "dry_run": true}') -> 'counts' ->> 'versioned';
SELECT count(*) FROM dim;
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-02-01"}');
SELECT id, email, valid_from, valid_to FROM dim WHERE id IN (2, 3, 4) ORDER BY id, valid_from;

-- A delta closes nothing; an insert in it is a first version.
INSERT INTO people VALUES (6, 'Tony', 'tony@example.com', '1934-01-11', 1, TRUE);
SELECT tamis_scd2_merge('dim', '(SELECT * FROM people WHERE id >= 5)', '{"key": "id", "mode": "delta", "as_of": "2024-02-02"}');

-- A full batch that lacks keys: ignored unless asked for, guarded when asked for.
DELETE FROM people WHERE id IN (5, 6);
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-03-01"}');
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-03-01", "deletes": "close"}');
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-03-01", "deletes": "close", "max_closed": 0.4, "dry_run": true}') -> 'counts' ->> 'closed';
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-03-01", "deletes": "close", "max_closed": 0.4}');
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-03-01", "deletes": "close"}');
SELECT id, valid_from, valid_to FROM dim WHERE id IN (5, 6) ORDER BY id, valid_from;

-- Back again, unchanged: a new version after a gap; never into the time of a closed one.
INSERT INTO people VALUES (5, 'Donald', 'don@example.com', '1938-01-10', 9.75, NULL);
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-02-20"}');
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-04-01T12:00:00.250+02:00"}');
SELECT id, valid_from, valid_to FROM dim WHERE id = 5 ORDER BY valid_from;
SELECT * FROM tamis_scd2_verify('dim', '{"key": "id"}');
SELECT * FROM tamis_scd2_verify('dim', '{"key": "id", "gaps": "report"}');

-- Back at the moment it was closed: no gap.
INSERT INTO people VALUES (6, 'Tony', 'tony@example.com', '1934-01-11', 1, TRUE);
DELETE FROM people WHERE id = 5;
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-05-01", "deletes": "close"}') -> 'counts' ->> 'closed';
INSERT INTO people VALUES (5, 'Donald', 'don@example.com', '1938-01-10', 9.75, NULL);
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-05-01"}') -> 'counts' ->> 'reopened';
SELECT id, valid_from, valid_to FROM dim WHERE id = 5 ORDER BY valid_from;

-- An empty batch closes nothing unless everything may go.
DELETE FROM people;
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-06-01", "deletes": "close"}');
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-06-01", "mode": "delta"}') -> 'counts' ->> 'source_rows';
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-06-01", "deletes": "close", "max_closed": 1}') -> 'counts' ->> 'closed';
SELECT count(*) FROM dim WHERE is_current;
SELECT tamis_scd2_merge('dim', 'people', '{"key": "id", "as_of": "2024-06-01", "deletes": "close"}') -> 'counts' ->> 'closed';
SELECT count(*) FROM tamis_scd2_verify('dim', '{"key": "id"}');

-- A to B to A: the old value is a version of its own.
CREATE TABLE colours (id INTEGER, colour TEXT);
INSERT INTO colours VALUES (1, 'red'), (2, 'green');
SELECT tamis_scd2_merge('dim_colour', 'colours', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
UPDATE colours SET colour = 'blue' WHERE id = 1;
SELECT tamis_scd2_merge('dim_colour', 'colours', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
UPDATE colours SET colour = 'red' WHERE id = 1;
UPDATE colours SET colour = 'pink' WHERE id = 2;
SELECT tamis_scd2_merge('dim_colour', 'colours', '{"key": "id", "as_of": "2024-01-03"}') -> 'counts' ->> 'versioned';
SELECT id, colour, valid_from, valid_to FROM dim_colour ORDER BY id, valid_from;

-- Tracked columns: three histories of one source.
CREATE TABLE three (id INTEGER, name TEXT, some_date DATE);
INSERT INTO three VALUES (1, 'a', '2024-01-01'), (2, 'b', '2024-01-02');
SELECT tamis_scd2_merge('by_all', 'three', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('by_name', 'three', '{"key": "id", "as_of": "2024-01-01", "track": "name"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('by_date', 'three', '{"key": "id", "as_of": "2024-01-01", "exclude": ["name"]}') -> 'counts' ->> 'inserted';
UPDATE three SET some_date = '2024-01-09' WHERE id = 2;
SELECT tamis_scd2_merge('by_all', 'three', '{"key": "id", "as_of": "2024-01-02"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('by_name', 'three', '{"key": "id", "as_of": "2024-01-02", "track": "name"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('by_date', 'three', '{"key": "id", "as_of": "2024-01-02", "exclude": ["name"]}') -> 'counts' ->> 'versioned';
UPDATE three SET name = 'a2' WHERE id = 1;
SELECT tamis_scd2_merge('by_all', 'three', '{"key": "id", "as_of": "2024-01-03"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('by_name', 'three', '{"key": "id", "as_of": "2024-01-03", "track": "name"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('by_date', 'three', '{"key": "id", "as_of": "2024-01-03", "exclude": ["name"]}') -> 'counts' ->> 'versioned';
SELECT id, name, some_date, valid_from, valid_to FROM by_name ORDER BY id, valid_from;
SELECT id, name, some_date, valid_from, valid_to FROM by_date ORDER BY id, valid_from;
SELECT count(*) FROM tamis_scd2_verify('by_name', '{"key": "id", "track": ["name"]}');

-- Without as_of, the batch holds from now on: the same moment in the document and in the table.
SELECT tamis_scd2_merge('dim_now', 'three', '{"key": "id"}');
UPDATE three SET name = 'now' WHERE id = 1;
SELECT tamis_scd2_merge('dim_now', 'three', '{"key": "id", "mode": "delta"}') -> 'counts' ->> 'versioned';
SELECT id, name, valid_from, valid_to FROM dim_now ORDER BY id, valid_from;
SELECT * FROM tamis_scd2_verify('dim_now', '{"key": "id", "gaps": "report"}');
