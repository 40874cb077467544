#!/usr/bin/env bash
# What exporting a table of 20 columns costs on both engines, in one run over the same rows, next to
# what else writes such files: COPY, the SQLite shell, gzip and DuckDB.
#   bench/export/run.sh [--rows ROWS] [--repeats REPEATS] [--only FORMAT...]
# 1000000 rows; the median of 3 runs, in turn. Prints a Markdown table. Files go to memory (/dev/shm).
# CPU seconds are user and system time of all threads of the process that works (PostgreSQL: of the
# backend), and include reading every file back, its checksum and the manifest. Memory is the peak of
# the process without what PostgreSQL shares between backends. Installs what is missing and builds;
# DuckDB comes from npm into a temporary folder, and is left out where it can't be had.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

ROWS=1000000 REPEATS=3
FORMATS=(csv csv.gz jsonl parquet.snappy parquet.zstd parquet.snappy.modern parquet.zstd.modern)
usage() {
  sed -n '4s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
while [ $# -gt 1 ]; do
  case $1 in
    --rows) ROWS=$2 ;;
    --repeats) REPEATS=$2 ;;
    --only)
      shift
      FORMATS=("$@")
      break
      ;;
    *) usage ;;
  esac
  shift 2
done
[[ $ROWS =~ ^[1-9][0-9]{2,7}$ && $REPEATS =~ ^[1-9][0-9]?$ ]] || usage
HERE=$ROOT/bench/export
HANDLE=$BUILD/export-cluster.env
FOLDER=$(mktemp -d)
OUT=$(mktemp -d /dev/shm/tamis-export.XXXXXX)
chmod 777 "$OUT" && chmod 755 "$FOLDER"
trap '"$ROOT/tests/cluster.sh" stop "$HANDLE"; rm -rf -- "$FOLDER" "$OUT"' EXIT
trap 'exit 130' INT TERM

options_of() {
  case $1 in
    csv) echo '{"compression": "none"}' ;;
    csv.gz) echo '{}' ;;
    jsonl) echo '{"format": "jsonl", "compression": "none"}' ;;
    parquet.*.modern)
      printf '{"format": "parquet", "compression": "%s", "compat": "modern"}\n' \
        "$(cut -d . -f 2 <<<"$1")"
      ;;
    parquet.*) printf '{"format": "parquet", "compression": "%s"}\n' "${1#parquet.}" ;;
    *) fail "no such format: $1" ;;
  esac
}

set_up() {
  local setting
  python3 "$HERE/table.py" "$ROWS" "$FOLDER/readings.db" "$FOLDER/readings.csv"
  chmod 644 "$FOLDER"/*
  "$ROOT/tests/cluster.sh" start "$HANDLE" "$BUILD/pg_extension" >/dev/null
  # shellcheck disable=SC1090
  . "$HANDLE"
  for setting in "shared_buffers = '1GB'" 'jit = off' 'autovacuum = off' \
    'max_parallel_workers_per_gather = 0'; do
    psql -X -q -c "ALTER SYSTEM SET $setting"
  done
  (cd / && runuser -u "$TAMIS_CLUSTER_OWNER" -- "$TAMIS_CLUSTER_BIN/pg_ctl" \
    -D "$TAMIS_CLUSTER_ROOT/data" -w -l "$TAMIS_CLUSTER_ROOT/log" restart) >/dev/null
  psql -X -q -v ON_ERROR_STOP=1 -c 'CREATE EXTENSION tamis' \
    -c "$(sqlite3 "$FOLDER/readings.db" "SELECT sql FROM sqlite_schema WHERE name = 'readings'")" \
    -c "\\copy readings FROM '$FOLDER/readings.csv' CSV NULL '\\N'" -c 'VACUUM ANALYZE readings'
}

# Each prints "CPU WALL PEAK_KB" of one statement. $1: the statement.
on_postgres() {
  psql -X -q -A -t -v ON_ERROR_STOP=1 2>/dev/null <<SQL | awk '
    /^cpu / {cpu = $2 + $3 - cpu} /^Time: / {wall = $2 / 1000}
    /^VmHWM:/ {peak += $2} /^RssShmem:/ {peak -= $2}
    END {printf "%.2f %.2f %d\n", cpu / 100, wall, peak}'
SELECT pg_backend_pid() AS pid \gset
\setenv BACKEND :pid
SELECT count(notes), tamis_row_hash(1) FROM readings \g /dev/null
\! echo cpu \$(cut -d ' ' -f 14,15 /proc/\$BACKEND/stat)
\timing on
${1%;} \g /dev/null
\timing off
\! echo cpu \$(cut -d ' ' -f 14,15 /proc/\$BACKEND/stat)
\! grep -E '^(VmHWM|RssShmem):' /proc/\$BACKEND/status
SQL
}

on_sqlite() {
  sqlite3 -batch -bail "$FOLDER/readings.db" 2>/dev/null <<SQL | awk '
    /^Run Time: / {cpu = $6 + $8; wall = $4} /^VmHWM:/ {peak = $2}
    END {printf "%.2f %.2f %d\n", cpu, wall, peak}'
.load '$BUILD/sqlite_extension/tamis'
.output /dev/null
SELECT count(notes) FROM readings;
.timer on
$1
.output stdout
.timer off
.shell grep VmHWM /proc/\$PPID/status
SQL
}

# The shell prints the time to where the rows go, so the statement stands alone.
sqlite_shell() {  # MODE
  sqlite3 "$FOLDER/readings.db" 'SELECT count(notes) FROM readings' >/dev/null
  local TIMEFORMAT='%U %S %R'
  { time sqlite3 "-$1" -header "$FOLDER/readings.db" 'SELECT * FROM readings' >"$OUT/peer"; } 2>&1 |
    awk '{printf "%.2f %.2f 0\n", $1 + $2, $3}'
}

ours() {  # ENGINE FORMAT: appends "CPU WALL PEAK BYTES"
  local place=$OUT/export line
  rm -rf "$place"
  line=$("on_$1" "SELECT tamis_export('readings', '$place', '$(options_of "$2")');")
  printf '%s %s\n' "$line" "$(du -cb $(find "$place/data" -type f) | tail -n 1 | cut -f 1)" \
    >>"$FOLDER/$1.$2"
  rm -rf "$place"
}

peers() {
  on_postgres "COPY readings TO '$OUT/peer' CSV HEADER;" >>"$FOLDER/peer.postgres.csv"
  on_postgres "COPY (SELECT row_to_json(readings) FROM readings) TO '$OUT/peer';" \
    >>"$FOLDER/peer.postgres.jsonl"
  rm -f "$OUT/peer"
  sqlite_shell csv >>"$FOLDER/peer.sqlite.csv"
  local TIMEFORMAT='%U %S %R'
  { time gzip -6 -c "$OUT/peer" >/dev/null; } 2>&1 |
    awk '{printf "%.2f %.2f 0\n", $1 + $2, $3}' >>"$FOLDER/peer.gzip.csv"
  sqlite_shell json >>"$FOLDER/peer.sqlite.jsonl"
  rm -f "$OUT/peer"
}

duckdb() {
  command -v npm >/dev/null || return 0
  (cd "$FOLDER" && npm install --silent --no-audit --no-fund @duckdb/node-api) >/dev/null 2>&1 ||
    return 0
  node "$HERE/duckdb.mjs" "$FOLDER" "$FOLDER/readings.csv" "$OUT/peer" "$REPEATS" \
    >"$FOLDER/duckdb" || true
}

median() {
  cut -d ' ' -f "$2" "$FOLDER/$1" | sort -g |
    awk '{v[NR] = $1} END {printf "%.2f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'
}

cells() {  # FILE: CPU, wall and memory
  printf ' %s | %s | %.0f |' "$(median "$1" 1)" "$(median "$1" 2)" \
    "$(awk -v kb="$(median "$1" 3)" 'BEGIN {print kb / 1000}')"
}

peer_cell() {  # LABEL FILE
  [ ! -s "$FOLDER/$2" ] || printf ' %s %s;' "$1" "$(median "$2" 1)"
}

report() {
  local format size
  printf '| %s rows | MB | PostgreSQL: CPU s | wall s | MB of memory | SQLite: CPU s | wall s | MB of memory | peers, CPU s |\n' "$ROWS"
  printf '|---|---|---|---|---|---|---|---|---|\n'
  for format in "${FORMATS[@]}"; do
    size=$(awk -v bytes="$(median "postgres.$format" 4)" 'BEGIN {printf "%.1f", bytes / 1e6}')
    printf '| %s | %s |%s%s' "$format" "$size" "$(cells "postgres.$format")" "$(cells "sqlite.$format")"
    peer_cell COPY "peer.postgres.$format"
    peer_cell sqlite3 "peer.sqlite.$format"
    [ "$format" != csv.gz ] || peer_cell 'gzip -6 alone' peer.gzip.csv
    awk -v format="$format" '$1 == format {printf " DuckDB %s (%.1f MB)", $2, $4 / 1e6}' \
      "$FOLDER/duckdb" 2>/dev/null || true
    printf ' |\n'
  done
  printf '\nMedians of %s runs in turn.\n' "$REPEATS"
}

install_missing "${CORE_PACKAGES[@]}" "${TEST_PACKAGES[@]}" python3
# shellcheck disable=SC2046
install_missing $(postgres_packages)
build ON tamis_sqlite tamis_pg >&2
set_up
duckdb
for ((i = 0; i < REPEATS; ++i)); do
  for format in "${FORMATS[@]}"; do
    ours postgres "$format"
    ours sqlite "$format"
  done
  peers
done
report
