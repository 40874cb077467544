-- Judging reads only; cleaning refuses before it starts.
CREATE TABLE t (a text);
INSERT INTO t VALUES ('1'), ('');
BEGIN READ ONLY;
SELECT tamis_circuit_breaker('t') ->> 'status';
SELECT tamis_quality_score('t') ->> 'score';
SELECT tamis_gate('t', NULL, '{"minimum": 50}') ->> 'status';
SELECT tamis_clean_table('t', 'u');
ROLLBACK;
SELECT count(*) FROM tamis_run;
