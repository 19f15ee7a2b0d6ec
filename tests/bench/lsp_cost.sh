#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# lsp_cost.sh RAMPART [TIMES]: what the language server costs from didOpen to the findings of a document, beside `rampart lint` of the
# file: whole processes, in instructions, so that a busy machine tells nothing. With TIMES the first is at most TIMES as many.
# Skipped without valgrind.
set -eu
rampart=$1 times=${2:-}
command -v valgrind > /dev/null || { echo "there is no valgrind" && exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# policy NAME STATEMENTS FLAW: FLAW stands in the first action of each statement.
policy() {
    awk -v count="$2" -v flaw="$3" 'BEGIN {
        print "{\n  \"Version\": \"1\",\n  \"Statement\": ["
        for (i = 0; i < count; i++)
            printf "    {\n      \"Sid\": \"%s\",\n      \"Effect\": \"Allow\",\n      \"Action\": [\"ess:%sDescribe*\", \"ess:CancelInstanceRefresh\"],\n" \
                "      \"Resource\": \"acs:ess:cn-hangzhou:*:scalinggroup/asg-%d\"\n    }%s\n", flaw == "" ? "a" : "\303\251", flaw, i, i + 1 < count ? "," : ""
        print "  ]\n}"
    }' > "$work/$1.json"
}
policy small 1 ''
policy medium 30 ''
policy large 400 ''
policy faulty 90 ' '
tr -d '\n' < "$work/faulty.json" > "$work/one-line.json"

message() {
    printf 'Content-Length: %d\r\n\r\n%s' "$(printf '%s' "$1" | LC_ALL=C wc -c)" "$1"
}
session() {
    text=$(awk '{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "%s\\n", $0 }' "$1")
    message '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
    message '{"jsonrpc":"2.0","method":"initialized","params":{}}'
    message '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file://'"$1"'","languageId":"json","version":1,"text":"'"$text"'"}}}'
    message '{"jsonrpc":"2.0","id":2,"method":"shutdown"}'
    message '{"jsonrpc":"2.0","method":"exit"}'
}
# count FILE COMMAND...: the instructions of a run, whose input is FILE and whose output is in $work/out.
count() {
    input=$1
    shift
    valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$work/log" "$@" < "$input" > "$work/out" 2> /dev/null || true
    sed -n 's/.*Collected : //p' "$work/log"
}

status=0
for name in small medium large faulty one-line; do
    file=$work/$name.json
    session "$file" > "$work/session"
    lint=$(count /dev/null "$rampart" lint --no-settings "$file")
    found=$(grep -cE '^/.*: (error|warning|note): ' "$work/out" || true)
    lsp=$(count "$work/session" "$rampart" lsp --no-settings)
    shown=$(grep -o '"source":"rampart"' "$work/out" | wc -l)
    [ "$found" -eq "$shown" ] || { echo "$name: lint finds $found, and the server $shown"; status=1; }
    awk -v name="$name" -v lint="$lint" -v lsp="$lsp" -v times="$times" -v found="$found" 'BEGIN {
        printf "%-9s %10d instructions of lint, %10d of lsp: %.2f times (%d findings)\n", name, lint, lsp, lsp / lint, found
        exit times != "" && lsp > times * lint }' || { echo "$name: more than $times times"; status=1; }
done
exit "$status"
