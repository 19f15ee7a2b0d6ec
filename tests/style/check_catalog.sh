#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_catalog.sh ROOT: every table of policies/catalog says what it is, when and from where, and is plain
# sorted data: as many columns in every row as its header names, nothing empty, no blank at an end.
set -eu
cd "$1/policies/catalog"

# check TABLE KEY...: the columns that the table is sorted by, the first one the most important.
check() {
    table=$1
    shift
    LC_ALL=C awk -F '\t' -v table="$table" -v keys="$*" '
        function fault(what) { printf "%s:%d: %s\n", table, FNR, what; bad = 1 }
        BEGIN { count = split(keys, key, " ") }
        /\r/ { fault("a carriage return") }
        /[ \t]$/ { fault("a blank at the end") }
        /^#/ && rows { fault("a comment after the first row") }
        /^#/ && / Date: 20[0-9][0-9]-[01][0-9]-[0-3][0-9]$/ { dated = 1 }
        /^# Source: / { sourced = 1 }
        /^# Columns: / { columns = split(substr($0, 12), name, / \| /) }
        /^#/ { next }
        {
            rows++
            if (NF != columns) fault(NF " columns, the header names " columns)
            for (i = 1; i <= NF; i++) {
                if ($i == "") fault("column " i " is empty")
                if ($i ~ /^ | $/) fault("column " i " begins or ends with a blank")
            }
            this = ""
            for (i = 1; i <= count; i++) this = this tolower($(key[i])) "\t"
            if (rows > 1 && this <= last) fault("not sorted, or twice: " this)
            last = this
        }
        END {
            if (!dated) fault("the header has no date")
            if (!sourced) fault("the header has no source")
            if (!columns) fault("the header names no columns")
            if (!rows) fault("no rows")
            exit bad
        }' "$table"
    [ "$(tail -c 1 "$table")" = "" ] || { echo "$table: the last line does not end"; return 1; }
}

status=0
check ess.tsv 2 || status=1
check refresh-states.tsv 1 2 || status=1
check condition-keys.tsv 1 || status=1
check assumptions.tsv 1 || status=1
for table in *.tsv; do
    case $table in
    ess.tsv | refresh-states.tsv | condition-keys.tsv | assumptions.tsv) ;;
    *) echo "$table: not checked, add it to this script"; status=1 ;;
    esac
done
exit $status
