#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# needs_terraform.sh: needs of what a real terraform prints, with the provider that is built into it: nothing of it calls this
# cloud. A plan in its own format is refused, with what to write. RAMPART is the program. Skipped without terraform.
set -eu
program=${RAMPART:?names the program to test}
command -v terraform > /dev/null || { echo 'there is no terraform' && exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
mkdir inner
echo 'resource "terraform_data" "deep" { input = "b" }' > inner/main.tf
cat > main.tf << 'END'
resource "terraform_data" "one" {
  for_each = toset(["a", "b"])
  input    = each.key
}
module "inner" { source = "./inner" }
END
fail() {
    echo "$*"
    exit 1
}
run() {
    terraform "$@" > log 2>&1 || { cat log && exit 1; }
}
run init -input=false
run plan -input=false -out plan.tfplan
terraform show -json plan.tfplan > plan.json 2> /dev/null
said=$("$program" needs plan.json) || fail "a plan: $said"
case $said in *'plan.json: 3 of other providers call nothing of this cloud'*) ;; *) fail "a plan: $said" ;; esac
run apply -input=false -auto-approve plan.tfplan
terraform show -json > state.json 2> /dev/null
said=$("$program" needs state.json) || fail "a state: $said"
case $said in *'state.json: 3 of other providers call nothing of this cloud'*) ;; *) fail "a state: $said" ;; esac
if said=$("$program" needs plan.tfplan 2>&1); then fail "a plan in its own format: $said"; fi
case $said in *'terraform show -json PLAN'*) ;; *) fail "a plan in its own format: $said" ;; esac
