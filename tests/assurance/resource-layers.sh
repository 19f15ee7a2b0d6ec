# SPDX-License-Identifier: Apache-2.0
# Claim: Policies of resources combine as a naive evaluator has them
# Command: RAMPART_LAYER_WORLDS=100000 build/assurance/tests/property_resource_layers
set -eu
RAMPART_LAYER_WORLDS=100000 "$BUILD/tests/property_resource_layers" > "$BUILD/assurance/resource-layers.out" 2>&1 || { tail -20 "$BUILD/assurance/resource-layers.out"; exit 1; }
echo "100,000 worlds: none differs"
