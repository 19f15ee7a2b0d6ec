# SPDX-License-Identifier: Apache-2.0
# Claim: Each allocation that is refused, the first, the second and so on, ends in a status: no crash, no decision
# Command: build/assurance/tests/hostile_allocation
set -eu
"$BUILD/tests/hostile_allocation" > "$BUILD/assurance/allocation.out" 2>&1 || { tail -20 "$BUILD/assurance/allocation.out"; exit 1; }
sed -n 's/^refused allocations [0-9]* to \([0-9]*\).*/\1/p' "$BUILD/assurance/allocation.out" | awk '{ n += $1; k++ } END { print n " allocations refused in " k " runs" }'
