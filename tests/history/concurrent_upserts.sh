#!/usr/bin/env bash
# tamis_merge beside other sessions: merges into one target wait for each other, and a watermark
# stays behind rows that open transactions are still to show.
#
#   TAMIS_CLUSTER=HANDLE tests/history/concurrent_upserts.sh     HANDLE as in tests/cluster.sh
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
eval "$("$HERE/../cluster.sh" env "$TAMIS_CLUSTER")"
DATABASE=tamis_upserts_$$
ROLE=tamis_loader_$$
OUT=$(mktemp -d)
export PGOPTIONS='-c client_min_messages=warning'

run() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$DATABASE" "$@"; }
cleanup() {
  rm -rf "$OUT"
  psql -X -q -d postgres -c "DROP DATABASE IF EXISTS $DATABASE WITH (FORCE)" \
    -c "DROP ROLE IF EXISTS $ROLE"
}
trap cleanup EXIT

expect() {
  if [ "$1" != "$2" ]; then
    printf 'line %s, expected:\n%s\ngot:\n%s\n' "${BASH_LINENO[0]}" "$2" "$1" >&2
    exit 1
  fi
}

# A session that stays open: say NAME SQL, and its answers are waited for.
declare -A TO FROM
open_session() {
  local name=$1
  mkfifo "$OUT/$name.in" "$OUT/$name.out"
  psql -X -q -A -t -d "$DATABASE" <"$OUT/$name.in" >"$OUT/$name.out" 2>&1 &
  exec {TO[$name]}>"$OUT/$name.in" {FROM[$name]}<"$OUT/$name.out"
}
say() {
  local line
  printf '%s\n\\echo --done\n' "$2" >&"${TO[$1]}"
  while IFS= read -r line <&"${FROM[$1]}"; do
    [ "$line" != --done ] || return 0
    printf '%s\n' "$line"
  done
}
close_session() {
  exec {TO[$1]}>&- {FROM[$1]}<&-
  rm -f "$OUT/$1.in" "$OUT/$1.out"
}

# load TARGET SOURCE COLUMN [MORE]: "rows held-or-free".
load() {
  run -F ' ' -c "SELECT d->'counts'->>'inserted', CASE WHEN d->'watermark'->>'held_back' IS NULL
    THEN 'free' ELSE 'held' END FROM (SELECT tamis_merge('$1', '$2', '{\"key\": \"id\",
    \"watermark\": {\"name\": \"$1\", \"column\": \"$3\", \"skew\": 0${4:-}}}') AS d OFFSET 0) AS m"
}

psql -X -q -d postgres -c "CREATE DATABASE $DATABASE TEMPLATE template0"
run -c 'CREATE EXTENSION tamis' \
  -c "CREATE TABLE s AS SELECT i AS id, 'a' AS v FROM generate_series(1, 500) AS i"

# Six merges of one batch at once, while a first one is still open: one inserts.
MERGE="SELECT d->'counts'->>'inserted', d->'counts'->>'unchanged'
  FROM (SELECT tamis_merge('t', 's', '{\"key\": \"id\"}') AS d OFFSET 0) AS m"
run -F ' ' -c BEGIN -c "$MERGE" -c 'SELECT pg_sleep(1) IS NULL' -c COMMIT >"$OUT/0" 2>&1 &
sleep 0.3
for i in 1 2 3 4 5; do run -F ' ' -c "$MERGE" >"$OUT/$i" 2>&1 & done
wait
expect "$(grep -h -v '^f$' "$OUT"/? | sort | uniq -c | sed 's/^ *//')" $'5 0 500\n1 500 0'
expect "$(run -c 'SELECT count(*) FROM t')" 500

# Stamps of a transaction that is still open are older than others that can be seen already.
run -c 'CREATE TABLE stamped (id integer, at timestamptz DEFAULT now())' \
  -c 'CREATE TABLE numbered (id bigint GENERATED ALWAYS AS IDENTITY, v text)' \
  -c "INSERT INTO stamped VALUES (1, '2024-01-01')" -c "INSERT INTO numbered (v) VALUES ('first')"
expect "$(load stamped_t stamped at)" '1 free'
expect "$(load numbered_t numbered id)" '1 free'
open_session slow
say slow 'BEGIN; INSERT INTO stamped VALUES (2);'
say slow "INSERT INTO numbered (v) VALUES ('slow');"
run -c 'INSERT INTO stamped VALUES (3)' -c "INSERT INTO numbered (v) VALUES ('fast')"
expect "$(load stamped_t stamped at)" '1 held'
expect "$(load numbered_t numbered id)" '1 held'
expect "$(load numbered_q '(SELECT id, v FROM numbered)' id)" '2 held'
expect "$(load unsafe_t numbered id ', "horizon": "off"')" '2 free'
say slow 'COMMIT;'
close_session slow
expect "$(load stamped_t stamped at)" '1 free'
expect "$(load numbered_t numbered id)" '1 free'
expect "$(load numbered_q '(SELECT id, v FROM numbered)' id)" '1 free'
expect "$(run -c 'SELECT array_agg(id ORDER BY id) FROM stamped_t')" '{1,2,3}'
expect "$(run -c 'SELECT count(*) FROM numbered_t')" 3
# What a maximum alone does: the slow row is lost.
expect "$(load unsafe_t numbered id ', "horizon": "off"')" '0 free'

# A transaction that has written nothing yet will stamp its rows with its beginning.
open_session idle
say idle 'BEGIN;'
say idle 'SELECT 1;' >/dev/null
run -c 'INSERT INTO stamped VALUES (4)'
expect "$(load stamped_t stamped at)" '1 held'
say idle 'INSERT INTO stamped VALUES (5); COMMIT;'
close_session idle
expect "$(load stamped_t stamped at)" '1 free'

# Nor does it move where nothing is known: an old snapshot, or others' transactions unseen.
run -c 'INSERT INTO stamped VALUES (6)'
expect "$(run -c 'BEGIN ISOLATION LEVEL REPEATABLE READ' -c "SELECT tamis_merge('stamped_t', 'stamped',
  '{\"key\": \"id\", \"watermark\": {\"name\": \"stamped_t\", \"column\": \"at\"}}')->'watermark'->>'held_back'
  LIKE 'the isolation level is repeatable read%'" -c COMMIT)" t
psql -X -q -d postgres -c "CREATE ROLE $ROLE"
run -c "GRANT ALL ON ALL TABLES IN SCHEMA public TO $ROLE"
held_for_loader() {
  run -c "SET ROLE $ROLE" -c "SELECT tamis_merge('stamped_t', 'stamped', '{\"key\": \"id\",
    \"watermark\": {\"name\": \"stamped_t\", \"column\": \"at\"}, \"dry_run\": true}')
    ->'watermark'->>'held_back'" | cut -c1-35
}
open_session other
say other 'BEGIN;'
say other 'SELECT 1;' >/dev/null
expect "$(held_for_loader)" 'a transaction of another user is op'
psql -X -q -d postgres -c "GRANT pg_read_all_stats TO $ROLE"
expect "$(held_for_loader | cut -c1-20)" 'rows stamped after 2'
say other 'COMMIT;'
close_session other
wait

# Loads of two targets under one watermark wait for each other, and none sets it back.
for i in 1 2 3 4; do
  run -c "SELECT tamis_merge('shared_$i', 's', '{\"key\": \"id\", \"watermark\": {\"name\": \"shared\",
    \"column\": \"id\"}}')->'counts'->>'inserted'" >"$OUT/$i" 2>&1 &
done
wait
expect "$(run -c "SELECT count(*), max(value) FROM tamis_watermark WHERE name = 'shared'")" '1|500'

# Waits until so many sessions wait for a lock.
waiting() {
  for _ in $(seq 100); do
    [ "$(run -c "SELECT count(*) FROM pg_stat_activity WHERE datname = '$DATABASE'
      AND wait_event_type = 'Lock'")" != "$1" ] || return 0
    sleep 0.1
  done
  echo "never $1 sessions waiting" >&2
  exit 1
}

# A restore and a merge, both held up before they write: the second to come sees what the first did.
run -c 'CREATE TABLE back (id integer, v text)' -c "INSERT INTO back VALUES (1, 'a'), (2, 'b')" \
  -c "SELECT tamis_snapshot('back', '{\"name\": \"back_copy\"}') IS NULL" \
  -c 'DELETE FROM back WHERE id = 2' >"$OUT/0"
open_session holder
say holder 'BEGIN; LOCK TABLE back IN SHARE MODE;'
run -c "SELECT tamis_restore('back_copy')->'rows'->>'inserted'" >"$OUT/1" 2>&1 &
RESTORE=$!
waiting 1
run -c "SELECT tamis_merge('back', '(SELECT 2 AS id, ''b'' AS v)', '{\"key\": \"id\"}')
  ->'counts'->>'unchanged'" >"$OUT/2" 2>&1 &
MERGE=$!
waiting 2
say holder 'COMMIT;'
close_session holder
wait "$RESTORE" "$MERGE"
expect "$(cat "$OUT/1" "$OUT/2")" $'1\n1'
expect "$(run -c 'SELECT count(*) FROM back')" 2

# One backfill, confirmed in two sessions: the second finds another target than it confirmed.
backfill() {
  printf "SELECT tamis_backfill('filled', 's', '{\"column\": \"id\", \"from\": 1, \"to\": 3,
    \"merge\": {\"key\": \"id\"}, %s}')" "$1"
}
CONFIRM=$(run -c "$(backfill '"dry_run": true')->>'confirm'")
open_session first
say first "BEGIN; $(backfill "\"confirm\": \"$CONFIRM\"")->>'rows';" >"$OUT/1"
run -c "$(backfill "\"confirm\": \"$CONFIRM\"")->>'rows'" >"$OUT/2" 2>&1 &
SECOND=$!
waiting 1
say first 'COMMIT;'
close_session first
wait "$SECOND" || true
expect "$(cat "$OUT/1")" 2
expect "$(grep -c 'the backfill is not what was confirmed' "$OUT/2")" 1
