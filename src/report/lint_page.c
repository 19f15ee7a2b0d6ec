/* SPDX-License-Identifier: Apache-2.0 */
/* The rules themselves: as a list, and what a page says first. */
#include "report/json.h"
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

enum rampart_status rp_lint_rules_text(struct rp_print *print)
{
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        rp_buf_printf(print->out, "%-8s%-9s%-17s%s\n", rule->id, rp_severity_word(rule->severity),
                      rampart_lint_family_name(rule->family), rule->name);
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_rules_json(struct rp_print *print)
{
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    rp_write_open(out, "rules", '[');
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        rp_write_open(out, NULL, '{');
        rp_write_word(out, "id", rule->id);
        rp_write_word(out, "name", rule->name);
        rp_write_word(out, "family", rampart_lint_family_name(rule->family));
        rp_write_word(out, "severity", rp_severity_word(rule->severity));
        rp_write_text(out, "about", rp_lint_page_about(rule));
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return RAMPART_OK;
}
