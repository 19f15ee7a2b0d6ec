#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Asks the cloud what its documentation does not say (docs/undocumented.md). Each probe is a user with one policy, and one
# call of that user which changes nothing: whether it is refused tells how the cloud reads the policy. What was found is
# written as an account file and as events, which rampart calibrate reads. docs/calibrate.md describes it.
# shellcheck disable=SC2015 # A && B || die: that die is reached from B as well is meant
set -euo pipefail
export LC_ALL=C
umask 077

usage() {
    cat <<'END'
usage: probe-account.sh [-p PROFILE] [-r REGION] [-a ADDRESS] [-w SECONDS] [-k NAME,...]
                        -y -o FOLDER
       probe-account.sh -n
       probe-account.sh [-p PROFILE] -y -c

Makes users and policies named rampart-probe-... in an account that holds nothing else, makes
one call as each of them, and removes them again, by way of aliyun (configured, as the root or
an administrator) and jq. No call changes anything: what it names does not exist.

  -n          list the probes, and what each may settle; calls nobody
  -y          the account is one to try things in
  -o FOLDER   write account.json and events.jsonl there; the folder is made
  -p PROFILE  the profile of aliyun to use (default: the current one)
  -r REGION   the region to call (default: cn-hangzhou)
  -a ADDRESS  your address as the cloud sees it (default: what a refusal names; without either,
              probes of addresses are left open)
  -w SECONDS  how long new users and policies need to become known (default: 30)
  -k NAME,... only the probes whose names begin so, and controls
  -c          remove what an earlier run left behind, and do nothing else
  -h          print this help

Exit codes
  0  probed, and everything is removed again
  1  not probed, or something is left behind, which is named
  2  wrong usage
END
}

prefix=rampart-probe
delays=(1 2 4 8 16 32)
profile=() region=cn-hangzhou address='' wait=30 folder='' sure='' task=probe only=''
work='' account='' users=() policies=() left=0

say() { printf 'probe-account: %s\n' "$1" >&2; }

die() {
    say "$1"
    exit 1
}

misused() {
    say "$1"
    usage >&2
    exit 2
}

# --- The probes -------------------------------------------------------------------------------------------------------

# A line each: its name | the call | what it may settle | the statements. A policy that has Deny has an Allow of the call
# before it. Conditions ask for keys that every call has, or for acs:SourceVpc, which a call from the public network lacks.
ess='{"Effect":"Allow","Action":"ess:CancelInstanceRefresh","Resource":'
any='{"Effect":"Allow","Action":"ecs:DescribeRegions","Resource":"*"}'
when='{"Effect":"Allow","Action":"ecs:DescribeRegions","Resource":"*","Condition":'
unless=$any',{"Effect":"Deny","Action":"ecs:DescribeRegions","Resource":"*","Condition":'
all_probes() {
    cat <<END
control-ecs|regions|control: allowed|$any
control-ecs-none|regions|control: refused|{"Effect":"Allow","Action":"ecs:DescribeZones","Resource":"*"}
control-ess|cancel|control: allowed|$ess"*"}
control-ess-none|cancel|control: refused before the group is looked for|$any
control-ram|user|control: allowed|{"Effect":"Allow","Action":"ram:GetUser","Resource":"*"}
control-ram-none|user|control: refused before the user is looked for|$any
action-case-ecs|regions|action-case|{"Effect":"Allow","Action":"ecs:describeregions","Resource":"*"}
action-case-ess|cancel|action-case|{"Effect":"Allow","Action":"ess:cancelinstancerefresh","Resource":"*"}
action-case-ram|user|action-case|{"Effect":"Allow","Action":"ram:getuser","Resource":"*"}
resource-case-type|cancel|resource-case|$ess"acs:ess:*:*:ScalingGroup/*"}
resource-case-id|cancel|resource-case|$ess"acs:ess:*:*:scalinggroup/ASG-RAMPARTPROBE"}
colon-crossing-fields|cancel|colon-crossing|$ess"acs:ess:*scalinggroup/asg-rampartprobe"}
colon-crossing-colon|cancel|colon-crossing|$ess"acs:ess:*:scalinggroup/asg-rampartprobe"}
empty-arn-field-both|cancel|empty-arn-field|$ess"acs:ess:::scalinggroup/asg-rampartprobe"}
empty-arn-field-region|cancel|empty-arn-field|$ess"acs:ess::ACCOUNT:scalinggroup/*"}
empty-arn-field-account|cancel|empty-arn-field|$ess"acs:ess:REGION::scalinggroup/*"}
global-region-empty|user|global-region|{"Effect":"Allow","Action":"ram:GetUser","Resource":"acs:ram::ACCOUNT:user/*"}
global-region-star|user|global-region|{"Effect":"Allow","Action":"ram:GetUser","Resource":"acs:ram:*:ACCOUNT:user/*"}
notresource|cancel|notresource|{"Effect":"Allow","Action":"ess:CancelInstanceRefresh","NotResource":"acs:ess:*:*:scalinggroup/other"}
key-case|regions|key-case|$unless{"IpAddress":{"ACS:sourceip":"0.0.0.0/0"}}}
missing-positive-like|regions|missing-positive|$when{"StringLike":{"acs:SourceVpc":"*"}}}
missing-positive-equal|regions|missing-positive|$when{"StringEquals":{"acs:SourceVpc":""}}}
missing-negated-equal|regions|missing-negated|$unless{"StringNotEquals":{"acs:SourceVpc":"vpc-none"}}}
missing-negated-like|regions|missing-negated|$when{"StringNotLike":{"acs:SourceVpc":"vpc-*"}}}
unsupported-null|regions|unsupported-ops|$unless{"Null":{"acs:SourceVpc":"true"}}}
unsupported-exists|regions|unsupported-ops|$when{"StringEqualsIfExists":{"acs:SourceVpc":"vpc-none"}}}
unsupported-any|regions|unsupported-ops|$when{"ForAnyValue:IpAddress":{"acs:SourceIp":"0.0.0.0/0"}}}
unsupported-all|regions|unsupported-ops|$when{"ForAllValues:IpAddress":{"acs:SourceIp":"0.0.0.0/0"}}}
unreadable-address|regions|unreadable-value|$unless{"NotIpAddress":{"acs:SourceIp":"somewhere"}}}
unreadable-date|regions|unreadable-value|$unless{"DateNotEquals":{"acs:CurrentTime":"soon"}}}
operator-type-address|regions|operator-type|$when{"StringLike":{"acs:SourceIp":"*.*"}}}
operator-type-date|regions|operator-type|$when{"StringLike":{"acs:CurrentTime":"20*"}}}
operator-type-not|regions|operator-type|$unless{"StringNotEquals":{"acs:SourceIp":"nowhere"}}}
control-date|regions|control: refused|$unless{"DateGreaterThan":{"acs:CurrentTime":"2020-01-01T00:00:00Z"}}}
date-form-local|regions|date-form|$unless{"DateGreaterThan":{"acs:CurrentTime":"2020-01-01T00:00:00"}}}
date-form-blank|regions|date-form|$unless{"DateGreaterThan":{"acs:CurrentTime":"2020-01-01 00:00:00Z"}}}
date-form-small|regions|date-form|$unless{"DateGreaterThan":{"acs:CurrentTime":"2020-01-01t00:00:00z"}}}
date-form-offset|regions|date-form|$unless{"DateGreaterThan":{"acs:CurrentTime":"2020-01-01T08:00:00+0800"}}}
date-form-hours|regions|date-form|$unless{"DateGreaterThan":{"acs:CurrentTime":"2020-01-01T08:00:00+08"}}}
date-form-leap|regions|date-form|$unless{"DateGreaterThan":{"acs:CurrentTime":"2016-12-31T23:59:60Z"}}}
date-form-seconds|regions|date-form|$unless{"DateGreaterThan":{"acs:CurrentTime":"1577836800"}}}
control-address|regions|control: refused|$unless{"IpAddress":{"acs:SourceIp":"0.0.0.0/0"}}}
address-form-netmask|regions|address-form|$unless{"IpAddress":{"acs:SourceIp":"0.0.0.0/0.0.0.0"}}}
address-form-zeros|regions|address-form|$unless{"IpAddress":{"acs:SourceIp":"000.000.000.000/0"}}}
address-form-stars|regions|address-form|$unless{"IpAddress":{"acs:SourceIp":"OCTET.*.*.*"}}}
address-form-blanks|regions|address-form|$unless{"IpAddress":{"acs:SourceIp":" 0.0.0.0/0 "}}}
mapped-address|regions|mapped-address|$unless{"IpAddress":{"acs:SourceIp":"::ffff:0:0/96"}}}
trust-deny|role|trust-deny|{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"RAM":"acs:ram::ACCOUNT:root"}},{"Effect":"Deny","Action":"sts:AssumeRole","Principal":{"RAM":"acs:ram::ACCOUNT:root"}}
END
}

# Those that are asked for, and the controls of their calls.
probes() {
    local calls
    calls=$(all_probes | grep -E "^(${only//,/|})" | cut -d '|' -f 2 | sort -u | paste -sd '|')
    all_probes | grep -E "^(control-[a-z-]*\|(${calls:-none})\||(${only//,/|}))" || :
}

# The service, the API and the parameters of a call.
call_of() {
    case $1 in
    regions) call=(Ecs DescribeRegions) ;;
    cancel) call=(Ess CancelInstanceRefresh ScalingGroupId asg-rampartprobe InstanceRefreshTaskId ir-rampartprobe) ;;
    user) call=(Ram GetUser UserName rampart-nobody) ;;
    role) call=() ;;
    esac
}

list() {
    local name what settles statements call
    while IFS='|' read -r name what settles statements; do
        call_of "$what"
        printf '%-24s  %-26s  %s\n' "$name" "${call[*]:0:2}" "$settles"
    done < <(probes)
}

# --- One call ---------------------------------------------------------------------------------------------------------

# Calls as whoever the environment or the profile says. The answer is in $work/answer, the error's code in $error.
once() { # SERVICE API [NAME VALUE]...
    local service=${1,,} api=$2 flags=() code=0
    shift 2
    while (($#)); do
        flags+=("--$1" "$2")
        shift 2
    done
    error=''
    aliyun "$service" "$api" "${flags[@]}" --region "$region" "${as[@]}" \
        >"$work/answer" 2>"$work/complaint" </dev/null || code=$?
    ((code != 0)) || return 0
    error=$(sed -nE '/^ *Error ?Code: */{s///;s/[^A-Za-z0-9._-].*//;s/\.$//;p;q;}' "$work/complaint")
    error=${error:-Unknown}
}

# The same, until a new key is known and nothing is too busy.
ask() {
    local try=0
    while :; do
        once "$@"
        case $error in
        Throttling* | ServiceUnavailable* | InternalError* | InvalidAccessKeyId* | Unknown | SDK.*) ;;
        *) return 0 ;;
        esac
        ((try < ${#delays[@]})) || return 0
        sleep "${delays[try]}"
        try=$((try + 1))
    done
}

# As the administrator; a refusal ends the probe.
as=()
admin() {
    as=("${profile[@]}")
    ask "$@"
    [[ -z $error ]] || die "$1 $2: $error"
}

# As the user of a probe. Keys come by the environment: arguments are for everybody to see.
as_user() { # KEY SECRET SERVICE API...
    local key=$1 secret=$2
    shift 2
    as=()
    export ALIBABA_CLOUD_IGNORE_PROFILE=TRUE ALIBABA_CLOUD_ACCESS_KEY_ID=$key ALIBABA_CLOUD_ACCESS_KEY_SECRET=$secret
    ask "$@"
    unset ALIBABA_CLOUD_IGNORE_PROFILE ALIBABA_CLOUD_ACCESS_KEY_ID ALIBABA_CLOUD_ACCESS_KEY_SECRET
}

# --- Users and policies -----------------------------------------------------------------------------------------------

# Removes one thing; what is not there is removed already.
remove() { # SERVICE API [NAME VALUE]...
    as=("${profile[@]}")
    ask "$@"
    [[ -z $error || $error == EntityNotExist* ]] && return 0
    say "left behind, $2: ${*:3}: $error"
    left=$((left + 1))
}

remove_user() {
    local key
    as=("${profile[@]}")
    ask Ram ListAccessKeys UserName "$1"
    for key in $(jq -r '.AccessKeys.AccessKey[]?.AccessKeyId' "$work/answer" 2>/dev/null); do
        remove Ram DeleteAccessKey UserName "$1" UserAccessKeyId "$key"
    done
    remove Ram DetachPolicyFromUser PolicyType Custom PolicyName "$1" UserName "$1"
    remove Ram DeleteUser UserName "$1"
}

remove_all() {
    local name
    for name in "${users[@]}"; do remove_user "$name"; done
    for name in "${policies[@]}"; do remove Ram DeletePolicy PolicyName "$name"; done
    remove Ram DeleteRole RoleName "$prefix-trust-deny"
    users=() policies=()
}

# What runs of this script have left behind: it says by its names what it made.
find_all() {
    local name what settles statements
    while IFS='|' read -r name what settles statements; do
        [[ $what != role ]] || continue
        users+=("$prefix-$name")
        policies+=("$prefix-$name")
    done < <(probes)
}

clean() {
    local code=$?
    trap - EXIT
    ((${#users[@]} + ${#policies[@]} == 0)) || { say 'removing users and policies' && remove_all; }
    [[ -z $work ]] || rm -rf -- "$work"
    ((left == 0)) || { say "$left things are left behind: run it again with -c" && code=1; }
    exit "$code"
}

# --- What is written --------------------------------------------------------------------------------------------------

# An event as ActionTrail has it. The id is the probe's name; $absent are condition keys that the call did not have.
event() { # ID SERVICE API TYPE USER ABSENT [NAME VALUE]...
    jq -cn --arg id "$1" --arg service "$2" --arg api "$3" --arg type "$4" --arg user "$5" --argjson absent "$6" \
        --arg account "$account" --arg region "$region" --arg address "$address" --arg time "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
        --arg error "$recorded" --arg told "$error" --rawfile message "$work/message" '
        {eventId: $id, eventType: "ApiCall", eventName: $api, serviceName: $service, eventTime: $time, acsRegion: $region,
         recipientAccountId: $account,
         userIdentity: {type: $type, accountId: $account, userName: $user, accessKeyId: "replaced"},
         requestParameters: ($ARGS.positional | [range(0; length; 2) as $i | {key: .[$i], value: .[$i + 1]}] | from_entries),
         additionalEventData: {Scheme: "https"}}
        + if $address == "" then {} else {sourceIpAddress: $address} end
        + if $absent == [] then {} else {absentKeys: $absent} end
        + if $error == "" then {} else {errorCode: $error} end
        + if $message == "" then {} else {errorMessage: $message} end
        + if $told == $error then {} else {told: $told} end' --args "${@:7}" >>"$work/events" ||
        die "cannot write to $work"
}

refused() {
    case $1 in
    NoPermission* | Forbidden | Forbidden.RAM | Forbidden.NoPermission | NoAuth* | NotAuthorized* | AccessDenied* | Unauthorized*) return 0 ;;
    *) return 1 ;;
    esac
}

# What the cloud says of a refusal: which layer, which policies, and the address that it saw.
decode() {
    local text
    : >"$work/message"
    text=$(sed -nE 's/.*EncodedDiagnosticMessage[":= ]*([A-Za-z0-9+\/=_-]{16,}).*/\1/p' "$work/complaint" "$work/answer" | sed 1q)
    [[ -n $text ]] || return 0
    as=("${profile[@]}")
    once Ram DecodeDiagnosticMessage EncodedDiagnosticMessage "$text"
    [[ -z $error ]] && tr -d '\n\r' <"$work/answer" >"$work/message" || :
}

# --- The run ----------------------------------------------------------------------------------------------------------

# The document of a probe's policy. An octet is the first of the address.
document() { # STATEMENTS
    local text=$1
    text=${text//ACCOUNT/$account}
    text=${text//REGION/$region}
    text=${text//OCTET/${address%%.*}}
    printf '{"Version":"1","Statement":[%s]}' "$text"
}

# Makes the policy, or learns that the cloud refuses it. The attempt is an event of its own; who makes it does not matter, so
# it is the root, whom every account file has.
make() { # NAME WHAT STATEMENTS
    local name=$prefix-$1 text
    text=$(document "$3")
    as=("${profile[@]}")
    : >"$work/message"
    if [[ $2 == role ]]; then
        ask Ram CreateRole RoleName "$name" AssumeRolePolicyDocument "$text"
        recorded=$error
        event "$1" Ram CreateRole root-account '' '[]' RoleName "$name" AssumeRolePolicyDocument "$text"
    else
        policies+=("$name")
        ask Ram CreatePolicy PolicyName "$name" PolicyDocument "$text"
        recorded=$error
        event "$1/policy" Ram CreatePolicy root-account '' '[]' PolicyName "$name" PolicyDocument "$text"
    fi
    case $error in
    '') ;;
    MalformedPolicyDocument) [[ $1 != control-* ]] || die "$name: a plain policy was refused: $error" ;;
    *) die "Ram Create: $name: $error$([[ $error != EntityAlreadyExists* ]] || printf ' (of an earlier run? try -c)')" ;;
    esac
    [[ -z $error && $2 != role ]] || return 0
    users+=("$name")
    admin Ram CreateUser UserName "$name"
    admin Ram AttachPolicyToUser PolicyType Custom PolicyName "$name" UserName "$name"
    admin Ram CreateAccessKey UserName "$name"
    jq -r '.AccessKey | "\(.AccessKeyId) \(.AccessKeySecret)"' "$work/answer" >"$work/key-$1" || die "Ram CreateAccessKey: no key"
    jq -cn --arg name "$name" --arg text "$text" '{name: $name, document: ($text | fromjson)}' >>"$work/made" || die "cannot write to $work"
}

# Calls as the user of a probe. A call that names nothing that exists and is not refused was allowed, if the cloud refuses
# before it looks for what is named; the control without permission says so.
try() { # NAME WHAT
    local key secret call absent='[]'
    [[ -e $work/key-$1 ]] || return 0
    read -r key secret <"$work/key-$1"
    call_of "$2"
    as_user "$key" "$secret" "${call[@]}"
    recorded=$error
    if refused "$error"; then
        decode
        error=$recorded
        [[ -n $address ]] || address=$(jq -r '[.. | objects | select(.Key? == "acs:SourceIp") | .Values[]?] | first // empty' "$work/message" 2>/dev/null || :)
    else
        : >"$work/message"
        [[ -n ${untold[$2]-} ]] || recorded=''
    fi
    [[ $2 != regions ]] || absent='["acs:SourceVpc"]'
    event "$1" "${call[0]}" "${call[1]}" ram-user "$prefix-$1" "$absent" "${call[@]:2}"
    printf '%-24s  %s\n' "$1" "${error:-allowed}"
    answered=$error
}

# The controls: what is allowed is not refused, and what is not allowed is.
declare -A untold=()
control() { # NAME WHAT
    local answered=''
    try "$1" "$2"
    case $1 in
    *-none | control-date | control-address)
        refused "$answered" && return 0
        [[ $1 == *-none ]] || { say "$1 was not refused, as the pages of the cloud say" && return 0; }
        [[ $2 != regions ]] || die "$1 was not refused: has the account users or policies that let everybody in?"
        say "$1: $2 looks for what is named before it refuses: its probes tell nothing"
        untold[$2]=yes ;;
    *) ! refused "$answered" || die "$1 was refused: new policies are not known yet; try -w $((2 * wait))" ;;
    esac
}

probe() {
    local name what settles statements order
    # Those without a permission come first: they tell the address, and whether a call tells anything.
    for order in none control '' ; do
        while IFS='|' read -r name what settles statements; do
            case $order:$name:$settles in
            none:control-*-none:* ) control "$name" "$what" ;;
            control:*-none:* | :*-none:*) ;;
            control:control-*:*) control "$name" "$what" ;;
            :control-*:*) ;;
            :*) try "$name" "$what" ;;
            esac
        done < <(probes)
    done
}

prepare() {
    local name what settles statements
    admin Sts GetCallerIdentity
    account=$(jq -r '.AccountId // empty' "$work/answer")
    [[ -n $account ]] || die 'Sts GetCallerIdentity: names no account'
    : >"$work/events"
    : >"$work/made"
    while IFS='|' read -r name what settles statements; do
        [[ $statements != *OCTET* || -n $address ]] || continue
        make "$name" "$what" "$statements"
    done < <(probes)
    say "waiting $wait s until users and policies are known"
    sleep "$wait"
}

finish() {
    remove_all
    ((left == 0)) || exit 1
    jq -s --arg account "$account" '{rampart: 1, account: $account,
        policies: (map({key: .name, value: .document}) | from_entries),
        users: (map({key: .name, value: {policies: [.name]}}) | from_entries)}' "$work/made" >"$work/account.json" &&
        mkdir "$folder" && mv "$work/account.json" "$folder/account.json" && mv "$work/events" "$folder/events.jsonl" ||
        die "cannot write to $folder"
    say "written; next: rampart calibrate -a $folder/account.json $folder/events.jsonl"
}

main() {
    local option OPTARG OPTIND=1
    while getopts :p:r:a:w:o:k:nych option; do
        case $option in
        p) profile=(--profile "$OPTARG") ;;
        r) region=$OPTARG ;;
        a) address=$OPTARG ;;
        w) wait=$OPTARG ;;
        o) folder=$OPTARG ;;
        k) only=$OPTARG ;;
        n) task=list ;;
        y) sure=yes ;;
        c) task=clean ;;
        h) usage && exit 0 ;;
        :) misused "-$OPTARG needs a value" ;;
        *) misused "there is no option -$OPTARG" ;;
        esac
    done
    shift $((OPTIND - 1))
    (($# == 0)) || misused "what is $1?"
    [[ $wait =~ ^[0-9]{1,4}$ ]] || misused "-w needs a number of seconds"
    [[ $region =~ ^[a-z0-9-]+$ ]] || misused "-r needs the id of a region"
    [[ -z $address || $address =~ ^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$ ]] || misused "-a needs an address such as 203.0.113.9"
    [[ $only =~ ^[a-z,-]*$ ]] || misused "-k needs names of probes; -n lists them"
    [[ $task != list ]] || { list && exit 0; }
    [[ -n $sure ]] || misused 'is this an account to try things in? Then say so: -y'
    [[ $task == clean || -n $folder ]] || misused '-o names the folder to write to'
    [[ $task == clean || ! -e $folder ]] || misused "$folder is there already"
    command -v aliyun >/dev/null && command -v jq >/dev/null || die 'aliyun and jq are needed'
    work=$(mktemp -d)
    trap clean EXIT
    trap 'exit 1' INT TERM HUP
    if [[ $task == clean ]]; then
        find_all
        remove_all
        return 0
    fi
    prepare
    probe
    finish
}

main "$@"
