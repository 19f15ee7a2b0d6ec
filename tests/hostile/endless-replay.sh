#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# endless-replay.sh COUNT: COUNT events, one a line or all in one list of one line, plain or packed, are replayed in 60 MB of
# address space, and COUNT events take no more memory than 10,000. RAMPART is the program.
set -eu
program=${RAMPART:?names the program to test}
count=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL

cat > "$work/account.yaml" << 'END'
rampart: 1
account: "1"
policies:
  Cancel: {Version: "1", Statement: [{Effect: Allow, Action: "ess:Cancel*", Resource: "acs:ess:*:*:scalinggroup/asg-1*"}]}
users: {alice: {policies: [Cancel]}, bob: {policies: [AliyunESSReadOnlyAccess]}}
END

# events COUNT SEPARATOR: events that differ in everything but who calls what.
events() {
    awk -v count="$1" -v separator="$2" 'BEGIN {
        split("alice bob", users, " ")
        for (i = 1; i <= count; i++)
            printf "%s{\"eventId\":\"e-%d\",\"eventType\":\"ApiCall\",\"eventName\":\"CancelInstanceRefresh\"," \
                "\"serviceName\":\"Ess\",\"acsRegion\":\"cn-hangzhou\",\"eventTime\":\"2026-03-%02dT%02d:%02d:%02dZ\"," \
                "\"sourceIpAddress\":\"203.0.113.%d\",\"userIdentity\":{\"type\":\"ram-user\",\"accountId\":\"1\"," \
                "\"userName\":\"%s\"},\"requestParameters\":{\"ScalingGroupId\":\"asg-%d\"},\"errorCode\":\"\"}", \
                (i > 1 ? separator : ""), i, i % 28 + 1, i % 24, i % 60, i % 59, i % 256, users[i % 2 + 1], i
    }'
}

# replay: in bounded memory; what it prints in $work/report.
replay() {
    ulimit -v 60000
    exec "$program" replay -a "$work/account.yaml" -f json - > "$work/report" 2> "$work/errors"
}

fail() {
    echo "$1"
    head -c 300 "$work/report" "$work/errors"
    exit 1
}

# expect CODE TEXT
expect() {
    [ "$code" -eq "$1" ] || fail "ended with $code and not with $1"
    grep -q "$2" "$work/report" "$work/errors" || fail "does not say $2"
}

# peak COUNT: the largest size in memory, in KB, after so many events.
peak() {
    rm -f "$work/input"
    mkfifo "$work/input"
    (replay < "$work/input") &
    process=$!
    exec 3> "$work/input"
    events "$1" '
' >&3
    peak=$(awk '/^VmHWM:/ { print $2 }' "/proc/$process/status")
    exec 3>&-
    code=0
    wait "$process" || code=$?
    expect 1 "\"events\":{\"read\":$1,\"mapped\":$1,\"skipped\":0}"
}

peak 10000
few=$peak
peak "$count"
echo "10,000 events take $few KB, $count take $peak KB"
# The kernel maps up to a megabyte of the program more or less, as it likes; eight bytes kept of each event are more.
[ "$peak" -le $((few + 1536)) ] || fail "memory grew"

code=0
{ printf '['; events "$count" ','; printf ']'; } | gzip -1 | (replay) || code=$?
expect 1 "\"events\":{\"read\":$count,\"mapped\":$count,\"skipped\":0}"

# What is packed well can be much: blanks are passed over, a string without an end is refused.
code=0
{ events 1 ','; head -c 200000000 /dev/zero | tr '\0' ' '; } | gzip -1 | (replay) || code=$?
expect 1 '"events":{"read":1,'
code=0
{ printf '{"eventName":"'; head -c 200000000 /dev/zero | tr '\0' 'x'; } | gzip -1 | (replay) || code=$?
expect 2 'longer than an event may be'
code=0
head -c 1000000 /dev/zero | tr '\0' '[' | (replay) || code=$?
expect 2 'no event begins here'
code=0
{ printf '{"eventType":'; head -c 900000 /dev/zero | tr '\0' '['; head -c 900000 /dev/zero | tr '\0' ']'; printf '}'; } | (replay) || code=$?
expect 2 'longer than an event may be'
code=0
{ printf '{"eventType":'; head -c 90000 /dev/zero | tr '\0' '['; head -c 90000 /dev/zero | tr '\0' ']'; printf '}'; } | (replay) || code=$?
expect 2 'SYN017'
code=0
awk 'BEGIN { printf "{"; for (i = 0; i < 19000; i++) printf "\"event.a%d\":1,", i; print "\"event.eventType\":\"x\"}" }' | (replay) || code=$?
expect 2 '"skipped":1'
