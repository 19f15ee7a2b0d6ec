#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# lists.sh ROOT: a list that is not complete, or has no end, or moves while it is read, ends the export with 1 and without a
# file.
set -eu
root=$1
. "$root/tests/export/support.sh"

small "$tiny"
ends 'same-marker ListUsers' '' 'ims ListUsers: the same Marker came twice'
ends 'no-marker ListUsers' '' 'says that there is more, but not where'
ends 'repeats ListUsers' '' 'ims ListUsers: an entry came on two pages'
ends 'count-changes ListAccounts' '' '4 entries, 3 a page before' -d
ends 'count-lies ListAccounts' '' 'page 3 is empty, but only 3 of 4 entries have come' -d
ends 'no-count ListAccounts' '' 'does not say how many entries there are' -d
ends 'repeats ListAccounts' '' 'an entry came on two pages' -d
ends 'loop ListFoldersForParent' '' 'the folder r-exmpl1 stands in the directory twice' -d
ends 'more ListAncestors' '' 'has further pages' -d
ends 'next-token ListAncestors' '' 'has further pages' -d
ends 'count ListAncestors' '' 'has further pages' -d

small "$tiny | .page = 10 | .groups = {nobody: []}"
ends 'count-short ListAccounts' '' '3 entries have come, but there are 2' -d
ends 'no-name ListGroups' '' 'an entry of the list has no GroupName'

# Lists without an end that say something new each time: with lower limits, for speed.
original=$script
script=$work/changed
sed 's/^pages_max=[0-9]*/pages_max=4/; s/^folders_max=[0-9]*/folders_max=4/' "$original" > "$script"
chmod +x "$script"
ends 'new-markers ListUsers' '' 'ims ListUsers: more than 4 pages'
ends 'count-endless ListAccounts' '' 'resourcemanager ListAccounts: more than 4 pages' -d
small "$tiny | .page = 10 | .directory.folders += (\"abcde\" / \"\" | map({key: ., value: [., \"r-exmpl1\"]}) | from_entries)"
ends '' '' 'more than 4 folders' -d

# A full page that does not say whether it is the last one; one that is not full may be silent.
sed 's/by_marker 1000 Users.User ims/by_marker 2 Users.User ims/' "$original" > "$script"
small "$tiny"
ends 'no-word ListUsers' '' 'a full page does not say whether there is more'
script=$original
small "$tiny | .page = 10"
STUB_FAULT='no-word ListUsers'
export_account
[ "$code" -eq 0 ] || complain "a page that is not full needs no word: $(cat "$work/said")"
exit $status
