#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Exports what decides in an Alibaba Cloud account as NDJSON: one answer of the API a line, and a last line which says
# that nothing is missing. docs/export.md describes every line. Nothing is changed in the cloud: all calls are the List
# and Get calls that export-account-policy.json allows.
# shellcheck disable=SC2015 # A && B || die: that die is reached from B as well is meant
set -euo pipefail
export LC_ALL=C # the order must not hang on who exports
umask 077       # who may do what is nobody else's business

usage() {
    cat <<'END'
usage: export-account.sh [-p PROFILE] [-o FILE] [-d] [-r REGION,...] [-q]

Exports users, groups, roles, policies and what is attached to whom, by way of aliyun
(configured) and jq. docs/export.md describes what it writes.

  -p PROFILE  the profile of aliyun to use (default: the current one)
  -o FILE     write to FILE, completely or not at all (default: standard output)
  -d          the resource directory as well: folders, accounts and control policies; for
              the management account or a delegated administrator
  -r REGION,...
              policies and settings of resources as well: of all buckets and
              AccessKeys, and of keys, secrets, projects, instances and
              endpoints in these regions; of what is refused the refusal is
              written, and it is not known
  -q          no progress on the terminal
  -h          print this help

Exit codes
  0  exported
  1  not exported: a call was refused, an answer is incomplete, or FILE cannot be written
  2  wrong usage
END
}

pages_max=1000          # of one list
folders_max=10000       # of the directory
delays=(1 2 4 8 16 32)  # seconds before a call is tried again

profile=() out='' directory=false regions=() quiet=''
work='' child='' shown='' lines=0 may_fail=''

# --- Ending -----------------------------------------------------------------------------------------------------------

say() {
    [[ -z $shown ]] || printf '\r\033[K' >&2
    printf 'export-account: %s\n' "$1" >&2
}

die() {
    say "$1"
    exit 1
}

misused() {
    say "$1"
    usage >&2
    exit 2
}

clean() {
    [[ -z $child ]] || kill "$child" 2>/dev/null || :
    [[ -z $work ]] || rm -rf -- "$work"
}

# The signal ends the export as it would end any program, but with nothing left behind.
stopped() {
    trap - EXIT "$1"
    clean
    kill -s "$1" $$
}

# --- One call ---------------------------------------------------------------------------------------------------------

# A signal must end the export at once. While a child runs in the foreground bash puts the signal off.
run() {
    local code=0
    "$@" </dev/null &
    child=$!
    wait "$child" || code=$?
    child=''
    return "$code"
}

# What was told in place of an answer, fit to be shown: no keys, tokens and signatures, which some errors repeat, and
# nothing that steers a terminal.
told() {
    local text
    text=$(cat "$work/complaint" "$work/answer" | tr '\n\t\r' '   ' | tr -d '\000-\037\177' | sed -E \
        -e 's/[Ss]tring ?[Tt]o ?[Ss]ign.*/string to sign .../' \
        -e 's/(AccessKey(Id|Secret)|SecurityToken|Signature|Password)[" ]*([=:]|%[0-9A-F]{2})[=:" ]*[^ ",;&%]+/\1=.../g' \
        -e 's/(LTAI|STS\.)[A-Za-z0-9]+/.../g' -e 's/[A-Za-z0-9+=_-]{60,}/.../g' \
        -e 's/Recommend: [^ ]* //' -e 's/  +/ /g' -e 's/ $//')
    text=${text//$'\xc2'[$'\x80'-$'\x9f']/}
    printf '%s' "${text:0:500}"
}

# passing ERROR-CODE: may the same call go well a little later? Where no server has spoken, the text has to tell.
passing() {
    case $1 in
    Throttling* | SlowDown* | *.Throttling* | ServiceUnavailable* | ServiceBusy* | SystemBusy* | InternalError*) return 0 ;;
    '' | SDK.*) ;;
    *) return 1 ;;
    esac
    grep -qiE 'throttling|time(d |-)?out|connection (reset|refused)|unexpected EOF' "$work/complaint" "$work/answer" ||
        grep -qiE '(HTTP(/[0-9.]+)?|status)[^0-9]*(429|50[0234])' "$work/complaint" "$work/answer"
}

# The answer as jq sees it, in fields that end with NUL: what is wrong with it, the error that it is in truth, the head
# of its line, how many entries it holds, and what it says about further pages. Of the type "any" all is right. Some
# lists stand a member deeper in one product than in another.
# shellcheck disable=SC2016
view='
def at($path): reduce ($path / ".")[] as $name (.; if type == "object" then .[$name] else null end)
    | if $type == "any" and type == "object" then first(.[] | arrays) // . else . end;
def text: if . == null then "" else tostring end;
if length != 1 or (.[0] | type) != "object" then ["is not one JSON object"] else .[0]
| at($member) as $found
| (.Code // .ErrorCode | text) as $error
| [ (if $error != "" then "" elif $type != "any" and ($found | type) != $type then "holds no \($member)" else "" end),
    $error,
    ({rampart: 1, product: $product, api: $api,
      args: ($ARGS.positional | [range(0; length; 2) as $i | {key: .[$i], value: .[$i + 1]}] | from_entries)}
     | tojson | rtrimstr("}")),
    ($found | if type == "array" then length else 0 end | tostring),
    (.IsTruncated | text), (.NextMarker // .NextContinuationToken // .Marker | text), (.TotalCount // .total | text),
    (.NextToken | text) ]
end | .[] + "\u0000"'

# The command for a call. OSS has its own tool, whose commands are the names of APIs in small letters.
command_of() { # PRODUCT API
    command=(aliyun "$1" "$2")
    [[ $1 != oss ]] || command=(aliyun ossutil api "$(sed 's/[A-Z]/-&/g; s/^-//' <<<"$2" | tr '[:upper:]' '[:lower:]')"
        --output-format json)
}

# Sees what stands on standard input, and leaves it in $seen.
look() { # TYPE MEMBER
    jq -js --arg type "$1" --arg member "$2" --arg product "$product" --arg api "$api" "$view" \
        --args "${given[@]}" >"$work/view" 2>/dev/null && mapfile -t -d '' seen <"$work/view"
}

# Calls once. What becomes of it is in $code and $error, or in $wrong and $seen.
call() { # TYPE MEMBER
    code=0 error='' wrong=''
    run "${command[@]}" "${flags[@]}" "${profile[@]}" >"$work/told" 2>"$work/complaint" || code=$?
    # What the tool of OSS prints behind an answer is not of it.
    sed -E '/^[0-9.]+\(s\) elapsed$/d' "$work/told" >"$work/answer" || die "cannot write to $work"
    if ((code != 0)); then
        error=$(sed -nE '/^ *Error ?Code: */{s///;s/[^A-Za-z0-9._-].*//;s/\.$//;p;q;}' "$work/complaint")
    elif look "$@" <"$work/answer"; then
        wrong=${seen[0]} error=${seen[1]-}
    else
        wrong='is not JSON'
    fi
}

# A call that may fail is kept as a refusal: the error stands in the place of the answer.
keep_refusal() {
    local text=${error//[^A-Za-z0-9._-]/}
    printf '{"Code":"%s"}' "${text:-Unknown}" >"$work/answer" || die "cannot write to $work"
    look any '' <<<'{}' || die "cannot write to $work"
}

# Tries until there is an answer, and leaves it in $work/answer and seen in $head, $count and so on.
ask() { # TYPE MEMBER PRODUCT API [NAME VALUE]...
    local type=$1 member=$2 product=$3 api=$4 flags=() command=() try=0 code error wrong seen
    shift 4
    command_of "$product" "$api"
    local given=("$@")
    while (($#)); do
        # aliyun would read it as an option.
        [[ $2 != -* ]] || die "$called: a $1 that begins with - cannot be asked for: $2"
        flags+=("--$1" "$2")
        shift 2
    done
    while :; do
        [[ -z $shown ]] || printf '\r\033[K%s' "$lines answers; $product $api" >&2
        call "$type" "$member"
        ((code != 0)) || [[ -n $wrong$error ]] || break
        if [[ -n $wrong ]] || ! passing "$error" || ((try >= ${#delays[@]})); then
            [[ -z $may_fail ]] || { keep_refusal && break; }
            [[ -z $wrong ]] || die "$called: the answer $wrong"
            die "$called: refused (exit code $code): $(told)"
        fi
        run sleep "${delays[try]}"
        try=$((try + 1))
    done
    head=${seen[2]} count=${seen[3]} truncated=${seen[4]} marker=${seen[5]} total=${seen[6]} token=${seen[7]}
}

# The answer is kept as it was told: only line breaks and indentation go, which no JSON text has within a string. What
# has gone through a program that understands JSON has lost what that program does not care for: digits of long numbers,
# members that stand twice, bytes that are no text.
keep() { # like ask
    local called="$3 $4"
    (($# <= 4)) || called+=$(printf ' %s' "${@:5}")
    ask "$@"
    {
        printf '%s,"response":' "$head" && tr -d '\n\t\r' <"$work/answer" && printf '}\n'
    } >>"$work/lines" && cat "$work/answer" >>"$work/list" || die "cannot write to $work"
    lines=$((lines + 1))
}

# --- Lists ------------------------------------------------------------------------------------------------------------

# Is what was given on several pages all different? If not, the list has moved while it was read.
all_differ() { # MEMBER API
    # shellcheck disable=SC2016
    jq -es --arg member "$1" 'map(getpath($member / ".")) | add | length == (unique | length)' "$work/list" >/dev/null ||
        die "$2: an entry came on two pages; the account has changed meanwhile. Please export again"
}

# An answer that has no pages.
single() { # TYPE MEMBER PRODUCT API [NAME VALUE]...
    : >"$work/list"
    keep "$@"
    [[ $truncated != true && -z $token ]] && ((${total:-0} <= count)) ||
        die "$3 $4: the answer has further pages, which nobody expects of it"
}

# A list whose pages are named by Marker.
by_marker() { # SIZE MEMBER PRODUCT API [NAME VALUE]...
    local size=$1 member=$2 api="$3 $4" page=1 marker='' at
    local -A met=()
    shift 2
    : >"$work/list"
    keep array "$member" "$@" MaxItems "$size"
    while [[ $truncated == true ]]; do
        at=$marker
        [[ -n $at ]] || die "$api: the answer says that there is more, but not where"
        # (The letter keeps bash from seeing @ and * as all elements.)
        [[ -z ${met[m$at]-} ]] || die "$api: the same Marker came twice: the list has no end"
        met[m$at]=yes
        page=$((page + 1))
        ((page <= pages_max)) || die "$api: more than $pages_max pages"
        keep array "$member" "$@" MaxItems "$size" Marker "$at"
    done
    [[ -n $truncated ]] || ((count < size)) || die "$api: a full page does not say whether there is more"
    ((page == 1)) || all_differ "$member" "$api"
}

# A list whose pages are numbered. It is complete when as many entries were read as it said there are.
by_number() { # MEMBER PRODUCT API [NAME VALUE]...
    local member=$1 api="$2 $3" page=1 read=0 first=''
    shift
    : >"$work/list"
    while :; do
        keep array "$member" "$@" PageNumber "$page" PageSize 100
        [[ $total =~ ^[0-9]{1,9}$ ]] || die "$api: the answer does not say how many entries there are"
        [[ ${first:=$total} == "$total" ]] ||
            die "$api: $total entries, $first a page before; the account has changed meanwhile. Please export again"
        read=$((read + count))
        ((read < total)) || break
        ((count > 0)) || die "$api: page $page is empty, but only $read of $total entries have come"
        page=$((page + 1))
        ((page <= pages_max)) || die "$api: more than $pages_max pages"
    done
    ((read == total)) || die "$api: $read entries have come, but there are $total"
    ((page == 1)) || all_differ "$member" "$api"
}

# picked becomes what the filter finds in the list that was read last: each text once, in the order of bytes.
pick() { # FILTER
    jq -js "[.[] | $1] | if all(.[]; type == \"string\" and . != \"\") then unique[] + \"\\u0000\" else error end" \
        "$work/list" >"$work/picked" 2>/dev/null || die "an entry of the list has no ${1##*.}"
    mapfile -t -d '' picked <"$work/picked"
}

# --- The account ------------------------------------------------------------------------------------------------------

export_whose() {
    single string AccountId sts GetCallerIdentity
    pick .AccountId
    account=${picked[0]}
    single string DefaultDomainName ims GetDefaultDomain
}

export_users() {
    # Without Status the frozen ones are left out.
    by_marker 1000 Users.User ims ListUsers Status active,freeze
    pick '.Users.User[].UserPrincipalName'
    users=("${picked[@]}")
    by_marker 1000 Users.User ram ListUsers
}

export_groups() {
    local group
    by_marker 100 Groups.Group ram ListGroups
    pick '.Groups.Group[].GroupName'
    for group in "${picked[@]}"; do by_marker 100 Users.User ram ListUsersForGroup GroupName "$group"; done
}

# One list of roles says which are service-linked, and by what name policies are attached to them; neither list says who
# may assume them.
export_roles() {
    local role
    by_number Roles.Role resourcemanager ListRoles
    by_marker 1000 Roles.Role ram ListRoles
    pick '.Roles.Role[].RoleName'
    for role in "${picked[@]}"; do single string Role.AssumeRolePolicyDocument ram GetRole RoleName "$role"; done
}

documents() { # TYPE NAME...
    local type=$1 name
    shift
    for name; do
        single string DefaultPolicyVersion.PolicyDocument ram GetPolicy PolicyType "$type" PolicyName "$name"
    done
}

# What is attached to whom, on which resource group: the lists of RAM do not tell the scope. Of the cloud's own policies
# those that are attached count.
export_policies() {
    by_number ResourceGroups.ResourceGroup resourcemanager ListResourceGroups
    by_number PolicyAttachments.PolicyAttachment resourcemanager ListPolicyAttachments
    pick '.PolicyAttachments.PolicyAttachment[] | select(.PolicyType == "System") | .PolicyName'
    documents System "${picked[@]}"
    by_marker 1000 Policies.Policy ram ListPolicies PolicyType Custom
    pick '.Policies.Policy[].PolicyName'
    documents Custom "${picked[@]}"
}

# --- The directory ----------------------------------------------------------------------------------------------------

# All folders from the root downwards, level by level.
walk_folders() { # ROOT
    local next folder
    local -A met=(["m$1"]=yes)
    targets=("$1")
    for ((next = 0; next < ${#targets[@]}; next++)); do
        by_number Folders.Folder resourcemanager ListFoldersForParent ParentFolderId "${targets[next]}"
        pick '.Folders.Folder[].FolderId'
        for folder in "${picked[@]}"; do
            [[ -z ${met[m$folder]-} ]] || die "the folder $folder stands in the directory twice"
            met[m$folder]=yes
            targets+=("$folder")
        done
        ((${#targets[@]} <= folders_max)) || die "more than $folders_max folders"
    done
}

control_policies() {
    local policy
    by_number ControlPolicies.ControlPolicy resourcemanager ListControlPolicies
    pick '.ControlPolicies.ControlPolicy[].PolicyId'
    for policy in "${picked[@]}"; do
        single string ControlPolicy.PolicyDocument resourcemanager GetControlPolicy PolicyId "$policy"
    done
}

export_directory() {
    local root target
    single string ResourceDirectory.RootFolderId resourcemanager GetResourceDirectory
    pick .ResourceDirectory.RootFolderId
    root=${picked[0]}
    pick .ResourceDirectory.MasterAccountId
    # The management account has no place in the tree: control policies do not bind it.
    [[ $account == "${picked[0]}" ]] || single array Folders.Folder resourcemanager ListAncestors ChildId "$account"
    walk_folders "$root"
    by_number Accounts.Account resourcemanager ListAccounts
    pick '.Accounts.Account[].AccountId'
    targets+=("${picked[@]}")
    control_policies
    for target in "${targets[@]}"; do
        single array ControlPolicyAttachments.ControlPolicyAttachment \
            resourcemanager ListControlPolicyAttachmentsForTarget TargetId "$target"
    done
}

# --- Resources --------------------------------------------------------------------------------------------------------

# A policy or a setting, or the word of the cloud that there is none.
setting() { # PRODUCT API [NAME VALUE]...
    : >"$work/list"
    keep object '' "$@"
}

# A list of resources, and picked becomes their names. It need not be whole: of a resource that it lacks nothing is known,
# as of one whose policy is refused. NAMES are the arguments for the page and for its size.
listed() { # NAMES SIZE MEMBER FILTER PRODUCT API [NAME VALUE]...
    local names size=$2 member=$3 filter=$4 page=1 read=0 at=''
    IFS=, read -ra names <<<"$1"
    shift 4
    : >"$work/list"
    [[ ${names[0]} != PageNumber ]] || at=1
    [[ ${names[0]} != offset ]] || at=0
    while :; do
        keep any "$member" "$@" "${names[1]}" "$size" ${at:+"${names[0]}" "$at"}
        page=$((page + 1)) read=$((read + count))
        case ${names[0]} in
        PageNumber) ((count > 0 && read < ${total:-0})) && at=$page || break ;;
        offset) ((count > 0 && read < ${total:-0})) && at=$read || break ;;
        NextToken) [[ -n $token && $token != "$at" ]] && at=$token || break ;;
        *) [[ $truncated == true && -n $marker && $marker != "$at" ]] && at=$marker || break ;;
        esac
        ((page <= pages_max)) || break
    done
    pick ".$member | .. | objects | $filter"
}

export_access_points() { # BUCKET REGION
    local point at=(bucket "$1" region "$2")
    listed continuation-token,max-keys 100 AccessPoints '.AccessPointName // empty' oss ListAccessPoints "${at[@]}"
    for point in "${picked[@]}"; do
        setting oss GetAccessPointPolicy access-point-name "$point" "${at[@]}"
        setting oss GetAccessPointPublicAccessBlock access-point-name "$point" "${at[@]}"
    done
}

# A bucket is asked for in its own region.
export_buckets() {
    local bucket at buckets
    setting oss GetPublicAccessBlock
    listed marker,max-keys 1000 Buckets \
        'select(.Name) | "\(.Region // (.Location | ltrimstr("oss-"))) \(.Name)"' oss ListBuckets
    buckets=("${picked[@]}")
    for bucket in "${buckets[@]}"; do
        at=(bucket "${bucket#* }" region "${bucket%% *}")
        setting oss GetBucketPolicy "${at[@]}"
        setting oss GetBucketAcl "${at[@]}"
        setting oss GetBucketPublicAccessBlock "${at[@]}"
        export_access_points "${bucket#* }" "${bucket%% *}"
    done
}

# One call for every name that was picked.
each() { # PRODUCT API NAME [NAME VALUE]...
    local name product=$1 api=$2 argument=$3
    shift 3
    for name in "${picked[@]}"; do setting "$product" "$api" "$argument" "$name" "$@"; done
}

export_region() { # REGION
    listed PageNumber,PageSize 100 Keys '.KeyId // empty' kms ListKeys region "$1"
    each kms GetKeyPolicy KeyId PolicyName default region "$1"
    listed PageNumber,PageSize 100 SecretList '.SecretName // empty' kms ListSecrets region "$1"
    each kms GetSecretPolicy SecretName PolicyName default region "$1"
    listed offset,size 100 projects '.projectName // empty' sls ListProject region "$1"
    each sls GetProjectPolicy project region "$1"
    listed NextToken,MaxResults 100 Instances '.InstanceName // empty' tablestore ListInstances region "$1"
    each tablestore GetInstance InstanceName region "$1"
    listed NextToken,MaxResults 100 Endpoints '.EndpointId // empty' vpc ListVpcGatewayEndpoints region "$1" RegionId "$1"
    listed NextToken,MaxResults 100 Endpoints '.EndpointId // empty' privatelink ListVpcEndpoints region "$1" RegionId "$1"
    each privatelink GetVpcEndpointAttribute EndpointId region "$1" RegionId "$1"
}

# The account's own network access policy, and those of its AccessKeys, which stand in its place.
export_access_keys() {
    local user
    setting ims GetAccessKeyPolicyForAccount
    for user in "${users[@]}"; do
        setting ims ListAccessKeys UserPrincipalName "$user"
        pick '.AccessKeys | .. | objects | .AccessKeyId // empty'
        each ims GetAccessKeyPolicy UserAccessKeyId UserPrincipalName "$user"
    done
}

export_resources() {
    local region
    may_fail=yes
    export_access_keys
    export_buckets
    for region in "${regions[@]}"; do export_region "$region"; done
}

# --- All of it --------------------------------------------------------------------------------------------------------

read_options() {
    local option
    while getopts :p:o:dr:qh option; do
        case $option in
        p) profile=(--profile "$OPTARG") ;;
        o) out=$OPTARG && [[ -n $out ]] || misused "-o needs the name of a file" ;;
        d) directory=true ;;
        r) [[ $OPTARG =~ ^[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*$ ]] || misused "-r needs regions: cn-hangzhou,cn-shanghai"
            IFS=, read -ra regions <<<"$OPTARG" ;;
        q) quiet=yes ;;
        h) usage && exit 0 || die "cannot write to standard output" ;;
        :) misused "-$OPTARG needs a value" ;;
        *) misused "there is no option -$OPTARG" ;;
        esac
    done
    shift $((OPTIND - 1))
    (($# == 0)) || misused "what is $1?"
    [[ $out != -* ]] || out=./$out
    [[ -z $out || ! -L $out && (! -e $out || -f $out) ]] || misused "$out is not a plain file"
    [[ -n $quiet || ! -t 2 ]] || shown=yes
}

# What cannot go well is said before minutes have passed.
need_tools() {
    ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || die "bash 4.4 or later is needed, this is $BASH_VERSION"
    command -v aliyun >/dev/null || die "the command aliyun is not there"
    # shellcheck disable=SC2016
    jq -ne '$ARGS.positional == ["a"]' --args a >/dev/null 2>&1 || die "jq 1.6 or later is needed"
    [[ -n $out ]] || { : 3>&1; } 2>/dev/null || die "standard output is closed"
}

# Beside the file that is to be, so that it gets its name in one step.
open_work() {
    local beside=${TMPDIR:-/tmp}
    [[ -z $out ]] || beside=$(dirname -- "$out")
    trap clean EXIT
    trap 'stopped HUP' HUP
    trap 'stopped INT' INT
    trap 'stopped TERM' TERM
    work=$(mktemp -d "$beside/.export-account.XXXXXX") || die "cannot write to $beside"
    : >"$work/lines"
}

finish() {
    local time
    time=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    (($(wc -l <"$work/lines") == lines)) || die "$work/lines has lost lines"
    printf '{"rampart":1,"api":"end","lines":%d,"time":"%s","directory":%s}\n' "$lines" "$time" "$directory" \
        >>"$work/lines" || die "cannot write to $work"
    if [[ -n $out ]]; then
        mv -f -- "$work/lines" "$out" || die "cannot write $out"
    else
        cat "$work/lines" || die "cannot write to standard output"
    fi
    [[ -z $shown ]] || printf '\r\033[K%s\n' "$lines answers" >&2
}

read_options "$@"
need_tools
open_work
export_whose
[[ $directory == false ]] || export_directory
export_users
export_groups
export_roles
export_policies
((${#regions[@]} == 0)) || export_resources
finish
