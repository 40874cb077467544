#!/usr/bin/env bash
# Exports one table of extremes from both engines in every format and compression, and holds each
# file against the table as other people's readers read it.
#
#   tests/readers/run.sh [PATTERN]    only exports whose "format compression variant" matches
#
# The readers come from npm, in the versions of package-lock.json, into the build folder, once.
# Ends with 77 (skipped) where node, npm or the registry can't be had. BUILD names the build folder;
# TAMIS_CLUSTER a cluster of tests/cluster.sh, without which one is started; FORMATS the formats
# (csv, jsonl, parquet).
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
BUILD=${BUILD:-$ROOT/build/release}
MODULE=$BUILD/sqlite_extension/tamis.so
READERS=$BUILD/readers
PATTERN=${1:-.}
FORMATS=${FORMATS:-csv jsonl avro parquet}
# Debian's, which has Debian's modules.
PYTHON=/usr/bin/python3

skip() {
  echo "SKIPPED: $*"
  exit 77
}

fail() {
  printf 'run.sh: %s\n' "$*" >&2
  exit 1
}

as_owner() {
  if [ "$(id -un)" = "$TAMIS_CLUSTER_OWNER" ]; then
    "$@"
  else
    runuser -u "$TAMIS_CLUSTER_OWNER" -- "$@"
  fi
}

# Modules are looked up from where the script is, so the scripts go to where the packages are.
install_readers() {
  mkdir -p "$READERS"
  cp "$HERE"/*.mjs "$HERE"/*.py "$HERE"/package.json "$READERS/"
  if [ -d "$READERS/node_modules" ] && cmp -s "$HERE/package-lock.json" "$READERS/installed.json"; then
    return
  fi
  cp "$HERE/package-lock.json" "$READERS/"
  (cd "$READERS" && timeout 240 npm ci --no-audit --no-fund --ignore-scripts >npm.log 2>&1) || {
    tail -n 3 "$READERS/npm.log"
    skip "the readers can't be installed from npm"
  }
  cp "$HERE/package-lock.json" "$READERS/installed.json"
}

# "format compression variant options", a line each.
combinations() {
  local format compression
  for format in $FORMATS; do
    for compression in none gzip zstd brotli snappy; do
      case $format in
        avro) [ "$compression" = brotli ] || printf 'avro %s - {}\n' "$compression" ;;
        parquet)
          printf 'parquet %s max {, "compat": "max", "bloom_filters": ["id", "tx"]}\n' "$compression"
          printf 'parquet %s modern {, "compat": "modern", "page_size": 16384}\n' "$compression"
          ;;
        jsonl) printf 'jsonl %s - {, "json": "string"}\n' "$compression" ;;
        *) printf '%s %s - {}\n' "$format" "$compression" ;;
      esac
    done
  done
}

# The statements that export the combinations into $1.
export_sql() {
  local format compression variant options
  combinations | grep -E "$PATTERN" | while read -r format compression variant options; do
    printf "SELECT tamis_export('extremes', '%s/%s-%s-%s', '%s') IS NOT NULL;\n" "$1" "$format" \
      "$compression" "$variant" \
      "{\"format\": \"$format\", \"compression\": \"$compression\", \"order_by\": \"id\"${options:1:-1}}"
  done
}

run_postgres() {
  local database
  database=$(basename "$WORK")
  psql -X -q -d postgres -c "CREATE DATABASE \"$database\" TEMPLATE template0"
  export PGDATABASE=$database
  psql -X -q -c 'CREATE EXTENSION tamis'
  "$PYTHON" "$HERE/table.py" postgres | psql -X -q -v ON_ERROR_STOP=1
  export_sql "$WORK/postgres" | psql -X -q -A -t -v ON_ERROR_STOP=1 >/dev/null
  PGTZ=UTC "$PYTHON" "$HERE/oracle.py" postgres >"$WORK/postgres.oracle"
  PGDATABASE=postgres psql -X -q -c "DROP DATABASE \"$database\" WITH (FORCE)"
}

run_sqlite() {
  "$PYTHON" "$HERE/table.py" sqlite | sqlite3 -batch "$WORK/database.sqlite"
  export_sql "$WORK/sqlite" | sqlite3 -batch -bail -cmd ".load $MODULE" "$WORK/database.sqlite" >/dev/null
  "$PYTHON" "$HERE/oracle.py" sqlite "$WORK/database.sqlite" >"$WORK/sqlite.oracle"
}

# "engine format compression variant file", a line each: what compare.mjs reads.
list_exports() {
  local engine format compression variant options file
  for engine in postgres sqlite; do
    combinations | grep -E "$PATTERN" | while read -r format compression variant options; do
      file=("$WORK/$engine/$format-$compression-$variant"/data/*)
      [ ${#file[@]} -eq 1 ] && [ -f "${file[0]}" ] || fail "not one file in $format-$compression-$variant"
      printf '%s\t%s\t%s\t%s\t%s\n' "$engine" "$format" "$compression" "$variant" "${file[0]}"
    done
  done
}

use_cluster() {
  local handle=${TAMIS_CLUSTER:-}
  if [ -z "$handle" ]; then
    handle=$(mktemp -u "${TMPDIR:-/tmp}/tamis-readers.XXXXXX")
    OWN_CLUSTER=$handle
    "$ROOT/tests/cluster.sh" start "$handle" "$BUILD/pg_extension" >/dev/null
  fi
  # shellcheck disable=SC1090
  . "$handle" || fail "no cluster at $handle"
}

OWN_CLUSTER='' WORK=''
clean_up() {
  [ -z "$WORK" ] || rm -rf -- "$WORK"
  [ -z "$OWN_CLUSTER" ] || "$ROOT/tests/cluster.sh" stop "$OWN_CLUSTER"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"
[ -f "$MODULE" ] || fail "no $MODULE: build first"
install_readers
use_cluster
WORK=$(as_owner mktemp -d "$TAMIS_CLUSTER_WORK/readers.XXXXXX")
as_owner mkdir "$WORK/postgres" "$WORK/sqlite"
run_postgres
run_sqlite
list_exports >"$WORK/exports"
node "$READERS/compare.mjs" "$WORK"
