/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as a compiler prints its own, and at the end whose page to read and how many there are. */
#include "report/diags.h"
#include "report/lint_report.h"
#include "report/unseen.h"

/* Remembers the rule of the first of the worst findings. */
static void lint_text_note_rule(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    if (report->rule != NULL && diag->severity >= report->worst) return;
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(rampart_str(diag->code));
    if (rule == NULL) return;
    report->rule = rule;
    report->worst = diag->severity;
}

static enum rampart_status lint_text_add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    struct rp_print print = {.out = &report->out, .color = report->style.color, .columns = report->style.columns};
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        if (!rp_lint_is_news(part, i)) continue;
        rp_diag_text(&print, diag);
        lint_text_note_rule(report, diag);
    }
    size_t omitted = rp_diags_omitted(part->findings);
    if (omitted > 0) rp_buf_printf(print.out, "rampart: … and %zu more\n", omitted);
    return RAMPART_OK;
}

static void lint_text_count(struct rampart_lint_report *report, const char *before, size_t count,
                            const char *noun)
{
    rp_buf_printf(&report->out, "%s%zu %s%s", before, count, noun, count == 1 ? "" : "s");
}

static void lint_text_found(struct rampart_lint_report *report)
{
    const struct rampart_lint_summary *summary = &report->summary;
    const char *before = "";
    for (int severity = RAMPART_ERROR; severity <= RAMPART_NOTE; severity++) {
        if (summary->found[severity] == 0) continue;
        lint_text_count(report, before, summary->found[severity],
                        rp_severity_word((enum rampart_severity)severity));
        before = ", ";
    }
    const struct rampart_inventory *inventory = report->style.inventory;
    if (inventory != NULL && rampart_inventory_count(inventory, RAMPART_FILE_READ) == 0 &&
        before[0] == '\0') {
        rp_lint_words(report, "no document was read");
        return;
    }
    if (before[0] == '\0') {
        bool whole = summary->count.unreadable == 0;
        if (whole && summary->count.documents == 0) {
            rp_lint_words(report, "no findings: what was read has no policy document");
            return;
        }
        const char *none = summary->known > 0 ? "no new findings in " : "no findings in ";
        lint_text_count(report, whole ? none : "no findings in what was read: ",
                        summary->count.documents, "document");
        return;
    }
    if (summary->with_findings == 0) return; /* they are about something else */
    rp_buf_printf(&report->out, " in %zu of", summary->with_findings);
    lint_text_count(report, " ", summary->count.documents, "document");
}

void rp_lint_print_summary(struct rampart_lint_report *report)
{
    const struct rampart_lint_summary *summary = &report->summary;
    lint_text_found(report);
    if (summary->waived > 0) rp_buf_printf(&report->out, "; %zu waived", summary->waived);
    if (summary->known > 0) rp_buf_printf(&report->out, "; %zu known", summary->known);
    if (summary->gone > 0) rp_buf_printf(&report->out, "; %zu of the baseline gone", summary->gone);
    if (summary->count.undetermined > 0)
        rp_buf_printf(&report->out, "; %zu not determined", summary->count.undetermined);
    size_t others = rampart_inventory_count(report->style.inventory, RAMPART_FILE_OTHER);
    if (others > 0) lint_text_count(report, "; ", others, "other file");
    if (summary->count.unreadable > 0)
        rp_buf_printf(&report->out, "; %zu could not be read", summary->count.unreadable);
    rp_lint_words(report, "\n");
}

static enum rampart_status lint_text_end(struct rampart_lint_report *report)
{
    if (report->rule != NULL) rp_buf_printf(&report->out, "rampart lint --explain %s says more\n", report->rule->id);
    rp_lint_print_summary(report);
    struct rp_print print = {.out = &report->out, .color = report->style.color};
    rp_print_inventory(&print, report->style.inventory);
    rp_lint_print_silenced(report);
    return RAMPART_OK;
}

const struct rp_lint_format rp_lint_text = {.add = lint_text_add, .end = lint_text_end};
