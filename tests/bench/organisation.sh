#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# organisation.sh GENERATOR RAMPART ACCOUNTS PRINCIPALS DOCUMENTS [TIMES]: who can, of a generated organisation in one run
# and of each account alone. The sum of rows is that of the accounts; with TIMES the processor's time of the one run is at
# most TIMES times that of the others together, and its memory at most TIMES times the input.
set -euo pipefail
generator=$1 rampart=$2 accounts=$3 principals=$4 documents=$5 times=${6:-}
command time -f %M true > /dev/null 2>&1 || exit 77 # GNU time tells memory
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
action=ess:CancelInstanceRefresh

mkdir "$work/accounts"
"$generator" organisation "$principals" "$documents" 5 "$accounts" "$work/accounts"
input=$(du -sb "$work/accounts" | cut -f 1)
first=$(basename "$(find "$work/accounts" -name '*.json' | sort | head -1)" .json)
resource=acs:ess:cn-hangzhou:$first:scalinggroup/asg-000042

question() {
    "$rampart" who-can -a "$1" --action "$action" --resource "$resource" --only allow --lenient -f json > "$2" \
        2> "$work/said" || [ $? -ne 2 ] || { cat "$work/said" >&2; exit 1; }
}

alone() {
    for file in "$work"/accounts/*.json; do question "$file" "$file.answer"; done
}

# The processor's seconds that a function takes.
TIMEFORMAT='%U %S'
seconds() {
    { time "$@"; } 2>&1 | awk '{print $1 + $2}'
}

number_of() {
    cat "${@:2}" | grep -o "$1[0-9][0-9]*" | grep -o '[0-9]*$' | awk '{sum += $1} END {print sum + 0}'
}

sum=$(seconds alone)
one=$(seconds question "$work/accounts" "$work/answer.json")
memory=$(command time -f %M "$rampart" who-can -a "$work/accounts" --action "$action" --resource "$resource" --only allow \
    --lenient -f json 2>&1 > /dev/null | tail -1)
whole=$(number_of '"whole":' "$work/answer.json")
rows=$(number_of '"summary":{"principals":' "$work/answer.json")
others=$(number_of '"summary":{"principals":' "$work"/accounts/*.answer)
roles=$({ grep -o '"via":\["acs:ram' "$work/answer.json" || true; } | wc -l)
echo "$accounts accounts, $rows principals, $((input / 1048576)) MiB: $one s at once, $sum s one by one;" \
    "$((memory / 1024)) MiB; $roles rows by way of roles"
[ "$whole" -eq "$accounts" ] || { echo "$whole accounts are whole"; exit 1; }
[ "$rows" -eq "$others" ] || { echo "$rows rows, $others of the accounts alone"; exit 1; }
[ -n "$times" ] || exit 0
awk -v one="$one" -v sum="$sum" -v memory="$memory" -v input="$input" -v times="$times" \
    'BEGIN {exit !(one <= times * sum && memory * 1024 <= times * input)}' || { echo "more than $times times"; exit 1; }
