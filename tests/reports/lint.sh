#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# lint.sh ROOT: every format of `rampart lint` ($RAMPART) is what it claims to be, for names and texts made to break it.
# Skipped without python3.
set -eu
root=$1
command -v python3 >/dev/null || { echo "there is no python3" && exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir 'a b'
# A name and a text that try to write a line of their own, and characters that columns and XML get wrong.
odd=$(printf 'a b/%%,:x\n::set-output name=a::b <&">\001é.json')
printf '{"Version": "1", "Statement": [{"Sid": "\360\237\230\200", "Effect": "A\\n::set-output name=x::y <]]>\\u0007", "Action": "*", "Resource": "*"}]}' >"$odd"
printf '{"Version": 1, "Statement": [{"Effect": "Allow", "NotAction": ["ram:*", "ram:*"], "Resource": "*"}]}' >plain.json
printf '\n\n' | cat - plain.json >moved.json
for format in json sarif github junit gitlab; do
    "$RAMPART" lint -f "$format" "$odd" ./plain.json "$work/plain.json" missing.json >"$format" 2>err && exit 1
    grep -q '^missing.json: error: ' err || { echo "$format: standard error does not name missing.json"; exit 1; }
done
# Documents within a file have a logical location; what is waived is suppressed.
"$RAMPART" lint -f sarif "$root/tests/golden/inputs/lint/plan.json" >sarif-inner || true
(cd "$root/tests/golden/inputs/lint-settings/project" && "$RAMPART" lint -f sarif . >"$work/sarif-waived") || true
other="${odd%.json}-other.json"
printf '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["oss:Put\\n::x::*", "ess:*"], "Resource": "*"}]}' > "$other"
"$RAMPART" review --no-settings -f sarif plain.json "$other" > sarif-review || [ $? -ne 2 ]
(cd "$root/examples/review" && "$RAMPART" review --no-settings -f sarif old/account.yaml new/account.yaml --rules rules.yaml > "$work/sarif-gain") || true
grep -q REV001 sarif-gain && grep -q USR001 sarif-gain && grep -q REV002 sarif-review
grep -q logicalLocations sarif-inner && grep -q suppressions sarif-waived
python3 "$root/tests/reports/lint.py" "$root/docs/lint.schema.json" "$root/tests/reports/sarif-subset.schema.json" "$work"

# Lines before a finding change nothing about who it is.
"$RAMPART" lint -f gitlab plain.json >before || true
mv moved.json plain.json
"$RAMPART" lint -f gitlab plain.json >after || true
python3 - before after <<'END'
import json, sys
before, after = (json.load(open(name)) for name in sys.argv[1:])
assert [x["location"]["lines"]["begin"] for x in after] == [x["location"]["lines"]["begin"] + 2 for x in before]
assert [x["fingerprint"] for x in after] == [x["fingerprint"] for x in before]
END
