#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# endless.sh: 300,000 requests, and a line without an end, are answered in 40 MB of address space: memory does
# not grow with the input. RAMPART is the program.
set -eu
program=${RAMPART:?names the program to test}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL

cat > "$work/policy.json" << 'END'
{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ess:Cancel*", "Resource": "acs:ess:*:*:scalinggroup/a*-?"}]}
END

# answers EXIT-CODE LINES LAST: reads requests, and the last answer begins so.
answers() {
    code=0
    (ulimit -v 40000 && exec "$program" check -p "$work/policy.json" --requests - > "$work/answers") || code=$?
    lines=$(wc -l < "$work/answers")
    last=$(tail -n 1 "$work/answers")
    [ "$code" -eq "$1" ] && [ "$lines" -eq "$2" ] && [ "${last#"$3"}" != "$last" ] && return
    echo "ended with $code after $lines answers, the last: $last"
    exit 1
}

awk 'BEGIN {
    for (i = 1; i <= 300000; i++)
        printf "{\"id\": %d, \"action\": \"ess:CancelInstanceRefresh\", \"resource\": \"acs:ess:cn-hangzhou:1:scalinggroup/asg-%d\"}\n", i, i
}' | answers 0 300000 '{"id":300000,"decision":"Deny",'

# A bad line costs no more than a good one.
awk 'BEGIN { for (i = 1; i <= 100000; i++) printf "{\"id\": %d, \"acton\": [1, 2\n", i }' |
    answers 2 100000 '{"id":100000,"line":100000,"error":{'

{
    head -c 200000000 /dev/zero
    printf '\n{"id": 2, "action": "ess:CancelX", "resource": "acs:ess:cn-hangzhou:1:scalinggroup/a-1"}'
} | answers 2 2 '{"id":2,"decision":"Allow",'
