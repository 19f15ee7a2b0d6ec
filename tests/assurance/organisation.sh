# SPDX-License-Identifier: Apache-2.0
# Claim: Questions that cross accounts are decided as a naive evaluator decides them
# Command: RAMPART_ORGANISATIONS=1000 build/assurance/tests/property_organisation
set -eu
RAMPART_ORGANISATIONS=1000 "$BUILD/tests/property_organisation" > "$BUILD/assurance/organisation.out" 2>&1 || { tail -20 "$BUILD/assurance/organisation.out"; exit 1; }
echo "1,000 organisations: none differs"
