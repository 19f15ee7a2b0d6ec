#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# resources.sh ROOT: with -r the export of the account of resources.json is tests/account/export/resources.ndjson, byte for
# byte (UPDATE=1 writes it anew), and what is refused, or fails in another way, is kept as a refusal and ends nothing.
set -eu
root=$1
. "$root/tests/export/support.sh"
fixture=$root/tests/account/export/resources.ndjson
STUB_CLOUD=$root/tests/export/resources.json

export_account -r cn-hangzhou,cn-shanghai
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }
[ ! -s "$work/said" ] && [ -z "$waits" ] || complain "it says or waits: $(cat "$work/said")"
[ -z "${UPDATE:-}" ] || cat "$work/printed" > "$fixture"
diff "$fixture" "$work/printed" > "$work/difference" || complain "resources.ndjson differs: $(cut -c 1-300 "$work/difference")"
jq -es '(length - 1) as $n | .[-1].lines == $n and all(.[:-1][]; keys == ["api", "args", "product", "rampart", "response"]
    and (.args | all(type == "string")) and (.response | type == "object"))' "$fixture" > /dev/null ||
    complain "not every line is what it should be"

# Without -r nobody is asked about a resource.
export_account
[ "$code" -eq 0 ] && ! grep -qE '^(oss|kms|sls|tablestore|vpc|privatelink):|AccessKey' "$STUB_LOG" || complain "it asks unasked"

jq '.buckets |= {scratch} | .regions["cn-hangzhou"] |= {keys: {"key-example1": .keys["key-example1"]}, secrets: {},
    projects: {}, instances: {}, gateways: {}, endpoints: {}} | .users |= .[:1] | .accessKeys = {} | .page = 1000' "$STUB_CLOUD" > "$work/cloud.json"
STUB_CLOUD=$work/cloud.json
# FAULT API CODE: the export is whole, with this refusal in the place of the answer.
cat > "$work/kept" <<'END'
denied GetBucketPolicy NoPermission
crash GetKeyPolicy Unknown
killed ListInstances Unknown
half ListProject Unknown
nothing GetPublicAccessBlock Unknown
list GetBucketAcl Unknown
error-body GetAccessKeyPolicyForAccount NoPermission
token GetBucketPublicAccessBlock InvalidParameter
throttle ListSecrets Throttling.User
END
STUB_FAULT=$(cut -d ' ' -f 1,2 "$work/kept" | tr '\n' ';')
export_account -r cn-hangzhou
[ "$code" -eq 0 ] || complain "faults: exit code $code: $(cat "$work/said")"
[ "$waits" = '1 2 4 8 16 32 ' ] || complain "faults: waits '$waits'"
while read -r fault api code; do
    jq -es --arg api "$api" --arg code "$code" 'map(select(.api == $api)) | length == 1 and .[0].response == {Code: $code}' \
        "$work/printed" > /dev/null || complain "$fault $api: $(grep "\"$api\"" "$work/printed")"
done < "$work/kept"
! grep -q 'LTAIex\|SECRET' "$work/printed" || complain "credentials are repeated"

# A moment's failure leaves no trace, and what is needed ends the export as it does without -r.
STUB_FAULT='throttle GetBucketPolicy 2'
export_account -r cn-hangzhou
[ "$code" -eq 0 ] && [ "$waits" = '1 2 ' ] && grep -q NoSuchBucketPolicy "$work/printed" || complain "throttled: $code, '$waits'"
STUB_FAULT='denied ListUsers'
export_account -r cn-hangzhou
[ "$code" -eq 1 ] && [ ! -s "$work/printed" ] || complain "a needed list: $code"

for wrong in '' ',' 'cn-hangzhou,' 'cn hangzhou' -d; do
    export_account -r "$wrong"
    [ "$code" -eq 2 ] && grep -q -- '-r needs regions' "$work/said" || complain "-r '$wrong': $code, $(cat "$work/said")"
done
exit $status
