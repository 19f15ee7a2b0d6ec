# SPDX-License-Identifier: Apache-2.0
# Claim: ACLs, access points, blocked public access and networks decide as a naive evaluator has them
# Command: RAMPART_LAYER_WORLDS=100000 build/assurance/tests/property_object_access
set -eu
RAMPART_LAYER_WORLDS=100000 "$BUILD/tests/property_object_access" > "$BUILD/assurance/object-access.out" 2>&1 || { tail -20 "$BUILD/assurance/object-access.out"; exit 1; }
echo "100,000 worlds: none differs"
