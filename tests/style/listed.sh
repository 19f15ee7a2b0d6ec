#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# listed.sh ROOT: every source stands in src/CMakeLists.txt, every test in tests/CMakeLists.txt, and every
# unit test is named after a source. CMake does not notice a file that nobody listed. A file that a golden transcript
# could read is read by one, or by another test. A file that CONTRIBUTING.md sends one to is there.
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
# A transcript names the folder or the file: fmt/messy.json, `cd lint-account`, `--catalog catalog-small`.
for file in $(find tests/golden -mindepth 2 -type f | LC_ALL=C sort); do
    case $file in
    tests/golden/inputs/*/*) name=${file#tests/golden/inputs/} ;;
    *) complain "$file is neither a transcript (tests/golden/TOPIC.txt) nor one's input (tests/golden/inputs/TOPIC/)"; continue ;;
    esac
    grep -qF "$name" tests/golden/*.txt || grep -qE "[ /]${name%%/*}([ /;]|\$)" tests/golden/*.txt ||
        complain "$file is in no transcript"
done
# TOPIC, NAME and the like stand for a name.
[ -e CONTRIBUTING.md ] || exit $status
for path in $(grep -oE '`(src|tests|docs|include|policies|cmake)/[a-z0-9_./-]+`' CONTRIBUTING.md | tr -d '`' | sort -u); do
    [ -e "$path" ] || complain "CONTRIBUTING.md names $path, which does not exist"
done
exit $status
