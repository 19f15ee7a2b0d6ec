#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# policy.sh ROOT: examples/export-account-policy.json allows exactly the calls that the export makes, as $RAMPART sees it,
# and lint finds nothing in it.
set -eu
root=$1
. "$root/tests/export/support.sh"
policy=$root/examples/export-account-policy.json

"$RAMPART" lint --no-settings --fail-on note "$policy" || complain "lint finds something in it"

# actions: the calls of the log as actions. The calls of ims are authorised under the code of ram or its own, depending on
# the page that one reads, so both are needed; those about network access are under ram, and
# GetCallerIdentity needs none.
actions() {
    cut -f 1 "$STUB_LOG" | sort -u | while IFS=: read -r product api; do
        case $product:$api in
        sts:GetCallerIdentity) ;;
        ims:GetAccessKeyPolicy*) echo 'ram:GetAccessKeyPolicy*' ;;
        sls:*) echo "log:$api" ;;
        tablestore:ListInstances) echo ots:ListInstance ;;
        tablestore:*) echo "ots:$api" ;;
        ims:*) printf 'ims:%s\nram:%s\n' "$api" "$api" ;;
        *) echo "$product:$api" ;;
        esac
    done
}

small .
export_account -d
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }
actions > "$work/all"
STUB_CLOUD=$root/tests/export/resources.json
export_account -r cn-hangzhou
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }
actions >> "$work/all"
LC_ALL=C sort -u "$work/all" > "$work/needed"
while read -r action; do
    # What the policy of a resource might refuse besides is another matter.
    "$RAMPART" check -q --layer-absent BucketPolicy --layer-absent KeyPolicy --layer-absent SecretPolicy \
        --layer-absent ProjectPolicy --layer-absent InstancePolicy --layer-absent AccessPointPolicy -p "$policy" --principal acs:ram::1000000000000001:user/auditor --action "${action%\*}" --resource '*' ||
        complain "not allowed: $action"
done < "$work/needed"
jq -r '.Statement[].Action[]' "$policy" | LC_ALL=C sort > "$work/granted"
diff "$work/needed" "$work/granted" || complain "< is called for, > is granted"

# Without the directory the first statement does.
small 'del(.directory)'
export_account
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }
actions | LC_ALL=C sort -u > "$work/needed"
jq -r '.Statement[0].Action[]' "$policy" | LC_ALL=C sort | diff "$work/needed" - || complain "statement 1: < is called for, > is granted"
exit $status
