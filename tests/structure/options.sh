#!/usr/bin/env bash
# Checks that docs/functions.md describes exactly the options that the functions of the history take:
# the lists in tests/sql/option_names.out, which tests/sql/run.sh holds both engines to, against the
# first columns of the tables of options in the function's section. Members of objects must stand in
# that section, as `name` or "name".
#   tests/structure/options.sh [ROOT]
set -euo pipefail

cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

# section FUNCTION: what the page says of it.
section() {
  awk -v from="### $1(" '/^##/ { here = index($0, from) == 1 } here' docs/functions.md
}

# The names in the first columns of the tables headed "| option |".
described() {
  section "$1" | awk -F '|' '
    $2 == " option " { inside = 1; next } !/^\|/ { inside = 0 } inside && !/^\|---/ { print $2 }' |
    grep -o '`[^`]*`' | tr -d '`' | LC_ALL=C sort
}

# Lines "what<TAB>its valid options" of the refusals.
taken() {
  awk '/^ERROR:  .* has no option "[^"]*"$/ {
         what = $0; sub(/^ERROR:  /, "", what); sub(/ has no option "[^"]*"$/, "", what) }
       /^HINT:  Valid options are / && what != "" { print what "\t" $0; what = "" }' \
    tests/sql/option_names.out
}

status=0
problem() {
  echo "$*"
  status=1
}

functions=0
while IFS=$'\t' read -r what hint; do
  valid=$(grep -o '"[^"]*"' <<<"${hint#HINT:  Valid options are }" | tr -d '"' | LC_ALL=C sort)
  case $what in
    tamis_*)
      function=$what
      functions=$((functions + 1))
      difference=$(diff <(described "$what") <(echo "$valid")) ||
        problem "$what: described (<) and valid (>) options differ:"$'\n'"$difference"
      ;;
    *)
      # An entry of a list does not say whose; the refusal of its function comes before it.
      if [[ $what == *' of tamis_'* ]]; then function=${what##* of }; fi
      text=$(section "$function")
      while read -r name; do
        [[ $text == *"\`$name\`"* || $text == *"\"$name\""* ]] ||
          problem "$function: nothing is said of the member \"$name\" of $what"
      done <<<"$valid"
      ;;
  esac
done < <(taken)
[ "$functions" -ge 14 ] || problem "tests/sql/option_names.out lists the options of $functions functions only"
exit "$status"
