#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh [CASE...]: runs the command line in each case's cmd, in the folder of the case, and compares standard
# output, standard error and the exit code with the files beside it. RAMPART is the program. UPDATE=1 writes the
# files instead: read what git then shows as changed.
#
# In cmd the program is called `rampart`, and $SCRATCH is an empty folder of the case.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "${RAMPART:?names the program to test}")" && pwd)/${RAMPART##*/}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$program" "$work/bin/rampart"
PATH=$work/bin:$PATH SCRATCH=$work/scratch LC_ALL=C
export PATH SCRATCH LC_ALL
unset NO_COLOR
failed=0 ran=0

# run_case NAME: leaves stdout, stderr and exit in $work.
run_case() {
    rm -rf "$SCRATCH"
    mkdir "$SCRATCH"
    if (cd "$here/$1" && sh ./cmd > "$work/stdout" 2> "$work/stderr" < /dev/null); then code=0; else code=$?; fi
    echo "$code" > "$work/exit"
}

# compare NAME FILE
compare() {
    if diff -u "$here/$1/$2" "$work/$2" > "$work/difference" 2>&1; then return; fi
    echo "$1: $2 differs"
    cat "$work/difference"
    failed=1
}

if [ $# -eq 0 ]; then
    for case in "$here"/*/cmd; do
        case=${case%/cmd}
        set -- "$@" "${case##*/}"
    done
fi
for name; do
    run_case "$name"
    ran=$((ran + 1))
    for file in stdout stderr exit; do
        if [ "${UPDATE:-}" = 1 ]; then cp "$work/$file" "$here/$name/$file"; else compare "$name" "$file"; fi
    done
done
echo "$ran cases"
exit "$failed"
