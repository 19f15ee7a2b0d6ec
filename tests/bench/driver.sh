#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# driver.sh PROGRAM: rampart-bench on two small workloads: all answers are right, the figures are there, and a
# workload whose right answers are falsified is found out. No time is asserted.
set -eu
program=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# expect PATTERN: a line of what was printed matches.
expect() {
    grep -q "$1" "$work/printed" && return
    printf 'no line matches %s in\n' "$1"
    cat "$work/printed"
    failed=1
}

# run CODE ARGUMENT...
run() {
    expected=$1 code=0
    shift
    "$program" "$@" > "$work/printed" || code=$?
    [ "$code" -eq "$expected" ] && return
    echo "rampart-bench $* ended with $code, not with $expected"
    failed=1
}

for mode in decide together explain brief; do
    run 0 "$here/tiny-workload.json" "$mode" 0
    expect "^{\"peer\":\"rampart\",\"variant\":\"$mode\",\"workload\":\"tiny\",\"load_ms\":[0-9.]*,\"dps\":[0-9]*,"
    expect '"median_us":[0-9.]*,"p99_us":[0-9.]*,"n":6,"wrong":0,"rss_mb":[0-9]*}$'
    expect '"workload":"tiny-whocan","ms":[0-9.]*,"can":2,"expect":2,'
    expect '"variant":"first","workload":"tiny-whocan","ms":[0-9.]*,"most_ms":[0-9.]*,"n":2,"wrong":0}$'
done
run 0 "$here/tiny-torture.json" decide 0
expect '"workload":"torture","stars":2,"n":16,"started":true}$'
expect '"workload":"torture","stars":4,"n":16,"us":[0-9.]*,"wrong":0,'

sed 's/"expect": "none"/"expect": "deny"/; s/"expect": 2}/"expect": 3}/' "$here/tiny-workload.json" \
    > "$work/false.json"
for mode in decide together explain brief; do
    run 1 "$work/false.json" "$mode" 0
    expect '"n":6,"wrong":2,'
    expect '"can":2,"expect":3,'
done
exit "$failed"
