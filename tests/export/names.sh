#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# names.sh ROOT: names and answers arrive as they are, whatever characters they hold, and things are asked for in the order
# of the bytes of their names.
set -eu
root=$1
. "$root/tests/export/support.sh"

odd='["two  words", "quo\"te", "back\\slash", "apos'\''trophe", "\u674e\u4f1f", "$(touch x) `touch x` ; * ?", "@", "a\nb",
    "Zebra", "ant", "%s", "\ud83d\ude00", "x=y"]'
small "$tiny | $odd as \$odd | .groups = ([\$odd[] | {(.): [.]}] | add) | .policies.Custom = ([\$odd[] | {(.): {Name: .}}] | add)
    | .roles = [\$odd[] | {name: ., trust: {Name: .}}] | .page = 7"
export_account
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }

# The argument is the name, the answer is about it, and each name was asked for once.
check='($odd | sort) as $names
    | (map(select(.api == "ListUsersForGroup")) | map(.args.GroupName) == $names
        and all(.[]; .response.Users.User[0].UserName == .args.GroupName))
    and (map(select(.api == "GetRole")) | map(.args.RoleName) == $names
        and all(.[]; (.response.Role.AssumeRolePolicyDocument | fromjson.Name) == .args.RoleName))
    and (map(select(.api == "GetPolicy" and .args.PolicyType == "Custom")) | map(.args.PolicyName) == $names
        and all(.[]; (.response.DefaultPolicyVersion.PolicyDocument | fromjson.Name) == .args.PolicyName))'
jq -es --argjson odd "$odd" "$check" "$work/printed" > /dev/null || complain "the names have suffered"
[ "$(wc -l < "$work/printed")" -eq "$(jq -s length "$work/printed")" ] || complain "not one object a line"

# This name aliyun would read as an option.
small "$tiny | .groups = {\"-p\": []}"
ends '' '' 'ram ListUsersForGroup GroupName -p MaxItems 100: a GroupName that begins with - cannot be asked for'

# What programs that understand JSON do not keep is kept: long numbers, members that stand twice, what is written in an odd way.
small "$tiny"
raw='"Long": 12345678901234567890,"Zero": 1.10,"Zero": 1e2,"Escaped": "\u003c\/\n","Blank": "a  b"'
STUB_RAW=$(printf '{\n\t"DefaultDomainName": "example.onaliyun.com",\r\n\t\t%s\n}' "$raw")
STUB_FAULT='raw GetDefaultDomain'
export STUB_RAW
export_account
[ "$code" -eq 0 ] || { cat "$work/said"; exit 1; }
line=$(printf '%s%s%s' '{"rampart":1,"product":"ims","api":"GetDefaultDomain","args":{},' \
    '"response":{"DefaultDomainName": "example.onaliyun.com",' "$raw}}")
sed -n 2p "$work/printed" | grep -qxF -- "$line" || complain "changed: $(sed -n 2p "$work/printed")"
exit $status
