#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds Rampart and asks it four questions. Installs what is missing on Debian and Ubuntu; see
# scripts/dependencies.sh.
set -eu
cd "$(dirname "$0")/.."
. scripts/dependencies.sh

need build
build build/quickstart -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF
PATH=$PWD/build/quickstart:$PATH

# show EXIT-CODE COMMAND...: prints the command and runs it; it must end with that code.
show() {
    expected=$1
    shift
    echo "+ $*"
    if "$@"; then code=0; else code=$?; fi
    echo "exit code $code"
    [ "$expected" -eq 3 ] || echo
    [ "$code" -eq "$expected" ] && return
    echo "quickstart: expected exit code $expected" >&2
    exit 1
}

policies=examples/policies
groups=acs:ess:cn-hangzhou:1234567890123456:scalinggroup

# Allowed: a statement grants it.
show 0 rampart check -p $policies/cancel-refresh.json \
    --action ess:CancelInstanceRefresh --resource $groups/asg-staging-web

# Denied: another policy forbids it, and a Deny outweighs every Allow.
show 1 rampart check -p $policies/cancel-refresh.json -p $policies/freeze.yaml \
    --action ess:CancelInstanceRefresh --resource $groups/asg-prod-web

# Denied: nothing grants it; the answer names the statement that came closest.
show 1 rampart check -p $policies/cancel-refresh.json \
    --action ess:RollbackInstanceRefresh --resource $groups/asg-staging-web

# It depends: on where the call comes from, which nobody said.
show 3 rampart check -p $policies/office-only.json \
    --action ess:CancelInstanceRefresh --resource $groups/asg-staging-web
