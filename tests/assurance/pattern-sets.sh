# SPDX-License-Identifier: Apache-2.0
# Claim: Questions about sets of patterns are answered as brute force answers them
# Command: RAMPART_SETS=1000000 build/assurance/tests/property_pattern_sets
set -eu
RAMPART_SETS=1000000 "$BUILD/tests/property_pattern_sets" > "$BUILD/assurance/pattern-sets.out" 2>&1 || { tail -20 "$BUILD/assurance/pattern-sets.out"; exit 1; }
grep "questions:" "$BUILD/assurance/pattern-sets.out"
