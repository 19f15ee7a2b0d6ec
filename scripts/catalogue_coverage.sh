#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# catalogue_coverage.sh [FOLDER]: what the tables of FOLDER (policies/catalog) know of each service, as the tables of
# docs/catalogue.md. A service stands in the first table when a page that says what its actions are authorised on was read.
set -eu
folder=${1:-$(dirname "$0")/../policies/catalog}
LC_ALL=C awk -F'\t' '
    function code_of(action) { return substr(action, 1, index(action, ":") - 1) }
    function share(part, all) { return all == 0 ? "-" : part " (" int(part * 100 / all) " %)" }
    FNR == 1 { table = FILENAME; sub(/.*\//, "", table) }
    /^#/ { next }
    table == "services.tsv" { granularity[$1] = $6; complete[$1] = $5 != "-" ; services++ }
    table == "actions.tsv" { code = code_of($1); actions[code]++; all_actions++; if ($2 != "-") { levels[code]++; all_levels++ } }
    table == "condition-keys.tsv" { keys[$5]++; all_keys++ }
    table == "authorization.tsv" || table == "ess.tsv" {
        code = code_of($1)
        template = $5
        dated = $9
        page = $10
        if (table == "ess.tsv") { dated = "2026-11-22"; page = $10 }
        if (template == "unknown") next
        read[code] = 1
        if (!((code, page) in pages)) { pages[code, page] = 1; page_count[code]++; all_pages++ }
        if (oldest[code] == "" || dated < oldest[code]) oldest[code] = dated
        if (dated > newest[code]) newest[code] = dated
        if (($1, "any") in known) next
        known[$1, "any"] = 1
        templates[code]++
        all_templates++
    }
    END {
        printf "| service | actions | with a level | with a template | condition keys | granularity | complete | pages | dates |\n"
        printf "|---|---:|---:|---:|---:|---|---|---:|---|\n"
        count = 0
        for (code in read) names[++count] = code
        for (i = 2; i <= count; i++) {
            name = names[i]
            for (j = i - 1; j > 0 && names[j] > name; j--) names[j + 1] = names[j]
            names[j + 1] = name
        }
        for (i = 1; i <= count; i++) {
            code = names[i]
            dates = oldest[code] == newest[code] ? newest[code] : oldest[code] " to " newest[code]
            printf "| `%s` | %d | %s | %s | %d | %s | %s | %d | %s |\n", code, actions[code], share(levels[code] + 0, actions[code]),
                share(templates[code], actions[code]), keys[code] + 0, granularity[code] == "" ? "-" : granularity[code],
                complete[code] ? "yes" : "-", page_count[code], dates
        }
        printf "| all %d services | %d | %s | %s | %d | | | %d | |\n", services, all_actions, share(all_levels, all_actions),
            share(all_templates, all_actions), all_keys, all_pages
    }' "$folder/services.tsv" "$folder/actions.tsv" "$folder/condition-keys.tsv" "$folder/authorization.tsv" "$folder/ess.tsv"
printf '\n## Searches that failed\n\n| service | looked for | found |\n|---|---|---|\n'
LC_ALL=C awk -F'\t' '!/^#/ { printf "| `%s` | %s | %s |\n", $1, $2 ~ /^https:/ ? "<" $2 ">" : $2, $3 }' "$folder/searches.tsv"
