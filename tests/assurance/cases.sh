# SPDX-License-Identifier: Apache-2.0
# Claim: Every case decides as its rule says: by the library, from an account file, and by the program
# Command: ctest --preset dev -R ^cases/
set -eu
files=$(ls tests/cases/*.yaml)
for how in "" "--account" "--program $RAMPART"; do
    # shellcheck disable=SC2086
    "$BUILD/tests/run_cases" $how $files
done
echo "$(cat tests/cases/*.yaml | grep -c '^- name:') cases, in three ways: none differs"
