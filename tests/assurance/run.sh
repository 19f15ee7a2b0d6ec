#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh SOURCE BUILD NAME: runs the evidence tests/assurance/NAME.sh and writes its row of docs/assurance.md, unless that was
# done at this commit. run.sh --check SOURCE: each evidence has its row, with the claim and the command that its file has, and
# each row its evidence.
set -eu

# field FILE WORD: what the file says behind "# WORD: ".
field() {
    sed -n "s/^# $2: //p" "$1" | head -1
}

# row NAME: begins so in the table.
row() {
    printf '| `%s` | ' "$1"
}

check() {
    wrong=0
    for file in "$source"/tests/assurance/*.sh; do
        name=$(basename "$file" .sh)
        [ "$name" = run ] && continue
        grep -F "$(row "$name")$(field "$file" Claim) | " "$table" | grep -qF " | \`$(field "$file" Command)\` | " && continue
        echo "docs/assurance.md: no row of $name with its claim and command"
        wrong=1
    done
    for name in $(sed -n 's/^| `\([a-z0-9-]*\)` | .*/\1/p' "$table"); do
        [ -f "$source/tests/assurance/$name.sh" ] && continue
        echo "docs/assurance.md: a row of $name, which tests/assurance does not have"
        wrong=1
    done
    exit "$wrong"
}

# put NAME LINE: in the place of the row that is there, else at the end of the table.
put() {
    start=$(row "$1") line=$2 awk '
        BEGIN { start = ENVIRON["start"]; line = ENVIRON["line"] }
        index($0, start) == 1 { print line; done = 1; next }
        /^<!-- end -->/ && !done { print line }
        { print }' "$table" > "$table.new"
    mv "$table.new" "$table"
}

if [ "$1" = --check ]; then
    source=$2
    table=$source/docs/assurance.md
    check
fi
source=$1 name=$3
BUILD=$2
table=$source/docs/assurance.md
RAMPART=$BUILD/rampart
JOBS=${JOBS:-$(nproc)}
export BUILD RAMPART JOBS
file=$source/tests/assurance/$name.sh
commit=$(git -C "$source" rev-parse --short=8 HEAD)
mkdir -p "$BUILD/assurance"
if [ "$(cat "$BUILD/assurance/$name.done" 2> /dev/null)" = "$commit" ]; then
    echo "done at $commit"
    exit 0
fi
cd "$source"
status=0
sh "$file" > "$BUILD/assurance/$name.log" 2>&1 || status=$?
tail -20 "$BUILD/assurance/$name.log"
[ "$status" -eq 0 ] || exit "$status"
figure=$(tail -1 "$BUILD/assurance/$name.log")
put "$name" "$(row "$name")$(field "$file" Claim) | $figure | \`$(field "$file" Command)\` | $(date -u +%Y-%m-%d) | $commit |"
echo "$commit" > "$BUILD/assurance/$name.done"
