#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# count.sh [--lint-option…] FOLDER…: how often each rule of `rampart lint` ($RAMPART, else the one on the path) finds
# something in the documents of these folders, and in what share of the documents.
set -eu
[ $# -gt 0 ] || { echo "usage: count.sh [OPTION of rampart lint]... FOLDER..." >&2; exit 2; }
status=0
report=$(mktemp)
trap 'rm -f "$report"' EXIT
"${RAMPART:-rampart}" lint --no-settings --fail-on error --color never "$@" >"$report" || status=$?
[ "$status" -lt 2 ] || [ -s "$report" ] || exit "$status"
LC_ALL=C awk '
    / \[[A-Z]+[0-9]+ [a-z-]+\]$/ {
        rule = $(NF - 1) " " $NF
        gsub(/[][]/, "", rule)
        file = $0
        sub(/:[0-9]+:[0-9]+: .*/, "", file)
        found[rule]++
        if (!seen[rule, file]++) files[rule]++
    }
    match($0, / [0-9]+ documents?/) { documents = substr($0, RSTART + 1) + 0 }
    END {
        if (documents == 0) exit
        for (rule in found)
            printf("%-40s %6d findings %6d files %6.1f %%\n", rule, found[rule], files[rule], 100 * files[rule] / documents)
    }' "$report" | LC_ALL=C sort
tail -n 1 "$report"
