#!/usr/bin/env bash
# A merge killed with SIGKILL at random moments, the backend's or the shell's: the target is as it
# was before or as it is after, never between, and the next merge succeeds.
#
#   tests/history/killed.sh postgres|sqlite [KILLS]
#
# It has a cluster of its own: a killed backend restarts the whole server. BUILD names the build
# folder (build/release).
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
BUILD=${BUILD:-$ROOT/build/release}
ENGINE=$1
KILLS=${2:-20}
ROWS=20000
OUT=$(mktemp -d "${TMPDIR:-/tmp}/tamis-killed.XXXXXX")

cleanup() {
  [ "$ENGINE" != postgres ] || "$ROOT/tests/cluster.sh" stop "$OUT/cluster"
  rm -rf -- "$OUT"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

BATCH="(SELECT id, CASE WHEN id % 3 = 0 THEN v || 'x' ELSE v END AS v, w FROM s WHERE id % 50 <> 7)"
MERGE="SELECT tamis_scd2_merge('dim', '${BATCH//\'/\'\'}', '{\"key\": \"id\", \"deletes\": \"close\", \"as_of\": \"2024-02-01\"}')"
STATE='SELECT count(*), count(*) FILTER (WHERE is_current), count(valid_to) FROM dim'
FIRST="SELECT tamis_scd2_merge('dim', 's', '{\"key\": \"id\", \"as_of\": \"2024-01-01\"}')"
SOUND="SELECT count(*) FROM tamis_scd2_verify('dim', '{\"key\": \"id\", \"gaps\": \"report\"}')"

start_postgres() {
  # shellcheck disable=SC1090
  "$ROOT/tests/cluster.sh" start "$OUT/cluster" "$BUILD/pg_extension" >/dev/null
  eval "$("$ROOT/tests/cluster.sh" env "$OUT/cluster")"
  # A crash must not take what was committed: the clusters of tests run without.
  export PGOPTIONS='-c client_min_messages=warning -c synchronous_commit=on'
  run 'CREATE EXTENSION tamis'
}

run() {
  case $ENGINE in
    postgres) psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$1" ;;
    sqlite) sqlite3 -batch -list -cmd ".load $BUILD/sqlite_extension/tamis.so" "$OUT/db" "$1" ;;
  esac
}

# A backend that is killed takes the others' connections with it, for as long as recovery takes.
wait_for_engine() {
  [ "$ENGINE" = postgres ] || return 0
  local i
  for ((i = 0; i < 300; i++)); do
    psql -X -q -c 'SELECT 1' >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  fail 'the server did not come back'
}

# As it was before the merge; what a killed shell left is for the engine to roll back first.
reset() {
  case $ENGINE in
    postgres) run 'TRUNCATE dim' && run 'INSERT INTO dim SELECT * FROM dim_before' ;;
    sqlite) rm -f "$OUT"/db-* && cp "$OUT/before" "$OUT/db" ;;
  esac
}

make_tables() {
  local series="generate_series(1, $ROWS) AS g (i)"
  [ "$ENGINE" = postgres ] ||
    series="(WITH RECURSIVE g (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < $ROWS) SELECT i FROM g)"
  run "CREATE TABLE s AS SELECT i AS id, 'value ' || i AS v, i % 97 AS w FROM $series"
  run "$FIRST" >/dev/null
  case $ENGINE in
    postgres) run 'CREATE TABLE dim_before AS SELECT * FROM dim' ;;
    sqlite) cp "$OUT/db" "$OUT/before" ;;
  esac
}

# Starts the merge and leaves the process to kill in $VICTIM.
start_merge() {
  local i
  case $ENGINE in
    postgres)
      rm -f "$OUT/pid"
      psql -X -q -A -t -o "$OUT/pid" -c 'SELECT pg_backend_pid()' -o /dev/null -c "$MERGE" \
        >/dev/null 2>&1 &
      CLIENT=$!
      for ((i = 0; i < 500; i++)); do
        VICTIM=$(run "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT tamis_scd2_merge%' AND pid <> pg_backend_pid()")
        [ -z "$VICTIM" ] || return 0
        kill -0 "$CLIENT" 2>/dev/null || return 0
      done
      ;;
    sqlite)
      sqlite3 -batch -cmd ".load $BUILD/sqlite_extension/tamis.so" "$OUT/db" "$MERGE" >/dev/null 2>&1 &
      CLIENT=$!
      VICTIM=$CLIENT
      ;;
  esac
}

[ "$ENGINE" = sqlite ] || start_postgres
make_tables
BEFORE=$(run "$STATE")
START=$(date +%s%N)
run "$MERGE" >/dev/null
TOOK=$((($(date +%s%N) - START) / 1000))
AFTER=$(run "$STATE")
[ "$BEFORE" != "$AFTER" ] || fail 'the merge changes nothing: nothing is tested'

seen_before=0 seen_after=0
for ((n = 1; n <= KILLS; n++)); do
  reset
  start_merge
  sleep "$(awk -v n="$n" -v took="$TOOK" 'BEGIN { srand(n * 7919); printf "%.6f", rand() * took / 1e6 }')"
  [ -z "$VICTIM" ] || kill -KILL "$VICTIM" 2>/dev/null || true
  wait "$CLIENT" 2>/dev/null || true
  wait_for_engine
  case $(run "$STATE") in
    "$BEFORE") seen_before=$((seen_before + 1)) ;;
    "$AFTER") seen_after=$((seen_after + 1)) ;;
    *) fail "kill $n left the target between: $(run "$STATE")" ;;
  esac
  [ "$(run "$SOUND")" = 0 ] || fail "kill $n left a history that is not sound"
  run "$MERGE" >/dev/null
  [ "$(run "$STATE")" = "$AFTER" ] || fail "the merge after kill $n did not end as it should"
done
printf '%d kills: %d times as before, %d times as after\n' "$KILLS" "$seen_before" "$seen_after"
[ "$seen_before" -gt 0 ] || fail 'no kill came in time: nothing is tested'
