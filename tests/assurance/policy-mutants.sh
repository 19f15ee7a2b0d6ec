# SPDX-License-Identifier: Apache-2.0
# Claim: test --mutate tells of every changed policy what brute force tells
# Command: RAMPART_TRIALS=1000 build/assurance/tests/property_mutation
set -eu
RAMPART_TRIALS=1000 "$BUILD/tests/property_mutation" > "$BUILD/assurance/policy-mutants.out" 2>&1 || { tail -20 "$BUILD/assurance/policy-mutants.out"; exit 1; }
grep "worlds," "$BUILD/assurance/policy-mutants.out"
