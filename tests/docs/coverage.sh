#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# coverage.sh ROOT: docs/catalogue.md has the coverage that the tables have. With UPDATE=1 the page is rewritten instead;
# read the difference.
set -eu
root=$1
page=$root/docs/catalogue.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$root/scripts/catalogue_coverage.sh" "$root/policies/catalog" >"$work/coverage"
awk -v coverage="$work/coverage" '
    /^<!-- end -->$/ { inside = 0 }
    !inside { print }
    /^<!-- begin: / { inside = 1; while ((getline line < coverage) > 0) print line }' "$page" >"$work/page"
grep -q '^| `ess` |' "$work/page" || { echo "the coverage of ess is missing"; exit 1; }
if [ "${UPDATE:-}" = 1 ]; then
    cat "$work/page" >"$page"
elif ! diff -u "$page" "$work/page"; then
    echo "docs/catalogue.md says something else than the tables: UPDATE=1 sh tests/docs/coverage.sh ."
    exit 1
fi
