#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# system.sh ROOT: the cloud's own policies are neither refused by it nor without effect: a finding of these families in
# one of them is a mistake of the rule, but for those that policies/system/.rampart.yaml defends. `rampart lint` is
# $RAMPART.
set -eu
"$RAMPART" lint --settings "$1/policies/system/.rampart.yaml" --select refused --select never-matches --fail-on note \
    "$1/policies/system"
