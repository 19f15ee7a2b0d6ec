#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the quickstart, then builds and tests everything twice: as gcc sees it with every warning an error, and
# under AddressSanitizer and UndefinedBehaviorSanitizer. Installs what is missing on Debian and Ubuntu; see
# scripts/dependencies.sh.
set -eu
cd "$(dirname "$0")/.."
. scripts/dependencies.sh

# check NAME CMAKE-OPTION...: builds and tests in build/NAME. Of ctest's output only the summary is shown, unless
# a test fails.
check() {
    name=$1
    shift
    build "build/$name" -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Debug -DRAMPART_WERROR=ON "$@"
    log=build/$name/test.log
    if ! ctest --test-dir "build/$name" --output-on-failure --parallel "$(nproc)" > "$log" 2>&1; then
        cat "$log"
        exit 1
    fi
    echo "build/$name:"
    grep 'tests passed' "$log"
}

# quickstart: the first thing a new user does must work.
quickstart() {
    mkdir -p build
    if sh examples/quickstart.sh > build/quickstart.log 2>&1; then return; fi
    cat build/quickstart.log
    exit 1
}

need build tests
quickstart
check dev
check asan -DRAMPART_SANITIZE=ON
