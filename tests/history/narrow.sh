#!/usr/bin/env bash
# Which merges PostgreSQL narrows to the rows that may have changed, and that it makes what it would
# have made without: over types whose bytes tell their values and others, and while the source
# changes between the two reads of a merge.
#
#   TAMIS_CLUSTER=HANDLE tests/history/narrow.sh     HANDLE as in tests/cluster.sh
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
eval "$("$HERE/../cluster.sh" env "$TAMIS_CLUSTER")"
DATABASE=tamis_narrow_$$
FAILED=0
cleanup() { psql -X -q -d postgres -c "DROP DATABASE IF EXISTS $DATABASE WITH (FORCE)" 2>/dev/null; }
trap cleanup EXIT
trap 'echo "line $LINENO failed" >&2' ERR
run() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$DATABASE" "$@" 2>&1; }
expect() {  # WHAT EXPECTED GOT
  [ "$2" != "$3" ] || return 0
  printf '%s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3" >&2
  FAILED=1
}
psql -X -q -d postgres -c "CREATE DATABASE $DATABASE TEMPLATE template0"
run -c 'CREATE EXTENSION tamis'
run -c "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"

# "narrowed" or "plain", and whether it made the table that the same rows from a query make.
merge_twice() {  # SOURCE OPTIONS
  local log
  log=$(run -c "LOAD 'auto_explain'" -c 'SET auto_explain.log_min_duration = 0' \
    -c 'SET auto_explain.log_nested_statements = on' -c 'SET client_min_messages = log' \
    -c "SELECT tamis_scd2_merge('t', '$1', '$2') IS NOT NULL")
  run -c "SELECT tamis_scd2_merge('u', '(select * from $1)', '$2') IS NOT NULL" >/dev/null
  if grep -q 'AS "batch"' <<<"$log"; then printf 'narrowed '; else printf 'plain '; fi
  run -c 'SELECT count(*) FROM ((SELECT t::text FROM t EXCEPT ALL SELECT u::text FROM u)
    UNION ALL (SELECT u::text FROM u EXCEPT ALL SELECT t::text FROM t)) AS d'
}

# What a merge does after a first one, whose rows some SQL then changes.
case_of() {  # WHAT EXPECTED CREATE INSERT CHANGE [KEY]
  local key=${6:-\"k\"} got
  run -c 'DROP TABLE IF EXISTS s, t, u CASCADE' >/dev/null
  run -c "$3" -c "$4" >/dev/null
  merge_twice s "{\"key\": $key, \"as_of\": \"2024-01-01\"}" >/dev/null
  run -c "$5" >/dev/null
  got=$(merge_twice s "{\"key\": $key, \"as_of\": \"2024-02-01\", \"deletes\": \"close\", \"max_closed\": 1}")
  expect "$1" "$2" "$got versions $(run -c 'SELECT count(*) FROM t')"
}

# A column of each type with two values: only what becomes another value makes a version.
type_of() {  # EXPECTED-WAY TYPE FROM TO VERSIONS
  case_of "$2: $3 to $4" "$1 0 versions $5" "CREATE TABLE s (k int PRIMARY KEY, v $2)" \
    "INSERT INTO s SELECT i, $3 FROM generate_series(1, 50) AS i" \
    "UPDATE s SET v = $4 WHERE k IN (7, 50)"
}
type_of narrowed boolean true false 52
type_of narrowed smallint 1 NULL 52
type_of narrowed bigint -5 5 52
type_of narrowed numeric 1.0 1.00 50
type_of narrowed numeric "'NaN'" "'Infinity'" 52
type_of narrowed 'double precision' 0 "'-0'" 50
type_of narrowed 'double precision' "'NaN'" 1 52
type_of narrowed text "''" NULL 52
type_of narrowed text "repeat('long ', 2000)" "repeat('long ', 2000)" 50
type_of narrowed text "repeat('long ', 2000)" "repeat('long ', 2000) || '.'" 52
type_of narrowed 'varchar(9)' "'é'" "'e'" 52
type_of narrowed 'char(9)' "'a'" "'a  '" 50
type_of narrowed bytea "'\\x00'" "'\\x0000'" 52
type_of narrowed uuid "'00000000-0000-0000-0000-000000000000'" "'00000000-0000-0000-0000-000000000001'" 52
type_of narrowed jsonb "'{\"a\": 1}'" "'{\"a\": 2}'" 52
type_of narrowed date "'2024-01-01'" "'infinity'" 52
type_of narrowed timestamptz "'2024-01-01'" "'2024-01-01 00:00:01'" 52
type_of narrowed interval "'1 day'" "'24 hours'" 52
type_of narrowed 'text[]' "'{a,NULL}'" "'{a,b}'" 52
type_of plain point "'(1,2)'" "'(1,3)'" 52
type_of plain 'text COLLATE any_case' "'a'" "'A'" 52

key_of() {  # EXPECTED-WAY TYPE EXPRESSION
  case_of "key of type $2" "$1 0 versions 52" "CREATE TABLE s (k $2 PRIMARY KEY, v int)" \
    "INSERT INTO s SELECT $3, 1 FROM generate_series(1, 50) AS i" \
    "UPDATE s SET v = 2 WHERE k IN (SELECT $3 FROM (VALUES (7), (50)) AS d (i))"
}
key_of narrowed bigint i
key_of narrowed text "'é' || i"
key_of narrowed uuid "lpad(i::text, 32, '0')::uuid"
key_of narrowed bytea "('\\x' || lpad(i::text, 4, '0'))::bytea"
key_of narrowed date "date '2024-01-01' + i"
key_of plain numeric i
key_of plain 'double precision' i
key_of plain 'char(9)' "'x' || i"

MANY="INSERT INTO s SELECT i, i FROM generate_series(1, 50) AS i"
case_of 'new and missing keys' 'narrowed 0 versions 55' 'CREATE TABLE s (k int, v int)' "$MANY" \
  'UPDATE s SET k = k + 100 WHERE k > 45'
case_of 'a key of two columns' 'narrowed 0 versions 51' \
  'CREATE TABLE s (k int, v text, w int, PRIMARY KEY (v, k))' \
  "INSERT INTO s SELECT i, 'a' || i, 1 FROM generate_series(1, 50) AS i" \
  'UPDATE s SET w = 2 WHERE k = 1' '["v", "k"]'
case_of 'a dropped column' 'narrowed 0 versions 51' \
  'CREATE TABLE s (x int, k int, y text, v int)' \
  'INSERT INTO s SELECT 0, i, NULL, i FROM generate_series(1, 50) AS i; ALTER TABLE s DROP x, DROP y' \
  'UPDATE s SET v = 0 WHERE k = 1'
case_of 'nothing at all' 'narrowed 0 versions 0' 'CREATE TABLE s (k int, v int)' '' ''
case_of 'an empty target' 'narrowed 0 versions 50' 'CREATE TABLE s (k int, v int)' '' "$MANY"
case_of 'a row twice' 'plain 0 versions 51' 'CREATE TABLE s (k int, v int)' "$MANY" \
  'INSERT INTO s VALUES (7, 7), (51, 1), (51, 1)'
case_of 'a partitioned table' 'plain 0 versions 51' \
  'CREATE TABLE s (k int, v int) PARTITION BY HASH (k); CREATE TABLE s1 PARTITION OF s
   FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE s2 PARTITION OF s
   FOR VALUES WITH (MODULUS 2, REMAINDER 1)' "$MANY" 'UPDATE s SET v = 0 WHERE k = 1'
case_of 'a table with a child' 'plain 0 versions 51' \
  'CREATE TABLE s (k int, v int); CREATE TABLE child () INHERITS (s)' "$MANY" \
  'INSERT INTO child VALUES (51, 1)'
case_of 'all rows changed' 'plain 0 versions 3000' 'CREATE TABLE s (k int, v int)' \
  'INSERT INTO s SELECT i, i FROM generate_series(1, 1500) AS i' 'UPDATE s SET v = v + 1'
case_of 'hashes of other columns: refused' 'plain 0 versions 50' 'CREATE TABLE s (k int, v int)' "$MANY" \
  "UPDATE t SET row_hash = 'x'; UPDATE u SET row_hash = 'x'"

# A small work_mem holds few keys: the plan without narrowing takes over.
run -c 'DROP TABLE IF EXISTS s, t, u CASCADE' -c 'CREATE TABLE s (k int, v int)' \
  -c 'INSERT INTO s SELECT i, i FROM generate_series(1, 60000) AS i' >/dev/null
merge_twice s '{"key": "k", "as_of": "2024-01-01"}' >/dev/null
run -c 'UPDATE s SET v = 0 WHERE k = 9' >/dev/null
got=$(export PGOPTIONS='-c work_mem=64kB -c maintenance_work_mem=1MB -c hash_mem_multiplier=1'
  merge_twice s '{"key": "k", "as_of": "2024-02-01"}')
expect 'little memory' 'plain 0' "$got"

# An error while rows are hashed, raised by a policy on the source. The session goes on, with its
# own settings.
run -c "CREATE FUNCTION raise_at(i int) RETURNS boolean LANGUAGE plpgsql AS
        \$\$BEGIN IF i = 999 THEN RAISE 'asked for'; END IF; RETURN true; END\$\$" \
  -c 'ALTER TABLE s ENABLE ROW LEVEL SECURITY' -c 'CREATE POLICY p ON s USING (raise_at(k))' \
  -c 'CREATE ROLE narrow_reader' -c 'GRANT ALL ON ALL TABLES IN SCHEMA public TO narrow_reader' \
  -c 'ALTER TABLE t OWNER TO narrow_reader' >/dev/null
got=$(psql -X -q -A -t -d "$DATABASE" 2>&1 <<'SQL' | grep -v NOTICE
SET ROLE narrow_reader;
SELECT tamis_scd2_merge('t', 's', '{"key": "k", "as_of": "2024-03-01", "dry_run": true}') IS NOT NULL;
SELECT 'goes on', current_setting('random_page_cost');
SQL
)
run -c 'DROP OWNED BY narrow_reader CASCADE' -c 'DROP ROLE narrow_reader' >/dev/null || true
expect 'an error while rows are hashed' 'yes' \
  "$(grep -q 'asked for' <<<"$got" && grep -q 'goes on|4' <<<"$got" && echo yes || echo "$got")"

# Rows that move between the reads of one merge: another session updates all of them all the time.
# Each merge sees some state of each row, and what it makes is sound.
run -c 'DROP TABLE IF EXISTS s, t, u CASCADE' -c 'CREATE TABLE s (k int PRIMARY KEY, v int)' \
  -c 'INSERT INTO s SELECT i, 0 FROM generate_series(1, 3000) AS i' >/dev/null
run -c "SELECT tamis_scd2_merge('t', 's', '{\"key\": \"k\", \"as_of\": \"2024-01-01\"}') IS NOT NULL" >/dev/null
writes() {
  local i
  for ((i = 0; i < 150; ++i)); do
    echo "UPDATE s SET v = v + 1 WHERE k % 20 = $((i % 20)); SELECT pg_sleep(0.002);"
  done
}
writes | run >/dev/null &
writer=$!
for i in $(seq 2 25); do
  run -c "SELECT tamis_scd2_merge('t', 's', '{\"key\": \"k\", \"as_of\": \"2024-01-$i\"}') IS NOT NULL" >/dev/null ||
    expect "merge $i while the source changes" 'no error' 'an error'
done
wait "$writer"
run -c "SELECT tamis_scd2_merge('t', 's', '{\"key\": \"k\", \"as_of\": \"2024-02-01\"}') IS NOT NULL" >/dev/null
expect 'verified' 0 "$(run -c "SELECT count(*) FROM tamis_scd2_verify('t', '{\"key\": \"k\", \"gaps\": \"report\"}')")"
expect 'the last state' 0 \
  "$(run -c 'SELECT count(*) FROM (SELECT k, v FROM s EXCEPT SELECT k, v FROM t WHERE is_current) AS d')"
exit "$FAILED"
