#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shapes.sh: what the reader of plans and states takes for granted, asked of Terraform itself with the provider that is
# built into it; and what Terraform writes is read by RAMPART, the program. Skipped without terraform or jq.
set -eu
command -v terraform >/dev/null && command -v jq >/dev/null || { echo "there is no terraform, or no jq" && exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$here/shapes/." "$work"
cd "$work"
export TF_CLI_CONFIG_FILE=/dev/null CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
failed=0

# is FILE FACT FILTER: the filter must give true.
is() {
    jq -e "def change(\$address): .resource_changes[] | select(.address == \$address);
           def expression(\$name): .configuration.root_module.resources[] | select(.name == \$name).expressions.input;
           $3" "$1" > /dev/null && return
    echo "$1: not so: $2" >&2
    failed=1
}

quietly() {
    "$@" > log 2>&1 || { cat log >&2; exit 1; }
}

cd first
quietly terraform init -no-color
quietly terraform apply -no-color -auto-approve
terraform show -json > ../shown.json 2>/dev/null
cp terraform.tfstate ../stored.json
cp terraform.tfstate ../second/terraform.tfstate
cd ../second
quietly terraform init -no-color
quietly terraform plan -no-color -out plan
terraform show -json plan > ../plan.json 2>/dev/null
terraform plan -no-color -json > ../log.json
quietly terraform plan -no-color -target terraform_data.new_name -target terraform_data.old_name -out part
terraform show -json part > ../part.json 2>/dev/null
head -c 4 plan > ../head
cd ..

is shown.json "a state has the format 1" '.format_version | startswith("1.")'
is shown.json "modules of a state lie in child_modules" \
    '.values.root_module.child_modules[0] | .address == "module.team[\"a.b\"]" and
     .resources[1].address == "module.team[\"a.b\"].terraform_data.counted[1]"'
is shown.json "secrets are shown, and marked beside" \
    '.values.root_module.resources[] | select(.name == "secret") |
     .values.input == "hunter2" and .sensitive_values.input == true'

is stored.json "a stored state has the version 4" '.version == 4 and (has("format_version") | not)'
is stored.json "an instance of a stored state has its key" \
    '.resources[] | select(.name == "counted") |
     .module == "module.team[\"a.b\"]" and .mode == "managed" and .instances[1].index_key == 1 and
     (.instances[1].attributes | type) == "object"'
is stored.json "secrets of a stored state are paths" \
    '.resources[] | select(.name == "secret").instances[0].sensitive_attributes ==
     [[{"type": "get_attr", "value": "input"}]]'

is plan.json "a plan has the format 1" '.format_version | startswith("1.")'
is plan.json "a plan tells whether it is whole" '.complete == true and .errored == false'
is plan.json "what stays has both sides" \
    'change("terraform_data.kept").change | .actions == ["no-op"] and .before == .after'
is plan.json "what is changed has both sides" \
    'change("terraform_data.changed").change | .actions == ["update"] and .before.input == "before" and
     .after.input == "after"'
is plan.json "what is filled in at the apply is unknown, and not in its side" \
    'change("terraform_data.changed").change | .after_unknown.output == true and (.after | has("output") | not)'
is plan.json "what is deleted has no side after" \
    'change("terraform_data.gone").change | .actions == ["delete"] and .after == null'
is plan.json "what is forgotten has no side after" \
    'change("terraform_data.forgotten").change | .actions == ["forget"] and .after == null and .before != null'
is plan.json "what is replaced is one change" \
    '(change("terraform_data.replaced").change.actions == ["delete", "create"]) and
     (change("terraform_data.turned").change.actions == ["create", "delete"])'
is plan.json "what is moved tells from where" \
    'change("terraform_data.new_name") | .previous_address == "terraform_data.old_name"'
is plan.json "what is new has no side before" \
    'change("terraform_data.new").change | .actions == ["create"] and .before == null and
     .after_unknown.id == true and .before_sensitive == false'
is plan.json "a document with an unknown part is unknown" \
    'change("terraform_data.unknown").change | .after_unknown.input == true and (.after | has("input") | not)'
is plan.json "unknown parts are marked in the shape of the value" \
    'change("terraform_data.partly").change | .after_unknown.input.names == [true, false] and
     .after.input.names == [null, "y"]'
is plan.json "secrets of a plan are marked on both sides" \
    'change("terraform_data.secret").change | .before_sensitive.input == true and .after_sensitive.input == true'
is plan.json "a data source that waits is a change" \
    'change("data.terraform_remote_state.later") | .mode == "data" and .change.actions == ["read"] and
     .change.after_unknown.outputs == true'
is plan.json "the key of an index stands in the address as it is" \
    'change("terraform_data.each[\"a/b\"]").index == "a/b"'
is plan.json "the address of a module holds its keys" \
    'change("module.team[\"a.b\"].terraform_data.counted[0]") | .module_address == "module.team[\"a.b\"]"'
is plan.json "the state before shows what is deleted" \
    '[.prior_state.values.root_module.resources[].name] | index("gone") != null'

is plan.json "a reference is followed by what it begins with" \
    'expression("unknown").references == ["terraform_data.new.id", "terraform_data.new"]'
is plan.json "an index that is the own key hides the attribute" \
    'expression("by_key").references == ["terraform_data.each", "each.key"]'
is plan.json "so it does for an output" 'expression("by_module").references == ["module.team", "each.key"]'
is plan.json "each.value leads to for_each" \
    '(expression("by_value").references[0] == "each.value.id") and
     (.configuration.root_module.resources[] | select(.name == "by_value").for_each_expression.references ==
      ["terraform_data.each"])'
is plan.json "an output with a fixed key is named" \
    'expression("by_output").references == ["module.team[\"a.b\"].name", "module.team[\"a.b\"]"]'
is plan.json "a module has its inputs, its outputs and its resources" \
    '.configuration.root_module.module_calls.team | (.expressions.who.references == ["each.key"]) and
     (.module.outputs.name.expression.references[0] == "terraform_data.counted[0].output") and
     (.module.resources[0].address == "terraform_data.counted")'

is part.json "a plan of a part says so, and leaves out the rest" \
    '.complete == false and ([.resource_changes[].address] | index("terraform_data.changed") == null)'
is part.json "what is left out stands in the state before" \
    '[.prior_state.values.root_module.resources[].address] | index("terraform_data.changed") != null'

case $(head -n 1 log.json) in
'{"@level"'*) ;;
*) echo "the messages of terraform plan -json begin with something else" >&2; failed=1 ;;
esac
[ "$(head -c 2 head)" = PK ] || { echo "a plan in its own form begins with something else" >&2; failed=1; }

# reads CODE ARGUMENT...: the program ends with the code. (Nobody is seen in these accounts, which have more users: 3.)
reads() {
    code=0 expected=$1
    shift
    "$RAMPART" who-can -q "$@" --account-id 1000000000000001 --action oss:GetObject --resource '*' > log 2>&1 || code=$?
    [ "$code" -eq "$expected" ] && return
    echo "rampart who-can $*: ends with $code, not $expected" >&2
    cat log >&2
    failed=1
}
reads 3 -a shown.json
reads 3 -a first/terraform.tfstate
reads 3 -a plan.json
reads 3 -a plan.json --before
reads 3 -a part.json
reads 2 -a log.json
reads 2 -a second/plan
reads 2 -a second/main.tf
exit $failed
