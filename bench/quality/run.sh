#!/usr/bin/env bash
# What checking a contract of 40 rules on the service desk's tickets costs, in one run over the same
# rows: tamis_check() on both engines, next to counting every column, and in PostgreSQL next to the
# same rules as 40 queries by hand.
#   bench/quality/run.sh [ROWS] [REPEATS]     260000 rows; the median of 5 runs
# Prints a Markdown table. Installs what is missing and builds first.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

ROWS=${1:-260000}
REPEATS=${2:-5}
[[ $# -le 2 && $ROWS =~ ^[1-9][0-9]{3,7}$ && $REPEATS =~ ^[1-9][0-9]?$ ]] || {
  sed -n '5s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
HERE=$ROOT/bench/quality
HANDLE=$BUILD/quality-cluster.env
FOLDER=$(mktemp -d)
trap '"$ROOT/tests/cluster.sh" stop "$HANDLE"; rm -rf -- "$FOLDER"' EXIT
trap 'exit 130' INT TERM
CONTRACT=$(sed "s/'/''/g" "$HERE/contract.json")

generate() {  # ENGINE
  cat "$ROOT/sql/pipelines/service_desk/00_prelude.$1.sql"
  sed "s/@ROWS@/$ROWS/g" "$ROOT/sql/pipelines/service_desk/10_generate.sql"
  printf 'CREATE TABLE assignment_groups AS SELECT DISTINCT assignment_group AS name FROM tickets;\n'
}

median() { sort -g | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }
share() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }

# Milliseconds of each statement of a file, added up.
pg_time() {
  { printf '%s\n' '\timing on' '\o /dev/null'; cat "$1"; } | psql -X -q -v ON_ERROR_STOP=1 |
    awk '/^Time: / {sum += $2} END {print sum}'
}
sqlite_time() {
  {
    printf '%s\n' ".load '$BUILD/sqlite_extension/tamis'" '.timer on'
    cat "$1"
  } | sqlite3 -batch "$FOLDER/desk.db" | awk '/^Run Time: / {sum += $4 * 1000} END {print sum}'
}

install_missing "${CORE_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
# shellcheck disable=SC2046
install_missing $(postgres_packages)
build ON tamis_sqlite tamis_pg >&2
"$ROOT/tests/cluster.sh" start "$HANDLE" "$BUILD/pg_extension" >/dev/null
# shellcheck disable=SC1090
. "$HANDLE"
psql -X -q -c 'CREATE EXTENSION tamis'
generate postgres | psql -X -q -v ON_ERROR_STOP=1 >/dev/null
psql -X -q -c 'VACUUM ANALYZE tickets' -c 'ANALYZE assignment_groups'
generate sqlite | sqlite3 -batch "$FOLDER/desk.db" >/dev/null

columns=$(psql -X -q -A -t -c "SELECT string_agg('count(' || attname || ')', ', ' ORDER BY attnum)
  FROM pg_attribute WHERE attrelid = 'tickets'::regclass AND attnum > 0")
printf 'SELECT count(*), %s FROM tickets;\n' "$columns" >"$FOLDER/counts.sql"
printf "SELECT count(*), sum(failed) FROM tamis_check('tickets', '%s');\n" "$CONTRACT" \
  >"$FOLDER/check.sql"
# A rule that can't be run costs nothing: 40 must be judged, and there must be a query for each.
judged="SELECT count(*) FROM tamis_check('tickets', '$CONTRACT') WHERE status IN ('pass', 'fail')"
[ "$(psql -X -q -A -t -c "$judged")" = 40 ]
[ "$(sqlite3 -batch -cmd ".load '$BUILD/sqlite_extension/tamis'" "$FOLDER/desk.db" "$judged")" = 40 ]
[ "$(grep -c '^SELECT ' "$HERE/queries.sql")" = 40 ]

for ((i = 0; i < REPEATS; ++i)); do  # in turn, so that all meet the same load of the machine
  pg_time "$FOLDER/counts.sql" >>"$FOLDER/pg_counts"
  pg_time "$FOLDER/check.sql" >>"$FOLDER/pg_check"
  pg_time "$HERE/queries.sql" >>"$FOLDER/pg_queries"
  sqlite_time "$FOLDER/counts.sql" >>"$FOLDER/sqlite_counts"
  sqlite_time "$FOLDER/check.sql" >>"$FOLDER/sqlite_check"
done
of() { median <"$FOLDER/$1"; }

printf '| %s rows x 20 columns, 40 rules | ms | times counting | times tamis_check |\n' "$ROWS"
printf '|---|---|---|---|\n'
row() {  # LABEL NAME ENGINE
  printf '| %s | %.0f | %s | %s |\n' "$1" "$(of "$2")" "$(share "$(of "$2")" "$(of "$3_counts")")" \
    "$(share "$(of "$2")" "$(of "$3_check")")"
}
row 'PostgreSQL: counting every column' pg_counts pg
row 'PostgreSQL: **tamis_check**' pg_check pg
row 'PostgreSQL: 40 queries by hand' pg_queries pg
row 'SQLite: counting every column' sqlite_counts sqlite
row 'SQLite: **tamis_check**' sqlite_check sqlite
printf '\nMedians of %s runs, parallel workers allowed.\n' "$REPEATS"
