#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# replay-parallel.sh ACCOUNT FOLDER [OPTION]...: replays every file of events in a folder, one job a file, and puts the parts
# together: the same report as of one run over all of them. An OPTION is one of `rampart replay`: --against FILE to be asked
# about every event, anything else (-f csv, -o FILE) for the report. JOBS is how many run at once (a core each).
#
# With GNU parallel the jobs can run on other machines that see the same folders: PARALLEL='--sshlogin a,b' in the environment.
# (and TMPDIR, where the parts lie until they are put together). Without it, xargs runs them here.
set -eu
if [ $# -lt 2 ]; then
    sed -n '3,5s/^# //p' "$0" >&2
    exit 2
fi
account=$1 events=$2 against=
shift 2
if [ "${1:-}" = --against ]; then
    against=${2:?--against takes a file}
    shift 2
fi
jobs=${JOBS:-$(nproc)}
parts=$(mktemp -d "${TMPDIR:-/tmp}/rampart-parts.XXXXXX")
trap 'rm -rf "$parts"' EXIT

# One file makes one part. 1 says that some calls would be decided
# differently: the merged report will say so again.
cat > "$parts/job" << 'END'
#!/bin/sh
part=$(mktemp "$2/part.XXXXXXXX")
code=0
rampart replay -a "$1" ${4:+--against "$4"} -f json -o "$part" "$3" || code=$?
[ "$code" -le 1 ]
END
chmod +x "$parts/job"

# A folder that cannot be read ends the replay: its events would be missing.
find "$events" \( -type f -o -type l \) \( -name '*.gz' -o -name '*.json' -o -name '*.jsonl' -o -name '*.ndjson' \) -print0 \
    > "$parts/list" || { echo "cannot list the files in $events" >&2; exit 2; }
[ -s "$parts/list" ] || { echo "no files of events in $events" >&2; exit 2; }
if command -v parallel > /dev/null && parallel --version 2> /dev/null | grep -q '^GNU'; then
    # -q: the words reach the job as they are, blanks and all. An empty one is lost on the way, and so stands last.
    parallel -0 -q --jobs "$jobs" "$parts/job" "$account" "$parts" {} "$against" < "$parts/list" || exit 2
else
    xargs -0 -P "$jobs" -I '{}' "$parts/job" "$account" "$parts" '{}' "$against" < "$parts/list" || exit 2
fi

# There may be more parts than a command line takes: first some hundred at a time are put together.
cat > "$parts/join" << 'END'
#!/bin/sh
joined=$(mktemp "$1/joined.XXXXXXXX")
shift
code=0
rampart replay --merge -f json -o "$joined" "$@" || code=$?
[ "$code" -le 1 ]
END
chmod +x "$parts/join"
find "$parts" -name 'part.*' -print0 > "$parts/done" || exit 2
[ "$(tr -cd '\0' < "$parts/done" | wc -c)" -eq "$(tr -cd '\0' < "$parts/list" | wc -c)" ] ||
    { echo "not every file of events has its part" >&2; exit 2; }
xargs -0 -n 500 "$parts/join" "$parts" < "$parts/done" || exit 2
rampart replay --merge "$@" "$parts"/joined.*
