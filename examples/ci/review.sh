#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# review.sh BASE ACCOUNT [OPTION]...: what the working tree changes since the revision BASE of git, for a pull request. ACCOUNT is the
# path of the account in both, from the top of the repository, where this is run; the options are those of rampart review. Writes
# review.md, a comment; review.html, a page; review.sarif, for code scanning. Ends as rampart review does: 0 good, 1 not, 3 not known, 2 failed.
set -eu
[ $# -ge 2 ] || { echo "usage: $0 BASE ACCOUNT [OPTION]..." >&2 && exit 2; }
base=$1 account=$2
shift 2
old=.review-base # a name that stays: it stands in the reports
rm -f review.md review.html review.sarif
remove() {
    git worktree remove --force "$old" 2> /dev/null || true
}
trap remove EXIT
remove
git worktree add --quiet --detach --force "$old" "$base" || exit 2
if [ ! -e "$old/$account" ]; then
    echo "$0: there is no $account at $base: nothing to compare with" >&2
    exit 2
fi
code=0
for format in markdown:md html:html sarif:sarif; do
    rampart review -f "${format%:*}" -o "review.${format#*:}" "$@" "$old/$account" "$account" || code=$?
    [ "$code" -ne 2 ] || break
done
exit "$code"
