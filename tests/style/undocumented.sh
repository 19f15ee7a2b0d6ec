#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# undocumented.sh ROOT: docs/undocumented.md has every point that assumptions.tsv has, in its words, and what would settle it.
set -eu
cd "$1"
awk -F '\t' '
    FNR == NR {
        if (/^## /) name = substr($0, 4)
        page[name] = page[name] "\n" $0
        next
    }
    /^#/ { next }
    function wants(text) { if (index(page[$1], text) == 0) { printf "docs/undocumented.md: %s: there is not \"%s\"\n", $1, text; bad = 1 } }
    {
        if (!($1 in page)) { printf "docs/undocumented.md does not tell of %s\n", $1; bad = 1; next }
        wants($2)
        count = split($3, values, "; ")
        for (i = 1; i <= count; i++) {
            value = substr(values[i], 1, index(values[i], ":") - 1)
            wants("| `" value "`" (i == 1 ? " (default)" : "") " | " substr(values[i], length(value) + 3) " |")
        }
        wants("It matters when " $4 ".")
        wants("*Evidence.* " $5 ".")
        wants("*What would settle it.* ")
    }
    END { exit bad }' docs/undocumented.md policies/catalog/assumptions.tsv
