-- Rows that come late, several at once, or without a usable moment: automate-dv's satellites (J4), and
-- what dbt's own macros get wrong (K).

-- J4: several rows of a key in a batch; one is stored only if it differs from the one before it in order.
SELECT replace(CAST(tamis_scd2_merge('j4', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-01'' AS at UNION ALL SELECT 1, ''a'', ''2024-01-02'' UNION ALL SELECT 1, ''b'', ''2024-01-03'' UNION ALL SELECT 1, ''a'', ''2024-01-04'')', '{"key": "id", "sequence": "at", "mode": "delta"}') -> 'counts' AS text), ' ', '');
SELECT replace(CAST(tamis_scd2_merge('j4', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-05'' AS at UNION ALL SELECT 1, ''c'', ''2024-01-06'' UNION ALL SELECT NULL, ''c'', ''2024-01-06'')', '{"key": "id", "sequence": "at", "mode": "delta", "null_keys": "skip"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM j4 ORDER BY valid_from;
-- A late row before an equal version is where that version begins; its row stays the same.
SELECT replace(CAST(tamis_scd2_merge('j4', '(SELECT 1 AS id, ''c'' AS v, ''2024-01-05 12:00'' AS at)', '{"key": "id", "sequence": "at", "mode": "delta"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM j4 ORDER BY valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('j4', '{"key": "id", "track": "v", "gaps": "report"}');

-- P3b: two versions of a key in one batch, again and again.
SELECT tamis_scd2_merge('p3b', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-02'' AS at UNION ALL SELECT 1, ''c'', ''2024-01-03'')', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'versioned';
SELECT tamis_scd2_merge('p3b', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-02'' AS at UNION ALL SELECT 1, ''c'', ''2024-01-03'')', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'unchanged';
SELECT tamis_scd2_merge('p3b', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-02'' AS at UNION ALL SELECT 1, ''c'', ''2024-01-03'')', '{"key": "id", "sequence": "at"}') -> 'counts' ->> 'unchanged';
SELECT id, v, valid_from, valid_to FROM p3b ORDER BY valid_from;
-- Without a sequence nothing tells the two apart.
SELECT tamis_scd2_merge('p3b_constant', '(SELECT 1 AS id, ''b'' AS v UNION ALL SELECT 1, ''c'')', '{"key": "id", "as_of": "2024-01-02"}');

-- P4: an older moment arrives: left alone, refused, or put where it belongs.
SELECT tamis_scd2_merge('p4', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-05'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'inserted';
SELECT replace(CAST(tamis_scd2_merge('p4', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-03'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at", "late": "ignore"}') -> 'counts' AS text), ' ', '');
SELECT tamis_scd2_merge('p4', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-03'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at", "late": "error"}');
SELECT replace(CAST(tamis_scd2_merge('p4', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-03'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' AS text), ' ', '');
SELECT id, v, valid_from, valid_to FROM p4 ORDER BY valid_from;
-- P4b: the same where values are compared: no interval runs backwards.
SELECT tamis_scd2_merge('p4b', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-05'' AS at)', '{"key": "id", "sequence": "at"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('p4b', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-03'' AS at)', '{"key": "id", "sequence": "at"}') -> 'counts' ->> 'late';
SELECT id, v, valid_from, valid_to FROM p4b ORDER BY valid_from;

-- P5: deleted, then back with its first moment: from where it ended.
SELECT tamis_scd2_merge('p5', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-01'' AS at UNION ALL SELECT 2, ''b'', ''2024-01-01'')', '{"key": "id", "strategy": "timestamp", "sequence": "at", "deletes": "close", "max_closed": 1, "as_of": "2024-02-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('p5', '(SELECT 2 AS id, ''b'' AS v, ''2024-01-01'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at", "deletes": "close", "max_closed": 1, "as_of": "2024-02-02"}') -> 'counts' ->> 'closed';
SELECT tamis_scd2_merge('p5', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-01'' AS at UNION ALL SELECT 2, ''b'', ''2024-01-01'')', '{"key": "id", "strategy": "timestamp", "sequence": "at", "deletes": "close", "max_closed": 1, "as_of": "2024-02-03"}') -> 'counts' ->> 'reopened';
SELECT tamis_scd2_merge('p5', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-01'' AS at UNION ALL SELECT 2, ''b'', ''2024-01-01'')', '{"key": "id", "strategy": "timestamp", "sequence": "at", "deletes": "close", "max_closed": 1, "as_of": "2024-02-04"}') -> 'counts' ->> 'unchanged';
SELECT id, v, valid_from, valid_to FROM p5 ORDER BY id, valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('p5', '{"key": "id", "track": "v"}');

-- P6: a NULL moment has no place in history.
SELECT tamis_scd2_merge('p6', '(SELECT 1 AS id, ''a'' AS v, CAST(NULL AS text) AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at"}');
SELECT tamis_scd2_merge('p6', '(SELECT 1 AS id, ''a'' AS v, ''soon'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at"}');

-- P7: a value changes without its moment: unseen by moments alone, a contradiction where values are compared
-- and in a change feed.
SELECT tamis_scd2_merge('p7', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-01'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('p7', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-01'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at"}') -> 'counts' ->> 'unchanged';
SELECT tamis_scd2_merge('p7', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-01'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at", "track": "v"}');
SELECT tamis_scd2_merge('p7', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-01'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at", "mode": "delta"}');

-- P9: changes without a new moment make no empty intervals.
SELECT tamis_scd2_merge('p9', '(SELECT 1 AS id, ''a'' AS v, ''2024-01-01'' AS at)', '{"key": "id", "sequence": "at"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('p9', '(SELECT 1 AS id, ''b'' AS v, ''2024-01-01'' AS at)', '{"key": "id", "sequence": "at"}');
SELECT id, v, valid_from, valid_to FROM p9 ORDER BY valid_from;

-- P17: two runs at one moment.
SELECT tamis_scd2_merge('p17', '(SELECT 1 AS id, ''a'' AS v)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('p17', '(SELECT 1 AS id, ''a'' AS v)', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'unchanged';
SELECT tamis_scd2_merge('p17', '(SELECT 1 AS id, ''b'' AS v)', '{"key": "id", "as_of": "2024-01-01"}');
SELECT id, v, valid_from, valid_to FROM p17 ORDER BY valid_from;

-- Type 3: what a column held before is put right around a late row.
SELECT tamis_scd2_merge('before', '(SELECT 1 AS id, ''Rome'' AS city, ''2024-01-01'' AS at UNION ALL SELECT 1, ''Paris'', ''2024-01-05'' UNION ALL SELECT 1, ''Paris'', ''2024-01-09'')', '{"key": "id", "strategy": "timestamp", "sequence": "at", "mode": "delta", "previous": {"city": "was"}}') -> 'counts' ->> 'versioned';
SELECT id, city, was, valid_from, valid_to FROM before ORDER BY valid_from;
SELECT tamis_scd2_merge('before', '(SELECT 1 AS id, ''Oslo'' AS city, ''2024-01-03'' AS at)', '{"key": "id", "strategy": "timestamp", "sequence": "at", "mode": "delta", "previous": {"city": "was"}}') -> 'counts' ->> 'late';
SELECT id, city, was, valid_from, valid_to FROM before ORDER BY valid_from;

-- Differences to be ignored make no version of a late row either.
SELECT tamis_scd2_merge('folded', '(SELECT 1 AS id, ''Rome'' AS city, ''2024-01-05'' AS at)', '{"key": "id", "sequence": "at", "mode": "delta", "ignore": ["case"]}') -> 'counts' ->> 'inserted';
SELECT replace(CAST(tamis_scd2_merge('folded', '(SELECT 1 AS id, ''Oslo'' AS city, ''2024-01-01'' AS at UNION ALL SELECT 1, ''OSLO'', ''2024-01-02'' UNION ALL SELECT 1, ''ROME'', ''2024-01-03'')', '{"key": "id", "sequence": "at", "mode": "delta", "ignore": ["case"]}') -> 'counts' AS text), ' ', '');
SELECT id, city, valid_from, valid_to FROM folded ORDER BY valid_from;
SELECT problem, key_value FROM tamis_scd2_verify('folded', '{"key": "id", "track": "city", "gaps": "report"}');
