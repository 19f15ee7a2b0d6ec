#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# replay.sh ROOT: the examples that replay in parallel, and as an array job, print what one run prints. RAMPART is the program.
set -eu
root=$1
program=$(cd "$(dirname "${RAMPART:?names the program to test}")" && pwd)/${RAMPART##*/}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/events" "$work/events/a b"
ln -s "$program" "$work/bin/rampart"
PATH=$work/bin:$PATH TMPDIR=$work
export PATH TMPDIR
trail=$root/tests/golden/inputs/trail account=$root/tests/golden/inputs/trail/account.yaml
split -l 4 "$trail/events.jsonl" "$work/events/a b/part-"
for file in "$work/events/a b"/part-*; do mv "$file" "$file.jsonl"; done
gzip -c "$trail/answers.json" > "$work/events/answers.json.gz"
failed=0

# compare NAME ONE OTHER
compare() {
    cmp -s "$2" "$3" && return
    echo "$1: another report than of one run"
    diff "$2" "$3" | head -n 5
    failed=1
}

# ends CODE COMMAND...
ends() {
    expected=$1 code=0
    shift
    "$@" || code=$?
    [ "$code" -eq "$expected" ] && return
    echo "$*: ended with $code, not with $expected"
    failed=1
}

ends 1 rampart replay -a "$account" -f json -o "$work/one" "$work/events"
ends 1 sh "$root/examples/replay-parallel.sh" "$account" "$work/events" -f json -o "$work/parallel"
compare parallel "$work/one" "$work/parallel"
# Where there is no GNU parallel, or another program of that name.
mkdir "$work/without"
printf '#!/bin/sh\necho other\nexit 1\n' > "$work/without/parallel"
chmod +x "$work/without/parallel"
PATH=$work/without:$PATH ends 1 sh "$root/examples/replay-parallel.sh" "$account" "$work/events" -f json -o "$work/xargs"
compare xargs "$work/one" "$work/xargs"

ends 1 rampart replay -a "$account" --against "$trail/next.yaml" -f csv -o "$work/one" "$work/events"
JOBS=2 ends 1 sh "$root/examples/replay-parallel.sh" "$account" "$work/events" --against "$trail/next.yaml" -f csv \
    -o "$work/parallel"
compare against "$work/one" "$work/parallel"

ends 1 rampart replay -a "$account" -f json -o "$work/one" "$work/events"
for task in 3 4 5; do
    SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_COUNT=3 \
        sh "$root/examples/replay-slurm.sh" "$account" "$work/events" "$work/parts" || failed=1
done
ends 1 rampart replay --merge -f json -o "$work/merged" "$work/parts"/*.json
compare slurm "$work/one" "$work/merged"

# What is wrong with one file is wrong with the whole.
echo '{' > "$work/events/broken.json"
ends 2 sh "$root/examples/replay-parallel.sh" "$account" "$work/events" -q 2> "$work/errors"
grep -q 'broken.json:1:1: error' "$work/errors" || { cat "$work/errors"; failed=1; }
rm "$work/events/broken.json"

# A find that cannot look everywhere fails, and so does the replay. (Root may look everywhere: this find is told to fail.)
mkdir "$work/blind"
printf '#!/bin/sh\n%s "$@"\ncase $* in *"%s"*) exit 1 ;; esac\n' "$(command -v find)" "$work/events" > "$work/blind/find"
chmod +x "$work/blind/find"
PATH=$work/blind:$PATH ends 2 sh "$root/examples/replay-parallel.sh" "$account" "$work/events" -q 2> "$work/errors"
grep -q 'cannot list the files' "$work/errors" || { cat "$work/errors"; failed=1; }
task() {
    SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=1 sh "$root/examples/replay-slurm.sh" "$account" "$1" "$work/task" \
        2> "$work/errors"
}
PATH=$work/blind:$PATH ends 2 task "$work/events"
grep -q 'cannot list the files' "$work/errors" || { cat "$work/errors"; failed=1; }
mkdir "$work/empty"
ends 2 task "$work/empty"
grep -q 'no files of events' "$work/errors" || { cat "$work/errors"; failed=1; }

ends 2 sh "$root/examples/replay-slurm.sh" 2> /dev/null
ends 2 sh "$root/examples/replay-parallel.sh" 2> /dev/null
for script in "$root"/examples/replay-*.sh; do
    sh -n "$script" || failed=1
    if command -v shellcheck > /dev/null; then shellcheck "$script" || failed=1; fi
done
exit "$failed"
