#!/usr/bin/env bash
# Six sessions merge the same batch into one target at once, while a first one is still open: one
# merge makes the versions, the others wait for it and find nothing to do.
#
#   TAMIS_CLUSTER=HANDLE tests/history/concurrent_merges.sh     HANDLE as in tests/cluster.sh
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
eval "$("$HERE/../cluster.sh" env "$TAMIS_CLUSTER")"
DATABASE=tamis_concurrent_$$
OUT=$(mktemp -d)
export PGOPTIONS='-c client_min_messages=warning'

run() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$DATABASE" "$@"; }
cleanup() {
  rm -rf "$OUT"
  psql -X -q -d postgres -c "DROP DATABASE IF EXISTS $DATABASE WITH (FORCE)"
}
trap cleanup EXIT

psql -X -q -d postgres -c "CREATE DATABASE $DATABASE TEMPLATE template0"
run -c 'CREATE EXTENSION tamis' \
  -c "CREATE TABLE s AS SELECT i AS id, 'a' AS v FROM generate_series(1, 500) AS i"

# Prints "inserted versioned unchanged" of each merge, sorted.
merge_at_once() {
  local options="{\"key\": \"id\", \"as_of\": \"$1\"}" i
  local merge="SELECT d->'counts'->>'inserted', d->'counts'->>'versioned', d->'counts'->>'unchanged'
    FROM (SELECT tamis_scd2_merge('dim', 's', '$options') AS d OFFSET 0) AS m"
  run -F ' ' -c BEGIN -c "$merge" -c 'SELECT pg_sleep(1) IS NULL' -c COMMIT >"$OUT/0" 2>&1 &
  sleep 0.3
  for i in 1 2 3 4 5; do
    run -F ' ' -c "$merge" >"$OUT/$i" 2>&1 &
  done
  wait
  grep -h -v '^f$' "$OUT"/? | sort | uniq -c | sed 's/^ *//'
}

expect() {
  if [ "$1" != "$2" ]; then
    printf 'expected:\n%s\ngot:\n%s\n' "$2" "$1" >&2
    exit 1
  fi
}

expect "$(merge_at_once 2024-01-01)" $'5 0 0 500\n1 500 0 0'
run -c "UPDATE s SET v = 'b' WHERE id <= 100"
expect "$(merge_at_once 2024-02-01)" $'5 0 0 500\n1 0 100 400'
expect "$(run -c "SELECT count(*), count(*) FILTER (WHERE is_current) FROM dim")" '600|500'
expect "$(run -c "SELECT count(*) FROM tamis_scd2_verify('dim', '{\"key\": \"id\", \"gaps\": \"report\"}')")" 0
