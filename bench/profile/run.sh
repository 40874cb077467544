#!/usr/bin/env bash
# What profiling a table of 20 text columns costs, in one run over the same rows: tamis_profile() in
# SQLite and PostgreSQL, next to the floor of reading every value, the same statistics in SQLite's own
# SQL, and DuckDB.
#   bench/profile/run.sh [ROWS] [REPEATS]     rows of the small table (260000), the large has four
#                                             times as many; runs of each, of which the median (5)
# Prints a Markdown table. CPU seconds are user and system time of all processes that take part.
# Installs what is missing and builds first; DuckDB comes from npm into a temporary folder, and is left
# out where it can't be had.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

ROWS=${1:-260000}
REPEATS=${2:-5}
[[ $# -le 2 && $ROWS =~ ^[1-9][0-9]{2,6}$ && $REPEATS =~ ^[1-9][0-9]?$ ]] || {
  sed -n '5,6s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
COLUMNS_OF_P=(id ticket_no uuid zip phone created_at closed_date dmy_date amount amount_eu currency
  pct qty flag01 flag_yn category city email sparse comment)
HANDLE=$BUILD/profile-cluster.env
FOLDER=$(mktemp -d)
trap '"$ROOT/tests/cluster.sh" stop "$HANDLE"; rm -rf -- "$FOLDER"' EXIT
trap 'exit 130' INT TERM
TAMIS=$BUILD/sqlite_extension/tamis
MEASURE=$BUILD/bench/measure

# each FORMAT [SEPARATOR]: FORMAT for every column, with the column in place of each @
each() {
  local column out=''
  for column in "${COLUMNS_OF_P[@]}"; do out+=${out:+${2-, }}${1//@/$column}; done
  printf '%s' "$out"
}

median() { sort -g | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }

# repeat FILE COMMAND...: the medians of CPU seconds, wall seconds and peak KiB
repeat() {
  local file=$1 i
  shift
  : >"$file"
  for ((i = 0; i < REPEATS; ++i)); do
    "$@" 2>>"$file" >/dev/null || fail "failed: $*: $(tail -n 3 "$file")"
  done
  for i in 1 2 3; do cut -d ' ' -f $i "$file" | median; done | paste -sd ' '
}

row() { printf '| %s |\n' "$1" | sed 's/\t/ | /g'; }

# share A B: A in units of B
share() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }

# --- SQLite ---------------------------------------------------------------------------------------

load_sqlite() {
  sqlite3 "$FOLDER/$1.db" "CREATE TABLE p ($(each '@ TEXT'))" '.mode csv' ".import $FOLDER/$1.csv p"
}

sqlite_run() { "$MEASURE" sqlite3 -batch "$FOLDER/$1.db" -cmd ".load $2" "$3"; }

sqlite_floor() { sqlite_run "$1" "$BUILD/bench/floor" "SELECT $(each 'floor(@)') FROM p"; }
sqlite_profile() { sqlite_run "$1" "$TAMIS" "SELECT * FROM tamis_profile('p')"; }

# Counts, lengths and distinct values in one statement, the ten most frequent in one for each column.
# SQL has no words for types, formats, masks or quantiles of what text means.
sqlite_sql() {
  local one='count(@), sum(@ = '\'\''), min(@), max(@), min(length(@)), max(length(@)), avg(length(@)),
    count(DISTINCT @)'
  "$MEASURE" sqlite3 -batch "$FOLDER/$1.db" "SELECT $(each "$one") FROM p;
    $(each 'SELECT @, count(*) FROM p GROUP BY @ ORDER BY 2 DESC LIMIT 10;' ' ')"
}

# --- PostgreSQL -----------------------------------------------------------------------------------

load_postgres() {
  psql -X -q -c "CREATE UNLOGGED TABLE $1 ($(each '@ TEXT'))" \
    -c "\\copy $1 FROM '$FOLDER/$1.csv' CSV NULL '\\N'" -c "VACUUM ANALYZE $1"
}

# CPU ticks of the server's processes that have ended: a session's and its workers' when it is over.
ended_ticks() { sed 's/.*) //' "/proc/$POSTMASTER/stat" | awk '{print $14 + $15}'; }

# pg_run SETTINGS SQL: one session, its CPU seconds, wall seconds and how far the statement raised the
# peak of the memory that is its own: resident, less the server's shared buffers
pg_run() {
  local before after start end status=0
  before=$(ended_ticks) start=$(date +%s%N)
  psql -X -q -A -t -v ON_ERROR_STOP=1 >"$FOLDER/psql.out" 2>&1 <<SQL || status=$?
SELECT pg_backend_pid() AS pid \\gset
$1
\\setenv PID :pid
\\! grep -E 'VmHWM|RssShmem' /proc/\$PID/status
$2;
\\! grep -E 'VmHWM|RssShmem' /proc/\$PID/status
SQL
  [ "$status" -eq 0 ] || fail "psql: $(tail -n 3 "$FOLDER/psql.out")"
  end=$(date +%s%N)
  # The server notices the end of a session a moment later.
  while psql -X -q -A -t -c "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()
      AND backend_type IN ('client backend', 'parallel worker')" | grep -q .; do :; done
  after=$(ended_ticks)
  awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" -v ns=$((end - start)) \
    '/^VmHWM/ {own[++n] = $2} /^RssShmem/ {own[n] -= $2}
     END {printf "%.3f %.3f %d\n", t / hz, ns / 1e9, own[2] - own[1]}' "$FOLDER/psql.out" >&2
}

workers() { printf 'SET max_parallel_workers_per_gather = %d; SET parallel_leader_participation = %s;' "$@"; }
pg_floor() { pg_run "$(workers 0 on)" "SELECT $(each 'sum(octet_length(@))') FROM $1"; }
pg_profile() { pg_run "$(workers "$2" "$3")" "SELECT * FROM tamis_profile('$1')"; }

# --- The run --------------------------------------------------------------------------------------

install_missing "${CORE_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
# shellcheck disable=SC2046
install_missing $(postgres_packages)
build ON profile_table profile_floor measure tamis_sqlite tamis_pg >&2
"$ROOT/tests/cluster.sh" start "$HANDLE" "$BUILD/pg_extension" >/dev/null
# shellcheck disable=SC1090
. "$HANDLE"
POSTMASTER=$(head -n 1 "$TAMIS_CLUSTER_ROOT/data/postmaster.pid")
psql -X -q -c 'CREATE EXTENSION tamis' -c 'ALTER SYSTEM SET autovacuum = off' \
  -c 'ALTER SYSTEM SET jit = off' -c 'SELECT pg_reload_conf()' >/dev/null

for size in small:1 large:4; do
  table=${size%:*}
  "$BUILD/bench/profile_table" $((ROWS * ${size#*:})) >"$FOLDER/$table.csv"
  load_sqlite "$table"
  load_postgres "$table"
  [ "$table" = small ] || rm "$FOLDER/$table.csv"
done

declare -A COST
figures() {  # NAME COMMAND...
  local name=$1
  shift
  COST[$name]=$(repeat "$FOLDER/figures" "$@")
  say "$name: ${COST[$name]}"
}
cpu() { cut -d ' ' -f 1 <<<"${COST[$1]}"; }
wall() { cut -d ' ' -f 2 <<<"${COST[$1]}"; }
mib() { awk '{printf "%.1f", $3 / 1024}' <<<"${COST[$1]}"; }

for table in small large; do
  figures "sqlite floor $table" sqlite_floor "$table"
  figures "sqlite $table" sqlite_profile "$table"
  figures "postgres floor $table" pg_floor "$table"
  figures "postgres $table" pg_profile "$table" 0 on
  figures "postgres $table, leader and 1 worker" pg_profile "$table" 1 on
  figures "postgres $table, 1 worker" pg_profile "$table" 1 off
  figures "postgres $table, 2 workers" pg_profile "$table" 2 off
done
REPEATS=1 figures "sqlite sql small" sqlite_sql small
DUCKDB=''
if command -v node >/dev/null &&
  npm install --silent --no-audit --no-fund --prefix "$FOLDER" @duckdb/node-api >&2; then
  DUCKDB=$(node "$ROOT/bench/profile/duckdb.mjs" "$FOLDER" "$FOLDER/small.csv" "$REPEATS" \
    "${COLUMNS_OF_P[@]}")
else
  say "no DuckDB: npm could not install it"
fi

BASE=$(cpu "sqlite small")
print() {  # LABEL NAME
  row "$1	$(cpu "$2 small")	$(wall "$2 small")	$(share "$(cpu "$2 small")" "$BASE")	\
$(cpu "$2 large")	$(share "$(cpu "$2 large")" "$(cpu "$2 small")")	$(mib "$2 small")	$(mib "$2 large")"
}
print_workers() {  # LABEL SUFFIX
  row "$1	$(cpu "postgres small, $2")	$(wall "postgres small, $2")	\
$(share "$(cpu "postgres small, $2")" "$BASE")	$(cpu "postgres large, $2")	\
$(share "$(cpu "postgres large, $2")" "$(cpu "postgres small, $2")")	\
$(mib "postgres small, $2")	$(mib "postgres large, $2")"
}
row "$ROWS rows x ${#COLUMNS_OF_P[@]}	CPU s	wall s	times ours	CPU s, 4x rows	times	MiB	MiB, 4x rows"
row '---	---	---	---	---	---	---	---'
print 'SQLite: reading every value' 'sqlite floor'
print 'SQLite: **tamis_profile**' 'sqlite'
row "SQLite: counts, lengths, distinct, top ten in SQL	$(cpu 'sqlite sql small')	\
$(wall 'sqlite sql small')	$(share "$(cpu 'sqlite sql small')" "$BASE")				"
print 'PostgreSQL: reading every value' 'postgres floor'
print 'PostgreSQL: **tamis_profile**, one process' 'postgres'
print_workers 'PostgreSQL: leader and one worker' 'leader and 1 worker'
print_workers 'PostgreSQL: one worker, leader waits' '1 worker'
print_workers 'PostgreSQL: two workers, leader waits' '2 workers'
while IFS=$'\t' read -r label seconds elapsed; do
  [ -z "$label" ] ||
    row "$label	$seconds	$elapsed	$(share "$seconds" "$BASE")				"
done <<<"$DUCKDB"
printf '\nMedians of %s runs' "$REPEATS"
printf '; two workers take %s of the wall time of one (%s at four times the rows).\n' \
  "$(share "$(wall 'postgres small, 2 workers')" "$(wall 'postgres small, 1 worker')")" \
  "$(share "$(wall 'postgres large, 2 workers')" "$(wall 'postgres large, 1 worker')")"
