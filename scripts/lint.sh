#!/usr/bin/env bash
# Checks form and habits: clang-format for the layout, clang-tidy for the rest.
#   scripts/lint.sh              files that differ from main, committed or not
#   scripts/lint.sh --all        every file
#   scripts/lint.sh FILE...      these
# Needs a build folder with compile_commands.json (scripts/test.sh makes one).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

sources() { grep -E '^(core|pg_extension|sqlite_extension|tests|bench)/.*\.(cpp|h)$' || true; }

install_missing "${LINT_PACKAGES[@]}"
case ${1:-} in
  '') mapfile -t files < <({
    git diff --name-only --diff-filter=d main
    git ls-files --others --exclude-standard
  } | sources | sort -u) ;;
  --all) mapfile -t files < <(git ls-files | sources) ;;
  -*) fail "unknown option $1" ;;
  *) files=("$@") ;;
esac
[ ${#files[@]} -gt 0 ] || {
  echo "nothing to check"
  exit 0
}
[ -f "$BUILD/compile_commands.json" ] || fail "no $BUILD/compile_commands.json: build first"

status=0
clang-format --dry-run -Werror "${files[@]}" || status=1
# Headers are checked through the sources that include them. Some options are g++'s alone.
printf '%s\0' "${files[@]}" | grep -zE '\.cpp$' |
  xargs -0 -r -n 1 -P "$(nproc)" clang-tidy -p "$BUILD" --quiet \
    --extra-arg=-Wno-unknown-warning-option 2> >(grep -v 'warnings generated\|^Suppressed\|^Use ' >&2) ||
  status=1
[ "$status" -ne 0 ] || echo "${#files[@]} files are clean"
exit "$status"
