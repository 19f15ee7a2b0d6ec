#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# seeds.sh FOLDER COUNT [NAME...]: every property test of the folder of a build, or these, with as many new seeds each. A
# test that fails is named with its seed, and ends nothing.
set -eu
folder=$1
count=$2
shift 2
[ $# -gt 0 ] || set -- "$folder"/property_*
runs=0
failed=0
first=$(date +%s)
for test; do
    [ -x "$test" ] || test=$folder/property_$test
    seed=$first
    while [ "$seed" -lt $((first + count)) ]; do
        runs=$((runs + 1))
        code=0
        RAMPART_SEED=$seed "$test" > /dev/null 2>&1 || code=$?
        [ "$code" -eq 0 ] || { failed=$((failed + 1)) && echo "RAMPART_SEED=$seed $test ends with $code"; }
        seed=$((seed + 1))
    done
done
echo "$runs runs, $failed failed"
[ "$failed" -eq 0 ]
