# SPDX-License-Identifier: Apache-2.0
# Claim: Programs and libraries guard stacks, check buffers, bind at start, and seal what they bound
# Command: ctest --preset long -R style/hardened
set -eu
sh tests/style/hardened.sh Release "$RAMPART" > "$BUILD/assurance/hardened.out" 2>&1
echo "the program has all six"
