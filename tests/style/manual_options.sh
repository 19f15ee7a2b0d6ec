#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# manual_options.sh ROOT PROGRAM: the manual page of each command has the options that the program lists in its help. What all
# commands have stands in rampart(1).
set -eu
cd "$1"
program=$2
missing=$(mktemp)
trap 'rm -f "$missing"' EXIT

for page in docs/man/rampart-*.1; do
    command=$(basename "$page" .1)
    command=${command#rampart-}
    "$program" "$command" --help > /dev/null 2>&1 || continue
    # Behind the options stand exit codes and examples.
    "$program" "$command" --help | sed '/^Exit codes/,$d' |
        sed -n 's/^ \{2,6\}\(-[a-zA-Z], \)\{0,1\}--\([a-z-]*\)\([ =].*\)\{0,1\}$/\2/p' | sort -u |
        while read -r option; do
            case $option in help | version) continue ;; esac
            grep -q -- "Fl Fl $option\([^a-z-]\|\$\)" "$page" || echo "$page: there is no --$option"
        done
done > "$missing"
cat "$missing"
[ ! -s "$missing" ]
