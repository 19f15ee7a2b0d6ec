# SPDX-License-Identifier: Apache-2.0
# Claim: diff tells every gain and loss of a pair of policies, and no other
# Command: RAMPART_TRIALS=10000 build/assurance/tests/property_diff
set -eu
RAMPART_TRIALS=10000 "$BUILD/tests/property_diff" > "$BUILD/assurance/diff.out" 2>&1 || { tail -20 "$BUILD/assurance/diff.out"; exit 1; }
grep "pairs or more" "$BUILD/assurance/diff.out" | head -1
