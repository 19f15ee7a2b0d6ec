#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# organisation.sh: one organisation in every form in which `rampart` ($RAMPART) takes an account. The files here are
# what make.py makes, and the forms give the answers, and name the gaps, that expected.txt tells. UPDATE=1 writes both
# anew. Skipped without python3.
set -eu
cd "$(dirname "$0")"
command -v python3 >/dev/null || { echo "there is no python3" && exit 77; }
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

python3 make.py "$work/made"
python3 compare.py "$RAMPART" . >"$work/compared" || status=1
grep -A 4 '^FAILED' "$work/compared" || true
if [ "${UPDATE:-}" = 1 ]; then
    cp -R "$work/made/." .
    cp "$work/compared" expected.txt
    exit $status
fi

for file in $(cd "$work/made" && find . -type f | LC_ALL=C sort); do
    cmp "$file" "$work/made/$file" || status=1
done
diff -u expected.txt "$work/compared" || status=1
exit $status
