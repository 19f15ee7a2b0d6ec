/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of lint: as a list, and the first paragraph of their pages. */
#include "report/diags.h"
#include "report/lint_report.h"

/* A page is a headline, a line of its family and level, and then what it is about, with blank lines between. */
struct rampart_str rp_lint_page_about(const struct rampart_lint_rule *rule)
{
    enum { LINES_BEFORE = 4 };
    struct rampart_str page = rampart_lint_rule_page(rule);
    for (int i = 0; i < LINES_BEFORE; i++) page = rp_str_from(page, rp_str_find(page, '\n') + 1);
    size_t end = 0;
    while (end < page.len && !rp_str_starts(rp_str_from(page, end), RP_STR("\n\n"))) end++;
    return rp_str_part(page, 0, end);
}

RP_REPORTER(rp_lint_rules_text)
{
    (void)what;
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        rp_buf_printf(print->out, "%-8s%-9s%-17s%s\n", rule->id, rp_severity_word(rule->severity),
                      rampart_lint_family_name(rule->family), rule->name);
    }
    return RAMPART_OK;
}

RP_REPORTER(rp_lint_rules_json)
{
    (void)what;
    struct rp_json_report report;
    const struct rp_json root = rp_put_tree(rp_json_start(&report, print->out), NULL);
    const struct rp_json list = rp_put_list(root, "rules");
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_word(item, "id", rule->id);
        rp_put_word(item, "name", rule->name);
        rp_put_word(item, "family", rampart_lint_family_name(rule->family));
        rp_put_word(item, "severity", rp_severity_word(rule->severity));
        rp_put_text(item, "about", rp_lint_page_about(rule));
    }
    return rp_json_finish(&report, RAMPART_OK);
}
