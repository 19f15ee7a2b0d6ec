#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# action.sh SOURCE PROGRAM: the step of action.yml and the script of the GitLab component, run as their runners run them.
set -eu
source=$1
PATH=$(dirname "$2"):$PATH
export PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp -r "$source/examples/policies" policies
cp -r "$source/examples/account" account

fail() {
    echo "$*" >&2
    exit 1
}

# step CODE NAME=VALUE...: the step with these inputs ends with the code, and says so in its output. `$said`: what it printed.
step() {
    wanted=$1
    shift
    : > output
    if said=$(env -i PATH="$PATH" GITHUB_OUTPUT=output "$@" bash "$source/packaging/action.sh" 2>&1); then code=0; else code=$?; fi
    [ "$code" -eq "$wanted" ] || fail "$*: ended with $code, not $wanted: $said"
    [ "$(cat output)" = "exit-code=$wanted" ] || fail "$*: the output is $(cat output)"
}

step 1 INPUT_COMMAND=lint INPUT_PATHS=policies/risky.json INPUT_SARIF=out.sarif
case $said in *'::warning file=policies/risky.json,line=13'*) ;; *) fail "no annotation: $said" ;; esac
[ "$(jq -r '.runs[0].results | map(.ruleId) | index("RAM309") != null' out.sarif)" = true ] || fail 'SARIF lacks RAM309'
step 0 INPUT_COMMAND=lint INPUT_PATHS=policies/risky.json INPUT_FAIL_ON=error
step 0 INPUT_COMMAND=lint 'INPUT_PATHS=policies/cancel-refresh.json
policies/freeze.yaml'
step 2 INPUT_COMMAND=lint INPUT_PATHS=absent.json
step 2 INPUT_COMMAND=lint INPUT_PATHS=policies/freeze.yaml INPUT_SARIF=absent/out.sarif
step 2 'INPUT_COMMAND=check; touch broken'
[ ! -e broken ] || fail 'an input was run'
question='role/ci
ess:CancelInstanceRefresh
RegionId=cn-hangzhou
ScalingGroupId=asg-1
InstanceRefreshTaskId=ir-1
--context
acs:SourceIp=10.0.0.8'
step 0 INPUT_COMMAND=check INPUT_ACCOUNT=account/account.yaml INPUT_ARGUMENTS="$question"
step 1 INPUT_COMMAND=check INPUT_ACCOUNT=account/account.yaml INPUT_ARGUMENTS="user/bob
ess:DeleteScalingGroup
acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1
--complete"
step 2 INPUT_COMMAND=check INPUT_ACCOUNT=absent.yaml INPUT_ARGUMENTS="$question"

cp -r "$source/examples/needs" needs
step 1 INPUT_COMMAND=needs INPUT_ACCOUNT=needs/account.yaml INPUT_PATHS=needs/plan.json INPUT_ARGUMENTS=--role=ci
case $said in *'ess:ModifyScalingGroup'*) ;; *) fail "what is missing is not said: $said" ;; esac
rampart needs needs/plan.json --role ci -a needs/account.yaml --print-missing > missing.json || [ $? -eq 1 ]
step 0 INPUT_COMMAND=needs INPUT_ACCOUNT=needs/account.yaml INPUT_PATHS=needs/plan.json 'INPUT_ARGUMENTS=--role=ci
-p
missing.json'
step 2 INPUT_COMMAND=needs INPUT_ACCOUNT=needs/account.yaml INPUT_ARGUMENTS=--role=ci

# Every input of action.yml reaches the step.
for input in $(sed -n '/^inputs:/,/^outputs:/s/^  \([a-z-]*\):$/\1/p' "$source/action.yml"); do
    name=INPUT_$(echo "$input" | tr a-z- A-Z_)
    grep -q "^        $name: \${{ inputs.$input }}$" "$source/action.yml" || fail "action.yml does not hand on $input"
    grep -q "$name" "$source/packaging/action.sh" || fail "action.sh does not read $name"
done

# component CODE FAIL-ON PATHS [ARGUMENTS]: the component's script, with its inputs filled in.
component() {
    if said=$(sed -n '/^  script:/,/^  artifacts:/s/^    - //p' "$source/templates/lint.yml" |
        sed "s|\$\[\[ inputs.paths \]\]|$3|; s|\$\[\[ inputs.fail-on \]\]|$2|; s|\$\[\[ inputs.arguments \]\]|${4:-}|" | sh -e 2>&1); then code=0; else code=$?; fi
    [ "$code" -eq "$1" ] || fail "the component ended with $code, not $1: $said"
}
component 1 warning policies/risky.json
[ "$(jq -r 'map(.check_name) | index("RAM309-operator-for-key") != null' gl-code-quality-report.json)" = true ] || fail 'the quality report lacks RAM309'
grep -q '<testsuite' rampart.xml || fail 'there is no test report'
component 0 error policies/risky.json
rampart lint -f baseline -o known policies/risky.json
component 0 note policies/risky.json --baseline=known
component 1 error policies/broken.yaml --baseline=known
step 0 INPUT_COMMAND=lint INPUT_PATHS=policies/risky.json INPUT_ARGUMENTS=--baseline=known
component 1 error absent.json

# gate CODE: the plan gate of examples/ci for GitLab, with a terraform that has a plan; what the role lacks is kept.
mkdir gate gate/bin
cat > gate/bin/terraform << 'END'
#!/bin/sh
[ "$1" != show ] || cat plan-of-the-test.json
END
chmod +x gate/bin/terraform
cp needs/plan.json gate/plan-of-the-test.json
gate() {
    if said=$(cd gate && sed -n '/^plan-gate:/,/^  artifacts:/s/^    - //p' "$source/examples/ci/plan-gate-gitlab.yml" |
        PATH=$PWD/bin:$PATH sh -e 2>&1); then code=0; else code=$?; fi
    [ "$code" -eq "$1" ] || fail "the plan gate ended with $code, not $1: $said"
}
cp needs/account.yaml gate/account.yaml
echo 'rules: [{name: no-users, never: {action: "ram:CreateUser"}}]' > gate/rules.yaml
gate 1
[ "$(jq -r '.Statement[0].Action' gate/missing.json)" = ess:ModifyScalingGroup ] || fail 'the gate does not keep what is missing'
sed 's/"ess:AttachLoadBalancers", /&"ess:ModifyScalingGroup", /' needs/account.yaml > gate/account.yaml
gate 0
echo 'rules: [{name: no-describe, never: {action: "ess:Describe*"}}]' > gate/rules.yaml
gate 1
# The one for GitHub gives the step the same inputs.
for word in 'command: needs' 'account: account.yaml' 'paths: plan.json' '--role=ci' 'command: assert' rules.yaml --as-complete; do
    grep -qF -- "$word" "$source/examples/ci/plan-gate-github.yml" || fail "the gate for GitHub lacks $word"
done
