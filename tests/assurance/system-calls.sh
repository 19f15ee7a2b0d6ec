# SPDX-License-Identifier: Apache-2.0
# Claim: Each system call that fails, with each error it may have, is noticed
# Command: ctest --preset long -R hostile/all-faults
set -eu
sh tests/hostile/faults.sh "$BUILD/tests/librampart_faults.so" "$PWD" all > "$BUILD/assurance/system-calls.out" 2>&1 ||
    { tail -20 "$BUILD/assurance/system-calls.out"; exit 1; }
tail -1 "$BUILD/assurance/system-calls.out"
