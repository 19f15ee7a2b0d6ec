# SPDX-License-Identifier: Apache-2.0
# Claim: A document that is not understood leaves open what turns on it, and nothing else
# Command: RAMPART_ACCOUNTS=1500 build/assurance/tests/property_quarantine
set -eu
RAMPART_ACCOUNTS=1500 "$BUILD/tests/property_quarantine" > "$BUILD/assurance/quarantine.out" 2>&1 || { tail -20 "$BUILD/assurance/quarantine.out"; exit 1; }
grep "certain" "$BUILD/assurance/quarantine.out" | tail -1
