#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# exports.sh LIST HEADERS LIBRARY REPORTS OBJECT...: the public headers speak of exactly the functions that LIST names,
# the shared library exports exactly these but for reports, the library of the reports those, and the program, made of the
# OBJECTs, uses nothing else of them. Nor does the library of the reports use anything else of the other.
set -eu
list=$1 headers=$2 library=$3 reports=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL

grep '^rampart_' "$list" > "$work/listed"
if ! sort -cu "$work/listed" 2> /dev/null; then
    echo "$list is not sorted, or names something twice"
    exit 1
fi

# same WORD FILE LISTED: the file holds these names; else what is missing or too much is called listed or WORD.
same() {
    diff "$3" "$2" > "$work/difference" && return
    sed -n "s/^< \(.*\)/listed, but not $1: \1/p; s/^> \(.*\)/$1, but not listed: \1/p" "$work/difference"
    exit 1
}

cat "$headers"/*.h | grep -oE '(^|[^a-z_])rampart_[a-z0-9_]+\(' | sed 's/^[^r]//; s/($//' | sort -u > "$work/declared"
same declared "$work/declared" "$work/listed"
exported_by() {
    nm -D --defined-only "$1" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort
}
of_reports='^rampart_(lint_)?report_'
grep -vE "$of_reports" "$work/listed" > "$work/own"
exported_by "$library" > "$work/exported"
same exported "$work/exported" "$work/own"
grep -E "$of_reports" "$work/listed" > "$work/own"
exported_by "$reports" > "$work/exported"
same "exported by the reports" "$work/exported" "$work/own"

# inside WHO FILE: of the names that WHO uses, FILE has none that is not listed or WHO's own.
inside() {
    comm -13 "$work/known" "$2" > "$work/inside"
    [ ! -s "$work/inside" ] && return
    sed "s/^/used by $1, but not exported: /" "$work/inside"
    exit 1
}
nm -D --undefined-only "$reports" | awk '$2 ~ /^(rampart|rp)_/ { sub(/@.*/, "", $2); print $2 }' |
    sort -u > "$work/used"
cp "$work/listed" "$work/known"
inside 'the reports' "$work/used"

[ $# -eq 0 ] && exit 0
nm "$@" | awk 'NF == 3 { print $3 }' | sort -u "$work/listed" - > "$work/known"
nm -u "$@" | awk '$1 == "U" && $2 ~ /^(rampart|rp)_/ { print $2 }' | sort -u > "$work/used"
inside 'the program' "$work/used"
