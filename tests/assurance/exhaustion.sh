# SPDX-License-Identifier: Apache-2.0
# Claim: Every pattern of up to 6 characters of an alphabet of 4 matches every text of up to 7 as a naive twin has it; every combination of what layers may come to is decided as in all of its worlds
# Command: RAMPART_CONTROL_LEVELS=2 build/assurance/tests/property_combining_exhaustive
set -eu
"$BUILD/tests/property_pattern_exhaustive" > "$BUILD/assurance/exhaustion.out" 2>&1
RAMPART_CONTROL_LEVELS=2 "$BUILD/tests/property_combining_exhaustive" >> "$BUILD/assurance/exhaustion.out" 2>&1
states=18
group=$(((states + 1) * states * (2 * states + 1) * states * states))
trust=$(((states + 1) * states * states * states * states))
echo "$((5461 * 255 + 341 * 31)) pairs of pattern and text, $((group + trust)) combinations of layers: none differs"
