#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# generate.sh GENERATOR RAMPART: the program takes the generated account and answers every generated request.
set -eu
generator=$1 rampart=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$generator" account 100 40 3 > "$work/account.json"
"$generator" requests 100 40 3 50 > "$work/requests.jsonl"
"$rampart" check -a "$work/account.json" --lenient --requests "$work/requests.jsonl" > "$work/answers.jsonl"
answers=$(grep -c '"decision":' "$work/answers.jsonl")
[ "$answers" -eq 50 ] || { echo "$answers answers to 50 requests"; exit 1; }
if "$generator" account 2> "$work/usage"; then
    echo 'no complaint about missing sizes'
    exit 1
fi
grep -q '^usage: rampart-generate' "$work/usage"
