#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#SBATCH --job-name=rampart-replay
#SBATCH --cpus-per-task=1
#SBATCH --mem=512M
#SBATCH --time=01:00:00
# replay-slurm.sh ACCOUNT FOLDER PARTS: one task of an array job. Of N tasks, task number n replays every N-th file of events in
# the folder, from the n-th on, and leaves its part in the folder PARTS:
#
#     sbatch --array=0-31 examples/replay-slurm.sh account.yaml /data/trail /data/parts
#
# When all are done, `rampart replay --merge /data/parts/*.json` is the report of all files. A task that failed can be
# submitted again by itself.
set -eu
if [ $# -ne 3 ] || [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
    echo 'usage: sbatch --array=0-31 replay-slurm.sh ACCOUNT FOLDER PARTS' >&2
    exit 2
fi
account=$1 events=$2 parts=$3
task=$((SLURM_ARRAY_TASK_ID - ${SLURM_ARRAY_TASK_MIN:-0})) tasks=${SLURM_ARRAY_TASK_COUNT:-1}
mkdir -p "$parts"
list=$(mktemp)
trap 'rm -f "$list" "$list.all"' EXIT

# The order must be the same for every task. A folder that cannot be read fails the task: its events would be missing.
find "$events" \( -type f -o -type l \) \( -name '*.gz' -o -name '*.json' -o -name '*.jsonl' -o -name '*.ndjson' \) > "$list.all" ||
    { echo "cannot list the files in $events" >&2; exit 2; }
[ -s "$list.all" ] || { echo "no files of events in $events" >&2; exit 2; }
LC_ALL=C sort -o "$list.all" "$list.all" || exit 2
awk -v task="$task" -v tasks="$tasks" 'NR % tasks == task % tasks' "$list.all" > "$list" || exit 2
[ -s "$list" ] || exit 0 # there are more tasks than files

set --
while IFS= read -r file; do set -- "$@" "$file"; done < "$list"
code=0
rampart replay -a "$account" -f json -o "$parts/part-$SLURM_ARRAY_TASK_ID.json" "$@" || code=$?
[ "$code" -le 1 ] # 1: some calls would be decided differently, which the merged report will tell
