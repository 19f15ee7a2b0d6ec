#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# refresh.sh ROOT: scripts/refresh-catalog.sh with a stand-in for curl, which serves the files of the golden tests.
set -eu
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/curl" <<'STUB'
#!/bin/sh
# The last word is the address, and the word behind --output the file.
while [ $# -gt 1 ]; do
    [ "$1" != --output ] || file=$2
    shift
done
case $1 in
https://www.example.com/*) exec cp "$INPUTS/${1##*/}" "$file" ;;
esac
echo 'curl: (22) The requested URL returned error: 404' >&2
exit 22
STUB
chmod +x "$work/curl"
PATH=$work:$PATH INPUTS=$root/tests/golden/inputs/catalog-import REFRESH_PAUSE=0
export PATH INPUTS REFRESH_PAUSE

fail() {
    echo "$*" >&2
    exit 1
}

# refresh WANTED-CODE WORDS LIST-LINE...: runs the script on a list and looks for words in what it prints.
refresh() {
    wanted=$1 words=$2 code=0
    shift 2
    printf '%s\n' "$@" > "$work/list"
    rm -rf "$work/new" "$work/new.pages"
    sh "$root/scripts/refresh-catalog.sh" "$work/list" "$work/new" "$INPUTS/policy.json" > "$work/printed" 2>&1 || code=$?
    [ "$code" -eq "$wanted" ] || fail "ends with $code, not $wanted: $(cat "$work/printed")"
    grep -qF "$words" "$work/printed" || fail "does not say \"$words\": $(cat "$work/printed")"
}

refresh 0 '3 new, 0 repeated' '# pages' 'https://www.example.com/zoo/product.md' '' 'https://www.example.com/zoo/api.json'
"$RAMPART" catalog --verify "$work/new" -q || fail 'the catalogue is damaged'
grep -q "zoo:FeedLion.*$(date -u +%Y-).*https://www.example.com/zoo/product$" "$work/new/authorization.tsv" ||
    fail 'the address and the day are missing'
[ -e "$work/new/system/AliyunZooReadOnlyAccess.json" ] || fail 'the policy is missing'

# Nothing is made of a list that cannot be fetched whole, or of a page that is not understood.
refresh 2 'not fetched: https://other.example.com/x.md' 'https://www.example.com/zoo/product.md' 'https://other.example.com/x.md'
[ ! -e "$work/new" ] || fail 'a catalogue without a page'
refresh 2 'nothing follows the table of actions' 'https://www.example.com/zoo/cut.md'
[ ! -e "$work/new" ] || fail 'a catalogue of half a page'
refresh 2 'no https address: http://www.example.com/x.md' 'http://www.example.com/x.md'
refresh 2 'has no address' '# nothing'
