#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# exports.sh LIST HEADERS LIBRARY OBJECT...: the public headers speak of exactly the functions that LIST names, the
# shared library exports exactly these, and the program, made of the OBJECTs, uses nothing else of the library.
set -eu
list=$1 headers=$2 library=$3
shift 3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL

grep '^rampart_' "$list" > "$work/listed"
if ! sort -cu "$work/listed" 2> /dev/null; then
    echo "$list is not sorted, or names something twice"
    exit 1
fi

# same WORD FILE: the file holds the listed names; else what is missing or too much is called listed or WORD.
same() {
    diff "$work/listed" "$2" > "$work/difference" && return
    sed -n "s/^< \(.*\)/listed, but not $1: \1/p; s/^> \(.*\)/$1, but not listed: \1/p" "$work/difference"
    exit 1
}

cat "$headers"/*.h | grep -oE '(^|[^a-z_])rampart_[a-z0-9_]+\(' | sed 's/^[^r]//; s/($//' | sort -u > "$work/declared"
same declared "$work/declared"
nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort > "$work/exported"
same exported "$work/exported"

[ $# -eq 0 ] && exit 0
nm "$@" | awk 'NF == 3 { print $3 }' | sort -u > "$work/defined"
nm -u "$@" | awk '$1 == "U" && $2 ~ /^(rampart|rp)_/ { print $2 }' | sort -u > "$work/used"
sort -u "$work/listed" "$work/defined" | comm -13 - "$work/used" > "$work/inside"
[ ! -s "$work/inside" ] && exit 0
sed 's/^/used by the program, but not exported: /' "$work/inside"
exit 1
