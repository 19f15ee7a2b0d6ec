/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as JSON for programs (docs/lint.schema.json). */
#include "base/try.h"
#include "report/diags.h"
#include "report/lint_report.h"
#include "report/unseen.h"
#include "report/version.h"

static enum rampart_status lint_json_begin(struct rampart_lint_report *report)
{
    report->around = rp_put_object(report->list, NULL);
    report->list = rp_put_list(report->around, "findings");
    return RAMPART_OK;
}

static void lint_json_place(struct rp_json at, const struct rampart_diag *diag)
{
    rp_put_text(at, "file", diag->file);
    rp_put_extent(at, diag);
}

static void lint_json_document(struct rp_json at, const struct rampart_diag *diag)
{
    if (diag->subject.len > 0) rp_put_text(at, "document", diag->subject);
    if (diag->inner_line == 0) return;
    rp_put_number(at, "documentLine", diag->inner_line);
    rp_put_number(at, "documentColumn", diag->inner_column);
}

void rp_lint_put_finding(struct rp_json item, struct rampart_str rule, const struct rampart_diag *diag)
{
    rp_put_text(item, "rule", rule);
    rp_put_word(item, "severity", rp_severity_word(diag->severity));
    lint_json_place(item, diag);
    rp_put_text(item, "message", diag->message);
    rp_put_text_or_null(item, "suggestion", diag->help);
    lint_json_document(item, diag);
}

static enum rampart_status lint_json_finding(struct rampart_lint_report *report,
                                             const struct rampart_diag *diag)
{
    struct rampart_str rule;
    RP_TRY_MEMORY(rp_lint_rule_name(report, diag, &rule));
    rp_lint_put_finding(rp_lint_finding(report), rule, diag);
    return RAMPART_OK;
}

static enum rampart_status lint_json_add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        if (rp_lint_is_news(part, i)) RP_TRY(lint_json_finding(report, diag));
    }
    return RAMPART_OK;
}

static void lint_json_summary(struct rp_json at, const struct rampart_lint_report *report)
{
    const struct rampart_lint_summary *summary = &report->summary;
    rp_put_number(at, "documents", summary->count.documents);
    rp_put_number(at, "withFindings", summary->with_findings);
    rp_put_number(at, "errors", summary->found[RAMPART_ERROR]);
    rp_put_number(at, "warnings", summary->found[RAMPART_WARNING]);
    rp_put_number(at, "notes", summary->found[RAMPART_NOTE]);
    rp_put_number(at, "waived", summary->waived);
    rp_put_number(at, "undetermined", summary->count.undetermined);
    rp_put_number(at, "unreadable", summary->count.unreadable);
    rp_put_inventory(at, report->style.inventory);
}

static enum rampart_status lint_json_end(struct rampart_lint_report *report)
{
    const struct rp_json tail = rp_put_members(report->around);
    lint_json_summary(rp_put_object(tail, "summary"), report);
    rp_lint_put_silenced(tail, report);
    if (report->style.baseline != NULL) {
        const struct rp_json baseline = rp_put_object(tail, "baseline");
        rp_put_number(baseline, "known", report->summary.known);
        rp_put_number(baseline, "gone", report->summary.gone);
    }
    rp_put_catalog(tail, report->style.catalog);
    if (report->why != NULL) rp_put_failure(tail, report->why);
    return rp_json_finish(&report->json, RAMPART_OK);
}

const struct rp_lint_format rp_lint_json = {
    .begin = lint_json_begin, .add = lint_json_add, .end = lint_json_end};
