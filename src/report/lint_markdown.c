/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as Markdown, for the comment of a pull request. */
#include "report/diags.h"
#include "report/html_parts.h"
#include "report/lint_report.h"
#include "report/markdown.h"

void rp_lint_markdown_finding(struct rp_buf *out, struct rampart_str path, const struct rampart_diag *diag)
{
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(rampart_str(diag->code));
    rp_buf_printf(out, "- **%s** ", rp_severity_word(diag->severity));
    rp_markdown_code(out, path);
    if (diag->line > 0) rp_buf_printf(out, " line %u", diag->line);
    if (diag->subject.len > 0) {
        rp_buf_add(out, RP_STR(", "));
        rp_markdown_code(out, diag->subject);
    }
    rp_buf_add(out, RP_STR(": "));
    rp_markdown_text(out, diag->message);
    if (rule != NULL)
        rp_buf_printf(out, " ([%s %s](%s))\n", rule->id, rule->name, rampart_lint_rule_address(rule));
    else
        rp_buf_printf(out, " (%s %s)\n", diag->code, diag->name);
    if (diag->help.len == 0) return;
    rp_buf_add(out, RP_STR("  Help: "));
    rp_markdown_text(out, diag->help);
    rp_buf_add_byte(out, '\n');
}

static enum rampart_status lint_markdown_add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        if (rp_lint_is_news(part, i)) rp_lint_markdown_finding(&report->body, rp_lint_path(report, diag->file), diag);
    }
    return report->body.failed;
}

/* The summary that ends the text for people is the beginning here. */
static enum rampart_status lint_markdown_end(struct rampart_lint_report *report)
{
    rp_lint_words(report, "### rampart lint: ");
    rp_lint_print_summary(report);
    rp_lint_words(report, "\n");
    rp_markdown_inventory(&report->body, report->style.inventory);
    rp_buf_add(&report->out, rp_buf_text(&report->body));
    const size_t before = report->out.len;
    rp_lint_print_silenced(report);
    if (report->out.len > before) rp_lint_words(report, "\n");
    return report->body.failed;
}

const struct rp_lint_format rp_lint_markdown = {.add = lint_markdown_add, .end = lint_markdown_end};
