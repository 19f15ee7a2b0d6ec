/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as Markdown, for the comment of a pull request. */
#include "report/diags.h"
#include "report/html_parts.h"
#include "report/lint_report.h"
#include "report/markdown.h"

static void lint_markdown_finding(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(rampart_str(diag->code));
    rp_buf_printf(&report->body, "- **%s** ", rp_severity_word(diag->severity));
    rp_markdown_code(&report->body, rp_lint_path(report, diag->file));
    if (diag->line > 0) rp_buf_printf(&report->body, " line %u", diag->line);
    if (diag->subject.len > 0) {
        rp_buf_add(&report->body, RP_STR(", "));
        rp_markdown_code(&report->body, diag->subject);
    }
    rp_buf_add(&report->body, RP_STR(": "));
    rp_markdown_text(&report->body, diag->message);
    if (rule != NULL)
        rp_buf_printf(&report->body, " ([%s %s](%s/%s-%s.md))\n", rule->id, rule->name, rp_lint_pages, rule->id, rule->name);
    else
        rp_buf_printf(&report->body, " (%s %s)\n", diag->code, diag->name);
    if (diag->help.len == 0) return;
    rp_buf_add(&report->body, RP_STR("  Help: "));
    rp_markdown_text(&report->body, diag->help);
    rp_buf_add_byte(&report->body, '\n');
}

static enum rampart_status lint_markdown_add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++)
        if (rp_lint_is_news(part, i)) lint_markdown_finding(report, rampart_diags_at(part->findings, i));
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
