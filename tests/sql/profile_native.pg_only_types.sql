-- Types that only PostgreSQL has: real keeps its own digits, name is read as text.
CREATE TABLE k (id smallint, r real, nm name, c "char", n numeric(8, 3), b bpchar, i bigint);
INSERT INTO k VALUES (1, 0.1, 'first', 'a', 1.500, 'x', 5), (2, 0.2, 'second', 'b', 2.5, 'y', 6);
SELECT column_name, inferred_type, min_value, max_value FROM tamis_profile('k') ORDER BY position;
SELECT count(*) > 0 FROM tamis_profile('pg_catalog.pg_class');
SELECT column_name, inferred_type FROM tamis_profile('(SELECT id, nm FROM k)');
SELECT tamis_quality_score('k') ->> 'score';
SELECT tamis_clean_table('k', 'k_clean') -> 'rows';
SELECT tamis_scd2_merge('dim_k', 'k', '{"key": "id", "as_of": "2024-01-01"}') -> 'counts' ->> 'inserted';
SELECT tamis_export('k', '@OUT@/k', '{"compression": "none"}') -> 'statistics' ->> 'row_count';
