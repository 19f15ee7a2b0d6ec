#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# needs_jq.sh RAMPART CALLS CHANGES [TIMES]: needs of a plan of so many changes of all types of resources, beside `jq -c .` of the same
# plan. CALLS is the catalogue's table of calls, by which each resource has its attributes. With TIMES the processor's time is at
# most TIMES times that of jq, alone and with a role decided.
set -euo pipefail
rampart=$1 calls=$2 changes=$3 times=${4:-}
command -v jq > /dev/null || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Of each type a change in turn: created, updated, deleted, replaced, left alone. Attributes are those that conditions name.
awk -F '\t' -v changes="$changes" '
function value(turn) { return turn % 4 == 0 ? "null" : turn % 4 == 1 ? "\"v" turn "\"" : turn % 4 == 2 ? "[\"a\", \"b\"]" : "true" }
function values(type, turn, text,    i, count, names) {
    count = split(attributes[type], names, " ")
    for (i = 1; i <= count; i++) text = text ",\n      \"" names[i] "\": " value(turn + i)
    return text
}
/^#|^data/ { next }
{
    if (!($1 in attributes)) types[named++] = $1
    rest = $4
    while (match(rest, /:[a-z0-9_,]+/)) {
        count = split(substr(rest, RSTART + 1, RLENGTH - 1), found, ",")
        for (i = 1; i <= count; i++) if (!(($1, found[i]) in seen)) { seen[$1, found[i]] = 1; attributes[$1] = attributes[$1] " " found[i] }
        rest = substr(rest, RSTART + RLENGTH)
    }
    attributes[$1] = attributes[$1] ""
}
END {
    split("\"create\";\"update\";\"delete\";\"delete\", \"create\";\"no-op\"", actions, ";")
    printf "{\"format_version\": \"1.2\", \"terraform_version\": \"1.11.4\", \"resource_changes\": ["
    for (n = 0; n < changes; n++) {
        type = types[(n * 7) % named]
        action = actions[n % 5 + 1]
        before = action ~ /^"create/ ? "null" : "{\n      \"id\": \"id-" n "\"" values(type, n, "") "}"
        after = action ~ /^"delete"$/ ? "null" : "{\n      \"unused\": 1" (action ~ /update|no-op/ ? ",\n      \"id\": \"id-" n "\"" : "") values(type, n + (action ~ /update/), "") "}"
        printf "%s\n  {\"address\": \"%s.r%d\", \"mode\": \"managed\", \"type\": \"%s\", \"name\": \"r%d\",\n    \"provider_name\": \"registry.terraform.io/aliyun/alicloud\",\n    \"change\": {\"actions\": [%s], \"before\": %s,\n    \"after\": %s, \"after_unknown\": {%s}, \"before_sensitive\": {}, \"after_sensitive\": {}}}", n ? "," : "", type, n, type, n, action, before, after, action ~ /create/ ? "\"id\": true" : ""
    }
    print "]}"
}' "$calls" > "$work/plan.json"
printf '%s\n' 'rampart: 1' 'account: "1"' 'roles:' '  ci:' '    trust: {Version: "1", Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: [a.aliyuncs.com]}}]}' \
    '    policies: [AliyunECSReadOnlyAccess, AliyunVPCFullAccess]' > "$work/account.yaml"

needs() {
    "$rampart" needs "$work/plan.json" --account-id 1 --region cn-hangzhou > "$work/listed" || [ $? -eq 3 ]
}

decided() {
    "$rampart" needs "$work/plan.json" --role ci -a "$work/account.yaml" --region cn-hangzhou > "$work/decided" || [ $? -eq 1 ]
}

copy() {
    jq -c . "$work/plan.json" > "$work/copied"
}

# The least of three takes of the seconds of the processor.
TIMEFORMAT='%U %S'
seconds() {
    for _ in 1 2 3; do { time "$1"; } 2>&1 | awk '{print $1 + $2}'; done | sort -n | head -1
}

own=$(seconds needs) asked=$(seconds decided) other=$(seconds copy)
echo "$changes changes, $(($(wc -c < "$work/plan.json") / 1024)) KiB, $(grep ' needs of ' "$work/listed"): $own s, $asked s with a role decided, and $other s of jq -c ."
# A few types call nothing when they are deleted or left alone.
addresses=$(sed -n 's/.* needs of \([0-9]*\) addresses:.*/\1/p' "$work/listed")
[ "$((addresses + addresses / 50 + 1))" -ge "$changes" ] || { echo "$addresses of $changes addresses have needs"; exit 1; }
grep -q '^role/ci: [0-9]* allowed, [1-9]' "$work/decided" || { echo "nothing was decided"; exit 1; }
[ -n "$times" ] || exit 0
for took in "$own" "$asked"; do
    awk -v own="$took" -v other="$other" -v times="$times" 'BEGIN {exit !(own <= times * other)}' || { echo "more than $times times"; exit 1; }
done
