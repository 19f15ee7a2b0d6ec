#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the quickstart, then builds and tests everything twice: as gcc sees it with every warning an error, and
# under AddressSanitizer and UndefinedBehaviorSanitizer. Installs what is missing on Debian and Ubuntu; see
# scripts/dependencies.sh.
set -eu
cd "$(dirname "$0")/.."
. scripts/dependencies.sh

# skipped LOG FOLDER: the tests that ctest says it skipped, and the parts of tests that CMocka did, each with what it
# printed.
skipped() {
    awk -v folder="$2" '
        FNR == NR { if (/\*\*\*Skipped/) whole[$4] = 1; next }
        / Testing: / { name = $NF; text = ""; inside = 0; next }
        /^-+$/ { inside = 1; next }
        /^<end of output>/ { if (name in whole) print "skipped in " folder ": " name ": " text; inside = 0; next }
        inside && /\[  SKIPPED \] [a-z_]+$/ { print "skipped in " folder ": " name ": " $NF }
        inside && text == "" { text = $0 }' "$1" "build/$2/Testing/Temporary/LastTest.log"
}

# check NAME CMAKE-OPTION...: builds and tests in build/NAME. Of ctest's output only the summary is shown, unless
# a test fails.
check() {
    name=$1
    shift
    build "build/$name" -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Debug -DRAMPART_WERROR=ON "$@"
    log=build/$name/test.log
    if ! watch "testing build/$name" "$log" \
        ctest --test-dir "build/$name" --output-on-failure --parallel "$(nproc)"; then
        cat "$log"
        exit 1
    fi
    echo "build/$name:"
    grep 'tests passed' "$log"
    skipped "$log" "$name" >> build/skipped
    ctest --test-dir "build/$name" -N | sed -n 's/^  Test *#[0-9]*: //p' > "build/$name/test.list"
}

# quickstart: the first thing a new user does must work.
quickstart() {
    mkdir -p build
    if watch quickstart build/quickstart.log sh examples/quickstart.sh; then return; fi
    cat build/quickstart.log
    exit 1
}

# What is generated is the same in each run: this judges a change, and property/seeds.sh looks for what nobody knows
# (docs/decisions/0085-one-seed-judges-a-change.md).
export RAMPART_SEED="${RAMPART_SEED:-20261201}"

need build tests
quickstart
: > build/skipped
check dev
check asan -DRAMPART_SANITIZE=ON -DRAMPART_SANITIZE_TRAP=ON
cat build/skipped
grep -vxF -f build/asan/test.list build/dev/test.list |
    sed 's/^/skipped in asan: /; s/$/: it looks at nothing that a sanitizer changes, or cannot run under one/'
