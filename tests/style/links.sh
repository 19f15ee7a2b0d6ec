#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# links.sh OBJECT...: what object files ask of one another: a room of src/ asks only those that stand before it,
# and no two files ask each other, not even by way of others. Includes tell less: what is declared in a second place gets by
# them, and not by the linker.
set -eu

nm -A "$@" | awk '
    BEGIN {
        rooms = split("base text catalog policy account image decide names import write trail denial analysis suite lint calibrate needs pack report lsp api serve cli", order, " ")
        for (i = 1; i <= rooms; i++) rank[order[i]] = i
        still = " " # rooms that have circles within
    }
    {
        file = $1
        sub(/:.*/, "", file)
        sub(/^.*[.]dir\/([.]\/)?/, "", file)
        sub(/[.]o$/, "", file)
        if ($(NF - 1) ~ /^[TDRBV]$/) home[$NF] = file
        else if ($(NF - 1) == "U") asked[file] = asked[file] " " $NF
    }
    function room(name) { return substr(name, 1, index(name, "/") - 1) }
    # Whether a file asks itself by way of others.
    function circles(file,    queue, first, last, met, names, n, i) {
        queue[last = 1] = file
        for (first = 1; first <= last; first++) {
            n = split(ask[queue[first]], names, " ")
            for (i = 1; i <= n; i++) {
                if (names[i] == file) return 1
                if (names[i] in met) continue
                met[names[i]]
                queue[++last] = names[i]
            }
        }
        return 0
    }
    END {
        for (f in asked) {
            n = split(asked[f], symbols, " ")
            for (i = 1; i <= n; i++) {
                to = home[symbols[i]]
                if (to == "" || to == f) continue
                if (rank[room(to)] > rank[room(f)]) {
                    printf "src/%s must not ask %s of src/%s\n", f, symbols[i], to
                    bad = 1
                }
                if ((f, to) in seen) continue
                seen[f, to] = 1
                ask[f] = ask[f] " " to
            }
        }
        for (f in ask) if (index(still, " " room(f) " ") == 0 && circles(f)) { printf "src/%s stands in a circle: it asks%s\n", f, ask[f]; bad = 1 }
        exit bad
    }'
