#!/usr/bin/env bash
# Exports from SQL to the remote place TAMIS_PLACE, from both engines: each must print sql.out.
# TAMIS_SQLITE_MODULE and TAMIS_PG_FOLDER name what was built. Run by s3.sh and azure.sh.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
handle=$work/cluster.env
end() {
  [ ! -f "$handle" ] || "$here/../cluster.sh" stop "$handle"
  rm -rf "$work"
}
trap end EXIT

# The place of an engine. What differs from place to place is masked in what is compared.
place() { printf '%s/%s' "$TAMIS_PLACE" "$1$$ é=+%"; }
statements() { sed "s|@PLACE@|$(place "$1")|g" "$here/sql.sql"; }
masked() {
  sed -e "s|$TAMIS_PLACE/[a-z]*$$ é=+%|@PLACE@|g" -e "s|$TAMIS_PLACE|@STORE@|g" \
    -e 's|place: [a-z0-9]*://|place: @SCHEME@://|' -e 's/^psql:[^ ]* //; s/^Runtime error near line [0-9]*: /ERROR:  /' |
    grep -v '^HINT' | sed 's/^\(DETAIL:  The server answered 403\).*/\1/'
}
compare() {
  diff -u "$here/sql.out" "$work/$1" || {
    echo "sql.sh: $1 printed something else"
    exit 1
  }
}

{
  echo ".load $TAMIS_SQLITE_MODULE"
  echo '.output /dev/null'
  echo 'SELECT tamis_init();'
  echo '.output'
  echo '.nullvalue NULL'
  statements sqlite
} | { sqlite3 "$work/db" 2>&1 || true; } | masked >"$work/sqlite"
compare sqlite

# The server gets its credentials from the environment that it is started with.
"$here/../cluster.sh" start "$handle" "$TAMIS_PG_FOLDER" >/dev/null
# shellcheck source=/dev/null
. "$handle"
psql -qXc 'CREATE EXTENSION tamis'
statements postgres | psql -qXAt -P null=NULL 2>&1 | masked >"$work/postgres"
compare postgres

# A wrong key: refused, and not shown.
export AWS_SECRET_ACCESS_KEY=V3JvbmdTZWNyZXQ= AZURE_STORAGE_KEY=V3JvbmdTZWNyZXQ=
{
  echo ".load $TAMIS_SQLITE_MODULE"
  echo "SELECT tamis_export('(SELECT 1 AS a)', '$(place wrong)');"
} | sqlite3 "$work/db" >"$work/wrong" 2>&1 || true
grep -q 'The server answered 403' "$work/wrong"
if grep -e V3Jvbmd -e "${AWS_ACCESS_KEY_ID:-nothing}" "$work/wrong"; then exit 1; fi
if sqlite3 "$work/db" .dump | grep -e V3Jvbmd -e "${AWS_ACCESS_KEY_ID:-no key of S3}"; then exit 1; fi
echo "sql.sh: both engines exported to $TAMIS_PLACE"
