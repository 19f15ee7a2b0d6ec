#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# fixture.sh ROOT: tests/account/export/small.ndjson is what the export of the account of small.json gives, byte for
# byte, in every locale; and whatever the sizes of pages, the answers hold the same entries. UPDATE=1 writes it anew.
set -eu
root=$1
. "$root/tests/export/support.sh"
fixture=$root/tests/account/export/small.ndjson

export_account -d -o "$work/small.ndjson"
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }
[ ! -s "$work/said" ] && [ ! -s "$work/printed" ] || complain "it says something where nobody looks"
[ -z "${UPDATE:-}" ] || cat "$work/small.ndjson" > "$fixture"
diff "$fixture" "$work/small.ndjson" > "$work/difference" || complain "small.ndjson differs: $(cut -c 1-300 "$work/difference")"

# Each line is an object in its envelope, and the last one counts them.
jq -es '(length - 1) as $n | .[-1] == {rampart: 1, api: "end", lines: $n, time: "2026-01-02T03:04:05Z", directory: true}
    and all(.[:-1][]; keys == ["api", "args", "product", "rampart", "response"] and .rampart == 1
        and (.args | all(type == "string")) and (.response | type == "object"))' "$fixture" > /dev/null ||
    complain "not every line is what it should be"
[ "$(wc -l < "$fixture")" -eq "$(jq -s length "$fixture")" ] || complain "not one object a line"

# entries FILE: every thing of which a list or an answer tells, with the call that told it, whatever the page.
entries() {
    jq -c 'select(.response) | .api as $api | (.args | del(.Marker, .PageNumber)) as $args
        | .response | del(.RequestId) | .. | objects | select(keys | any(test("(Name|Id)$"))) | [$api, $args, .]' "$1" |
        LC_ALL=C sort
}
entries "$fixture" > "$work/expected"
small '.page = 1000'
LC_ALL=$(locale -a 2> /dev/null | grep -i -m 1 '^[a-z].*utf-\{0,1\}8$' || echo C)
export LC_ALL
export_account -d
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }
entries "$work/printed" > "$work/actual"
diff "$work/expected" "$work/actual" > "$work/difference" || complain "in one page: $(cut -c 1-300 "$work/difference")"

# The management account has no place in the tree.
small "$tiny | .directory.master = .account"
export_account -d
[ "$code" -eq 0 ] && ! grep -q '"ListAncestors"' "$work/printed" || complain "management account: $code, $(cat "$work/said")"
exit $status
