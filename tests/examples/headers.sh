#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# headers.sh SOURCE COMPILER LIBRARY REPORTS FLAG...: the worked examples of the public headers are programs. Compiles
# each without a warning, runs it in the project's folder, and compares what it prints with what the header says.
#
# An example is the indented block behind a line " * Example: …" of a comment, and what it prints the one behind
# " * It prints:".
set -eu
source=$1 compiler=$2 library=$3 reports=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0 count=0

# Writes NAME-NUMBER.c, and NAME-NUMBER.out beside it, for each example of the headers.
awk -v work="$work" '
    FNR == 1 { name = FILENAME; sub(/.*\//, "", name); sub(/\.h$/, "", name); number = begun = 0; to = "" }
    /^ \* Example:/ { to = work "/" name "-" ++number ".c"; blank = begun = 0; next }
    /^ \* It prints:/ { to = work "/" name "-" number ".out"; blank = begun = 0; printf "" > to; next }
    to == "" { next }
    /^ \*     / {
        while (blank > 0) { print "" > to; blank-- }
        print substr($0, 8) > to
        begun = 1
        next
    }
    /^ \*$/ { if (begun) blank++; next }
    { to = ""; begun = 0 }
' "$source"/include/rampart/*.h

cd "$source"
for example in "$work"/*.c; do
    [ -e "$example" ] || continue
    name=${example##*/} program=${example%.c} count=$((count + 1))
    if ! "$compiler" -std=c11 -Wall -Wextra -Werror -Iinclude "$@" "$example" -o "$program" "$reports" "$library" \
        -Wl,-rpath,"${library%/*}" > "$work/log" 2>&1; then
        echo "the example ${name%.c} does not compile:"
        cat "$work/log"
        status=1
        continue
    fi
    touch "$program.out"
    ended=0
    "$program" > "$work/printed" 2> "$work/log" < /dev/null || ended=$?
    [ $ended = 0 ] || { echo "the example ${name%.c} ended with $ended"; cat "$work/log"; status=1; }
    if ! diff -u "$program.out" "$work/printed"; then
        echo "the example ${name%.c} prints something else than include/rampart/${name%-*}.h says"
        status=1
    fi
done
echo "$count examples"
[ $count -gt 0 ] || status=1
exit $status
