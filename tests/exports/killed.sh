#!/usr/bin/env bash
# An export killed with SIGKILL before each of its calls that stage and publish: the destination
# shows the old state or the new one wholly, and the next export removes what is left.
#
#   tests/exports/killed.sh postgres|sqlite [STEP]
#
# STEP: of the calls, only each STEP-th. It has a cluster of its own: a killed backend restarts the
# whole server. BUILD names the build folder (build/release). Exits with 77 without a C compiler.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
BUILD=${BUILD:-$ROOT/build/release}
ENGINE=$1
STEP=${2:-1}
OUT=$(mktemp -d "${TMPDIR:-/tmp}/tamis-killed.XXXXXX")
chmod 755 "$OUT"

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

command -v cc >/dev/null || exit 77
cc -shared -fPIC -O1 -o "$OUT/kill_at.so" "$HERE/kill_at.c" -ldl
mkdir -m 777 "$OUT/control" "$OUT/place"
export TAMIS_KILL_AT=$OUT/control/at
PLACE=$OUT/place/x

start_postgres() {
  LD_PRELOAD=$OUT/kill_at.so "$ROOT/tests/cluster.sh" start "$OUT/cluster" "$BUILD/pg_extension" \
    >/dev/null
  eval "$("$ROOT/tests/cluster.sh" env "$OUT/cluster")"
  # A crash must not take what was committed: the clusters of tests run without.
  export PGOPTIONS='-c client_min_messages=warning -c synchronous_commit=on'
  run 'CREATE EXTENSION tamis'
}

run() {
  case $ENGINE in
    postgres) psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$1" ;;
    sqlite)
      LD_PRELOAD=$OUT/kill_at.so sqlite3 -batch -list \
        -cmd ".load $BUILD/sqlite_extension/tamis.so" "$OUT/db" "$1"
      ;;
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

# export ROWS OPTIONS
export_rows() {
  run "SELECT tamis_export('(SELECT id, v, id % 3 AS part FROM s WHERE id <= $1)', '$PLACE', '{\"compression\": \"none\", \"max_rows\": 2, \"order_by\": [\"id\"]$2}')"
}

# Rows of the export that stands at the place, if it is whole; "none" where there is none.
state() {
  [ -e "$PLACE" ] || { echo none && return; }
  [ "$(run "SELECT count(*) FROM tamis_verify_export('$PLACE') WHERE status <> 'pass'")" = 0 ] ||
    { echo broken && return; }
  cat "$PLACE"/data/*.csv | grep -vc '^id'
}

# The place as it is before an export: BEFORE rows, or nothing.
prepare() {
  rm -rf "$OUT"/place/* "$OUT"/place/.x*
  [ "$1" = none ] || export_rows "$1" '' >/dev/null
}

# killed NAME BEFORE ROWS AFTER OPTIONS: an export of ROWS rows to where BEFORE rows stand ("none"),
# which makes them AFTER.
killed() {
  local name=$1 before=$2 rows=$3 after=$4 options=$5 n total old=0 new=0 found
  prepare "$before"
  total=$(count "$rows" "$options")
  for ((n = 1; n <= total; n += STEP)); do
    prepare "$before"
    echo "$n" >"$TAMIS_KILL_AT"
    export_rows "$rows" "$options" >/dev/null 2>&1 || true
    rm -f "$TAMIS_KILL_AT"
    wait_for_engine
    found=$(state)
    case $found in
      "$before") old=$((old + 1)) ;;
      "$after") new=$((new + 1)) ;;
      *) fail "$name: killed before call $n of $total, the place shows $found" ;;
    esac
    export_rows "$rows" ', "mode": "overwrite"' >/dev/null
    [ "$(state)" = "$rows" ] || fail "$name: the export after kill $n is not whole"
    [ "$(ls -A "$OUT/place")" = x ] || fail "$name: kill $n left $(ls -A "$OUT/place")"
  done
  printf '%s: %d calls, %d times the old state, %d times the new\n' "$name" "$total" "$old" "$new"
  [ "$old" -gt 0 ] && [ "$new" -gt 0 ] || fail "$name: no kill came in time: nothing is tested"
}

# How many calls an export makes.
count() {
  echo 1000000 >"$TAMIS_KILL_AT"
  export_rows "$1" "$2" >/dev/null
  rm -f "$TAMIS_KILL_AT"
  cat "$TAMIS_KILL_AT.count"
}

[ "$ENGINE" = sqlite ] || start_postgres
run 'CREATE TABLE s (id INTEGER, v TEXT)'
run "INSERT INTO s VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e')"
killed create none 3 3 ''
killed overwrite 3 5 5 ', "mode": "overwrite"'
killed append 3 5 8 ', "mode": "append"'
