#!/bin/sh
# The module in the sqlite3 shell, as its user meets it: found by both file names without an entry
# point named, errors with their detail and hint in lines of their own, the session alive after.
set -eu
modules=$1
faults=$2
for name in tamis tamis_sqlite; do
  version=$(sqlite3 :memory: ".load $modules/$name" 'select json_type(tamis_version())')
  [ "$version" = object ] || { echo "$name: $version"; exit 1; }
done

actual=$(sqlite3 :memory: 2>&1 <<SQL || true
.load $faults/tamis_faults sqlite3_tamis_init
select tamis_fault_scalar('error');
select tamis_fault_live();
SQL
)
expected='Runtime error near line 2: the fault asked for
DETAIL:  It was thrown on purpose.
HINT:  Ask for "none".
0'
if [ "$actual" != "$expected" ]; then
  printf 'the shell says:\n%s\n' "$actual"
  exit 1
fi
