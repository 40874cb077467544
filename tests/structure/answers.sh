#!/usr/bin/env bash
# Checks that pages which write answers as comments below their statements ("-- 2024-03-05 | NULL")
# say what the engines print: the .out files, which tests/sql/run.sh holds both engines to.
#   tests/structure/answers.sh [ROOT]
set -euo pipefail

cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

# answers PAGE [FROM TO]: the comments in its SQL, of the sections from FROM up to TO.
answers() {
  awk -v from="${2:-}" -v to="${3:-}" '
    BEGIN { here = from == "" }
    from != "" && $0 == "## " from { here = 1 }
    to != "" && $0 == "## " to { here = 0 }
    /^```sql$/ { inside = 1; next } /^```$/ { inside = 0 }
    here && inside && /^-- / { print substr($0, 4) }' "docs/$1.md"
}

# Columns stand apart on a page.
check() {
  local out=tests/sql/docs_$1.out
  [ -n "$(answers "$@")" ] || { echo "docs/$1.md has no answers"; return 1; }
  diff -u --label "docs/$1.md" --label "$out" <(answers "$@" | sed 's/ | /|/g') <(sed 's/ | /|/g' "$out")
}

STATUS=0
check dates || STATUS=1
check history || STATUS=1
check functions Text Sketches || STATUS=1
exit $STATUS
