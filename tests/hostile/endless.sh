#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# endless.sh policy|account COUNT: COUNT requests, and a line without an end, are answered in 40 MB of address space by one
# job, and COUNT requests take no more memory than 10,000, by one job or by several: memory does not grow with the input.
# RAMPART is the program.
set -eu
program=${RAMPART:?names the program to test}
count=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL

cat > "$work/policy.json" << 'END'
{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ess:Cancel*", "Resource": "acs:ess:*:*:scalinggroup/a*-?"}]}
END
cat > "$work/account.yaml" << 'END'
rampart: 1
account: "1"
policies: {Cancel: policy.json}
users: {alice: {groups: [staff]}, bob: {policies: [{name: Cancel, resourceGroup: rg}]}}
groups: {staff: {policies: [Cancel, AliyunESSReadOnlyAccess]}}
roles: {ci: {policies: [Cancel]}}
resourceGroups: {rg: ["acs:ess:*:*:scalinggroup/*"]}
resourceDirectory: {controlPolicies: [[FullAliyunAccess], [FullAliyunAccess]]}
END
case $1 in
policy) set -- --policy "$work/policy.json" --account-id 1 ;;
account) set -- --account "$work/account.yaml" ;;
*) exit 2 ;;
esac

# check ARGUMENT...: the program with $jobs, what it says in $work/answers and $work/errors. One job has 40 MB; for several
# the C library sets more aside than it uses.
jobs=1
check() {
    [ "$jobs" -gt 1 ] || ulimit -v 40000
    exec "$program" check --jobs "$jobs" "$@" > "$work/answers" 2> "$work/errors"
}

fail() {
    echo "$1; the last answer: $(tail -n 1 "$work/answers" | cut -c 1-200)"
    head -n 5 "$work/errors"
    exit 1
}

# requests COUNT: lines, of which each principal asks every third.
requests() {
    awk -v count="$1" 'BEGIN {
        split("user/alice user/bob role/ci/s1", principals, " ")
        for (i = 1; i <= count; i++)
            printf "{\"id\": %d, \"principal\": \"%s\", \"action\": \"ess:CancelInstanceRefresh\", \"resource\": " \
                "\"acs:ess:cn-hangzhou:1:scalinggroup/asg-%d\"}\n", i, principals[i % 3 + 1], i
    }'
}

# answers EXIT-CODE COUNT BEGINNING ARGUMENT...: ended so, answered so many, each under its id, the last one so.
answers() {
    [ "$code" -eq "$1" ] || fail "ended with $code and not with $1"
    ! grep -v "^rampart: $2 requests: " "$work/errors" || fail "complained"
    awk -v count="$2" 'index($0, "{\"id\":" NR ",") != 1 { exit 1 } END { exit NR != count }' "$work/answers" ||
        fail "not $2 answers in order"
    last=$(tail -n 1 "$work/answers")
    [ "${last#"$3"}" != "$last" ] || fail "not $3"
}

# peak COUNT ARGUMENT...: answers so many requests, and leaves the largest size in memory that the program had, in KB, in
# $peak. It is read while the program waits for more.
peak() {
    wanted=$1
    shift
    rm -f "$work/input"
    mkfifo "$work/input"
    (check "$@" --requests "$work/input") &
    process=$!
    exec 3> "$work/input"
    requests "$wanted" >&3
    while kill -0 "$process" 2> /dev/null && [ "$(wc -l < "$work/answers")" -lt "$wanted" ]; do sleep 0.1; done
    peak=$(awk '/^VmHWM:/ { print $2 }' "/proc/$process/status")
    exec 3>&-
    code=0
    wait "$process" || code=$?
    answers 0 "$wanted" "{\"id\":$wanted,\"decision\":\""
}

# compare COUNT MORE ARGUMENT...: that many requests may take MORE KB more than 10,000.
compare() {
    most=$1 more=$2
    shift 2
    peak 10000 "$@"
    few=$peak
    peak "$most" "$@"
    echo "$jobs jobs: 10,000 requests take $few KB, $most take $peak KB"
    [ "$peak" -le $((few + more)) ] || fail "memory grew"
}

# The kernel maps up to a megabyte of the program more or less, as it likes; a few bytes kept of each request are more.
compare "$count" 1536 "$@"
jobs=3
compare $((count / 3)) 1536 "$@"
jobs=1

# A bad line costs no more than a good one.
code=0
awk 'BEGIN { for (i = 1; i <= 100000; i++) printf "{\"id\": %d, \"acton\": [1, 2\n", i }' |
    (check "$@" --requests -) || code=$?
answers 2 100000 '{"id":100000,"line":100000,"error":{'

code=0
{
    printf '{"id": 1, "principal": "role/ci", "action": "ess:CancelInstanceRefresh", "resource": "*"}\n'
    head -c 200000000 /dev/zero
    printf '\n{"id": 3, "principal": "role/ci", "action": "ess:CancelInstanceRefresh", "resource": "acs:ess:cn-hangzhou:1:scalinggroup/a-1"}'
} | (check "$@" --requests -) || code=$?
sed -i 's/^{"id":null,"line":2,/{"id":2,"line":2,/' "$work/answers"
answers 2 3 '{"id":3,"decision":"Allow",'
