#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_catalog.sh ROOT: every table of policies/catalog says what it is, when and from where, and is plain
# sorted data: as many columns in every row as its header names, nothing empty, no blank at an end. What one table
# says of another's rows is there: every code is a service, every action of an ARN an action.
set -eu
cd "$1/policies/catalog"

# check TABLE KEY...: the columns that the table is sorted by, the first one the most important; -9: the ninth, of digits,
# downwards.
check() {
    table=$1
    shift
    LC_ALL=C awk -F '\t' -v table="$table" -v keys="$*" '
        function fault(what) { printf "%s:%d: %s\n", table, FNR, what; bad = 1 }
        function down(text,    i, turned) {
            for (i = 1; i <= length(text); i++) turned = turned substr("9876543210", index("0123456789", substr(text, i, 1)), 1)
            return turned (length(text) < 10 ? "~" : "")
        }
        BEGIN { count = split(keys, key, " ") }
        /\r/ { fault("a carriage return") }
        /[ \t]$/ { fault("a blank at the end") }
        /^#/ && rows { fault("a comment after the first row") }
        /^#/ && / Date: 20[0-9][0-9]-[01][0-9]-[0-3][0-9]$/ { dated = 1 }
        /^# Source: / { sourced = 1 }
        /^# Columns: / { columns = split(substr($0, 12), name, / \| /) }
        /^#/ { next }
        {
            rows++
            if (NF != columns) fault(NF " columns, the header names " columns)
            if (/\t\t|^\t/) fault("a column is empty")
            if (/\t | \t|^ /) fault("a column begins or ends with a blank")
            this = ""
            for (i = 1; i <= count; i++) this = this (key[i] < 0 ? down($(-key[i])) : tolower($(key[i]))) "\t"
            if (rows > 1 && this <= last) fault("not sorted, or twice: " this)
            last = this
        }
        END {
            if (!dated) fault("the header has no date")
            if (!sourced) fault("the header has no source")
            if (!columns) fault("the header names no columns")
            if (!rows) fault("no rows")
            exit bad
        }' "$table"
    [ "$(tail -c 1 "$table")" = "" ] || { echo "$table: the last line does not end"; return 1; }
}

# The words that a column may hold, and the rows of another table that it speaks of.
check_words() {
    LC_ALL=C awk -F '\t' '
        function fault(what) { printf "%s:%d: %s\n", FILENAME, FNR, what; bad = 1 }
        function word(field, words) {
            if (index(" " words " ", " " field " ") == 0) fault("\"" field "\" is none of " words)
        }
        function service(code) { if (!(code in services)) fault("no service has the code \"" code "\"") }
        function action(name) { if (!(tolower(name) in actions)) fault("no action is called " name) }
        function operations(list,    i, wanted) {
            for (i = split(list, wanted, ","); i > 0; i--) word(wanted[i], "plan read create update delete")
        }
        BEGIN { levels = "create update delete get list none -" }
        /^#/ { next }
        FILENAME == "services.tsv" {
            services[$1] = 1
            word($3, "docs votes known guess")
            if ($5 != "-" && $5 !~ /^20[0-9][0-9]-[01][0-9]-[0-3][0-9] https:\/\/[^ ]+$/)
                fault("this is no date and page: " $5)
            word($6, "resource operation service -")
        }
        FILENAME == "actions.tsv" {
            code = substr($1, 1, index($1, ":") - 1)
            if (code != last) service(last = code)
            if ($1 !~ /^[a-z0-9.-]+:[A-Za-z0-9_-]+$/) fault("invalid action: " $1)
            if (index(levels, $2) == 0 || index(" table metadata policy observed seen-once ", $3) == 0) {
                word($2, levels)
                word($3, "table metadata policy observed seen-once")
            }
            actions[tolower($1)] = $2
        }
        FILENAME == "ess.tsv" && $1 == "ess:" $2 {
            action($1)
            if ($4 != "inferred" && actions[tolower($1)] != $3) fault("actions.tsv has another access level")
        }
        FILENAME == "condition-keys.tsv" { keys[tolower($1)] = 1 }
        FILENAME == "authorization.tsv" {
            action($1)
            word($2, levels)
            word($4, "required optional -")
            if ($5 != "*" && $5 !~ /^acs:[a-z0-9-]+:[^:]*:[^:]*:.*[^:\/]$/) fault("this is no template: " $5)
            template = $5
            gsub(/\{#[A-Za-z0-9_.-]+\}/, "", template)
            if (template ~ /[^A-Za-z0-9:\/*._-]/) fault("a place is written {#name}: " $5)
            if ($6 != "-" && $6 != "unknown")
                for (i = split($6, wanted, ","); i > 0; i--)
                    if (!(tolower(wanted[i]) in keys)) fault("no key is called " wanted[i])
            if ($7 != "-" && $7 != "unknown")
                for (i = split($7, wanted, ","); i > 0; i--)
                    if (wanted[i] !~ /^[a-z0-9.-]+:[A-Za-z0-9_*-]+$/) fault("this is no action: " wanted[i])
            word($8, "table inferred")
            if ($9 !~ /^20[0-9][0-9](-[01][0-9](-[0-3][0-9])?)?$/) fault("this is no date: " $9)
            # A statement is one, and the newest one tells the level.
            if ($1 $9 $10 == statement && $2 "\t" $6 "\t" $7 != said) fault("this statement says two things")
            if (tolower($1) != newest && $2 != "-" && actions[tolower($1)] != $2)
                fault("actions.tsv has another access level")
            newest = tolower($1)
            statement = $1 $9 $10
            said = $2 "\t" $6 "\t" $7
        }
        FILENAME == "resource-types.tsv" { service($1); word($4, "docs") }
        FILENAME == "condition-keys.tsv" {
            word($2, "String Numeric Date Bool IP -")
            word($3, "single multiple -")
            word($4, "yes no -")
            if ($4 != "no" && $2 ~ /Numeric|Date|Bool|IP/) fault("no value of this type is empty")
            if ($5 != "common") service($5)
            word($6, "every identities some -")
            word($7, "docs unverified")
        }
        FILENAME == "api-actions.tsv" {
            count = split($2, wanted, ",")
            for (i = 1; i <= count; i++) action(wanted[i])
            if (count != split($3, wanted, ",")) fault("not as many resources as actions: " $3)
            for (i = 1; i <= count; i++) word(wanted[i], count == 1 ? "-" : "source target")
            word($4, "oidc-provider saml-provider -")
        }
        FILENAME == "product-codes.tsv" {
            service($2)
            if ($1 in services) fault("this is the code of a service: " $1)
        }
        FILENAME == "trail-services.tsv" {
            count = split($3, wanted, ",")
            for (i = 1; i <= count; i++) service(wanted[i])
        }
        FILENAME ~ /^(error-codes|denial-messages|oss-error-codes).tsv$/ { word($2, "denied other untold") }
        FILENAME ~ /^(denial-messages|oss-error-codes).tsv$/ {
            word($3, "ImplicitDeny ExplicitDeny -")
            if ($7 !~ /^(-|20[0-9][0-9]-[01][0-9]-[0-3][0-9])$/) fault("this is no date: " $7)
        }
        FILENAME == "parameters.tsv" {
            if ($1 ~ /:/) action($1)
            else if ($1 != "*") service($1)
            if ($4 !~ /^(-|[A-Za-z.]+(=[A-Za-z0-9]+)?)$/) fault("no parameter that tells a kind: " $4)
        }
        FILENAME == "layers.tsv" {
            if ($1 != "*") service($1)
            if ($2 == "-" && ($3 $4 $5 $8) != "-nonenonenever") fault("a shape without a layer has no rule: " $6)
            if ($2 != "-") word($3, "both allow deny")
            word($4, "union both alone gate fallback filter system none")
            word($5, "union both alone gate fallback filter system none")
            word($8, "always vpc never walked")
        }
        FILENAME == "layer-documents.tsv" {
            word($3, "BucketPolicy ObjectAcl BucketAcl BlockPublicAccess EndpointPolicy KeyPolicy SecretPolicy" \
                " ProjectPolicy AccessKeyNetworkPolicy AccessPointPolicy AccessPointNetworkOrigin NetworkAcl SessionPolicy -")
            if ($3 == "-" && $4 $5 $6 != "---") fault("no layer, and yet it is of somebody: " $1)
            if ($2 == "-" && $6 != "-") fault("a resource has no value: " $1)
            if ($4 == "-" && $5 != "-") fault("beside nothing: " $1)
        }
        FILENAME == "global-services.tsv" {
            service($1)
            word($2, "empty star both")
        }
        FILENAME == "unasked.tsv" && !($1 in actions) { fault("no action: " $1) }
        FILENAME == "terraform-calls.tsv" {
            if ($1 !~ /^(data[.])?alicloud_[a-z0-9_]+$/) fault("no type of a resource: " $1)
            if ($2 != "-" && $2 !~ /:/ && $2 !~ /^[^\/ ]+\/[^\/ ]+\/[^ ]+$/) fault("no action, and no product/version/API: " $2)
            if ($2 ~ /:/) service(substr($2, 1, index($2, ":") - 1))
            operations($3)
            for (i = split($4, wanted, /&|[|]| or /); i > 0; i--)
                if (wanted[i] !~ /^(always|unknown|if-(changed|set|value):[a-z0-9_]+(,[a-z0-9_]+)*)$/)
                    fault("no condition: " wanted[i])
            if ($5 != "-")
                for (i = split($5, wanted, " "); i > 0; i--)
                    if (wanted[i] !~ /^[^= ]+=(id|[.][a-z0-9_]+)(:([0-9]|[?]))*([|](id|[.][a-z0-9_]+)(:([0-9]|[?]))*)*$/)
                        fault("nothing that fills a parameter: " wanted[i])
        }
        FILENAME ~ /^terraform-(roles|keys).tsv$/ { if ($3 != "-") action($3); operations($4) }
        FILENAME == "oss-arns.tsv" { word($1, "object bucket service") }
        FILENAME == "regions.tsv" {
            word($2, "cn cn-local intl finance gov special closed")
            if ($3 !~ /^[0-9]+$/) fault("no number: " $3)
        }
        END { exit bad }' "$@"
}

status=0
check actions.tsv 1 || status=1
check assumptions.tsv 1 || status=1
check authorization.tsv 1 -9 10 5 3 || status=1
check condition-keys.tsv 1 || status=1
check ess.tsv 2 || status=1
check refresh-states.tsv 1 2 || status=1
check regions.tsv 1 || status=1
check resource-types.tsv 1 2 3 || status=1
check services.tsv 1 || status=1
check terraform.tsv 1 || status=1
check terraform-resources.tsv 1 || status=1
check terraform-calls.tsv 1 2 3 4 5 || status=1
check terraform-keys.tsv 1 2 3 4 || status=1
check terraform-provider.tsv 1 || status=1
check terraform-roles.tsv 1 2 3 4 || status=1
check_words services.tsv actions.tsv ess.tsv condition-keys.tsv authorization.tsv resource-types.tsv regions.tsv \
    api-actions.tsv product-codes.tsv trail-services.tsv parameters.tsv oss-arns.tsv layers.tsv layer-documents.tsv \
    global-services.tsv terraform-calls.tsv terraform-roles.tsv terraform-keys.tsv error-codes.tsv denial-messages.tsv oss-error-codes.tsv || status=1
check arn-services.tsv 1 2 || status=1
check untagged.tsv 1 || status=1
check aws-dialect.tsv 1 2 || status=1
check key-actions.tsv 1 || status=1
check oss-acls.tsv 1 || status=1
check oss-levels.tsv 1 || status=1
check escalation.tsv 1 || status=1
check api-actions.tsv 1 || status=1
check product-codes.tsv 1 || status=1
check trail-services.tsv 1 2 || status=1
check error-codes.tsv 1 || status=1
check denial-messages.tsv 1 || status=1
check denial-frames.tsv 1 || status=1
check oss-error-codes.tsv 1 || status=1
check parameters.tsv 1 2 3 || status=1
check searches.tsv 1 || status=1
check oss-arns.tsv 1 || status=1
check layers.tsv 1 2 6 || status=1
check layer-documents.tsv 1 2 || status=1
check global-services.tsv 1 || status=1
check unasked.tsv 1 || status=1
for table in *.tsv; do
    case $table in
    actions.tsv | assumptions.tsv | authorization.tsv | condition-keys.tsv | ess.tsv | refresh-states.tsv | regions.tsv | \
        resource-types.tsv | services.tsv | terraform.tsv | terraform-resources.tsv | arn-services.tsv | untagged.tsv | key-actions.tsv | \
        oss-acls.tsv | oss-levels.tsv | escalation.tsv | api-actions.tsv | product-codes.tsv | trail-services.tsv | \
        error-codes.tsv | denial-messages.tsv | denial-frames.tsv | oss-error-codes.tsv | parameters.tsv | searches.tsv | \
        terraform-calls.tsv | terraform-keys.tsv | terraform-provider.tsv | terraform-roles.tsv | oss-arns.tsv | layers.tsv | layer-documents.tsv | global-services.tsv | unasked.tsv | aws-dialect.tsv) ;;
    *) echo "$table: not checked, add it to this script"; status=1 ;;
    esac
done
exit $status
