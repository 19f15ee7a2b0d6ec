#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_system.sh ROOT: the files of policies/system, the list in src/catalog/system_names.h and the table of
# policies/system/INDEX.tsv name the same policies, and the list and the table are sorted.
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

(cd policies/system && ls -- *.json) | sed 's/\.json$//' | LC_ALL=C sort > "$work/files"
sed -n 's/^RP_SYSTEM_POLICY(\([A-Za-z0-9]*\))$/\1/p' src/catalog/system_names.h > "$work/list"
LC_ALL=C awk -F '\t' '
    function fault(what) { printf "policies/system/INDEX.tsv:%d: %s\n", FNR, what > "/dev/stderr"; bad = 1 }
    /^#/ { next }
    NF != 5 { fault(NF " columns, the header names 5") }
    tolower($1) <= last { fault("not sorted, or twice: " $1) }
    $2 !~ /^(-|v[0-9]+)$/ { fault("this is no version: " $2) }
    $3 $4 !~ /^(-|20[0-9][0-9]-[01][0-9]-[0-3][0-9])(-|20[0-9][0-9]-[01][0-9](-[0-3][0-9])?)$/ { fault("no dates: " $3 " " $4) }
    $5 !~ /^(https:\/\/[^ ]+|known by its meaning)$/ { fault("this is no source: " $5) }
    { last = tolower($1); print $1 }
    END { exit bad }' policies/system/INDEX.tsv > "$work/unsorted" || status=1
LC_ALL=C sort "$work/unsorted" > "$work/table"

[ -s "$work/files" ] || { echo "policies/system: no documents"; status=1; }
diff -u --label policies/system --label src/catalog/system_names.h "$work/files" "$work/list" || status=1
diff -u --label policies/system --label policies/system/INDEX.tsv "$work/files" "$work/table" || status=1
exit $status
