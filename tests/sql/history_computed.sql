-- A deletion's version copies what is stored, but for columns that fill themselves.
CREATE TABLE dim (id INTEGER, v TEXT, loud TEXT GENERATED ALWAYS AS (v || '!') STORED, valid_from TIMESTAMP NOT NULL, valid_to TIMESTAMP, is_current BOOLEAN NOT NULL, row_hash TEXT NOT NULL, is_deleted BOOLEAN NOT NULL);
SELECT tamis_scd2_merge('dim', '(SELECT 1 AS id, ''a'' AS v UNION ALL SELECT 2, ''b'')', '{"key": "id", "exclude": "loud", "as_of": "2024-01-01", "deletes": "tombstone"}') -> 'counts' ->> 'inserted';
SELECT tamis_scd2_merge('dim', '(SELECT 2 AS id, ''b'' AS v)', '{"key": "id", "exclude": "loud", "as_of": "2024-01-02", "deletes": "tombstone", "max_closed": 0.5}') -> 'counts' ->> 'closed';
SELECT id, v, loud, valid_from, valid_to, CASE WHEN is_deleted THEN 'gone' END FROM dim ORDER BY id, valid_from;
SELECT problem FROM tamis_scd2_verify('dim', '{"key": "id", "exclude": "loud", "names": {"is_deleted": "is_deleted"}}');
