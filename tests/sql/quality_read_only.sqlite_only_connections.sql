-- Judging reads only; cleaning refuses before it starts.
CREATE TABLE t (a text);
INSERT INTO t VALUES ('1'), ('');
PRAGMA query_only = ON;
SELECT tamis_circuit_breaker('t') ->> 'status';
SELECT tamis_quality_score('t') ->> 'score';
SELECT tamis_gate('t', NULL, '{"minimum": 50}') ->> 'status';
SELECT tamis_clean_table('t', 'u');
PRAGMA query_only = OFF;
SELECT count(*) FROM sqlite_schema WHERE name LIKE 'tamis%';
