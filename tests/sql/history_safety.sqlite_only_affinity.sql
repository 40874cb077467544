-- Declared words, row addresses and collations are SQLite's.
CREATE TABLE s (id TEXT, d "DATE TEXT", u "UUID TEXT", k "TIMESTAMP VARCHAR(30)", p "FLOATING POINT");
INSERT INTO s VALUES ('1', '007', '00012345', '1e5', 9007199254740993);
SELECT tamis_scd2_merge('dim', 's', '{"key": "id", "as_of": "2024-02-01"}') -> 'counts' ->> 'inserted';
SELECT id, d, u, k, p FROM dim;
SELECT count(*) FROM tamis_scd2_verify('dim', '{"key": "id"}');
CREATE TABLE r (id TEXT, "ROWID" TEXT, v TEXT);
INSERT INTO r VALUES ('a', '7', 'x'), ('b', '7', 'y'), ('c', NULL, 'z');
SELECT tamis_scd2_merge('dim_r', 'r', '{"key": "id", "as_of": "2024-02-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('dim_r', 'r', '{"key": "id", "as_of": "2024-02-02"}') -> 'counts' ->> 'unchanged';
UPDATE r SET v = 'w' WHERE id = 'b';
SELECT tamis_scd2_merge('dim_r', 'r', '{"key": "id", "as_of": "2024-02-03"}') -> 'counts' ->> 'versioned';
SELECT id, v, is_current FROM dim_r ORDER BY id, valid_from;
CREATE TABLE nocase (id TEXT COLLATE NOCASE, v TEXT, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT);
SELECT tamis_scd2_merge('nocase', '(SELECT ''a'' AS id, ''1'' AS v UNION ALL SELECT ''A'', ''2'')', '{"key": "id", "as_of": "2024-02-01"}');
SELECT count(*) FROM nocase;
