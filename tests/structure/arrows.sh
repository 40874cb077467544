#!/usr/bin/env bash
# Checks which way the arrows between the folders point, over the #include lines.
#   tests/structure/arrows.sh [ROOT]
# A folder may include itself and what is listed for it, and a folder may only be listed after its
# own line has come: so there is no cycle. No folder of core/ may include an engine's header.
set -euo pipefail

cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

arrows() {
  cat <<'ARROWS'
error
text: error
dates: text error
types: dates text error
engine: text error
document: engine text error
version: document
sketch: types dates text engine document error
storage: text document error
runs: engine document text dates error
profile: sketch types dates text engine document runs error
quality: storage profile sketch types dates text engine document runs error
history: types dates text engine document runs error
mask: dates text document error
export: mask quality profile history version storage types dates text engine document runs error
catalog: export mask history quality profile runs storage sketch version document engine types dates text error
ARROWS
}

# "FILE FOLDER INCLUDED", a line for each #include of a header of ours in core/.
includes() {
  grep -rHoE '^ *# *include "[^"]*"' core --include='*.h' --include='*.cpp' |
    sed -E 's|^(core/([a-z]+)/[^:]*):.*"([^"]*)"|\1 \2 \3|'
}

# in_quotes() must know where a character ends, and utf8.h itself includes nothing of ours.
known_exception() {
  [ "$1 $2" = 'error core/text/utf8.h' ]
}

declare -A allowed
problems=0
problem() {
  echo "$*"
  problems=$((problems + 1))
}

while read -r folder may; do
  folder=${folder%:}
  for other in $may; do
    [ -n "${allowed[$other]:-}" ] || problem "the list lets $folder include $other before its line"
  done
  allowed[$folder]=" $folder $may "
done < <(arrows)

for folder in core/*/; do
  folder=$(basename "$folder")
  [ -n "${allowed[$folder]:-}" ] || problem "core/$folder is not in the list of arrows"
done

checked=0
while read -r file folder header; do
  checked=$((checked + 1))
  case $header in
    core/*/*)
      target=${header#core/} target=${target%%/*}
      [[ ${allowed[$folder]:-} == *" $target "* ]] || known_exception "$folder" "$header" ||
        problem "$file includes $header: core/$folder may not know core/$target"
      ;;
    *) problem "$file includes $header: paths start at the root of the project" ;;
  esac
done < <(includes)
[ "$checked" -gt 0 ] || problem "found no #include in core/"

while IFS= read -r line; do
  problem "$line: core/ knows no engine"
done < <(grep -rnE '# *include *[<"](postgres|fmgr|executor/|libpq|pg_config|utils/|catalog/|access/|sqlite3)' \
  core --include='*.h' --include='*.cpp' || true)

while IFS= read -r line; do
  problem "$line: a host knows no other host"
done < <({
  grep -rn '# *include "sqlite_extension/' pg_extension || true
  grep -rn '# *include "pg_extension/' sqlite_extension || true
})

if [ "$problems" -gt 0 ]; then
  echo "$problems arrows point the wrong way"
  exit 1
fi
echo "$checked includes checked"
