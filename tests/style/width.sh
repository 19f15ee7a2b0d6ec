#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# width.sh ROOT: what the program prints under COLUMNS=N in tests/golden has no line of more than N characters, but for JSON
# and for a word that is longer by itself.
set -eu
cd "$1/tests/golden"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk -v folder="$work" '
    FNR == 1 { columns = 0 }
    /^\$ / { columns = match($0, /COLUMNS=[0-9]+/) ? substr($0, RSTART + 8, RLENGTH - 8) : 0; next }
    /^\? / { columns = 0 }
    columns && !/^> / && !/^\{/ && /[^ ] +[^ ]/ { print FILENAME ":" FNR "\t" $0 > (folder "/" columns) }' *.txt
status=0
for file in "$work"/*; do
    columns=${file##*/}
    cut -f 2- "$file" | sed 's/\x1b\[[0-9;]*m//g' | LC_ALL=C.UTF-8 grep -nE "^.{$((columns + 1)),}" > "$work.long" || continue
    while IFS=: read -r number text; do
        echo "$(sed -n "${number}p" "$file" | cut -f 1): more than $columns columns: $text"
    done < "$work.long"
    status=1
done
rm -f "$work.long"
[ -n "$(ls "$work")" ] || { echo "no case sets COLUMNS"; status=1; }
exit "$status"
