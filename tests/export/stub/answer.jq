# SPDX-License-Identifier: Apache-2.0
# What the cloud of $cloud[0] answers to the call $product $api, whose arguments are $ARGS.positional: NAME VALUE ...
# {"refused": CODE} stands for an error.
$cloud[0] as $c
| ($ARGS.positional | [range(0; length; 2) as $i | {key: .[$i], value: .[$i + 1]}] | from_entries) as $args
| def day: "2025-01-02T03:04:05Z";
def refused($code): {refused: $code};
def id($prefix): (. + 1 | tostring) as $n | $prefix + "00"[$n | length:] + $n;
def answer: . + {RequestId: "0A11-EXAMPLE"};
def places($list; $name): $list | to_entries | map(select(.value.name == $name)) | .[0].key;

# The arguments that the call may have; any other is an error, as with the real command.
def takes($names): ($args | keys) - $names | length == 0;

# A page by Marker: an index, written so that nobody can mistake it for a number.
def marked($plural; $singular; $limit; $names):
    if (takes($names + ["Marker", "MaxItems"]) | not) then refused("InvalidParameter")
    elif ($args.MaxItems // "100" | tonumber) > $limit then refused("InvalidParameter.MaxItems")
    else . as $all
    | ($args.Marker // "m/0=" | .[2:-1] | tonumber) as $from
    | ([$args.MaxItems // "100" | tonumber, $c.page] | min) as $size
    | ($from + $size < ($all | length)) as $more
    | {IsTruncated: $more, ($plural): {($singular): $all[$from:$from + $size]}}
    + (if $more then {Marker: "m/\($from + $size)="} else {} end)
    | if $fault == "same-marker" then .IsTruncated = true | .Marker = "m/0="
      elif $fault == "new-markers" then .IsTruncated = true | .Marker = "m/\($from + $size)="
      elif $fault == "no-marker" then .IsTruncated = true | del(.Marker)
      elif $fault == "no-word" then del(.IsTruncated, .Marker)
      elif $fault == "repeats" and $from > 0 then .[$plural][$singular] = [$all[0]]
      elif $fault == "no-name" then .[$plural][$singular] |= map(with_entries(select(.key | endswith("Name") | not)))
      else . end | answer end;

# A page by number, or by NextToken, which the caller may choose.
def numbered($plural; $singular; $names):
    if (takes($names + ["PageNumber", "PageSize"]) | not) then refused("InvalidParameter")
    elif ($args.PageSize // "10" | tonumber) > 100 then refused("InvalidParameter.PageSize")
    else . as $all
    | ($args.PageNumber // "1" | tonumber) as $page
    | ([$args.PageSize // "10" | tonumber, $c.page] | min) as $size
    | {PageNumber: $page, PageSize: $size, TotalCount: ($all | length),
       ($plural): {($singular): $all[($page - 1) * $size:$page * $size]}}
    | if $fault == "count-changes" and $page > 1 then .TotalCount += 1
      elif $fault == "count-lies" then .TotalCount += 1
      elif $fault == "count-short" then .TotalCount -= 1
      elif $fault == "no-count" then del(.TotalCount) + {NextToken: "next"}
      elif $fault == "count-endless" then .TotalCount = 900000 | .[$plural][$singular] = [{x: $page}]
      elif $fault == "repeats" and $page > 1 then .[$plural][$singular] |= (.[0] = $all[0])
      elif $fault == "loop" then .[$plural][$singular] = [{FolderId: $c.directory.root}] | .TotalCount = 1
      else . end | answer end;

def whole($names): if takes($names) then answer else refused("InvalidParameter") end
    | if $fault == "more" then .IsTruncated = true
      elif $fault == "next-token" then .NextToken = "next"
      elif $fault == "count" then .TotalCount = 1000
      else . end;

def user: {UserId: (places($c.users; .name) | id("2000000000000000")), DisplayName: (.display // .name), CreateDate: day,
    UpdateDate: day, Comments: "", Email: "", MobilePhone: ""};
def users: $c.users | map(user + {UserName: .name});
def principals: $c.users | map(user + {UserPrincipalName: "\(.name)@\($c.domain)", Status: (.status // "active"),
    ProvisionType: "Manual", Tags: {Tag: []}});
def role_name: "\(.)@role.\($c.domain | sub("onaliyun"; "onaliyunservice"))";
def role: {RoleId: (places($c.roles; .name) | id("3000000000000000")), RoleName: .name, Description: "",
    Arn: "acs:ram::\($c.account):role/\(.name | ascii_downcase)", MaxSessionDuration: 3600, CreateDate: day, UpdateDate: day};
def roles: $c.roles | map(role + {Tags: {Tag: []}});
def directory_roles: $c.roles | map(role + {IsServiceLinkedRole: (.serviceLinked // false),
    RolePrincipalName: (.name | role_name)});

# ["Custom", "CancelRefresh", "user/bob", "rg-..."]
def attachment: (.[2] / "/") as [$kind, $name] | {PolicyType: .[0], PolicyName: .[1], AttachDate: day, Description: "",
    ResourceGroupId: (.[3] // $c.account)} + ({
        user: {PrincipalType: "IMSUser", PrincipalName: "\($name)@\($c.domain)"},
        group: {PrincipalType: "IMSGroup", PrincipalName: "\($name)@group.\($c.domain)"},
        role: {PrincipalType: "ServiceRole", PrincipalName: ($name | role_name)}}[$kind]);
def policy($type): {PolicyName: ., PolicyType: $type, DefaultVersion: "v1", Description: "", CreateDate: day, UpdateDate: day}
    + (. as $name | {AttachmentCount: ([$c.attachments[] | select(.[0] == $type and .[1] == $name)] | length)});
def text: if type == "string" then . else tojson end;

def folder($id): $c.directory.folders[$id] as $f | {FolderId: $id, FolderName: $f[0], CreateTime: day, Tags: {Tag: []}};
def ancestors: if . == null then [] else . as $id | $c.directory.folders[$id][1] as $up | ($up | ancestors) + [folder($id)] end;
def member: {AccountId: .[0], AccountName: .[1], DisplayName: .[1], FolderId: .[2], Status: "CreateSuccess",
    Type: "ResourceAccount", JoinMethod: "created", JoinTime: day, ModifyTime: day,
    ResourceDirectoryId: $c.directory.id};
def control: {PolicyId: .id, PolicyName: .name, PolicyType: (.type // "Custom"), EffectScope: (.scope // "RAM"), Description: ""};
def control_count: . as $p | [$c.directory.attachments[] | select(.[0] == $p.id)] | length | tostring;

# What the resources of the account answer: a region, or a document, may be refused as a whole.
def region: $c.regions[$args.region // ""] // "refused";
def regional($names): if takes($names + ["region"]) | not then refused("InvalidParameter")
    elif region == "refused" then refused("Forbidden.NoPermission") else region end;
def bucket($names): if takes($names + ["bucket", "region"]) | not then refused("InvalidArgument")
    else $c.buckets[$args.bucket // ""] as $b
    | if $b == null then refused("NoSuchBucket") elif $b.region != $args.region then refused("InvalidArgument.Region") else $b end end;
def granted($code): if . == null then refused($code) elif . == "refused" then refused("AccessDenied")
    elif type == "string" and . != "" then refused(.) else . end;
def ok(filter): if type == "object" and has("refused") then . else filter end;
def block($on): {BlockPublicAccess: ($on | tostring)};
def points: .accessPoints | if . == "refused" then refused("AccessDenied") else (. // {})
    | to_entries | map({AccessPointName: .key, Bucket: $args.bucket, Status: "enable"}
        + (if .value.origin == "internet" then {NetworkOrigin: "internet"}
           else {NetworkOrigin: "vpc", VpcConfiguration: {VpcId: .value.origin}} end)) end;
# As XML becomes JSON: a list of one is its only entry, an empty one is nothing.
def xml($singular): if length == 0 then "" elif length == 1 then {($singular): .[0]} else {($singular): .} end;
# A page whose next one is named by a token.
def tokened($plural; $token; $next; $names):
    . as $all | ($args[$token] // "t0" | .[1:] | tonumber) as $from | ($from + $c.page) as $to
    | {($plural): $all[$from:$to]} + (if $to < ($all | length) then {($next): "t\($to)"} else {} end);
def endpoint: {EndpointId: .key, VpcId: .value[0], ServiceName: .value[1]};

"\($product):\($api)" as $call
| if $call == "sts:GetCallerIdentity" then
    {AccountId: $c.account, Arn: "acs:ram::\($c.account):user/auditor", IdentityType: "RAMUser",
    PrincipalId: "200000000000000099", UserId: "200000000000000099"} | whole([])
elif $call == "ims:GetDefaultDomain" then
    {DefaultDomainName: $c.domain} | whole([])
elif $call == "ims:ListUsers" then
    (($args.Status // "active") / ",") as $wanted
    | principals | map(select(.Status | IN($wanted[]))) | marked("Users"; "User"; 1000; ["Status"])
elif $call == "ram:ListUsers" then
    users | marked("Users"; "User"; 1000; [])
elif $call == "ram:ListGroups" then
    $c.groups | keys_unsorted | to_entries
    | map({GroupId: (.key | id("g-example")), GroupName: .value, Comments: "", CreateDate: day, UpdateDate: day})
    | marked("Groups"; "Group"; 100; [])
elif $call == "ram:ListUsersForGroup" then
    ($c.groups[$args.GroupName // ""] // null) as $members
    | if $members == null then refused("EntityNotExist.Group") else
    $members | map({UserName: ., DisplayName: ., JoinDate: day}) | marked("Users"; "User"; 1000; ["GroupName"]) end
elif $call == "ram:ListRoles" then
    roles | marked("Roles"; "Role"; 1000; [])
elif $call == "ram:GetRole" then
    [$c.roles[] | select(.name == $args.RoleName)][0]
    | if . == null then refused("EntityNotExist.Role") else
    {Role: (role + {AssumeRolePolicyDocument: (.trust | text)})} | whole(["RoleName"]) end
elif $call == "ram:ListPolicies" then
    if $args.PolicyType != "Custom" then refused("InvalidParameter.PolicyType") else
    $c.policies.Custom | keys_unsorted | map(policy("Custom") + {Tags: {Tag: []}})
    | marked("Policies"; "Policy"; 1000; ["PolicyType"]) end
elif $call == "ram:GetPolicy" then
    $c.policies[$args.PolicyType // ""][$args.PolicyName // ""] as $document
    | if $document == null then refused("EntityNotExist.Policy") else
    {Policy: ($args.PolicyName | policy($args.PolicyType) + {PolicyDocument: "N/A"}),
     DefaultPolicyVersion: {VersionId: "v1", IsDefaultVersion: true, CreateDate: day, PolicyDocument: ($document | text)}}
    | whole(["PolicyName", "PolicyType"]) end
elif $call == "resourcemanager:ListRoles" then
    directory_roles | numbered("Roles"; "Role"; [])
elif $call == "resourcemanager:ListPolicyAttachments" then
    $c.attachments | map(attachment) | numbered("PolicyAttachments"; "PolicyAttachment"; [])
elif $call == "resourcemanager:ListResourceGroups" then
    $c.resourceGroups
    | map({Id: .[0], Name: .[1], DisplayName: .[1], AccountId: $c.account, Status: "OK", CreateDate: day})
    | numbered("ResourceGroups"; "ResourceGroup"; [])
elif $call == "resourcemanager:GetResourceDirectory" then
    if $c.directory == null then refused("ResourceDirectoryNotInUse") else
    {ResourceDirectory: {ResourceDirectoryId: $c.directory.id, RootFolderId: $c.directory.root,
     MasterAccountId: $c.directory.master, MasterAccountName: "management", ControlPolicyStatus: "Enabled", CreateTime: day}}
    | whole([]) end
elif $call == "resourcemanager:ListAncestors" then
    [$c.directory.accounts[]? | select(.[0] == $args.ChildId)][0]
    | if . == null then refused("EntityNotExists.Child") else {Folders: {Folder: (.[2] | ancestors)}} | whole(["ChildId"]) end
elif $call == "resourcemanager:ListFoldersForParent" then
    $args.ParentFolderId as $parent
    | if $c.directory.folders[$parent // ""] == null then refused("EntityNotExists.Folder") else
    [$c.directory.folders | to_entries[] | select(.value[1] == $parent) | folder(.key)]
    | numbered("Folders"; "Folder"; ["ParentFolderId"]) end
elif $call == "resourcemanager:ListAccounts" then
    [$c.directory.accounts[]? | member] | numbered("Accounts"; "Account"; [])
    | .NextToken = "ignored"
elif $call == "resourcemanager:ListControlPolicies" then
    [$c.directory.controlPolicies[]? | control
    + {AttachmentCount: control_count, CreateDate: day, UpdateDate: day, Tags: {Tag: []}}]
    | numbered("ControlPolicies"; "ControlPolicy"; [])
elif $call == "resourcemanager:GetControlPolicy" then
    [$c.directory.controlPolicies[]? | select(.id == $args.PolicyId)][0]
    | if . == null then refused("EntityNotExists.ControlPolicy") else
    {ControlPolicy: (control + {AttachmentCount: control_count, CreateDate: day, UpdateDate: day,
     PolicyDocument: (.document | text)})} | whole(["PolicyId"]) end
elif $call == "resourcemanager:ListControlPolicyAttachmentsForTarget" then
    $args.TargetId as $target
    | [$c.directory.attachments[]? | select(.[1] == $target) | .[0] as $id
       | $c.directory.controlPolicies[] | select(.id == $id) | control + {AttachDate: day}]
    | {ControlPolicyAttachments: {ControlPolicyAttachment: .}} | whole(["TargetId"])
elif $call == "ims:GetAccessKeyPolicyForAccount" then
    {AccessKeyPolicy: ($c.accessKeyPolicy | text)} | whole([])
elif $call == "ims:ListAccessKeys" then
    ($args.UserPrincipalName | sub("@.*"; "")) as $user
    | {AccessKeys: {AccessKey: ($c.accessKeys[$user] // {} | keys | map({AccessKeyId: ., Status: "Active"}))}}
    | whole(["UserPrincipalName"])
elif $call == "ims:GetAccessKeyPolicy" then
    ($args.UserPrincipalName | sub("@.*"; "")) as $user
    | $c.accessKeys[$user][$args.UserAccessKeyId // ""] | granted("EntityNotExist.AccessKey")
    | ok({AccessKeyPolicy: text, AccessKeyId: $args.UserAccessKeyId} | whole(["UserPrincipalName", "UserAccessKeyId"]))
elif $call == "oss:GetPublicAccessBlock" then block($c.accountBlock)
elif $call == "oss:ListBuckets" then
    $c.buckets | to_entries | map({Name: .key, Location: "oss-\(.value.region)", Region: .value.region})
    | ($args.marker // "" | if . == "" then 0 else ltrimstr("m") | tonumber end) as $from | ($from + $c.page) as $to
    | {Buckets: (.[$from:$to] | xml("Bucket"))}
    + (if $to < length then {IsTruncated: "true", NextMarker: "m\($to)"} else {} end)
elif $call == "oss:GetBucketPolicy" then bucket([]) | ok(.policy | granted("NoSuchBucketPolicy"))
elif $call == "oss:GetBucketAcl" then bucket([])
    | ok(.acl | if . == "refused" then refused("AccessDenied") else {AccessControlList: {Grant: .}, Owner: {ID: $c.account}} end)
elif $call == "oss:GetBucketPublicAccessBlock" then bucket([])
    | ok(.block | if . == "refused" then refused("AccessDenied") else block(.) end)
elif $call == "oss:ListAccessPoints" then bucket(["max-keys", "continuation-token"])
    | ok(points | ok(tokened("AccessPoints"; "continuation-token"; "NextContinuationToken"; [])
        | .IsTruncated = (has("NextContinuationToken") | tostring) | .AccessPoints |= xml("AccessPoint")))
elif $call == "oss:GetAccessPointPolicy" then bucket(["access-point-name"])
    | ok(.accessPoints[$args["access-point-name"]].policy | granted("NoSuchAccessPoint"))
elif $call == "oss:GetAccessPointPublicAccessBlock" then bucket(["access-point-name"])
    | ok(block(.accessPoints[$args["access-point-name"]].block))
elif $call == "kms:ListKeys" then regional(["PageNumber", "PageSize"])
    | ok(.keys | keys | map({KeyId: ., KeyArn: "acs:kms:\($args.region):\($c.account):key/\(.)"})
        | numbered("Keys"; "Key"; ["region"]))
elif $call == "kms:GetKeyPolicy" then regional(["KeyId", "PolicyName"])
    | ok(.keys[$args.KeyId // ""] | granted("Forbidden.KeyNotFound") | ok({Policy: text} | answer))
elif $call == "kms:ListSecrets" then regional(["PageNumber", "PageSize"])
    | ok(.secrets | keys | map({SecretName: .}) | numbered("SecretList"; "Secret"; ["region"]))
elif $call == "kms:GetSecretPolicy" then regional(["SecretName", "PolicyName"])
    | ok(.secrets[$args.SecretName // ""] | granted("Forbidden.ResourceNotFound") | ok({Policy: text} | answer))
elif $call == "sls:ListProject" then regional(["offset", "size"])
    | ok((.projects | keys) as $all | ($args.offset | tonumber) as $from
        | {count: $c.page, total: ($all | length), projects: ($all[$from:$from + $c.page] | map({projectName: .}))})
elif $call == "sls:GetProjectPolicy" then regional(["project"])
    | ok(.projects[$args.project // ""] | granted("ProjectNotExist"))
elif $call == "tablestore:ListInstances" then regional(["MaxResults", "NextToken"])
    | ok(.instances | keys | map({InstanceName: .}) | tokened("Instances"; "NextToken"; "NextToken"; []) | answer)
elif $call == "tablestore:GetInstance" then regional(["InstanceName"])
    | ok(.instances[$args.InstanceName // ""] | {InstanceName: $args.InstanceName, Policy: (.policy | text),
        NetworkTypeACL: .types, NetworkSourceACL: .sources} | answer)
elif $call == "vpc:ListVpcGatewayEndpoints" then regional(["RegionId", "MaxResults", "NextToken"])
    | ok(.gateways | to_entries | map(endpoint + {PolicyDocument: (.value[2] | text)})
        | tokened("Endpoints"; "NextToken"; "NextToken"; []) | answer)
elif $call == "privatelink:ListVpcEndpoints" then regional(["RegionId", "MaxResults", "NextToken"])
    | ok(.endpoints | to_entries | map(endpoint) | tokened("Endpoints"; "NextToken"; "NextToken"; []) | answer)
elif $call == "privatelink:GetVpcEndpointAttribute" then regional(["RegionId", "EndpointId"])
    | ok(.endpoints | to_entries[] | select(.key == $args.EndpointId) | endpoint + {PolicyDocument: (.value[2] | text)} | answer)
else refused("InvalidAction.NotFound") end
