#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# pages.sh ROOT [PAGE…]: each page of policies/rules says what its examples give, and `rampart lint` ($RAMPART) says
# the same: the bad example has exactly the findings that the page shows, the good one has none. With UPDATE=1 the pages
# are rewritten instead; read the difference.
set -eu
root=$1
shift
[ $# -gt 0 ] || set -- "$root"/policies/rules/[DR]*.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# part PAGE HEADING KIND: the block of this kind under the heading. A line that ends with "# <N> from 1 to 20" stands for
# 20 lines with these numbers in it.
part()
{
    awk -v heading="## $2" -v fence="^\`\`\`$3" '
        /^## / { inside = $0 == heading }
        inside && open && /^```$/ { exit }
        open && / # <N> from 1 to [0-9]+$/ {
            for (n = 1; n <= $NF; n++) { line = $0; sub(/ #.*/, "", line); gsub(/<N>/, n, line); print line }
            next
        }
        open { print }
        inside && $0 ~ fence { open = 1 }' "$1"
}

# findings RULE KIND FILE: one a line, as a page shows them.
findings()
{
    "$RAMPART" lint --select "$1" --fail-on note --kind "$2" --color never "$3" >"$work/out" 2>"$work/err" || [ $? -eq 1 ]
    cat "$work/err"
    sed -n "s,^$3:\([0-9].*\) \[[A-Z0-9]* [a-z-]*\]\$,\1,p" "$work/out"
}

rewrite()
{
    awk -v shown="$work/shown" '
        skip && /^```$/ { skip = 0 }
        !skip { print }
        /^## / { bad = $0 == "## Bad" }
        bad && /^```text$/ { while ((getline line < shown) > 0) print line; skip = 1 }' "$1" >"$work/page"
    cat "$work/page" >"$1"
}

for page in "$@"; do
    name=$(basename "$page" .md)
    rule=${name%%-*}
    kind=$(sed -n 3p "$page" | awk -F' · ' '{ print $3 == "" ? "auto" : $3 }')
    ending=json
    part "$page" Bad json >"$work/bad.json"
    part "$page" Good json >"$work/good.json"
    if ! [ -s "$work/bad.json" ]; then
        ending=yaml
        part "$page" Bad yaml >"$work/bad.yaml"
        part "$page" Good yaml >"$work/good.yaml"
    fi
    part "$page" Bad text >"$work/expected"
    findings "$rule" "$kind" "$work/bad.$ending" >"$work/shown"
    if [ "${UPDATE:-}" = 1 ]; then rewrite "$page"; fi
    if [ "${UPDATE:-}" != 1 ] && ! diff -u "$work/expected" "$work/shown"; then
        echo "$name: its bad example gives other findings"
        failed=1
    fi
    if ! [ -s "$work/shown" ]; then
        echo "$name: nothing is found in its bad example"
        failed=1
    fi
    findings "$rule" "$kind" "$work/good.$ending" >"$work/shown"
    if ! [ -s "$work/good.$ending" ] || [ -s "$work/shown" ]; then
        echo "$name: its good example is missing, or not good"
        cat "$work/shown"
        failed=1
    fi
done
exit "$failed"
