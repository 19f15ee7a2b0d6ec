# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034,SC2154
# Sourced, with $root set, by the tests of examples/export-account.sh, which run it on a stand-in for aliyun (stub/).
# Skips where what the script needs is not there.
command -v jq > /dev/null && command -v bash > /dev/null || { echo "there is no jq, or no bash" && exit 77; }
# shellcheck disable=SC2016
bash -c '((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404))' || { echo "bash is older than 4.4" && exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
script=$root/examples/export-account.sh
PATH=$root/tests/export/stub:$PATH
STUB_CLOUD=$root/tests/export/small.json
STUB_LOG=$work/calls
STUB_FAULT=
TMPDIR=$work/tmp
export PATH STUB_CLOUD STUB_LOG STUB_FAULT TMPDIR
mkdir "$TMPDIR" "$work/out"
status=0

complain() {
    printf '%s\n' "$1"
    status=1
}

# small FILTER: the account of small.json, changed, becomes the one that is exported.
small() {
    jq "$1" "$root/tests/export/small.json" > "$work/cloud.json"
    STUB_CLOUD=$work/cloud.json
}

# A few calls export this one, and yet its lists have several pages.
tiny='.page = 2 | .users |= .[:3] | .groups = {} | .roles = [] | .policies.Custom = {} | .attachments |= .[9:12]
    | .resourceGroups |= .[:1] | .directory.folders |= with_entries(select(.key | test("1$")))
    | .directory.accounts |= (.[:3] | map(.[2] = "fd-exmpl00001")) | .directory.controlPolicies |= .[:1]'

# export_account OPTION...: what it ends with is in $code, what it says in $work/said, how long it waits in $waits.
export_account() {
    rm -f "$STUB_LOG"*
    code=0
    "$script" "$@" > "$work/printed" 2> "$work/said" || code=$?
    waits=$([ ! -e "$STUB_LOG.sleep" ] || sed 's/sleep //' "$STUB_LOG.sleep" | tr '\n' ' ')
}

# ends FAULT WAITS TEXT [OPTION]: with this fault the export waits so long, then says TEXT, ends with 1, and leaves nothing.
ends() {
    STUB_FAULT=$1
    export_account ${4:+"$4"} -o "$work/out/account.ndjson"
    [ "$code" -eq 1 ] || complain "$1: exit code $code"
    [ "$waits" = "$2" ] || complain "$1: waits '$waits'"
    grep -qF -- "$3" "$work/said" || complain "$1: says: $(cat "$work/said")"
    [ ! -s "$work/printed" ] || complain "$1: prints something"
    # The credentials that the stand-in lets slip are not repeated, nor what steers a terminal.
    ! grep -q 'LTAIex\|SECRET\|[[:cntrl:]]' "$work/said" || complain "$1: shows $(cat "$work/said")"
    nothing_left "$1"
}

# nothing_left WHERE: whatever happened, no files are left beside the output or elsewhere.
nothing_left() {
    left=$(find "$work/out" "$TMPDIR" -mindepth 1 2> /dev/null)
    [ -z "$left" ] || complain "$1: left behind: $left"
    rm -rf "$work/out" "$TMPDIR"
    mkdir "$work/out" "$TMPDIR"
}
