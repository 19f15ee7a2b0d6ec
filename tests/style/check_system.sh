#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_system.sh ROOT: the files of policies/system, the list in src/catalog/system_names.h and the table of
# policies/system/README.md name the same policies, and the list is sorted.
set -eu
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

(cd policies/system && ls -- *.json) | sed 's/\.json$//' | LC_ALL=C sort > "$work/files"
sed -n 's/^RP_SYSTEM_POLICY(\([A-Za-z0-9]*\))$/\1/p' src/catalog/system_names.h > "$work/list"
sed -n 's/^| `\([A-Za-z0-9]*\)` |.*/\1/p' policies/system/README.md | LC_ALL=C sort > "$work/table"

[ -s "$work/files" ] || { echo "policies/system: no documents"; status=1; }
diff -u --label policies/system --label src/catalog/system_names.h "$work/files" "$work/list" || status=1
diff -u --label policies/system --label policies/system/README.md "$work/files" "$work/table" || status=1
exit $status
