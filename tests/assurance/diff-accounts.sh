# SPDX-License-Identifier: Apache-2.0
# Claim: diff tells every gain and loss between two accounts, and no other
# Command: RAMPART_TRIALS=3000 build/assurance/tests/property_diff_accounts
set -eu
RAMPART_TRIALS=3000 "$BUILD/tests/property_diff_accounts" > "$BUILD/assurance/diff-accounts.out" 2>&1 || { tail -20 "$BUILD/assurance/diff-accounts.out"; exit 1; }
echo "3,000 pairs of accounts: none false, none missed"
