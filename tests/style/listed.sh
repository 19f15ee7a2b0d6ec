#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# listed.sh ROOT: every source stands in src/CMakeLists.txt, every test in tests/CMakeLists.txt, and every
# unit test is named after a source. CMake does not notice a file that nobody listed.
set -eu
cd "$1"
status=0

complain() {
    echo "$1"
    status=1
}

for file in $(find src -name '*.c' | LC_ALL=C sort); do
    grep -qE "(^|[ (])${file#src/}([ )]|$)" src/CMakeLists.txt || complain "$file is not in src/CMakeLists.txt"
done

# In tests/CMakeLists.txt a test stands by its name after its folder or layer: rampart_tests(property name ...).
lists=$(tr '\n' ' ' < tests/CMakeLists.txt)
for file in $(find tests -name 'test_*.c' | LC_ALL=C sort); do
    folder=${file%/*} folder=${folder##*/}
    name=${file##*/test_} name=${name%.c}
    echo "$lists" | grep -qE "tests\($folder( [^)]*)? $name[ )]" || complain "$file is not in tests/CMakeLists.txt"
done

for file in $(find tests/unit -name 'test_*.c' | LC_ALL=C sort); do
    tested=src/${file#tests/unit/}
    tested=${tested%/*}/${tested##*/test_}
    [ -e "$tested" ] || complain "$file tests $tested, which does not exist"
done
exit $status
