-- Loads that read only what is new, with what comes late.
CREATE TABLE ev (id INTEGER, at TIMESTAMP, v TEXT);
INSERT INTO ev VALUES (1, '2024-01-01 10:00:00', 'a'), (2, '2024-01-02 10:00:00.5', 'b');
SELECT tamis_watermark('ev');
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at", "lookback": 3600}, "dry_run": true}');
SELECT tamis_watermark('ev') ->> 'revision';
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at", "lookback": 3600}}');
-- 3 is late but looked back for, 4 is too late.
INSERT INTO ev VALUES (3, '2024-01-02 09:30:00', 'late'), (4, '2024-01-02 08:00:00', 'too late'), (5, '2024-01-03 00:00:00', 'c');
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at", "lookback": 3600}}');
SELECT id, v FROM ev_t ORDER BY id;
SELECT tamis_watermark('ev');
-- Nothing new, an empty source: it stays, and has no further revision.
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at"}}') -> 'counts' ->> 'source_rows';
SELECT tamis_merge('ev_t', '(SELECT * FROM ev WHERE id < 0)', '{"key": "id", "watermark": {"name": "ev", "column": "at"}}') -> 'watermark' ->> 'after';
SELECT tamis_watermark('ev') ->> 'revision';
-- Equal stamps recur: the lower end is read again, unless told not to.
INSERT INTO ev VALUES (6, '2024-01-03 00:00:00', 'same stamp');
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at", "inclusive": false}}') -> 'counts' ->> 'source_rows';
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at"}}') -> 'counts' ->> 'inserted';
-- NULL: an error, left out, or read each time.
INSERT INTO ev VALUES (7, NULL, 'no stamp');
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at"}}');
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at", "missing": "exclude"}}') -> 'counts' ->> 'source_rows';
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at", "missing": "include"}}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at", "missing": "include"}}') -> 'counts' ->> 'source_rows';
DELETE FROM ev WHERE id = 7;
-- A stamp from the future would let later rows be skipped.
INSERT INTO ev VALUES (8, '2999-01-01 00:00:00', 'future');
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at"}, "max_ahead": 0}') ->> 'never';
SELECT tamis_watermark('ev') ->> 'value';
DELETE FROM ev WHERE id = 8;
-- A failed merge moves nothing.
INSERT INTO ev VALUES (9, '2024-02-01 00:00:00', 'x'), (9, '2024-02-01 00:00:00', 'y');
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at"}}');
SELECT tamis_watermark('ev') ->> 'value';
DELETE FROM ev WHERE id = 9;
-- By hand: forward, not back without a reason.
SELECT tamis_advance_watermark('ev', '2024-01-04', '{"dry_run": true}');
SELECT tamis_advance_watermark('ev', '2024-01-04T12:00:00+02:00') ->> 'value';
SELECT tamis_advance_watermark('ev', '2023-01-01');
SELECT tamis_advance_watermark('ev', '2023-01-01', '{"back": true}');
SELECT tamis_advance_watermark('ev', '2023-01-01', '{"back": true, "reason": "January was mended"}') ->> 'before';
SELECT tamis_advance_watermark('ev', '2023-01-01') -> 'moved';
SELECT tamis_advance_watermark('ev', 'yesterday');
SELECT tamis_advance_watermark('ev', '7', '{"type": "integer"}');
SELECT tamis_advance_watermark('', '7');
SELECT tamis_advance_watermark('x', '7', '{"bck": true}');
SELECT tamis_advance_watermark(NULL, '7');
SELECT tamis_watermark(NULL);
SELECT revision, value, target, reason FROM tamis_watermark WHERE name = 'ev' ORDER BY revision;
SELECT tamis_merge('ev_t', 'ev', '{"key": "id", "watermark": {"name": "ev", "column": "at"}}') -> 'counts' ->> 'late';
-- Integers, by value and not by their digits; dates; texts by their bytes.
CREATE TABLE num (id INTEGER, d DATE, t TEXT);
INSERT INTO num VALUES (9, '2024-01-01', 'a'), (10, '2024-01-02', 'Z');
SELECT tamis_merge('num_t', 'num', '{"key": "id", "watermark": {"name": "num", "column": "id", "lookback": 1}}') -> 'watermark' ->> 'after';
INSERT INTO num VALUES (-5, '2024-01-03', 'é'), (100, '2024-01-04', 'b');
SELECT tamis_merge('num_t', 'num', '{"key": "id", "watermark": {"name": "num", "column": "id", "lookback": 1}}');
SELECT tamis_watermark('num') -> 'value';
SELECT tamis_merge('num_d', 'num', '{"key": "id", "watermark": {"name": "num d", "column": "d", "lookback": 1}}') -> 'watermark' ->> 'after';
SELECT tamis_merge('num_d', 'num', '{"key": "id", "watermark": {"name": "num d", "column": "d", "lookback": 1}}') -> 'watermark' ->> 'read_from';
SELECT tamis_merge('num_x', 'num', '{"key": "id", "watermark": {"name": "num t", "column": "t"}}') -> 'watermark' ->> 'after';
SELECT tamis_merge('num_x', 'num', '{"key": "id", "watermark": {"name": "num t", "column": "t"}}') -> 'counts' ->> 'source_rows';
SELECT tamis_merge('num_x', 'num', '{"key": "id", "watermark": {"name": "num t", "column": "t", "lookback": 1}}');
SELECT tamis_merge('num_x', 'num', '{"key": "id", "watermark": {"name": "num t", "column": "d"}}');
-- Tokens: the same batch once; another one needs another name.
SELECT tamis_merge('tok', 'ev', '{"key": "id", "token": "2024-05-01"}') -> 'skipped';
SELECT tamis_merge('tok', 'ev', '{"key": "id", "token": "2024-05-01", "dry_run": true}') -> 'skipped';
SELECT tamis_merge('tok', 'ev', '{"key": "id", "token": "2024-05-01"}');
SELECT tamis_merge('tok', '(SELECT * FROM ev ORDER BY id DESC)', '{"key": "id", "token": "2024-05-01"}') -> 'skipped';
DELETE FROM tok WHERE id = 1;
SELECT tamis_merge('tok', 'ev', '{"key": "id", "token": "2024-05-01"}') -> 'skipped';
SELECT tamis_merge('tok', 'ev', '{"key": "id", "token": "2024-05-02"}') -> 'counts' ->> 'inserted';
SELECT tamis_merge('tok2', 'ev', '{"key": "id", "token": "2024-05-01"}') -> 'counts' ->> 'inserted';
UPDATE ev SET v = 'z' WHERE id = 1;
SELECT tamis_merge('tok', 'ev', '{"key": "id", "token": "2024-05-02", "dry_run": true}') -> 'none';
DROP TABLE tok;
SELECT tamis_merge('tok', 'ev', '{"key": "id", "token": "2024-05-01"}') -> 'skipped';
SELECT token, table_name FROM tamis_batch ORDER BY table_name, token;
-- A target that was dropped would come back without what lies below the watermark.
CREATE TABLE kept (id INTEGER, at TIMESTAMP);
INSERT INTO kept VALUES (1, '2024-01-01 00:00:00'), (2, '2024-01-02 00:00:00');
SELECT tamis_merge('kept_t', 'kept', '{"key": "id", "watermark": {"name": "kept", "column": "at", "type": "timestamp"}}') -> 'counts' ->> 'inserted';
DROP TABLE kept_t;
SELECT tamis_merge('kept_t', 'kept', '{"key": "id", "watermark": {"name": "kept", "column": "at", "type": "timestamp"}}');
SELECT tamis_advance_watermark('kept', '2024-01-01', '{"back": true, "reason": "the table was dropped"}') ->> 'value';
SELECT tamis_merge('kept_t', 'kept', '{"key": "id", "watermark": {"name": "kept", "column": "at", "type": "timestamp"}}') -> 'counts' ->> 'inserted';
