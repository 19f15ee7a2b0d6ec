#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# refresh-catalog.sh LIST OUTPUT [FILE...]: fetches pages and metadata that the cloud publishes, and makes a newer
# catalogue of them: rampart catalog --import. It is for a machine with access to the network; rampart itself never has any.
#
# LIST has one https address a line, # begins a comment. A page is best given in its Markdown form, its address with
# .md behind it; the page "RAM authorization" of a product lists all of its actions. FILEs are read besides: pages that
# were saved, responses of GetPolicy.
#
# OUTPUT is the new folder. What was fetched is kept beside it, in OUTPUT.pages, with sources.tsv: where each file comes
# from and the day. A page that cannot be fetched ends the script, and nothing is made: a catalogue that misses a page
# in silence would be a wrong answer later.
set -eu

usage() {
    echo 'usage: refresh-catalog.sh LIST OUTPUT [FILE...]' >&2
    exit 2
}

# name NUMBER ADDRESS: of the file; the ending tells the reader what it is.
name() {
    case $2 in
    *.json) ending=json ;;
    *.md) ending=md ;;
    *) ending=html ;;
    esac
    printf '%s/%04d.%s' "$pages" "$1" "$ending"
}

[ $# -ge 2 ] || usage
list=$1 output=$2
shift 2
[ -r "$list" ] || { echo "refresh-catalog.sh: cannot read $list" >&2; exit 2; }
pages=$output.pages
for path in "$output" "$pages"; do
    [ ! -e "$path" ] || { echo "refresh-catalog.sh: $path exists already" >&2; exit 2; }
done
command -v curl > /dev/null || { echo 'refresh-catalog.sh: curl is needed' >&2; exit 2; }
mkdir "$pages"
day=$(date -u +%Y-%m-%d)
number=0
: > "$pages/sources.tsv"

while read -r address; do
    case $address in
    '' | '#'*) continue ;;
    https://*) ;;
    *)
        echo "refresh-catalog.sh: no https address: $address" >&2
        exit 2
        ;;
    esac
    number=$((number + 1))
    file=$(name "$number" "$address")
    curl --fail --silent --show-error --location --proto '=https' --retry 3 --max-time 60 --output "$file" "$address" ||
        { echo "refresh-catalog.sh: not fetched: $address" >&2; exit 2; }
    printf '%s\t%s\t%s\n' "$file" "${address%.md}" "$day" >> "$pages/sources.tsv"
    set -- "$@" "$file"
    sleep "${REFRESH_PAUSE:-1}"
done < "$list"
[ "$number" -gt 0 ] || { echo "refresh-catalog.sh: $list has no address" >&2; exit 2; }

"${RAMPART:-rampart}" catalog --import --sources "$pages/sources.tsv" --date "$day" --output "$output" "$@"
