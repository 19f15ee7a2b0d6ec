#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# inputs.sh: no output takes the place of a file that was read, whatever the file is called and whoever named it. RAMPART is
# the program.
set -eu
program=${RAMPART:?names the program to test}
work=$(mktemp -d) kept=$(mktemp -d)
trap 'rm -rf "$work" "$kept"' EXIT
LC_ALL=C
export LC_ALL
cd "$work"

fail() {
    echo "inputs.sh: $*"
    exit 1
}

cat > policy.json << 'END'
{"Statement": [{"Resource": "*", "Action": ["ess:CancelInstanceRefresh", "ess:CancelInstanceRefresh"], "Effect": "Allow"}],
   "Version": "1"}
END
mkdir folder other events
cp policy.json folder/held.json
cp policy.json other/second.json
printf '%s\n' '{"Version": "1"}' > folder/crooked.json
cat > account.yaml << 'END'
rampart: 1
account: "1"
policies: {Held: folder/held.json, Crooked: folder/crooked.json}
users: {alice: {policies: [Held]}}
END
mkdir alone
printf '%s\n' '{"rampart": 1, "account": "1", "users": {"alice": {}}}' > alone/account.json
printf '%s\n' '{"acs:SourceIp": "10.0.0.1"}' > context.json
printf '%s\n' '{"principal":"user/alice","action":"ess:CancelInstanceRefresh","resource":"*"}' > requests.jsonl
printf '%s\n' '{"eventId":"1","eventName":"X","eventType":"ApiCall","userIdentity":{}}' > events/one.json
printf '%s\n' '{"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": []}' > plan.json
printf '%s\n' 'lint: {failOn: error}' > settings.yaml
printf '%s\n' '{"AccessDeniedDetail": {"AuthAction": "ess:CancelInstanceRefresh"}}' > denial.json
printf '%s\n' '{"Statement": [{"Action": "*", "Effect": "Allow", "Resource": "*"}], "Version": "1"}' > clean.json
printf '%s\n' 'rampart: 1' 'account: "1"' 'policies: {Second: second.json}' \
    'users: {alice: {policies: [Second]}}' > other/account.yaml
printf '%s\n' 'account: other/account.yaml' 'tests: [{name: a, action: "ess:CancelInstanceRefresh", resource: "*", expect: Deny}]' > tests.yaml
"$program" compile other/account.yaml -o account.rampart
"$program" replay -a other/account.yaml events -f json -o part.json 2> out || [ -s part.json ] || fail "replay: $(cat out)" # nothing in it can be judged
ln -s policy.json link.json
ln policy.json hard.json
rm out
cp -R . "$kept"

# unchanged WHAT: every file is as it was, and there are no more.
unchanged() {
    changed=$(diff -r . "$kept" 2>&1) || fail "$*: changed $changed"
}

# refused INPUT ARGUMENT...: to write there ends with 2, names the input, and changes nothing.
refused() {
    input=$1 code=0
    shift
    said=$("$program" "$@" 2>&1 < /dev/null) || code=$?
    [ "$code" -eq 2 ] || fail "$*: ended with $code, not with 2: $said"
    case $said in *"it is an input of this run ($input) and would be overwritten; write to another file"*) ;;
    *) fail "$*: does not name $input: $said" ;;
    esac
    unchanged "$*"
}

# ask ARGUMENT...: a question about the policy.
ask() {
    refused "$@" --action ess:CancelInstanceRefresh --resource '*'
}

# What is named on the command line, by any name that it has.
ask policy.json check -p policy.json -o policy.json
ask policy.json check -p policy.json -f json -o folder/../policy.json
ask policy.json check -p policy.json -o link.json
ask policy.json check -p policy.json -o hard.json
ask link.json check -p link.json -o policy.json
ask clean.json check -p policy.json --session-policy clean.json --principal role/ci/s --account-id 1 -o clean.json
ask clean.json check -p policy.json --control-policy clean.json -o clean.json
ask context.json check -p policy.json --context-file context.json -o context.json
ask account.yaml check -a account.yaml --principal user/alice -o account.yaml
ask account.rampart check -a account.rampart --principal user/alice -o account.rampart
ask account.rampart check -a account.rampart --map --principal user/alice -o account.rampart
ask account.yaml who-can -a account.yaml -o account.yaml
ask account.rampart who-can -a account.rampart -f csv -o account.rampart
refused requests.jsonl check -p policy.json --requests requests.jsonl -o requests.jsonl
refused account.yaml check -a account.yaml --requests requests.jsonl -j 2 -o account.yaml
refused denial.json explain-denial denial.json -o denial.json
refused account.yaml import account.yaml -o account.yaml
refused other/account.yaml compile other/account.yaml -o other/account.yaml
refused account.rampart compile account.rampart -o account.rampart
refused events/one.json replay -a account.yaml events/one.json -o events/one.json
refused account.yaml replay -a account.yaml events/one.json -o account.yaml
refused other/account.yaml replay -a account.yaml --against other/account.yaml events -o other/account.yaml
refused part.json replay --merge part.json -f json -o part.json
refused plan.json needs plan.json -o plan.json
refused account.yaml needs plan.json --principal user/alice -a account.yaml -o account.yaml
refused tests.yaml test tests.yaml -o tests.yaml
refused other/account.yaml test tests.yaml -o other/account.yaml
refused other/second.json test tests.yaml -o other/second.json
refused policy.json lint policy.json -o policy.json
refused policy.json lint --fix policy.json -o policy.json
refused policy.json lint --fix other/second.json policy.json -f json -o link.json
refused settings.yaml lint --settings settings.yaml policy.json -o settings.yaml

# What is named by another file or found in a folder, the documents that are not understood included.
ask folder/held.json check -a account.yaml --principal user/alice -o folder/held.json
ask folder/crooked.json check -a account.yaml --principal user/alice -o folder/crooked.json
ask alone/account.json check -a alone --principal user/alice -o alone/account.json
ask folder/held.json who-can -a account.yaml -o folder/held.json
refused folder/held.json import account.yaml -f json -o folder/held.json
refused alone/account.json import alone --as-complete -o alone/account.json
refused other/second.json compile other/account.yaml -o other/second.json
refused folder/crooked.json replay -a account.yaml events -o folder/crooked.json
refused events/one.json replay -a account.yaml events -o events/one.json
refused folder/held.json lint -a account.yaml -o folder/held.json
refused folder/held.json lint folder -o folder/held.json
refused folder/held.json lint --fix folder -f json -o folder/held.json

# What --split writes beside the account.
mkdir policies "$kept/policies"
cp policy.json policies/Second.json
cp policy.json "$kept/policies/Second.json"
printf '%s\n' 'rampart: 1' 'account: "1"' 'policies: {Aside: other/second.json, Second: policies/Second.json}' \
    'users: {alice: {policies: [Second, Aside]}}' > split.yaml
cp split.yaml "$kept/split.yaml"
refused policies/Second.json import split.yaml --split -o new.yaml

# Standard input and standard output are files as well.
code=0
said=$("$program" check -p policy.json --requests - 2>&1 < requests.jsonl >> requests.jsonl) || code=$?
[ "$code" -eq 2 ] || fail "requests.jsonl on both sides: ended with $code"
unchanged 'requests.jsonl on both sides'
code=0
said=$("$program" check -p policy.json --requests - -o requests.jsonl 2>&1 < requests.jsonl) || code=$?
[ "$code" -eq 2 ] || fail "-o onto standard input: ended with $code"
case $said in *"cannot write requests.jsonl: it is an input of this run (<stdin>)"*) ;; *) fail "stdin: $said" ;; esac
unchanged '-o onto standard input'

# JSON says so too.
code=0
said=$("$program" check -p policy.json --action ess:CancelInstanceRefresh --resource '*' -f json -o policy.json \
    2> /dev/null) || code=$?
case $code$said in '2{"error":'*'it is an input of this run (policy.json) '*) ;; *) fail "JSON: $code $said" ;; esac

# What is written back on purpose is, and the report of the last run is no input of this one.
cp folder/held.json again.json
"$program" fmt again.json > /dev/null
cmp -s folder/held.json again.json && fail 'fmt wrote nothing'
cp folder/held.json again.json
"$program" lint --fix again.json > /dev/null || true
cmp -s folder/held.json again.json && fail 'lint --fix wrote nothing'
mkdir clean
cp clean.json clean/
for i in 1 2; do
    code=0
    "$program" lint --fail-on error clean -f json -o clean/report.json || code=$?
    [ "$code" -eq 0 ] || fail "report $i: ended with $code"
    "$program" lint --fix --fail-on error clean -f json -o clean/report.json || fail "report $i with --fix"
done
echo 'no input was replaced'
