#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# merge_actions.sh TABLE CODE LIST: writes TABLE (actions.tsv) to standard output with the APIs of one service brought up
# to date. LIST has the name of an API on each line, and its access level behind a blank where that is known. What other
# evidence knows of the service stays: only rows that rest on the metadata go when the list has them no more. Nothing is
# written when the table or the list cannot be read, or the list is empty: its service would lose all of those rows.
set -eu
[ $# -eq 3 ] || { echo "usage: $0 TABLE CODE LIST" >&2; exit 2; }
table=$1 code=$2 list=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

give_up() {
    echo "merge_actions.sh: $*" >&2
    exit 2
}

cat "$table" > "$work/table" || give_up "cannot read the table $table"
cat "$list" > "$work/list" || give_up "cannot read the list $list"
grep -q '[^[:space:]]' "$work/list" || give_up "the list $list has no API"
LC_ALL=C awk -v code="$code" -v list="$work/list" '
    BEGIN {
        FS = OFS = "\t"
        while ((result = (getline line < list)) > 0) {
            count = split(line, part, " ")
            if (count > 0) level[tolower(code ":" part[1])] = count > 1 ? part[2] : "-"
            if (count > 0) name[tolower(code ":" part[1])] = code ":" part[1]
        }
        if (result < 0) exit failed = 2
    }
    /^#/ { next }
    {
        key = tolower($1)
        if (key in name) {
            if (level[key] != "-") $2 = level[key]
            if ($3 == "observed" || $3 == "seen-once") $3 = "metadata"
            delete name[key]
        } else if (index($1, code ":") == 1 && $3 == "metadata") {
            next
        }
        print key, $1, $2, $3
    }
    END {
        if (failed) exit failed
        for (key in name) print key, name[key], level[key], "metadata"
    }' "$work/table" > "$work/rows" || give_up "the rows of $code cannot be made"
LC_ALL=C sort -t "$(printf '\t')" -k 1,1 -o "$work/rows" "$work/rows" || give_up "the rows cannot be sorted"
{ grep '^#' "$work/table" && cut -f 2- "$work/rows"; } || give_up "the table $table has no head, or the new one cannot be written"
