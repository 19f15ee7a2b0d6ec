#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# lsp.sh: messages that are endless, or longer than anybody sends: the language server answers or ends, in bounded memory. RAMPART
# is the program. (A sanitizer takes more address space than the test leaves.)
set -eu
program=${RAMPART:?names the program to test}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL

fail() {
    echo "lsp.sh: $*"
    exit 1
}
message() {
    printf 'Content-Length: %d\r\n\r\n%s' "${#1}" "$1"
}
# serve CODE WORD: the session on standard input ends with CODE, and what is said holds WORD.
serve() {
    code=0
    (ulimit -v 262144 && timeout 60 "$program" lsp --no-settings) > "$work/said" 2> "$work/errors" || code=$?
    [ "$code" -eq "$1" ] || fail "$2: ended with $code: $(head -c 300 "$work/errors")"
    grep -q "$2" "$work/said" || fail "$2 was not said: $(head -c 300 "$work/said")"
}
hello='{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
bye='{"jsonrpc":"2.0","id":2,"method":"shutdown"}'
leave='{"jsonrpc":"2.0","method":"exit"}'

# A body over the limit is passed over, and the session goes on.
{ message "$hello"; printf 'Content-Length: 200000000\r\n\r\n'; head -c 200000000 /dev/zero; message "$bye"; message "$leave"; } |
    serve 0 'longer than 64 MiB'
grep -q '"id":2,"result":null' "$work/said" || fail "the session did not go on"

# A header without an end, a header of many lines, and one that promises more than comes.
{ message "$hello"; head -c 50000000 /dev/zero | tr '\0' a; } | serve 2 '"code":-32700'
{ message "$hello"; yes 'X: y' | head -c 50000000; } | serve 2 '"code":-32700'
{ message "$hello"; printf 'Content-Length: 60000000\r\n\r\nabc'; } | serve 2 '"code":-32700'

# A document of brackets, as JSON and as YAML, opened and asked about.
brackets=$(head -c 2000000 /dev/zero | tr '\0' '[')
for name in json yaml; do
    { message "$hello"
      message '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:a.'$name'","text":"'"$brackets"'"}}}'
      message '{"jsonrpc":"2.0","id":3,"method":"textDocument/completion","params":{"textDocument":{"uri":"untitled:a.'$name'"},"position":{"line":0,"character":1999999}}}'
      message "$bye"; message "$leave"; } > "$work/session"
    serve 0 '"id":3,"result":{"items":\[\]' < "$work/session"
done

# More documents than may be open, and more changes than are made.
{ message "$hello"
  i=0
  while [ $i -lt 300 ]; do
      message '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:'$i'","text":"{}"}}}'
      i=$((i + 1))
  done
  change='{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"text":" "}'
  changes=$(yes "$change," | head -n 10001 | tr -d '\n')
  message '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"untitled:7"},"contentChanges":['"$changes$change"']}}'
  message "$bye"; message "$leave"; } > "$work/session"
serve 0 'could not be followed' < "$work/session"
echo "endless messages are refused or survived"
