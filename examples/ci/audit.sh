#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# audit.sh ACCOUNT QUESTIONS FOLDER [OPTION]...: who can, as pages with their evidence. A line of QUESTIONS is a name, an action and a resource,
# with blanks between; lines that begin with # say nothing. FOLDER gets NAME.html and NAME.json for each, the account that was asked, and
# SHA256SUMS over all of it. The options are those of rampart who-can. Ends with 2 when a question has no answer.
set -eu
[ $# -ge 3 ] || { echo "usage: $0 ACCOUNT QUESTIONS FOLDER [OPTION]..." >&2 && exit 2; }
account=$1 questions=$2 folder=$3
shift 3
[ ! -e "$folder" ] || { echo "$0: $folder is there already: an audit begins with an empty folder" >&2 && exit 2; }
mkdir -p "$folder/account"
cp -R -p "$account" "$folder/account/"
code=0 asked=0
while read -r name action resource; do
    case $name in '' | '#'*) continue ;; */* | .* | account | SHA256SUMS) echo "$0: \"$name\" is no name for a page" >&2 && exit 2 ;; esac
    asked=$((asked + 1))
    for format in html json; do
        rampart who-can -a "$account" -f "$format" -o "$folder/$name.$format" "$@" "$action" "$resource" < /dev/null || [ $? -ne 2 ] || code=2
    done
done < "$questions"
[ "$asked" -gt 0 ] || { echo "$0: $questions has no question" >&2 && exit 2; }
(cd "$folder" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + | LC_ALL=C sort -k 2 > SHA256SUMS)
exit "$code"
