#!/usr/bin/env bash
# What merging a batch into a history costs on both engines, in one run over the same rows:
# tamis_scd2_merge() next to the best statements by hand and to statements of dbt's shape.
#   bench/history/run.sh [--rows ROWS] [--delta ROWS] [--repeats REPEATS] [--ways "ours hand dbt"]
# 1000000 keys, and 10000 in a delta; the median of 3 runs. Prints a Markdown table. Installs what is missing and builds.
# Seconds are CPU seconds of the process that works (PostgreSQL: of the backend, without parallel
# workers). WAL is without full-page images in PostgreSQL, and the size of the log in SQLite.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

ROWS=1000000 DELTA=10000 REPEATS=3 WAYS='ours hand dbt'
usage() {
  sed -n '4s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
while [ $# -gt 1 ]; do
  case $1 in
    --rows) ROWS=$2 ;;
    --delta) DELTA=$2 ;;
    --repeats) REPEATS=$2 ;;
    --ways) WAYS=$2 ;;
    *) usage ;;
  esac
  shift 2
done
[[ $# -eq 0 && $ROWS =~ ^[1-9][0-9]{3,7}$ && $REPEATS =~ ^[1-9][0-9]?$ && $DELTA -le $ROWS ]] || usage
HERE=$ROOT/bench/history
HANDLE=$BUILD/history-cluster.env
FOLDER=$(mktemp -d)
trap '"$ROOT/tests/cluster.sh" stop "$HANDLE"; rm -rf -- "$FOLDER"' EXIT
trap 'exit 130' INT TERM

set_up_postgres() {
  local setting
  "$ROOT/tests/cluster.sh" start "$HANDLE" "$BUILD/pg_extension" >/dev/null
  # shellcheck disable=SC1090
  . "$HANDLE"
  for setting in "shared_buffers = '2GB'" "work_mem = '256MB'" 'jit = off' 'autovacuum = off' \
    'max_parallel_workers_per_gather = 0'; do
    psql -X -q -c "ALTER SYSTEM SET $setting"
  done
  (cd / && runuser -u "$TAMIS_CLUSTER_OWNER" -- "$TAMIS_CLUSTER_BIN/pg_ctl" \
    -D "$TAMIS_CLUSTER_ROOT/data" -w -l "$TAMIS_CLUSTER_ROOT/log" restart) >/dev/null
  psql -X -q -c 'CREATE EXTENSION tamis'
  psql -X -q -v ON_ERROR_STOP=1 -v rows="$ROWS" -v delta="$DELTA" \
    -f "$HERE/setup.postgres.sql" >/dev/null
}

set_up_sqlite() {
  {
    printf '%s\n' ".load '$BUILD/sqlite_extension/tamis'" 'PRAGMA journal_mode = WAL;' \
      "CREATE TABLE size AS SELECT $ROWS AS rows, $DELTA AS delta;"
    cat "$HERE/setup.sqlite.sql"
  } | sqlite3 -batch -bail "$FOLDER/base.db" >/dev/null
}

# "SECONDS MB" of one merge, which is undone.
run_postgres() {  # WAY BATCH
  psql -X -q -A -t -v ON_ERROR_STOP=1 <<SQL | awk '
    /^cpu / {seconds = $2 / 1e9 - seconds} /^wal / {bytes = $2 - bytes}
    END {printf "%.3f %.1f\n", seconds, bytes / 1e6}'
SELECT pg_backend_pid() AS pid \gset
\setenv BACKEND :pid
SELECT tamis_row_hash(1) \g /dev/null
CHECKPOINT;
BEGIN;
SELECT 'wal ' || (pg_current_wal_insert_lsn() - '0/0');
\! echo cpu \$(cut -d ' ' -f 1 /proc/\$BACKEND/schedstat)
\o /dev/null
$("$HERE/statements.sh" postgres "$1" "$2")
\o
\! echo cpu \$(cut -d ' ' -f 1 /proc/\$BACKEND/schedstat)
SELECT 'wal ' || (pg_current_wal_insert_lsn() - '0/0');
ROLLBACK;
VACUUM ${1};
SQL
}

run_sqlite() {  # WAY BATCH
  cp "$FOLDER/base.db" "$FOLDER/work.db"
  rm -f "$FOLDER/work.db-wal" "$FOLDER/work.db-shm"
  {
    printf '%s\n' ".load '$BUILD/sqlite_extension/tamis'" 'PRAGMA synchronous = NORMAL;' \
      'PRAGMA wal_autocheckpoint = 0;' 'PRAGMA cache_size = -600000;' \
      'PRAGMA temp_store = MEMORY;' 'SELECT count(*) FROM batch_full;' 'BEGIN IMMEDIATE;' \
      '.timer on'
    "$HERE/statements.sh" sqlite "$1" "$2"
    printf '%s\n' 'COMMIT;' '.timer off' ".shell echo wal \$(stat -c %s '$FOLDER/work.db-wal')"
  } | sqlite3 -batch -bail "$FOLDER/work.db" | awk '
    /^Run Time: / {seconds += $6 + $8} /^wal / {bytes = $2}
    END {printf "%.3f %.1f\n", seconds, bytes / 1e6}'
}

median() { cut -d ' ' -f "$1" | sort -g | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }
of() { median "$2" <"$FOLDER/$1"; }
share() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.1f", a / b}'; }

install_missing "${CORE_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
# shellcheck disable=SC2046
install_missing $(postgres_packages)
build ON tamis_sqlite tamis_pg >&2
set_up_postgres
set_up_sqlite
for ((i = 0; i < REPEATS; ++i)); do  # in turn, so that all meet the same load of the machine
  for engine in postgres sqlite; do
    for batch in full delta; do
      for way in $WAYS; do
        "run_$engine" "$way" "$batch" >>"$FOLDER/$engine.$way.$batch"
      done
    done
  done
done

label() {
  case $1 in
    ours) printf '**tamis_scd2_merge**' ;;
    hand) printf 'the best statements by hand' ;;
    dbt) printf "dbt's shape" ;;
  esac
}
printf '| %s keys | full: CPU s | times ours | WAL MB | delta: CPU s | times ours | WAL MB |\n' "$ROWS"
printf '|---|---|---|---|---|---|---|\n'
for engine in postgres sqlite; do
  for way in $WAYS; do
    name=$([ "$engine" = postgres ] && echo PostgreSQL || echo SQLite)
    printf '| %s: %s |' "$name" "$(label "$way")"
    for batch in full delta; do
      printf ' %s | %s | %s |' "$(of "$engine.$way.$batch" 1)" \
        "$(share "$(of "$engine.$way.$batch" 1)" "$(of "$engine.${WAYS%% *}.$batch" 1)")" \
        "$(of "$engine.$way.$batch" 2)"
    done
    printf '\n'
  done
done
printf '\nMedians of %s runs in turn; a delta has %s rows.\n' "$REPEATS" "$DELTA"
