# What the tests of the PostgreSQL host share; to be sourced.
#
# BUILD names the build folder (build/release); TAMIS_CLUSTER a cluster started by
# tests/cluster.sh, without which the test starts one for itself. Each test has a fresh database.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
BUILD=${BUILD:-$ROOT/build/release}
CHECKS=0 FAILURES=0

use_cluster() {
  local handle=${TAMIS_CLUSTER:-}
  if [ -z "$handle" ]; then
    OWN_CLUSTER=$(mktemp -u "${TMPDIR:-/tmp}/tamis-pg.XXXXXX")
    handle=$OWN_CLUSTER
    "$ROOT/tests/cluster.sh" start "$handle" "$BUILD/pg_extension" >/dev/null
  fi
  # shellcheck disable=SC1090
  . "$handle"
}

clean_up() {
  local status=$?
  [ -n "${REPORTED:-}" ] || echo "the test ended early, with status $status"
  [ -z "${DATABASE:-}" ] || psql -X -q -d postgres -c "DROP DATABASE IF EXISTS $DATABASE WITH (FORCE)"
  [ -z "${OWN_CLUSTER:-}" ] || "$ROOT/tests/cluster.sh" stop "$OWN_CLUSTER"
}

# fresh_database NAME EXTENSION...: each extension in a schema of its own name.
fresh_database() {
  DATABASE=tamis_test_$1_$$
  shift
  psql -X -q -d postgres -c "CREATE DATABASE $DATABASE TEMPLATE template0"
  export PGDATABASE=$DATABASE
  local extension
  for extension in "$@"; do
    psql -X -q -c "CREATE SCHEMA $extension" -c "CREATE EXTENSION $extension SCHEMA $extension"
  done
}

# Runs statements in one session and prints results, "SQLSTATE message" for errors, and notices.
sql() {
  psql -X -q -A -t -F '|' -P null=NULL 2>&1 <<SQL | sed -E 's/^psql:[^ ]* //'
\set VERBOSITY sqlstate
$1
SQL
}

# check NAME EXPECTED ACTUAL
check() {
  CHECKS=$((CHECKS + 1))
  [ "$2" != "$3" ] || return 0
  FAILURES=$((FAILURES + 1))
  printf 'FAILED %s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3"
}

# check_sql NAME STATEMENTS EXPECTED
check_sql() {
  check "$1" "$3" "$(sql "$2")"
}

# The last line of a test.
report() {
  REPORTED=yes
  printf '%d checks, %d failed\n' "$CHECKS" "$FAILURES"
  [ "$FAILURES" -eq 0 ] && [ "$CHECKS" -gt 0 ]
}

trap clean_up EXIT
trap 'exit 130' INT TERM
use_cluster
