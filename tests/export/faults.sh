#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# faults.sh ROOT: a call that fails for a moment is tried again, and any other that fails ends the export with 1, with words
# that say what it was, and without a file.
set -eu
root=$1
. "$root/tests/export/support.sh"
small "$tiny"
export_account
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }
mv "$work/printed" "$work/whole"
every='1 2 4 8 16 32 '

# passes FAULT WAITS: with this fault it waits so long, and the export is the same.
passes() {
    STUB_FAULT=$1
    export_account
    [ "$code" -eq 0 ] || complain "$1: exit code $code: $(cat "$work/said")"
    [ "$waits" = "$2" ] || complain "$1: waits '$waits'"
    cmp -s "$work/whole" "$work/printed" || complain "$1: the export differs"
}

# What a moment's wait may mend, and what not.
passes 'throttle ListUsers 2' '1 2 '
passes 'error-code ListResourceGroups 1' '1 '
passes 'unavailable GetDefaultDomain 1' '1 '
passes 'network GetCallerIdentity 3' '1 2 4 '
ends 'throttle GetDefaultDomain' "$every" 'Throttling.User'
ends 'unavailable GetDefaultDomain' "$every" 'HTTP Status: 503'
ends 'denied GetDefaultDomain' '' 'ims GetDefaultDomain: refused (exit code 1): ERROR: SDK.ServerError ErrorCode: NoPermission'
ends 'crash GetDefaultDomain' '' 'refused (exit code 7): panic: index out of range'
ends 'silent GetDefaultDomain' '' 'refused (exit code 7)'
ends 'killed GetDefaultDomain' '' 'refused (exit code 137)'
ends 'error-body GetDefaultDomain' '' 'NoPermission'
ends 'signature GetDefaultDomain' '' 'SignatureDoesNotMatch'
ends 'token GetDefaultDomain' '' 'InvalidParameter'
ends 'expired GetDefaultDomain' '' 'InvalidSecurityToken.Expired RequestId: 0A11-EXAMPLE Message: Specified SecurityToken is expired.'

# A call refused is an export refused, wherever it comes.
ends 'denied ListAncestors' '' 'resourcemanager ListAncestors ChildId 1000000000000001: refused' -d
ends 'denied ListControlPolicyAttachmentsForTarget' '' 'TargetId r-exmpl1: refused' -d
ends 'denied GetPolicy' '' 'ram GetPolicy PolicyType System PolicyName AdministratorAccess: refused'

# What is no answer.
ends 'half GetCallerIdentity' '' 'sts GetCallerIdentity: the answer is not JSON'
ends 'nothing GetCallerIdentity' '' 'the answer is not one JSON object'
ends 'two GetCallerIdentity' '' 'the answer is not one JSON object'
ends 'list GetCallerIdentity' '' 'the answer is not one JSON object'
ends 'empty GetCallerIdentity' '' 'the answer holds no AccountId'
ends 'empty ListUsers' '' 'the answer holds no Users.User'
ends 'half ListUsers' '' 'the answer is not JSON'
exit $status
