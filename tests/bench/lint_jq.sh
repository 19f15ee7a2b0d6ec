#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# lint_jq.sh RAMPART ACTIONS FILES [TIMES]: lint of many files with findings in one run, beside `jq -c .` of the same files. ACTIONS is
# the catalogue's table of actions, of which the files name nearly all. Each file is found faulty; with TIMES the processor's
# time is at most TIMES times that of jq.
set -euo pipefail
rampart=$1 actions=$2 files=$3 times=${4:-}
command -v jq > /dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A document has up to four statements of a service each, with up to eight actions, wildcards, places and conditions of several kinds;
# the first has a blank in an action, which makes no request match it.
mkdir "$work/policies"
awk -F '\t' -v files="$files" -v folder="$work/policies" '
function below(most) { state = (state * 16807) % 2147483647; return state % most }
function place(service) {
    kind = below(5)
    if (kind == 0) return "*"
    if (kind == 1) return "acs:" service ":*:*:*"
    if (kind == 2) return "acs:" service ":cn-hangzhou:*:instance/i-" below(100000)
    if (kind == 3) return "acs:" service ":*:1234567890123456:*/team-" below(100) "*"
    return "acs:" service ":*:*:name-" below(100000) "/*"
}
function statement(faulty,    from, count, i, action, text) {
    from = below(named)
    split(names[from], parts, ":")
    text = "    {\n      \"Effect\": \"" (below(6) == 0 ? "Deny" : "Allow") "\",\n      \"Action\": [\n"
    count = 1 + below(8)
    for (i = 0; i < count; i++) {
        action = names[(from + i * 3) % named]
        if (below(6) == 0) action = substr(action, 1, index(action, ":") + 3 + below(6)) "*"
        if (faulty && i == 0) sub(":", ": ", action)
        text = text "        \"" action "\"" (i + 1 < count ? "," : "") "\n"
    }
    text = text "      ],\n      \"Resource\": \"" place(parts[1]) "\""
    if (below(5) == 0) text = text ",\n      \"Condition\": {\"IpAddress\": {\"acs:SourceIp\": [\"10." below(256) ".0.0/16\"]}}"
    return text "\n    }"
}
/^#/ { next }
{ names[named++] = $1 }
END {
    state = 20261130
    for (n = 0; n < files; n++) {
        file = sprintf("%s/%05d.json", folder, n)
        count = 1 + below(4)
        print "{\n  \"Version\": \"1\",\n  \"Statement\": [" > file
        for (k = 0; k < count; k++) print statement(k == 0) (k + 1 < count ? "," : "") > file
        print "  ]\n}" > file
        close(file)
    }
}' "$actions"

lint() {
    "$rampart" lint --no-settings "$work/policies" > "$work/found" || [ $? -eq 1 ]
}

copy() {
    jq -c . "$work"/policies/*.json > "$work/copied"
}

# The least of three takes of the seconds of the processor.
TIMEFORMAT='%U %S'
seconds() {
    for _ in 1 2 3; do { time "$1"; } 2>&1 | awk '{print $1 + $2}'; done | sort -n | head -1
}

own=$(seconds lint)
other=$(seconds copy)
size=$(du -sb "$work/policies" | cut -f 1)
faulty=$(grep -o '\[RAM[0-9]* blank-in-action\]' "$work/found" | wc -l)
echo "$files files, $((size / 1048576)) MiB, $(tail -1 "$work/found"): $own s, and $other s of jq -c ."
[ "$faulty" -eq "$files" ] || { echo "$faulty of $files files have the finding"; exit 1; }
[ "$(wc -l < "$work/copied")" -eq "$files" ] || { echo "jq did not copy them"; exit 1; }
[ -n "$times" ] || exit 0
awk -v own="$own" -v other="$other" -v times="$times" 'BEGIN {exit !(own <= times * other)}' || { echo "more than $times times"; exit 1; }
