#!/usr/bin/env bash
# What reading a date costs here and elsewhere, in one run over the same values: Tamis in PostgreSQL,
# in SQLite and as a library, next to what these engines, DuckDB and Python have of their own.
#   bench/dates/peers.sh [ROWS]     rows of each column (1000000)
# Prints a Markdown table. Installs what is missing and builds first; DuckDB comes from npm into a
# temporary folder. What can't be had (DuckDB, Python's dateutil) is left out of the table.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

ROWS=${1:-1000000}
[[ $# -le 1 && $ROWS =~ ^[1-9][0-9]{3,7}$ ]] || {
  sed -n '4,4s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
HANDLE=$BUILD/peers-cluster.env
FOLDER=$(mktemp -d)
trap '"$ROOT/tests/cluster.sh" stop "$HANDLE"; rm -rf -- "$FOLDER"' EXIT
trap 'exit 130' INT TERM

install_missing "${CORE_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
# shellcheck disable=SC2046
install_missing $(postgres_packages)
command -v node >/dev/null || fail "this needs Node.js"
build ON date_values tamis_sqlite tamis_pg >&2
if ! npm install --silent --no-audit --no-fund --prefix "$FOLDER" @duckdb/node-api >&2; then
  say "no DuckDB: npm could not install it"
fi

"$ROOT/tests/cluster.sh" start "$HANDLE" "$BUILD/pg_extension" >/dev/null
# shellcheck disable=SC1090
. "$HANDLE"
node "$ROOT/bench/dates/peers.mjs" "$BUILD" "$FOLDER" "$ROWS"
