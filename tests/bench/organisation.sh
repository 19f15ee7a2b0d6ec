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

# The row of principals, and the processor's seconds and the most memory (KiB) of what was run.
ask() {
    local code=0
    { command time -f '%U %S %M' "$rampart" who-can -a "$1" --action "$action" --resource "$resource" --only allow \
        --lenient -f json > "$work/answer.json" 2> "$work/said"; } || code=$?
    [ "$code" -ne 2 ] || { cat "$work/said"; exit 1; }
    tail -1 "$work/said"
}

read -r user system memory < <(ask "$work/accounts")
whole=$(grep -o '"whole":[0-9]*' "$work/answer.json" | cut -d: -f 2)
rows=$(grep -o '"summary":{"principals":[0-9]*' "$work/answer.json" | grep -o '[0-9]*$')
abroad=$(grep -o '"via":\["acs:ram' "$work/answer.json" | wc -l)
one=$(awk -v a="$user" -v b="$system" 'BEGIN {print a + b}')
sum=0 alone=0
for file in "$work"/accounts/*.json; do
    read -r user system _ < <(ask "$file")
    sum=$(awk -v s="$sum" -v a="$user" -v b="$system" 'BEGIN {print s + a + b}')
    alone=$((alone + $(grep -o '"summary":{"principals":[0-9]*' "$work/answer.json" | grep -o '[0-9]*$')))
done
echo "$accounts accounts, $rows principals, $((input / 1048576)) MiB: $one s at once, $sum s one by one;" \
    "$((memory / 1024)) MiB; $abroad rows by way of roles"
[ "$whole" -eq "$accounts" ] || { echo "$whole accounts are whole"; exit 1; }
[ "$rows" -eq "$alone" ] || { echo "$rows rows, $alone of the accounts alone"; exit 1; }
[ -n "$times" ] || exit 0
awk -v one="$one" -v sum="$sum" -v memory="$memory" -v input="$input" -v times="$times" \
    'BEGIN {exit !(one <= times * sum && memory * 1024 <= times * input)}' || { echo "more than $times times"; exit 1; }
