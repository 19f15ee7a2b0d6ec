# SPDX-License-Identifier: Apache-2.0
# Claim: Every row of the table of layers decides as a naive evaluator does, which tries all that is not known, in worlds of two accounts
# Command: RAMPART_LAYER_WORLDS=100000 build/assurance/tests/property_layer_cells
set -eu
RAMPART_LAYER_WORLDS=100000 "$BUILD/tests/property_layer_cells" > "$BUILD/assurance/layer-cells.out" 2>&1 || { tail -20 "$BUILD/assurance/layer-cells.out"; exit 1; }
sed -n "s/.*\(worlds of .*\)/\1/p; s/^[0-9]* cells.*/&/p" "$BUILD/assurance/layer-cells.out" | paste -sd ";" | sed "s/;/; /"
