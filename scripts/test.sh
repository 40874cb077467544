#!/usr/bin/env bash
# Installs what is missing, builds everything and runs the tests.
#   scripts/test.sh           all of them
#   scripts/test.sh REGEX     those whose name matches, as ctest -R
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# -le 1 ] || fail "usage: scripts/test.sh [REGEX]"

postgres=$(postgres_packages)
# shellcheck disable=SC2086
install_missing "${CORE_PACKAGES[@]}" "${TEST_PACKAGES[@]}" $postgres
build ON

log=$BUILD/ctest.log
status=0
ctest --test-dir "$BUILD" --output-on-failure --no-tests=error -j2 ${1:+-R "$1"} | tee "$log" ||
  status=$?

# "98% tests passed, 3 tests failed out of 150", and ctest counts the skipped among the passed.
read -r failed total < <(sed -n 's/.* \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' "$log") ||
  fail "ctest ran no tests"
skipped=$(grep -c '\*\*\*Skipped' "$log" || true)
echo
[ "$skipped" -eq 0 ] || echo "$skipped skipped"
echo "$((total - failed - skipped)) passed, $failed failed"
exit "$status"
