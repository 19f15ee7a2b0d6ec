#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# pages.sh ROOT PROGRAM: the pages of HTML in a real browser, wide and narrow, light and dark: axe finds nothing, nothing is
# asked for, nothing runs over the width, each link leads somewhere; and a validator of HTML finds nothing. It needs Chromium,
# node, and packages of npm by network. RAMPART_SCREENSHOTS=FOLDER keeps the pictures.
set -eu
root=$1
program=$2
here=$root/tests/pages

skip() {
    echo "$*"
    exit 77
}

for command in chromium node npm; do
    command -v "$command" > /dev/null || skip "there is no $command"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund > npm.log 2>&1) || skip "npm cannot install the packages: $(tail -n 1 "$work/npm.log")"

pages=$work/pages
mkdir "$pages"
# page NAME ARGUMENT...: the program's report as a page. It may find something.
page() {
    name=$1
    shift
    (cd "$root" && "$program" "$@" -f html > "$pages/$name.html") || [ $? -ne 2 ]
}
page lint lint --no-settings examples/account examples/policies/freeze.yaml
hostile="$work/\"<img src=x onerror=alert(1)>&.json"
printf '{"Version":"1","Statement":[{"Effect":"Deny","Action":"*","Resource":"acs:oss:*:*:\342\200\256<script>alert(1)</script>"}]}' > "$hostile"
page hostile lint --no-settings "$hostile"
page who-can who-can -a examples/account/account.yaml ess:CancelInstanceRefresh \
    acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1
page diff diff examples/diff/old.json examples/diff/new.json
page diff-account diff tests/golden/inputs/diff/account-old.yaml tests/golden/inputs/diff/account-new.yaml
page diff-plan diff examples/terraform/deploy-plan.json
page diff-hostile diff "$hostile" examples/diff/new.json
page what-can what-can user/bob -a examples/account/account.yaml
page what-can-hostile what-can -p "$hostile" -p examples/policies/cancel-refresh.json --verbose
page assert assert examples/rules/account.yaml -a examples/account/account.yaml
page review review --no-settings examples/review/old/account.yaml examples/review/new/account.yaml --rules examples/review/rules.yaml
page review-hostile review --no-settings "$hostile" examples/review/new/policies/deploy.json

cd "$work"
npx --offline html-validate --config "$here/html-validate.json" pages/*.html
cp "$here/pages.js" .
node pages.js "$(command -v chromium)" pages "${RAMPART_SCREENSHOTS:-}"
