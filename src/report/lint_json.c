/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as JSON for programs (docs/lint.schema.json). */
#include "base/try.h"
#include "report/inventory.h"
#include "report/json.h"
#include "report/lint_report.h"

static enum rampart_status begin(struct rampart_lint_report *report)
{
    rp_lint_words(report, "{\"findings\":[");
    return RAMPART_OK;
}

/* Line 0 stands for no place, here as in the library. */
static void put_place(struct rp_buf *out, const struct rampart_diag *diag)
{
    rp_write_text(out, "file", diag->file);
    rp_write_number(out, "line", diag->line);
    rp_write_number(out, "column", diag->column);
    rp_write_number(out, "endLine", diag->end_line);
    rp_write_number(out, "endColumn", diag->end_column);
}

static void put_document(struct rp_buf *out, const struct rampart_diag *diag)
{
    if (diag->subject.len > 0) rp_write_text(out, "document", diag->subject);
    if (diag->inner_line == 0) return;
    rp_write_number(out, "documentLine", diag->inner_line);
    rp_write_number(out, "documentColumn", diag->inner_column);
}

static enum rampart_status put_finding(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    struct rp_buf *out = &report->out;
    struct rampart_str rule;
    RP_TRY_MEMORY(rp_arena_printf(&report->scratch, &rule, "%s-%s", diag->code, diag->name));
    rp_lint_separate(report);
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "rule", rule);
    rp_write_word(out, "severity", rp_severity_word(diag->severity));
    put_place(out, diag);
    rp_write_text(out, "message", diag->message);
    rp_write_text_or_null(out, "suggestion", diag->help);
    put_document(out, diag);
    rp_write_close(out, '}');
    return RAMPART_OK;
}

static enum rampart_status add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        if (diag->waiver.len == 0) RP_TRY(put_finding(report, diag));
    }
    return RAMPART_OK;
}

static enum rampart_status end(struct rampart_lint_report *report)
{
    const struct rampart_lint_summary *summary = &report->summary;
    rp_buf_printf(&report->out,
                  "],\"summary\":{\"documents\":%zu,\"withFindings\":%zu,\"errors\":%zu,\"warnings\":%zu,"
                  "\"notes\":%zu,\"waived\":%zu,\"undetermined\":%zu,\"unreadable\":%zu",
                  summary->count.documents, summary->with_findings, summary->found[RAMPART_ERROR],
                  summary->found[RAMPART_WARNING], summary->found[RAMPART_NOTE], summary->waived,
                  summary->count.undetermined, summary->count.unreadable);
    rp_write_inventory(&report->out, report->style.inventory);
    rp_lint_words(report, "}");
    if (report->why != NULL) rp_write_failure(&report->out, report->why);
    rp_lint_words(report, "}\n");
    return RAMPART_OK;
}

const struct rp_lint_format rp_lint_json = {begin, add, end};
