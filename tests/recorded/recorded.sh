#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# recorded.sh ROOT PROGRAM: each file of evidence is decided as its text says. UPDATE=1 writes the texts.
set -eu
root=$1 program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root/tests/recorded"
bad=0 seen=0
for evidence in *.json; do
    text=${evidence%.json}.txt code=0
    seen=$((seen + 1))
    "$program" calibrate "$evidence" > "$work/printed" 2>&1 || code=$?
    echo "exit code $code" >> "$work/printed"
    [ -z "${UPDATE:-}" ] || cp "$work/printed" "$text"
    diff -u "$text" "$work/printed" || bad=1
    grep -qF "\`$evidence\`" README.md || { echo "README.md does not tell of $evidence"; bad=1; }
done
[ "$seen" -gt 0 ] || { echo 'there is no evidence'; bad=1; }
exit $bad
