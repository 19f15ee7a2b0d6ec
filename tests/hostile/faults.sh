#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# faults.sh SHIM ROOT [all]: every command, with one system call after another failing (tests/support/faults.c): exit code 2, no
# Allow, no clean report, no partial file, the old file as it was. Then with every read and write interrupted, and with all of
# them cut short: the same output and exit code as without. `all` tries every error with every call, which takes a few
# minutes; else the errors take turns. RAMPART is the program.
set -eu
program=${RAMPART:?names the program to test}
shim=$1 root=$2 how=${3:-turns}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C
export LC_ALL
cp -r "$root/examples/account" "$root/examples/calibrate" "$root/examples/denials" "$root/examples/replay" "$root/examples/needs" "$work"
mkdir "$work/export" "$work/lint" "$work/tables"
cp "$root/tests/account/export/small.ndjson" "$work/export/a.ndjson"
cp "$root/examples/terraform/plan.json" "$root/examples/ros/team.yaml" "$work"
grep -v acton "$root/examples/requests.jsonl" > "$work/requests.jsonl"
cp "$root/tests/golden/inputs/catalog-small/actions.tsv" "$work/tables"
cp "$root/examples/policies/risky.json" "$work/lint/risky.json"
cd "$work"

cat > lint/crooked.json << 'END'
{"Version": "1", "Statement": [{"Effect": "Allow", "Resource": "*",
   "Action": ["ess:CancelInstanceRefresh", "ess:CancelInstanceRefresh"]}]}
END
cat > clean.json << 'END'
{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ess:CancelInstanceRefresh",
   "Resource": "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1"}]}
END
cp lint/crooked.json target.json
cp lint/crooked.json old.json
ln -s target.json link.json
cat > tests.yaml << 'END'
policies: [clean.json]
tests: [{name: a, action: "ess:CancelInstanceRefresh", resource: "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1", expect: Allow}]
END
echo '{"acs:SourceIp": "10.0.0.8"}' > context.json
echo 'lint: {failOn: error}' > settings.yaml
gzip -c replay/events.jsonl > events.json.gz
mkdir forms
cp plan.json team.yaml forms
"$program" compile account/account.yaml -o account.rampart
"$program" replay -a replay/account.yaml -f json replay/events.jsonl -o part.json || [ $? -eq 1 ]

fail() {
    echo "faults.sh: $*"
    exit 1
}

# run CALL TIMES ERROR ARGUMENT...: one run with this fault, which leaves $code and $said.
hits=0
run() {
    FAULT_CALL=$1 FAULT_AT=$2 FAULT_ERROR=$3
    export FAULT_CALL FAULT_AT FAULT_ERROR
    shift 3
    code=0
    said=$(LD_PRELOAD=$shim "$program" "$@" 2> errors < input) || code=$?
    [ "$code" -ne 77 ] || { cat errors && exit 77; }
}

# errors_for TIMES: the errors that are tried with a call.
errors_for() {
    [ "$how" != all ] || { echo EIO ENOSPC EACCES && return; }
    case $(($1 % 3)) in 0) echo EACCES ;; 1) echo EIO ;; 2) echo ENOSPC ;; esac
}

# Lines that were answered before the fault are right answers; nothing else may say that something is allowed. What is
# mended in place is written before there is a report that could fail: then it is the new file as a whole. A report of lint
# is one all the same when it says that something could not be read.
check_refusal() {
    [ "$code" -eq 2 ] || fail "$* ended with $code: $said"
    [ -s errors ] || fail "$* did not complain: $said"
    case $name:$said in
    requests*:* | *' could not be read'* | *'"unreadable":1'*) ;;
    *ALLOW* | *'"decision":"Allow"'* | *',Allow,'* | *'no findings'* | *'"findings":[]'*)
        fail "$* answered: $said"
        ;;
    esac
    if cmp -s target.json old.json; then :; else
        case $name in
        fmt | lint-fix) cmp -s target.json wish.json ;;
        lint-report) grep -q '[1-9] could not be read' target.json ;;
        *) false ;;
        esac ||
            fail "$*: target.json is not what it was: $(cat target.json)"
        cp old.json target.json
    fi
    [ -L link.json ] || fail "$*: a link became a file"
    for left in .rampart-* new new/* lint/.rampart-*; do
        [ ! -e "$left" ] || fail "$*: $left was left behind"
    done
}

# faults NAME ARGUMENT...: lets every call of every kind fail, one a run.
faults() {
    name=$1
    shift
    for call in stat open readdir read write fsync rename; do
        times=1
        while [ "$times" -gt 0 ]; do
            for error in $(errors_for "$times"); do
                rm -rf hit new
                run "$call" "$times" "$error" "$@"
                [ -e hit ] || break
                hits=$((hits + 1))
                check_refusal "$name: $call $times $error"
            done
            [ -e hit ] && times=$((times + 1)) || times=0
        done
        cp old.json target.json
        cp "$root/examples/policies/risky.json" lint/risky.json
    done
}

# same NAME ARGUMENT...: interrupted, and cut short, it says the same as otherwise.
same() {
    name=$1
    shift
    wanted=0
    wish=$("$program" "$@" 2>&1 < input) || wanted=$?
    [ "$wanted" -ne 2 ] || fail "$name: ends with 2 without any fault: $wish"
    cp target.json wish.json
    for error in EINTR SHORT; do
        cp old.json target.json
        code=0
        said=$(FAULT_ERROR=$error LD_PRELOAD=$shim "$program" "$@" 2>&1 < input) || code=$?
        [ "$code" -eq "$wanted" ] || fail "$name: $error: ended with $code and not with $wanted: $said"
        [ "$said" = "$wish" ] || fail "$name: $error: said $said"
        cmp -s target.json wish.json || fail "$name: $error: wrote $(cat target.json)"
    done
    cp old.json target.json
    rm -rf new
}

# both NAME ARGUMENT...
both() {
    same "$@"
    faults "$@"
}

FAULT_HIT=$work/hit
export FAULT_HIT
: > input
set_request() {
    what=$1
    shift
    both "$what" "$@" --action ess:CancelInstanceRefresh \
        --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1
}

set_request check-policies check --at 2026-01-10T00:00:00Z -p clean.json -p lint/risky.json
set_request check-json check --at 2026-01-10T00:00:00Z -f json -p clean.json -o link.json
set_request check-account check --at 2026-01-10T00:00:00Z -a account/account.yaml --principal role/ci
set_request check-image check --at 2026-01-10T00:00:00Z -a account.rampart --principal role/ci
set_request check-mapped check --at 2026-01-10T00:00:00Z --map -a account.rampart --principal role/ci
set_request check-all check --at 2026-01-10T00:00:00Z -f json -p clean.json --session-policy clean.json --control-policy clean.json \
    --context-file context.json
set_request check-folder check --at 2026-01-10T00:00:00Z -a export --as-complete --principal user/li.wei
set_request check-plan check --at 2026-01-10T00:00:00Z -a plan.json --account-id 1234567890123456 --principal user/ops
set_request who-can who-can -a account/account.yaml
set_request who-can-csv who-can -a account.rampart -f csv -o link.json
both test test --coverage tests.yaml
both needs needs needs/plan.json --role ci -a needs/account.yaml --context-file context.json
both needs-json needs -f json needs/plan.json -p clean.json --print-missing -o link.json
both requests check --at 2026-01-10T00:00:00Z -a account/account.yaml --requests requests.jsonl
both requests-out check --at 2026-01-10T00:00:00Z -a account/account.yaml --requests requests.jsonl -o link.json
both explain-denial-json explain-denial -f json denials/decoded.json -o link.json
both explain-denial explain-denial -a account/account.yaml --principal user/alice denials/decoded.json
both replay replay -a replay/account.yaml replay/events.jsonl
both replay-folder replay -a replay/account.yaml --against replay/next.yaml replay
both replay-merge replay --merge -f csv part.json -o link.json
both calibrate calibrate -a calibrate/account.yaml calibrate/events.jsonl
both calibrate-evidence calibrate -a calibrate/account.yaml --evidence evidence.json calibrate/events.jsonl
both calibrate-json calibrate -a calibrate/account.yaml -f json calibrate/events.jsonl
both replay-packed replay -a replay/account.yaml -f json events.json.gz
both lint-settings lint --settings settings.yaml --catalog tables -f sarif clean.json
both lint lint --fail-on error clean.json -a account/account.yaml
both lint-folder lint -f json lint
both lint-fix lint --fix --fail-on error link.json
both lint-report lint --fail-on error lint -o link.json
both lint-fix-folder lint --fix --fail-on error lint
both fmt fmt link.json
both fmt-check fmt --check --diff target.json
both compile compile account/account.yaml -o link.json
both import import export -o link.json
both import-folder import forms --account-id 1234567890123456
both import-split import account/account.yaml --split -o link.json
both catalog catalog --catalog tables 'ess:*'
both catalog-out catalog -f json ess:CancelInstanceRefresh -o link.json
cp lint/crooked.json input
both fmt-stdin fmt
cp "$root/tests/golden/inputs/lsp/session.bin" input
both lsp lsp --no-settings
# The shim has done its work, and what must not be said is said without it.
[ "$hits" -gt 400 ] || fail "only $hits calls could be made to fail"
"$program" check -p clean.json --action ess:CancelInstanceRefresh \
    --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1 | grep -q ALLOW || fail "nothing was allowed"
echo "$hits faults, and none of them went unnoticed"
