#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# journeys.sh ROOT PROGRAM [URL]: the page of rampart serve in a real browser, by journeys.js; with a URL, the page that is there, whatever
# answers behind it. A validator of HTML finds nothing. It needs Chromium, node, and packages of npm by network.
# RAMPART_SCREENSHOTS=FOLDER keeps the pictures.
set -eu
root=$1
program=$2
url=${3:-}
here=$root/tests/pages

skip() {
    echo "$*"
    exit 77
}

for command in chromium node npm; do
    command -v "$command" > /dev/null || skip "there is no $command"
done
work=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2> /dev/null || true
    rm -rf "$work"
}
trap finish EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/journeys.js" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund > npm.log 2>&1) || skip "npm cannot install the packages: $(tail -n 1 "$work/npm.log")"
(cd "$work" && npx --offline html-validate --config "$here/html-validate.json" "$root/web/index.html")
if [ -z "$url" ]; then
    "$program" serve --listen 127.0.0.1:0 2> "$work/said" &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        url=$(sed -n 's/.*serving \(http:[^ ]*\).*/\1/p' "$work/said")
        [ -z "$url" ] || break
        sleep 0.5
    done
    [ -n "$url" ] || skip "the program serves nothing: $(cat "$work/said")"
fi
cd "$work"
node journeys.js "$(command -v chromium)" "$url" "${RAMPART_SCREENSHOTS:-}"
