#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# can_fail.sh RUN_GOLDEN: a transcript holds as it stands, and no longer once any line of it is another one; UPDATE=1
# writes the line back.
set -eu
run=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/inputs" "$folder/bin"
# It says what it is told, with `!` to standard error, and ends with the code it is told.
cat > "$folder/bin/program" <<'EOF2'
#!/bin/sh
[ ! -e "$SCRATCH/seen" ] || echo "the last case is still here"
touch "$SCRATCH/seen"
printf "$1"
printf "$2" >&2
exit "$3"
EOF2
chmod +x "$folder/bin/program"
export RAMPART="$folder/bin/program"
topic=$folder/topic.txt

cat > "$topic" <<'EOF2'
# A topic.

plain
# A comment.
$ rampart 'one\ntwo\n' '' 0
one
two
? 0

both
$ rampart 'out \n\n' \
>     'err\n' 3
out 

[stderr]
err
? 3

marks
$ cat <<'END'
> $ a
> ? 1
>
> [stderr]
> \b
> END
> rampart '? x' '> y\n?\n[no newline]\n$ z\n' 1
\$ a
\? 1

\[stderr]
\\b
\? x
[no newline]
[stderr]
\> y
\?
\[no newline]
\$ z
? 1

days
$ rampart 'read  a; catalogue 2026-11-29\n' '        catalogue 2026-11-29' 2
read  a; catalogue YYYY-MM-DD
[stderr]
        catalogue YYYY-MM-DD
[no newline]
? 2
EOF2

fail() {
    echo "$1"
    cat "$folder/said"
    exit 1
}

"$run" "$topic" > "$folder/said" 2>&1 || fail "the transcript does not hold"
cp "$topic" "$folder/right"

# broken LINE: with another letter before it, that line makes the test fail.
for line in $(awk '/^[$>#]/ || /^$/ && !out { next } /^(plain|both|marks|days)$/ { out = 0; next } { out = !/^\? /; print NR }' "$topic"); do
    sed "${line}s/^/x/" "$folder/right" > "$topic"
    if "$run" "$topic" > "$folder/said" 2>&1; then fail "line $line may be anything"; fi
    grep -q "topic.txt:$line: case\|does not end" "$folder/said" || fail "line $line is not named"
    sed "${line}d" "$folder/right" > "$topic"
    if "$run" "$topic" > "$folder/said" 2>&1; then fail "line $line may be missing"; fi
done

# What is not known yet is written by UPDATE=1, and only for the cases that are named.
awk '/^\$/ { print; skip = 1; next } /^>/ && skip { print; next } /^\? / { print "?"; skip = 0; next } !skip' "$folder/right" > "$topic"
if "$run" "$topic" > "$folder/said" 2>&1; then fail "a case without an answer holds"; fi
UPDATE=1 "$run" "$topic" both > "$folder/said" 2>&1 || fail "one case cannot be written"
[ "$(grep -c '^?$' "$topic")" -eq 3 ] || fail "more was written than one case"
"$run" "$topic" both > "$folder/said" 2>&1 || fail "one case does not hold"
if "$run" "$topic" none > "$folder/said" 2>&1; then fail "there is no such case"; fi
UPDATE=1 "$run" "$topic" > "$folder/said" 2>&1 || fail "the cases cannot be written"
cmp "$topic" "$folder/right" || fail "something else was written"
