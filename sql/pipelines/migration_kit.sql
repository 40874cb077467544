-- The migration kit: staging tables into production tables, or not at all.
-- The same text runs on SQLite and on PostgreSQL; scripts/assemble_migration.sh repeats the parts
-- between "each table" and "end" for the tables of a mapping and puts their names in the places
-- marked @LIKE_THIS@. All steps run, with real counts and a real validation, in one transaction,
-- which a dry run, the default, takes back at its end.
-- Actions stand in a SELECT of their own; WITH ... AS MATERIALIZED calls each exactly once.

-- part: migrate
BEGIN;
CREATE TEMPORARY TABLE migration_check (table_name TEXT, check_name TEXT, failed BIGINT);
CREATE TEMPORARY TABLE migration_gate (
  table_name TEXT, check_name TEXT, failed BIGINT,
  CONSTRAINT validation_passed CHECK (failed = 0));

-- step: Production tables that are missing are made, empty, with the staging columns and the key
-- each table
WITH m AS MATERIALIZED (
  SELECT tamis_merge('@PRODUCTION_TEXT@', '(SELECT * FROM @STAGING_TEXT@ WHERE 1 = 0)',
    '{"key": @KEY_JSON@}') AS result
)
SELECT result ->> 'target' AS production, CAST(result -> 'created' AS TEXT) AS made FROM m;
-- end

-- step: Snapshots, the way back for @KEEP_HOURS@ hours
-- each table
WITH s AS MATERIALIZED (
  SELECT tamis_snapshot('@PRODUCTION_TEXT@',
    '{"name": "@COPY@", "keep_hours": @KEEP_HOURS@, "reason": "migration @LABEL@"}') AS result
)
SELECT result ->> 'copy' AS copy, result ->> 'rows' AS row_count FROM s;
-- end

-- step: Merges, one row a key, the latest where there are several
-- each table
WITH m AS MATERIALIZED (
  SELECT tamis_merge('@PRODUCTION_TEXT@', '@STAGING_TEXT@', '{"key": @KEY_JSON@@DEDUPE@}') AS result
)
SELECT result ->> 'target' AS production, result -> 'counts' ->> 'source_rows' AS staged,
       result -> 'counts' ->> 'inserted' AS inserted, result -> 'counts' ->> 'updated' AS updated,
       result -> 'counts' ->> 'unchanged' AS unchanged,
       result -> 'counts' ->> 'duplicates' AS duplicates,
       result -> 'counts' ->> 'superseded' AS superseded
FROM m;
-- end

-- step: Validation: what failed, per table and check
-- each table
INSERT INTO migration_check
  SELECT '@PRODUCTION_TEXT@', '1 keys are unique', count(*) FROM
    (SELECT 1 AS one FROM @PRODUCTION@ GROUP BY @KEY@ HAVING count(*) > 1) AS repeated;
INSERT INTO migration_check
  SELECT '@PRODUCTION_TEXT@', '2 keys are not null', count(*) FROM @PRODUCTION@
  WHERE NOT (@KEY_IS_THERE@);
INSERT INTO migration_check
  SELECT '@PRODUCTION_TEXT@', '3 every staged key arrived', count(*) FROM
    (SELECT DISTINCT @KEY@ FROM @STAGING@) AS s
  WHERE NOT EXISTS (SELECT 1 FROM @PRODUCTION@ AS p WHERE @SAME_KEY@);
INSERT INTO migration_check
  SELECT '@PRODUCTION_TEXT@', '4 no key was lost', count(*) FROM @COPY_SQL@ AS s
  WHERE NOT EXISTS (SELECT 1 FROM @PRODUCTION@ AS p WHERE @SAME_KEY@);
INSERT INTO migration_check
  SELECT '@PRODUCTION_TEXT@', '5 staged rows reconcile',
    CASE CAST(tamis_reconcile(
      '(SELECT * FROM (SELECT s.*, row_number() OVER (PARTITION BY @KEY_TEXT@ ORDER BY @LATEST_TEXT@) AS tamis_nth FROM @STAGING_TEXT@ AS s) AS n WHERE tamis_nth = 1)',
      '(SELECT p.* FROM @PRODUCTION_TEXT@ AS p WHERE EXISTS (SELECT 1 FROM @STAGING_TEXT@ AS s WHERE @SAME_KEY_TEXT@))',
      '{"key": @KEY_JSON@, "exclude": @IGNORED_JSON@}') -> 'matched' AS TEXT)
    WHEN 'true' THEN 0 ELSE 1 END;
INSERT INTO migration_check
  SELECT '@PRODUCTION_TEXT@', '6 contract', count(*)
  FROM tamis_check('@PRODUCTION_TEXT@', '@CONTRACT@') WHERE status IN ('fail', 'error');
-- end
-- A shell that goes on after an error must not come through the gate with checks that never ran.
INSERT INTO migration_check
  SELECT '(all)', '0 every check ran', 6 * @TABLES@ - count(*) FROM migration_check;
SELECT table_name, check_name, failed FROM migration_check ORDER BY table_name, check_name;

-- step: The gate: one failed check and nothing of this stays
@INSERT_OR_END@ INTO migration_gate
  SELECT table_name, check_name, failed FROM migration_check ORDER BY table_name, check_name;
DROP TABLE IF EXISTS migration_gate;
DROP TABLE IF EXISTS migration_check;
@END@;
-- end of part

-- part: rollback
-- step: Rollback: the rows of before, from the snapshots
BEGIN;
-- each table in reverse
WITH r AS MATERIALIZED (
  SELECT tamis_restore('@COPY@', '{"columns": "common"}') AS result
)
SELECT result ->> 'target' AS production, result -> 'rows' ->> 'deleted' AS deleted,
       result -> 'rows' ->> 'updated' AS updated, result -> 'rows' ->> 'inserted' AS inserted,
       result -> 'rows' ->> 'unchanged' AS unchanged
FROM r;
-- end
@END@;
-- end of part
