#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check_rules.sh ROOT: the table of lint rules and their pages agree, and every page has the parts of a page.
set -eu
cd "$1"
bad=$(
    awk -F'[(,)]' '/^RP_LINT_RULE/ {
        gsub(/[" ]/, ""); family["REFUSED"] = "refused"; family["NEVER_MATCHES"] = "never-matches"
        family["MEANS_OTHERWISE"] = "means-otherwise"; family["BROAD"] = "broad"; family["IDLE"] = "idle"; family["STYLE"] = "style"
        print $3 "-" $4 " " family[$5] " " tolower($6)
    }' src/lint/rule_table.h >/dev/stdout | {
        last=
        while read -r page family severity; do
            file=policies/rules/$page.md
            [ "$(printf '%s\n%s\n' "$last" "$page" | LC_ALL=C sort | head -n 1)" = "$last" ] || echo "$page stands behind $last"
            last=$page
            [ -f "$file" ] || { echo "there is no $file"; continue; }
            [ "$(head -n 1 "$file")" = "# ${page%%-*} ${page#*-}" ] || echo "$file:1: the headline is not the rule's"
            sed -n 3p "$file" | grep -q "^$family · $severity\( · [a-z]*\)\{0,1\}$" ||
                echo "$file:3: this should be $family · $severity"
            for heading in Bad Good Evidence; do
                grep -qx "## $heading" "$file" || echo "$file: there is no part $heading"
            done
        done
    }
    for file in policies/rules/[DR]*.md; do
        page=$(basename "$file" .md)
        grep -q "\"${page%%-*}\", \"${page#*-}\"" src/lint/rule_table.h || echo "$file: no rule has this page"
    done
)
[ -z "$bad" ] || { echo "$bad"; exit 1; }
