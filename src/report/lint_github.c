/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Annotations of GitHub Actions, a line each. Such a line is a command to the runner, and its texts come from the policy's
 * author: characters that could end a line or a property are escaped.
 */
#include "report/lint_report.h"

/* As GitHub's own toolkit escapes; a property cannot hold its separators either. */
static void lint_github_put(struct rampart_lint_report *report, struct rampart_str text, bool property)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool escaped = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
        if (escaped)
            rp_buf_printf(&report->out, "%%%02X", (unsigned)(unsigned char)c);
        else
            rp_buf_add_byte(&report->out, c);
    }
}

/* GitHub takes columns only within one line. */
static void lint_github_place(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    if (diag->line == 0) return;
    rp_buf_printf(&report->out, ",line=%u,endLine=%u", diag->line, diag->end_line);
    if (diag->line == diag->end_line)
        rp_buf_printf(&report->out, ",col=%u,endColumn=%u", diag->column, diag->end_column);
}

static void lint_github_message(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    if (diag->subject.len > 0) {
        lint_github_put(report, diag->subject, false);
        rp_lint_words(report, ": ");
    }
    lint_github_put(report, diag->message, false);
    if (diag->help.len > 0) {
        rp_lint_words(report, "%0A");
        lint_github_put(report, diag->help, false);
    }
}

static void lint_github_finding(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    static const char *const commands[] = {
        [RAMPART_ERROR] = "error", [RAMPART_WARNING] = "warning", [RAMPART_NOTE] = "notice"};
    rp_buf_printf(&report->out, "::%s file=", commands[diag->severity]);
    lint_github_put(report, rp_lint_path(report, diag->file), true);
    lint_github_place(report, diag);
    rp_buf_printf(&report->out, ",title=%s %s::", diag->code, diag->name);
    lint_github_message(report, diag);
    rp_lint_words(report, "\n");
}

static enum rampart_status lint_github_add(struct rampart_lint_report *report,
                                           const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        if (rp_lint_is_news(part, i)) lint_github_finding(report, diag);
    }
    return RAMPART_OK;
}

static void lint_github_not_read(struct rampart_lint_report *report, const struct rampart_file_row *row)
{
    rp_lint_words(report, "::notice file=");
    lint_github_put(report, rp_lint_path(report, row->path), true);
    rp_lint_words(report, ",title=not read::");
    lint_github_put(report, row->reason, false);
    rp_lint_words(report, "\n");
}

static enum rampart_status lint_github_end(struct rampart_lint_report *report)
{
    const struct rampart_file_row *row;
    struct rp_lint_cursor cursor = {0, 0};
    while ((row = rp_lint_not_read(report, &cursor)) != NULL) lint_github_not_read(report, row);
    return RAMPART_OK;
}

const struct rp_lint_format rp_lint_github = {.add = lint_github_add, .end = lint_github_end};
