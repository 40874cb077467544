#!/usr/bin/env bash
# Runs the service desk pipeline from raw tickets to verified exports, step by step.
#   scripts/demo.sh                 on SQLite
#   scripts/demo.sh --postgres      on a private PostgreSQL server, removed afterwards
#     --rows N     tickets to generate (260000)
#     --out DIR    where the database and the exports go (out/demo-ENGINE)
#     --keep       leave the PostgreSQL server running and say how to reach it
# Installs what is missing and builds first.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  sed -n '3,7s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

ENGINE=sqlite ROWS=260000 OUT='' KEEP=no
while [ $# -gt 0 ]; do
  case $1 in
    --postgres) ENGINE=postgres ;;
    --rows) ROWS=${2:-} && shift ;;
    --out) OUT=${2:-} && shift ;;
    --keep) KEEP=yes ;;
    *) usage ;;
  esac
  shift || usage
done
[[ $ROWS =~ ^[1-9][0-9]{0,8}$ && $ROWS -ge 1000 ]] || fail "--rows takes a number from 1000 on"
OUT=${OUT:-$ROOT/out/demo-$ENGINE}
HANDLE=$BUILD/demo-cluster.env
MARK=.tamis-demo

# A folder of our own is emptied; anything else that is not empty is somebody's and stays.
prepare_out() {
  mkdir -p "$OUT"
  OUT=$(cd "$OUT" && pwd)
  if [ -e "$OUT/$MARK" ]; then
    find "$OUT" -mindepth 1 -delete
  elif [ -n "$(ls -A "$OUT")" ]; then
    fail "$OUT is not empty and not of an earlier demo: name another with --out"
  fi
  touch "$OUT/$MARK"
}

build_engine() {
  local postgres_needed
  install_missing "${CORE_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  if [ "$ENGINE" = postgres ]; then
    postgres_needed=$(postgres_packages)
    # shellcheck disable=SC2086
    install_missing $postgres_needed
    build ON tamis_pg
  elif has_postgres; then
    build ON tamis_sqlite
  else
    build OFF tamis_sqlite
  fi
}

start_postgres() {
  [ "$KEEP" = yes ] || trap '"$ROOT/tests/cluster.sh" stop "$HANDLE"' EXIT
  trap 'exit 130' INT TERM
  "$ROOT/tests/cluster.sh" start "$HANDLE" "$BUILD/pg_extension" >/dev/null
  # shellcheck disable=SC1090
  . "$HANDLE"
  psql -X -q -c 'CREATE EXTENSION tamis'
  # The server writes the exports: where it is another user that may not reach OUT, it writes to
  # its own folder, and they are moved afterwards.
  EXPORTS=$OUT
  if [ "$(id -un)" != "$TAMIS_CLUSTER_OWNER" ]; then
    EXPORTS=$TAMIS_CLUSTER_WORK/demo
    install -d -o "$TAMIS_CLUSTER_OWNER" -m 700 "$EXPORTS"
  fi
}

fetch_exports() {
  local export
  [ "$EXPORTS" != "$OUT" ] || return 0
  for export in "$EXPORTS"/*; do
    [ ! -e "$export" ] || mv -- "$export" "$OUT/"
  done
  chown -R -- "$(id -u):$(id -g)" "$OUT"
}

# Steps become markers in the output, by number: titles need no quoting.
with_markers() {
  awk -v echo="$1" '/^-- step: / { print echo " @step@ " ++n; next } { print }' "$SCRIPT"
}

# Each step is a transaction or two of its own: WAL saves most of the waiting for the disk.
run_sqlite() {
  {
    printf '%s\n' '.once /dev/null' 'PRAGMA journal_mode = WAL;' 'PRAGMA synchronous = NORMAL;' \
      '.mode box --wrap 0'
    with_markers .print
  } | stdbuf -o0 sqlite3 -bail -batch -cmd ".load '$BUILD/sqlite_extension/tamis.so'" \
    "$OUT/demo.sqlite" 2>&1
}

run_postgres() {
  {
    printf '%s\n' '\set ON_ERROR_STOP on' '\pset border 2' '\pset linestyle unicode' \
      '\pset footer off' 'SET client_min_messages = warning;'
    with_markers '\echo'
  } | stdbuf -o0 psql -X -q 2>&1
}

# Seconds with two decimals between two values of EPOCHREALTIME, whose comma depends on the locale.
elapsed() {
  local us=$((${2/[.,]/} - ${1/[.,]/}))
  printf '%d.%02d s' $((us / 1000000)) $((us % 1000000 / 10000))
}

# Puts titles over the steps and their times under them, as the markers arrive.
show_steps() {
  local line step='' since=$EPOCHREALTIME
  while IFS= read -r line; do
    if [[ $line == '@step@ '* ]]; then
      [ -z "$step" ] || printf '%s\n\n' "$(elapsed "$since" "$EPOCHREALTIME")"
      step=${line#@step@ } since=$EPOCHREALTIME
      printf '%d. %s\n' "$step" "${TITLES[step - 1]}"
    else
      printf '%s\n' "$line"
    fi
  done
  [ -z "$step" ] || printf '%s\n\n' "$(elapsed "$since" "$EPOCHREALTIME")"
}

show_files() {
  local entry
  echo "Files in $OUT:"
  for entry in "$OUT"/*; do
    if [ -d "$entry" ]; then
      printf '  %-24s %6s  %d files\n' "$(basename "$entry")/" "$(du -sh "$entry" | cut -f 1)" \
        "$(find "$entry" -type f | wc -l)"
    else
      printf '  %-24s %6s\n' "$(basename "$entry")" "$(du -h "$entry" | cut -f 1)"
    fi
  done
  if [ "$ENGINE" = postgres ] && [ "$KEEP" = yes ]; then
    echo "The server runs on:  eval \"\$(tests/cluster.sh env '$HANDLE')\" && psql"
    echo "It stops with:       tests/cluster.sh stop '$HANDLE'"
  fi
}

prepare_out
build_engine
EXPORTS=$OUT
[ "$ENGINE" = sqlite ] || start_postgres
SCRIPT=$OUT/pipeline.sql
"$ROOT/scripts/assemble_pipeline.sh" service_desk "$ENGINE" "$ROWS" "$EXPORTS" >"$SCRIPT"
mapfile -t TITLES < <(sed -n 's/^-- step: //p' "$SCRIPT")

echo
BEGUN=$EPOCHREALTIME
"run_$ENGINE" | show_steps
echo "All ${#TITLES[@]} steps on $ENGINE, $ROWS tickets: $(elapsed "$BEGUN" "$EPOCHREALTIME")"
fetch_exports
show_files
