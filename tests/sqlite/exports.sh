#!/bin/sh
# The module exports what SQLite looks up and nothing else: a symbol more would be shared with
# whatever else the process has loaded, because SQLite binds modules globally.
set -eu
expected='sqlite3_tamis_init
sqlite3_tamissqlite_init'
actual=$(nm -D --defined-only "$1" | awk '{ print $3 }' | sort)
if [ "$actual" != "$expected" ]; then
  printf 'exported are:\n%s\n' "$actual"
  exit 1
fi
