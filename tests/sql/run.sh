#!/usr/bin/env bash
# The conformance runner: the same SQL through psql and sqlite3 must give the same text.
#
#   tests/sql/run.sh                    runs every tests/sql/*.sql
#   tests/sql/run.sh NAME...            runs these (without .sql)
#   tests/sql/run.sh --accept NAME...   writes NAME.out, if both engines agree
#   tests/sql/run.sh --count LOW        counts the statements that run on both; fails below LOW
#
# NAME.sql runs on both engines and both must print NAME.out. NAME.gen in place of it prints the SQL
# for the engine named by its argument (what is too long to write down, or comes from data that may
# be absent: then it exits with 77 and the test is skipped). NAME.pg_only_WHY.sql and
# NAME.sqlite_only_WHY.sql run on one. Each run has a fresh database with Tamis in it, and a fresh
# folder that the engine's user may write to and the SQL calls @OUT@. See CONTRIBUTING.md for how
# output is made comparable.
#
# BUILD names the build folder (build/release); TAMIS_CLUSTER a cluster started by
# tests/cluster.sh, without which the runner starts one for itself.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
BUILD=${BUILD:-$ROOT/build/release}
MODULE=${TAMIS_SQLITE_MODULE:-$BUILD/sqlite_extension/tamis.so}

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

engines_of() {
  case $1 in
    *.pg_only_?*) echo postgres ;;
    *.sqlite_only_?*) echo sqlite ;;
    *) echo postgres sqlite ;;
  esac
}

# Everything of one run lives in one folder of the server's owner, who runs both engines: a user
# who may not write everywhere, so that a refusal can be tested even when root runs the tests.
make_work() {
  WORK=$(as_owner mktemp -d "$TAMIS_CLUSTER_WORK/sql.XXXXXX")
}

# Unbuffered, so that results and errors come in the order of the statements.
run_postgres() {
  local name=$1 database
  database=$(basename "$WORK")
  psql -X -q -d postgres -c "CREATE DATABASE \"$database\" TEMPLATE template0"
  psql -X -q -d "$database" -c 'CREATE EXTENSION tamis'
  local status=0
  (cd "$WORK/postgres" && PGOPTIONS='-c client_min_messages=warning' \
    as_owner stdbuf -o0 psql -X -q -A -t -F '|' -P null=NULL -d "$database" \
    <"$WORK/postgres.sql" >"$WORK/postgres.raw" 2>&1) || status=$?
  psql -X -q -d postgres -c "DROP DATABASE \"$database\" WITH (FORCE)"
  [ "$status" -eq 0 ] || echo "psql ended with status $status" >>"$WORK/postgres.raw"
}

run_sqlite() {
  local status=0
  install -m 755 -- "$MODULE" "$WORK/$(basename "$MODULE")"
  (cd "$WORK/sqlite" && as_owner stdbuf -o0 sqlite3 -batch -list -noheader -separator '|' \
    -nullvalue NULL -cmd ".load ../$(basename "$MODULE")" ../database.sqlite \
    <"$WORK/sqlite.sql" >"$WORK/sqlite.raw" 2>&1) || status=$?
  # 1 is what the shell gives for any failed statement; anything above is the shell's own end.
  [ "$status" -le 1 ] || echo "sqlite3 ended with status $status" >>"$WORK/sqlite.raw"
}

print_sql() {
  if [ -f "$HERE/$1.gen" ]; then "$HERE/$1.gen" "$2"; else cat "$HERE/$1.sql"; fi
}

# Runs $1 on engine $2 and leaves what it printed, made comparable, in $WORK/$2.out.
run_engine() {
  local name=$1 engine=$2
  as_owner mkdir "$WORK/$engine" "$WORK/$engine/out"
  print_sql "$name" "$engine" | TAMIS_OUT=$WORK/$engine/out perl -pe 's/\@OUT\@/$ENV{TAMIS_OUT}/g' \
    >"$WORK/$engine.sql"
  "run_$engine" "$name"
  TAMIS_OUT=$WORK/$engine/out perl "$HERE/normalise.pl" <"$WORK/$engine.raw" >"$WORK/$engine.out"
}

differs() {
  diff -u --label "$1" --label "$3" "$2" "$4" | head -n 60
  [ "${PIPESTATUS[0]}" -ne 0 ]
}

accept() {
  local name=$1 engines=$2 first=${2%% *}
  if [ "$engines" = 'postgres sqlite' ] &&
    differs "postgres $name" "$WORK/postgres.out" "sqlite $name" "$WORK/sqlite.out"; then
    return 1
  fi
  cp "$WORK/$first.out" "$HERE/$name.out"
}

run_one() {
  local name=$1 engine engines status=0
  engines=$(engines_of "$name")
  [ -f "$HERE/$name.sql" ] || [ -f "$HERE/$name.gen" ] || fail "no tests/sql/$name.sql"
  make_work
  trap 'rm -rf -- "$WORK"' EXIT
  for engine in $engines; do run_engine "$name" "$engine"; done
  if [ "$ACCEPT" = yes ]; then
    accept "$name" "$engines"
    return
  fi
  [ -f "$HERE/$name.out" ] || fail "no tests/sql/$name.out; write it with --accept $name"
  for engine in $engines; do
    if differs "$name.out" "$HERE/$name.out" "$engine" "$WORK/$engine.out"; then status=1; fi
  done
  return $status
}

all_names() {
  local file
  for file in "$HERE"/*.sql "$HERE"/*.gen; do
    [ ! -f "$file" ] || basename "${file%.*}"
  done
}

# Statements of the files that both engines run.
count_statements() {
  local name files=()
  for name in "$@"; do
    [ ! -f "$HERE/$name.sql" ] || [ "$(engines_of "$name")" != 'postgres sqlite' ] ||
      files+=("$HERE/$name.sql")
  done
  [ ${#files[@]} -gt 0 ] || {
    echo 0
    return
  }
  perl -0777 -ne "s/'[^']*'|--[^\\n]*//g; \$n += tr/;//; END { print \"\$n\\n\" }" "${files[@]}"
}

count() {
  local low=$1 names statements
  mapfile -t names < <(all_names)
  statements=$(count_statements "${names[@]}")
  echo "statements compared on both engines: $statements"
  [ "$statements" -ge "$low" ] || fail "expected at least $low statements"
}

use_cluster() {
  local handle=${TAMIS_CLUSTER:-}
  if [ -z "$handle" ]; then
    handle=$(mktemp -u "${TMPDIR:-/tmp}/tamis-run.XXXXXX")
    # shellcheck disable=SC2064
    trap "'$ROOT/tests/cluster.sh' stop '$handle'" EXIT
    trap 'exit 130' INT TERM
    "$ROOT/tests/cluster.sh" start "$handle" "$BUILD/pg_extension" >/dev/null
  fi
  # shellcheck disable=SC1090
  . "$handle" || fail "no cluster at $handle"
}

ACCEPT=no
case ${1:-} in
  --count)
    count "${2:?--count needs a number}"
    exit
    ;;
  --accept)
    ACCEPT=yes
    shift
    [ $# -gt 0 ] || fail '--accept needs names'
    ;;
  -*) fail "unknown option $1" ;;
esac

NAMES=("$@")
[ ${#NAMES[@]} -gt 0 ] || mapfile -t NAMES < <(all_names)
[ -f "$MODULE" ] || fail "no $MODULE: build first"
use_cluster
PASSED=0 FAILED=0 SKIPPED=0
for NAME in "${NAMES[@]}"; do
  NAME=$(basename "$NAME" .sql) NAME=${NAME%.gen}
  # Not in an "if": there, a command that fails would not end the run.
  set +e
  (set -e && run_one "$NAME")
  STATUS=$?
  set -e
  if [ "$STATUS" -eq 0 ]; then
    PASSED=$((PASSED + 1))
  elif [ "$STATUS" -eq 77 ]; then
    SKIPPED=$((SKIPPED + 1))
    echo "SKIPPED $NAME"
  else
    FAILED=$((FAILED + 1))
    echo "FAILED $NAME"
  fi
done
echo "statements compared on both engines: $(count_statements "${NAMES[@]}")"
echo "$PASSED passed, $FAILED failed"
[ "$FAILED" -eq 0 ] || exit 1
[ "$PASSED" -gt 0 ] || [ "$SKIPPED" -eq 0 ] || exit 77
