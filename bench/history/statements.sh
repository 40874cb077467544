#!/usr/bin/env bash
# Prints the statements of one merge.
#   bench/history/statements.sh postgres|sqlite ours|hand|dbt full|delta
# hand is the fastest that was found for each engine among a dozen ways to write it: changes staged
# by one pass, each with the address of its version. dbt is the shape of its snapshots with strategy
# "check" and ten columns: both sides as common table expressions, each referenced three times.
# SQLite has no md5(): tamis_row_hash() takes its place, so that rows are as wide.
set -euo pipefail

ENGINE=$1 WAY=$2 BATCH=$3
AS_OF='2025-06-01 00:00:00'
COLUMNS=(c1 c2 c3 c4 c5 c6 c7 c8 c9 c10)
LIST=$(IFS=,; printf '%s' "${COLUMNS[*]}")
of() { printf "$1.%s, " "${COLUMNS[@]}" | sed 's/, $//'; }                # s.c1, s.c2, ...

ours() {
  local mode=$BATCH deletes=''
  [ "$BATCH" = delta ] || deletes=', "deletes": "close"'
  printf "SELECT tamis_scd2_merge('ours', 'batch_%s', '{\"key\": \"id\", \"mode\": \"%s\"%s, " \
    "$BATCH" "$mode" "$deletes"
  printf "\"as_of\": \"%s\"}') IS NOT NULL;\n" "$AS_OF"
}

hand_postgres() {
  local join=FULL where='s.id IS NULL OR d.id IS NULL'
  printf 'SET LOCAL random_page_cost = 1.1;\n'
  if [ "$BATCH" = delta ]; then
    join=LEFT where='d.id IS NULL'
    printf 'SET LOCAL enable_hashjoin = off;\n'
  fi
  cat <<SQL
CREATE TEMP TABLE chg ON COMMIT DROP AS
SELECT d.tid, s.* FROM batch_$BATCH AS s
$join JOIN (SELECT ctid AS tid, * FROM hand WHERE valid_to IS NULL) AS d ON d.id = s.id
WHERE $where OR ($(of d)) IS DISTINCT FROM ($(of s));
UPDATE hand SET valid_to = '$AS_OF' FROM chg WHERE chg.tid IS NOT NULL AND hand.ctid = chg.tid;
INSERT INTO hand (id, $LIST, scd_id, valid_from)
SELECT id, $LIST, md5(id::text || '|$AS_OF'), '$AS_OF' FROM chg WHERE id IS NOT NULL;
SQL
}

hand_sqlite() {
  if [ "$BATCH" = full ]; then
    cat <<SQL
CREATE TEMP TABLE chg AS
SELECT d.rowid AS rid, s.* FROM hand AS d NOT INDEXED LEFT JOIN batch_full AS s ON s.id = d.id
WHERE d.valid_to IS NULL AND (s.id IS NULL OR $(distinct))
UNION ALL
SELECT NULL, s.* FROM batch_full AS s WHERE NOT EXISTS (
  SELECT 1 FROM hand AS d INDEXED BY hand_current WHERE d.id = s.id AND d.valid_to IS NULL);
SQL
  else
    cat <<SQL
CREATE TEMP TABLE chg AS
SELECT d.rowid AS rid, s.* FROM batch_delta AS s
LEFT JOIN hand AS d INDEXED BY hand_current ON d.id = s.id AND d.valid_to IS NULL
WHERE d.id IS NULL OR $(distinct);
SQL
  fi
  cat <<SQL
UPDATE hand SET valid_to = '$AS_OF' WHERE rowid IN (SELECT rid FROM chg WHERE rid IS NOT NULL);
INSERT INTO hand (id, $LIST, scd_id, valid_from)
SELECT id, $LIST, tamis_row_hash(id, '$AS_OF'), '$AS_OF' FROM chg WHERE id IS NOT NULL;
SQL
}

distinct() {
  local column out=''
  for column in "${COLUMNS[@]}"; do out+=" OR d.$column IS NOT s.$column"; done
  printf '(%s)' "${out# OR }"
}

# dbt's test of one column, for all of them.
changed() {
  local c out=''
  for c in "${COLUMNS[@]}"; do
    out+=" OR d.$c != s.$c OR ((d.$c IS NULL AND NOT (s.$c IS NULL)) OR (NOT d.$c IS NULL AND s.$c IS NULL))"
  done
  printf '(%s)' "${out# OR }"
}

dbt() {
  local moment="CAST('$AS_OF' AS timestamp)" hash='md5(%s)' key
  [ "$ENGINE" = postgres ] || moment="'$AS_OF'" hash='tamis_row_hash(%s)'
  key=$(printf "$hash" "coalesce(CAST(id AS text), '') || '|' || coalesce(CAST($moment AS text), '')")
  local deletes=''
  if [ "$BATCH" = full ]; then
    deletes="UNION ALL
SELECT 'delete', d.id, $(of d), d.id, $moment, $moment, $moment, d.dbt_scd_id
FROM snapshotted AS d LEFT JOIN deletes_source AS s ON d.unique_key = s.unique_key
WHERE s.unique_key IS NULL"
  fi
  cat <<SQL
CREATE TEMP TABLE staging AS
WITH snapshot_query AS (SELECT * FROM batch_$BATCH),
snapshotted AS (SELECT *, id AS unique_key FROM dbt WHERE dbt_valid_to IS NULL),
insertions_source AS (
  SELECT *, id AS unique_key, $moment AS dbt_updated_at, $moment AS dbt_valid_from,
         nullif($moment, $moment) AS dbt_valid_to, $key AS dbt_scd_id FROM snapshot_query),
updates_source AS (
  SELECT *, id AS unique_key, $moment AS dbt_updated_at, $moment AS dbt_valid_from,
         $moment AS dbt_valid_to FROM snapshot_query),
deletes_source AS (SELECT *, id AS unique_key FROM snapshot_query)
SELECT 'insert' AS dbt_change_type, s.* FROM insertions_source AS s
LEFT OUTER JOIN snapshotted AS d ON d.unique_key = s.unique_key
WHERE d.unique_key IS NULL OR (d.unique_key IS NOT NULL AND $(changed))
UNION ALL
SELECT 'update', s.*, d.dbt_scd_id FROM updates_source AS s
JOIN snapshotted AS d ON d.unique_key = s.unique_key WHERE $(changed)
$deletes;
SQL
  if [ "$ENGINE" = postgres ]; then
    cat <<SQL
UPDATE dbt SET dbt_valid_to = s.dbt_valid_to FROM staging AS s
WHERE s.dbt_scd_id::text = dbt.dbt_scd_id::text
  AND s.dbt_change_type::text IN ('update'::text, 'delete'::text) AND dbt.dbt_valid_to IS NULL;
SQL
  else
    cat <<SQL
UPDATE dbt SET dbt_valid_to = s.dbt_valid_to FROM staging AS s
WHERE s.dbt_scd_id = dbt.dbt_scd_id AND s.dbt_change_type IN ('update', 'delete')
  AND dbt.dbt_valid_to IS NULL;
SQL
  fi
  cat <<SQL
INSERT INTO dbt (id, $LIST, dbt_updated_at, dbt_valid_from, dbt_valid_to, dbt_scd_id)
SELECT id, $LIST, dbt_updated_at, dbt_valid_from, dbt_valid_to, dbt_scd_id
FROM staging WHERE dbt_change_type = 'insert';
SQL
}

case $WAY in
  ours) ours ;;
  hand) "hand_$ENGINE" ;;
  dbt) dbt ;;
esac
