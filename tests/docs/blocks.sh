#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# blocks.sh ROOT FILE...: runs the commands of every ```console block of a document in ROOT and compares what they
# print, on both streams, with what the document shows. `$ echo $?` sees the exit code of the command before it.
# UPDATE=1 writes what they print into the document instead.
set -eu
root=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
unset COLUMNS
RAMPART_NOW=2026-07-01T00:00:00Z # before the files were made: they have no age, whoever runs this
export RAMPART_NOW
PROGRESS=no # how far a build is (scripts/dependencies.sh) is not shown
export PROGRESS
cd "$root"

# run: the collected command, in the root, with the exit code of the last one in $?.
run() {
    code=0
    sh -c "(exit $last); $command" > "$work/printed" 2>&1 < /dev/null || code=$?
    last=$code
    cat "$work/printed" >> "$work/new"
    for text in expected printed; do # the catalogue's day moves on with its tables
        sed 's/; catalogue 20[0-9-]*$/; catalogue YYYY-MM-DD/' "$work/$text" > "$work/$text.now"
    done
    if ! cmp -s "$work/expected.now" "$work/printed.now"; then
        [ -n "${UPDATE:-}" ] || diff -u --label "$file shows" --label "it prints" "$work/expected" "$work/printed" || status=1
        [ "$status" -eq 0 ] || echo "    by: $command"
    fi
}

finish() {
    [ -z "$command" ] || run
    command= continued=
    : > "$work/expected"
}

block_line() {
    if [ -n "$continued" ]; then
        printf '%s\n' "$1" >> "$work/new"
        command="$command
$1"
    elif [ "${1#"\$ "}" != "$1" ]; then
        finish
        printf '%s\n' "$1" >> "$work/new"
        command=${1#"\$ "}
    else
        printf '%s\n' "$1" >> "$work/expected"
        return
    fi
    case $1 in *\\) continued=yes ;; *) continued= ;; esac
}

for file in "$@"; do
    inside= command= continued= last=0
    : > "$work/new"
    : > "$work/expected"
    while IFS= read -r line; do
        case $inside$line in
        '```console')
            inside=yes
            printf '%s\n' "$line" >> "$work/new"
            ;;
        'yes```')
            finish
            inside=
            printf '%s\n' "$line" >> "$work/new"
            ;;
        yes*)
            block_line "$line"
            ;;
        *) printf '%s\n' "$line" >> "$work/new" ;;
        esac
    done < "$file"
    [ -z "${UPDATE:-}" ] || cmp -s "$file" "$work/new" || cp "$work/new" "$file"
done
exit $status
