/* SPDX-License-Identifier: Apache-2.0 */
/* A code quality report of GitLab: a JSON list of findings. */
#include <inttypes.h>

#include "base/try.h"
#include "report/json.h"
#include "report/lint_report.h"

static enum rampart_status begin(struct rampart_lint_report *report)
{
    rp_lint_words(report, "[");
    return RAMPART_OK;
}

/* A finding without a place is about the file, and GitLab wants a line of it. */
static void put_location(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    struct rp_buf path, *out = &report->out;
    rp_buf_init(&path, &out->allocator, out->cap);
    rp_lint_path(&path, report, diag->file);
    rp_write_open(out, "location", '{');
    rp_write_text(out, "path", rp_buf_text(&path));
    rp_write_open(out, "lines", '{');
    rp_write_number(out, "begin", diag->line == 0 ? 1 : diag->line);
    rp_write_close(out, '}');
    rp_write_close(out, '}');
    if (out->failed == RAMPART_OK) out->failed = path.failed;
    rp_buf_free(&path);
}

static enum rampart_status put_finding(struct rampart_lint_report *report, const struct rampart_diag *diag,
                                       uint64_t fingerprint)
{
    static const char *const severities[] = {
        [RAMPART_ERROR] = "critical", [RAMPART_WARNING] = "major", [RAMPART_NOTE] = "minor"};
    struct rp_arena *scratch = &report->scratch;
    struct rampart_str description, check, number;
    const char *before = diag->subject.len > 0 ? ": " : "";
    RP_TRY_MEMORY(rp_arena_printf(scratch, &description, "%.*s%s%.*s", RP_ARG(diag->subject), before,
                                  RP_ARG(diag->message)));
    RP_TRY_MEMORY(rp_arena_printf(scratch, &check, "%s-%s", diag->code, diag->name));
    RP_TRY_MEMORY(rp_arena_printf(scratch, &number, "%016" PRIx64, fingerprint));
    rp_lint_separate(report);
    rp_write_open(&report->out, NULL, '{');
    rp_write_text(&report->out, "description", description);
    rp_write_text(&report->out, "check_name", check);
    rp_write_text(&report->out, "fingerprint", number);
    rp_write_word(&report->out, "severity", severities[diag->severity]);
    put_location(report, diag);
    rp_write_close(&report->out, '}');
    return RAMPART_OK;
}

static enum rampart_status add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        if (diag->waiver.len == 0) RP_TRY(put_finding(report, diag, part->fingerprints[i]));
    }
    return RAMPART_OK;
}

static enum rampart_status end(struct rampart_lint_report *report)
{
    rp_lint_words(report, "]\n");
    return RAMPART_OK;
}

const struct rp_lint_format rp_lint_gitlab = {begin, add, end};
