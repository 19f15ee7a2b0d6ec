#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# probe.sh ROOT [all]: examples/probe-account.sh tries policies in a stand-in for the cloud (stub/), which reads them in its
# own ways; $RAMPART calibrate finds these out from what is written, and nothing is left behind, whatever happens.
# all: every probe, and two more clouds.
# shellcheck disable=SC2015 # A && B || C: that C is reached from B as well is meant
set -eu
root=$1
command -v jq > /dev/null && command -v bash > /dev/null || { echo "there is no jq, or no bash" && exit 77; }
# shellcheck disable=SC2016
bash -c '((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404))' || { echo "bash is older than 4.4" && exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
STUB_STATE=$work/cloud STUB_READINGS='' STUB_FAULT='' STUB_LOOKS_FIRST='' TMPDIR=$work/tmp
PATH=$root/tests/probe/stub:$PATH
export PATH STUB_STATE STUB_READINGS STUB_FAULT STUB_LOOKS_FIRST TMPDIR RAMPART
mkdir "$TMPDIR"
status=0

complain() {
    printf '%s\n' "$1"
    status=1
}

# probe OPTION...: in an empty cloud. What it ends with is in $code.
probe() {
    rm -rf "$STUB_STATE" "$work/out"
    for kind in users policies keys roles; do mkdir -p "$STUB_STATE/$kind"; done
    again "$@"
}

again() {
    code=0
    "$root/examples/probe-account.sh" "$@" > "$work/printed" 2> "$work/said" || code=$?
}

empty() {
    left=$(find "$STUB_STATE/users" "$STUB_STATE/policies" "$STUB_STATE/keys" "$STUB_STATE/roles" "$TMPDIR" -mindepth 1)
    [ -z "$left" ] || complain "$1: left behind: $left"
}

# supported: the readings that what was written speaks for, a line each.
supported() {
    "$RAMPART" calibrate -f json -a "$work/out/account.json" "$work/out/events.jsonl" 2> "$work/warned" |
        jq -r '.readings[] | select(.verdict == "supported") | "\(.name)=\(.value)"' | LC_ALL=C sort
}

# finds READING...: a cloud that reads so, and else as is assumed, is found out in the switches that are named by $names.
finds() {
    STUB_READINGS=$(printf ' --assume %s' "$@")
    probe -y -o "$work/out" -k "$names"
    [ "$code" -eq 0 ] || complain "$*: exit code $code: $(cat "$work/said")"
    supported > "$work/supported"
    printf '%s\n' "$@" | LC_ALL=C sort | diff - "$work/supported" || complain "$names: < is how the cloud reads, > is found"
    ! grep -q 'secret' "$STUB_STATE/calls" || complain "a secret is an argument"
    empty "$*"
}

names=resource-case-id,colon-crossing-fields,missing-negated-equal,unsupported-null,operator-type-not,date-form-local,trust-deny
finds resource-case=insensitive colon-crossing=within-field missing-negated=not-met unsupported-ops=refused \
    operator-type=never date-form=lenient trust-deny=refused
jq -e -s 'map(.told // empty) | any(. == "InvalidScalingGroupId.NotFound")' "$work/out/events.jsonl" > "$work/jq" ||
    complain "what an allowed call was told is not kept"
jq -e -s 'all(.sourceIpAddress? // "203.0.113.9"; . == "203.0.113.9")' "$work/out/events.jsonl" > "$work/jq" ||
    complain "the address is not the one that the refusal names"
"$RAMPART" calibrate --evidence "$work/evidence.json" -a "$work/out/account.json" "$work/out/events.jsonl" > "$work/shown" 2>&1 || :
"$RAMPART" calibrate "$work/evidence.json" > "$work/shown" 2>&1 || :
grep -q '^  trust-deny=refused  *supported' "$work/shown" || complain "the evidence has lost the document that was refused"
grep -q '^  missing-negated=not-met  *supported' "$work/shown" || complain "the evidence has lost the absent key"

# A cloud that looks for what is named before it refuses: the calls of ess tell nothing.
names=resource-case-id
STUB_LOOKS_FIRST=yes STUB_READINGS='--assume resource-case=insensitive'
probe -y -o "$work/out" -k "$names"
[ "$code" -eq 0 ] || complain "looks first: exit code $code: $(cat "$work/said")"
grep -q 'control-ess-none: cancel looks for what is named before it refuses' "$work/said" || complain "looks first: says: $(cat "$work/said")"
[ -z "$(supported)" ] || complain "looks first: finds $(supported)"
STUB_LOOKS_FIRST='' STUB_READINGS=''

# Whatever fails, all is removed; what cannot be removed is named, and goes with -c.
STUB_FAULT='NoPermission AttachPolicyToUser rampart-probe-resource-case-id'
probe -y -o "$work/out" -k "$names"
[ "$code" -eq 1 ] && [ ! -e "$work/out" ] || complain "attach: exit code $code"
grep -q 'Ram AttachPolicyToUser: NoPermission' "$work/said" || complain "attach: says: $(cat "$work/said")"
empty attach
STUB_FAULT='DeleteConflict DeletePolicy rampart-probe-control-ess'
probe -y -o "$work/out" -k "$names"
[ "$code" -eq 1 ] || complain "conflict: exit code $code"
grep -q 'left behind, DeletePolicy: PolicyName rampart-probe-control-ess: DeleteConflict' "$work/said" || complain "conflict: says: $(cat "$work/said")"
STUB_FAULT=''
again -y -c
[ "$code" -eq 0 ] || complain "-c: exit code $code: $(cat "$work/said")"
empty -c

# Usage. Nobody is called.
misused() {
    text=$1
    shift
    probe "$@"
    [ "$code" -eq 2 ] || complain "$*: exit code $code"
    grep -qF -- "$text" "$work/said" || complain "$*: says: $(cat "$work/said")"
    [ ! -e "$STUB_STATE/calls" ] || complain "$*: calls"
}
misused 'is this an account to try things in?' -o "$work/out"
misused '-o names the folder to write to' -y
misused "$work/tmp is there already" -y -o "$work/tmp"
misused '-a needs an address' -y -o "$work/out" -a somewhere
misused 'there is no option -x' -x
probe -n
[ "$code" -eq 0 ] && [ ! -e "$STUB_STATE/calls" ] || complain "-n: exit code $code"
# What a probe may settle is a switch, by its name.
sed -E '/control:/d; s/.* //' "$work/printed" | sort -u > "$work/settled"
[ -s "$work/settled" ] || complain '-n: lists nothing'
while read -r settles; do
    grep -qx "## $settles" "$root/docs/undocumented.md" || complain "-n: no switch: $settles"
done < "$work/settled"

if [ "${2:-}" = all ]; then
    names=
    # shellcheck disable=SC2046 # several readings
    finds $("$RAMPART" check --assumptions | sed -nE 's/^([a-z-]+) +([a-z-]+) \|.*/\1=\2/p' | grep -E \
        '^(colon|resource-case|missing|notres|unsupp|empty|trust-deny|action|unread|date|address|mapped|operator|global)')
    finds colon-crossing=within-field resource-case=insensitive missing-positive=empty missing-negated=not-met \
        notresource=complement unsupported-ops=evaluated empty-arn-field=literal trust-deny=refused action-case=sensitive \
        unreadable-value=not-met date-form=lenient address-form=lenient mapped-address=unmapped operator-type=never global-region=star
fi
exit $status
