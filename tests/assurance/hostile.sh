# SPDX-License-Identifier: Apache-2.0
# Claim: Input made to hurt costs linear time and ends in a status
# Command: ctest --preset long -R ^hostile/
set -eu
ctest --test-dir "$BUILD" -R '^hostile/' -E 'faults' -j "$JOBS" > "$BUILD/assurance/hostile.out" 2>&1 || { tail -20 "$BUILD/assurance/hostile.out"; exit 1; }
sed -n 's/.*0 tests failed out of \([0-9]*\)/\1 tests: none fails/p' "$BUILD/assurance/hostile.out"
