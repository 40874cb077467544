#!/usr/bin/env bash
# Prints the migration kit (sql/pipelines/migration_kit.sql) for the tables of a mapping, ready for
# psql or the sqlite3 shell. What it prints is a dry run unless --run is given.
#   scripts/assemble_migration.sh sqlite|postgres MAPPING [--rollback] [--run]
#     --rollback       prints the way back in place of the migration
#     --run            the transaction is committed
#     --label NAME     tells this migration's snapshots from others' (migration)
#     --keep-hours N   how long they are kept (24)
# MAPPING has a line a table, parents before what refers to them; # begins a comment:
#   staging | production | key[, key] | order column | columns not compared | contract file
# Names stand as in SQL, with their quotes where they need some. The last three may be empty: without
# an order contradicting rows of a key are an error, without a contract only the key is required.
set -euo pipefail
# Else an & in a name would stand for what is replaced.
shopt -u patsub_replacement 2>/dev/null || true

usage() {
  sed -n '2,12s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
fail() {
  printf 'assemble_migration.sh: %s\n' "$*" >&2
  exit 2
}

engine=${1:-} mapping=${2:-}
[ $# -ge 2 ] || usage
shift 2
part=migrate end=ROLLBACK label=migration keep=24
while [ $# -gt 0 ]; do
  case $1 in
    --rollback) part=rollback ;;
    --run) end=COMMIT ;;
    --label) label=${2:-} && shift ;;
    --keep-hours) keep=${2:-} && shift ;;
    *) usage ;;
  esac
  shift || usage
done
# A failed gate ends SQLite's transaction; PostgreSQL does that by itself.
case $engine in
  sqlite) insert_or_end='INSERT OR ROLLBACK' stop='.bail on' ;;
  postgres) insert_or_end=INSERT stop='\set ON_ERROR_STOP on' ;;
  *) usage ;;
esac
[[ $label =~ ^[A-Za-z0-9_]{1,30}$ ]] || fail "a label has letters, digits and _, at most 30"
[[ $keep =~ ^[0-9]{1,6}$ ]] || fail "--keep-hours takes a number"
[ -f "$mapping" ] || fail "no mapping $mapping"
kit=$(cd "$(dirname "$0")/../sql/pipelines" && pwd)/migration_kit.sql

trimmed() {
  local text=$1
  text=${text#"${text%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

# A name without its quotes.
bare() {
  local name=$1
  if [[ $name == \"*\" ]]; then
    name=${name#\"} name=${name%\"} name=${name//\"\"/\"}
  fi
  printf '%s' "$name"
}

json_string() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

sql_text() { printf '%s' "${1//\'/\'\'}"; }

# json_list 'a, "b c"' -> ["a", "b c"]
json_list() {
  local out='' name
  local -a names
  IFS=, read -r -a names <<<"$1"
  for name in "${names[@]}"; do
    name=$(trimmed "$name")
    [ -z "$name" ] || out+="${out:+, }$(json_string "$(bare "$name")")"
  done
  printf '[%s]' "$out"
}

# Puts a table's names into the text on stdin.
for_table() {
  local staging=$1 production=$2 key=$3 order=$4 ignored=$5 contract=$6
  local text same='' there='' latest=$key dedupe='' name required='' schema=''
  local -a names
  IFS=, read -r -a names <<<"$key"
  for name in "${names[@]}"; do
    name=$(trimmed "$name")
    [ -n "$name" ] || fail "$production has an empty key"
    same+="${same:+ AND }p.$name = s.$name"
    there+="${there:+ AND }$name IS NOT NULL"
    required+="${required:+, }{\"name\": $(json_string "$(bare "$name")"), \"required\": true}"
  done
  if [ -n "$order" ]; then
    latest="$order IS NULL, $order DESC"
    dedupe=", \"on_duplicate\": \"last\", \"order\": $(json_string "$(bare "$order")")"
  fi
  if [ -n "$contract" ]; then
    contract=$(cat "$(dirname "$mapping")/$contract")
  else
    contract='{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "migration", "version": "1.0.0",'
    contract+=' "status": "active", "schema": [{"name": "production", "properties": ['
    contract+="$required]}]}"
  fi
  local copy=${production//[^A-Za-z0-9_]/_}
  copy=${copy:0:24}_before_$label
  [[ $production != *.* ]] || schema=${production%.*}.
  text=$(cat)
  text=${text//@STAGING_TEXT@/$(sql_text "$staging")}
  text=${text//@STAGING@/$staging}
  text=${text//@PRODUCTION_TEXT@/$(sql_text "$production")}
  text=${text//@PRODUCTION@/$production}
  text=${text//@KEY_TEXT@/$(sql_text "$key")}
  text=${text//@KEY_JSON@/$(sql_text "$(json_list "$key")")}
  text=${text//@KEY_IS_THERE@/$there}
  text=${text//@KEY@/$key}
  text=${text//@SAME_KEY_TEXT@/$(sql_text "$same")}
  text=${text//@SAME_KEY@/$same}
  text=${text//@LATEST_TEXT@/$(sql_text "$latest")}
  text=${text//@DEDUPE@/$(sql_text "$dedupe")}
  text=${text//@IGNORED_JSON@/$(sql_text "$(json_list "tamis_nth,$ignored")")}
  text=${text//@CONTRACT@/$(sql_text "$contract")}
  text=${text//@COPY_SQL@/$schema\"$copy\"}
  printf '%s\n' "${text//@COPY@/$copy}"
}

# One line a table, its six fields parted by tabs.
tables() {
  local line staging production key order ignored contract
  while IFS= read -r line || [ -n "$line" ]; do
    line=$(trimmed "${line%%#*}")
    [ -n "$line" ] || continue
    IFS='|' read -r staging production key order ignored contract <<<"$line"
    [ -n "$(trimmed "${key:-}")" ] || fail "a line of $mapping names no staging, production and key: $line"
    printf '%s\n' "$(trimmed "$staging")|$(trimmed "$production")|$(trimmed "$key")|$(trimmed "${order:-}")|$(trimmed "${ignored:-}")|$(trimmed "${contract:-}")"
  done <"$mapping"
}

listed=$(tables)
[ -n "$listed" ] || fail "$mapping names no table"

each_table() {
  local text=$1 order=$2 staging production key by ignored contract
  while IFS='|' read -r staging production key by ignored contract; do
    for_table "$staging" "$production" "$key" "$by" "$ignored" "$contract" <<<"$text"
  done < <("$order" <<<"$listed")
}

assembled() {
  local line here=no block='' order=''
  while IFS= read -r line; do
    case $line in
      "-- part: $part") here=yes ;;
      '-- end of part') here=no ;;
      '-- each table') [ "$here" = no ] || order='cat' ;;
      '-- each table in reverse') [ "$here" = no ] || order='tac' ;;
      '-- end')
        [ "$here" = no ] || each_table "${block%$'\n'}" "$order"
        order='' block=''
        ;;
      *)
        [ "$here" = no ] || if [ -n "$order" ]; then block+=$line$'\n'; else printf '%s\n' "$line"; fi
        ;;
    esac
  done <"$kit"
}

# The way back has no gate: there the shell itself must not go on after an error.
[ "$part" = migrate ] || printf '%s\n' "$stop"
text=$(assembled)
text=${text//@INSERT_OR_END@/$insert_or_end}
text=${text//@KEEP_HOURS@/$keep}
text=${text//@LABEL@/$label}
text=${text//@TABLES@/$(wc -l <<<"$listed")}
printf '%s\n' "${text//@END@/$end}"
