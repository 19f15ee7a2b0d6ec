#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every document, account and plan among the examples does not differ from itself. What is none of these is refused.
set -u
cd "$(dirname "$0")/../.." || exit 1
compared=0
for file in $(find examples -name '*.json' -o -name '*.yaml' | sort); do
    said=$("$RAMPART" diff --account-id 1234567890123456 "$file" "$file" 2>/dev/null)
    code=$?
    [ $code -eq 2 ] && continue
    if [ $code -ne 0 ] || [ "$said" != "No difference: both decide every request alike." ]; then
        echo "$file differs from itself ($code): $said"
        exit 1
    fi
    compared=$((compared + 1))
done
echo "$compared examples do not differ from themselves"
[ $compared -ge 17 ] || { echo "these are too few: something refuses them"; exit 1; }
