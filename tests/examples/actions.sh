#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# actions.sh ROOT: scripts/merge_actions.sh brings the rows of one service up to date, and writes nothing at all when what it is
# given cannot be read.
set -eu
script=$1/scripts/merge_actions.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '# action\tlevel\tevidence\n' > table
printf 'ecs:Start\twrite\tmetadata\ness:Gone\tread\tmetadata\ness:Known\t-\tobserved\ness:Shown\tlist\ttable\n' >> table
printf 'Known write\nNew\n' > list
printf '# action\tlevel\tevidence\necs:Start\twrite\tmetadata\ness:Known\twrite\tmetadata\n' > wanted
printf 'ess:New\t-\tmetadata\ness:Shown\tlist\ttable\n' >> wanted
failed=0

sh "$script" table ess list > got
cmp got wanted || failed=1

# refuses ARGUMENT...: ends with 2 and writes nothing.
refuses() {
    code=0
    sh "$script" "$@" > got 2> errors || code=$?
    [ "$code" -eq 2 ] && [ ! -s got ] && [ -s errors ] && return
    echo "merge_actions.sh $*: ended with $code and wrote $(wc -l < got) lines"
    failed=1
}

: > empty
refuses table ess missing
refuses table ess empty
refuses table ess .
refuses missing ess list
refuses table ess
if [ -c /dev/full ]; then
    code=0
    sh "$script" table ess list > /dev/full 2> errors || code=$?
    [ "$code" -eq 2 ] || { echo "a full disk: ended with $code" && failed=1; }
fi
exit "$failed"
