# SPDX-License-Identifier: Apache-2.0
# Claim: Every case of the conformance kit decides as its rule says, by the program and by the oracle, and the same however it is written
# Command: python3 tests/kit/kit.py build/assurance/rampart --all
set -eu
python3 tests/kit/kit.py "$RAMPART" --all > "$BUILD/assurance/kit.out" 2>&1 || { tail -20 "$BUILD/assurance/kit.out"; exit 1; }
tail -1 "$BUILD/assurance/kit.out"
