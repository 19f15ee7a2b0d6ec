#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# lengths.sh ROOT: no function of src/ is longer than 80 lines, no file longer than 1,000. A function goes from
# its first line in column 1 to the closing brace in column 1.
set -eu
cd "$1"

find src -name '*.[ch]' | LC_ALL=C sort | xargs awk '
    function close_file() {
        if (lines > 1000) { printf "%s: %d lines, 1,000 are the limit\n", file, lines; bad = 1 }
    }
    FNR == 1 { close_file(); file = FILENAME; from = inside = 0 }
    { lines = FNR }
    inside && /^}/ {
        if (FNR - from + 1 > 80) {
            printf "%s:%d: a function of %d lines, 80 are the limit\n", FILENAME, from, FNR - from + 1
            bad = 1
        }
        from = inside = 0
        next
    }
    inside { next }
    /^{/ { inside = from > 0; next }
    /^[A-Za-z_]/ && !from { from = FNR }
    /[;}]$/ || /^$/ || /^#/ || /\*\/$/ { from = 0 }
    END { close_file(); exit bad }'
