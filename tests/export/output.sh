#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# output.sh ROOT: options, where the export goes, and that nothing is left behind when it comes to a sudden end.
set -eu
root=$1
. "$root/tests/export/support.sh"
small "$tiny"
out=$work/out/account.ndjson

# misused TEXT OPTION...: wrong usage, which calls nobody.
misused() {
    text=$1
    shift
    export_account "$@"
    [ "$code" -eq 2 ] || complain "$*: exit code $code"
    grep -qF -- "$text" "$work/said" || complain "$*: says: $(cat "$work/said")"
    [ ! -e "$STUB_LOG" ] || complain "$*: calls"
}
misused 'there is no option -x' -x
misused '-p needs a value' -p
misused '-o needs the name of a file' -o ''
misused 'what is more?' -d more
misused "$work/out is not a plain file" -o "$work/out"
misused '/dev/null is not a plain file' -o /dev/null
ln -s nowhere "$work/link"
misused "$work/link is not a plain file" -o "$work/link"

export_account -h
[ "$code" -eq 0 ] && [ ! -e "$STUB_LOG" ] || complain "-h: exit code $code"
for option in p o d r q h; do grep -q "^  -$option " "$work/printed" || complain "-h: nothing about -$option"; done

# The profile, a file of which others see nothing, and the same on standard output.
STUB_PROFILE='my profile'
export STUB_PROFILE
export_account -p 'my profile' -q -o "$out"
[ "$code" -eq 0 ] || complain "-p: $(cat "$work/said")"
[ "$(find "$out" -perm 600)" = "$out" ] || complain "$out: others may read it"
export_account
cmp -s "$out" "$work/printed" || complain "standard output differs from the file"
tail -n 1 "$out" | grep -q '"directory":false}$' || complain "no word about the directory"
(cd "$work/out" && export_account -o -odd && [ "$code" -eq 0 ] && cmp -s account.ndjson ./-odd) || complain "-o -odd"
rm "$work/out/-odd" "$out"
ends '' '' 'unknown profile other' '-pother'

# A failure leaves the file of before, success replaces it.
mkdir -p "$work/out"
echo before > "$out"
STUB_FAULT='denied ListUsers'
export_account -o "$out"
[ "$code" -eq 1 ] && [ "$(cat "$out")" = before ] || complain "the file of before is gone"
STUB_FAULT=
export_account -o "$out"
[ "$code" -eq 0 ] && cmp -s "$out" "$work/printed" && complain "printed as well"
tail -n 1 "$out" | grep -q '"api":"end"' || complain "the file of before is still there"
rm "$out"
nothing_left 'in the end'

# Nowhere to write to.
export_account -o "$work/no/such/file"
[ "$code" -eq 1 ] && grep -q 'cannot write to' "$work/said" || complain "no folder: $code, $(cat "$work/said")"
code=0
"$script" 2> "$work/said" >&- || code=$?
[ "$code" -eq 1 ] && grep -q 'standard output is closed' "$work/said" || complain "closed: $code, $(cat "$work/said")"
if [ -c /dev/full ]; then
    code=0
    "$script" 2> "$work/said" > /dev/full || code=$?
    [ "$code" -eq 1 ] && grep -q 'cannot write to standard output' "$work/said" || complain "full: $code, $(cat "$work/said")"
fi
{ "$script" 2> "$work/said" || echo $? > "$work/code"; } | :
[ "$(cat "$work/code")" = 1 ] && grep -q 'cannot write to standard output' "$work/said" || complain "nobody listens: $(cat "$work/said")"
code=0
rm -f "$STUB_LOG"
(trap '' XFSZ && ulimit -f 8 && "$script" -o "$out" 2> "$work/said") || code=$?
[ "$code" -eq 1 ] && grep -q 'cannot write to' "$work/said" || complain "no room: $code, $(cat "$work/said")"
nothing_left 'without room'

# A signal ends the export at once, also while aliyun hangs, which ends too.
for signal in HUP:129 TERM:143; do
    rm -f "$STUB_LOG"*
    STUB_FAULT='hang ListUsers' "$script" -o "$out" 2> "$work/said" &
    pid=$!
    until [ -s "$STUB_LOG.hang" ]; do /bin/sleep 0.05; done
    kill -"${signal%:*}" "$pid"
    code=0
    wait "$pid" || code=$?
    [ "$code" -eq "${signal#*:}" ] || complain "$signal: exit code $code"
    rounds=0 # a busy machine may take its time to end a process
    while kill -0 "$(cat "$STUB_LOG.hang")" 2> /dev/null && [ "$rounds" -lt 200 ]; do
        /bin/sleep 0.05
        rounds=$((rounds + 1))
    done
    [ "$rounds" -lt 200 ] || complain "$signal: aliyun still runs"
    nothing_left "$signal"
done

# Progress is for a terminal, and only where nobody asked for quiet.
if script -qec true /dev/null < /dev/null > /dev/null 2>&1; then # not where there is no pseudo-terminal
    script -qec "$script -o '$out'" /dev/null < /dev/null > "$work/terminal"
    grep -q 'ram ListUsers' "$work/terminal" || complain "no progress on a terminal"
    script -qec "$script -q -o '$out'" /dev/null < /dev/null > "$work/terminal"
    [ ! -s "$work/terminal" ] || complain "-q: $(cat "$work/terminal")"
fi
export_account -o "$out"
[ ! -s "$work/said" ] || complain "progress without a terminal"

# Without its tools it says so.
mkdir "$work/bin"
for tool in bash env cat jq; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
(PATH=$work/bin "$script" 2> "$work/said") && complain "without aliyun"
grep -q 'the command aliyun is not there' "$work/said" || complain "without aliyun: $(cat "$work/said")"
rm "$work/bin/jq"
ln -s "$root/tests/export/stub/aliyun" "$work/bin/aliyun"
(PATH=$work/bin "$script" 2> "$work/said") && complain "without jq"
grep -q 'jq 1.6 or later is needed' "$work/said" || complain "without jq: $(cat "$work/said")"
exit $status
