/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as SARIF 2.1.0, for code scanning. */
#include "report/lint_sarif.h"

#include <inttypes.h>

#include "base/try.h"

static enum rampart_status begin(struct rampart_lint_report *report)
{
    struct rp_buf *out = &report->out;
    rp_write_open(out, NULL, '{');
    rp_write_word(
        out, "$schema",
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    rp_write_word(out, "version", "2.1.0");
    rp_write_open(out, "runs", '[');
    rp_write_open(out, NULL, '{');
    rp_sarif_tool(out);
    rp_write_word(out, "columnKind", "unicodeCodePoints");
    rp_write_open(out, "results", '[');
    return RAMPART_OK;
}

/* ---- a result ---- */

static void put_region(struct rp_buf *out, const struct rampart_diag *diag)
{
    if (diag->line == 0) return;
    rp_write_open(out, "region", '{');
    rp_write_number(out, "startLine", diag->line);
    rp_write_number(out, "startColumn", diag->column);
    rp_write_number(out, "endLine", diag->end_line);
    rp_write_number(out, "endColumn", diag->end_column);
    rp_write_close(out, '}');
}

static void put_uri(struct rampart_lint_report *report, struct rampart_str file)
{
    struct rp_buf uri, *out = &report->out;
    rp_buf_init(&uri, &out->allocator, out->cap);
    rp_lint_uri(report, file, &uri);
    rp_write_open(out, "artifactLocation", '{');
    rp_write_text(out, "uri", rp_buf_text(&uri));
    rp_write_close(out, '}');
    if (out->failed == RAMPART_OK) out->failed = uri.failed;
    rp_buf_free(&uri);
}

static void put_subject(struct rp_buf *out, const struct rampart_diag *diag)
{
    if (diag->subject.len == 0) return;
    rp_write_open(out, "logicalLocations", '[');
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "fullyQualifiedName", diag->subject);
    if (diag->inner_line > 0) {
        rp_write_open(out, "properties", '{');
        rp_write_number(out, "documentLine", diag->inner_line);
        rp_write_number(out, "documentColumn", diag->inner_column);
        rp_write_close(out, '}');
    }
    rp_write_close(out, '}');
    rp_write_close(out, ']');
}

static void put_location(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    struct rp_buf *out = &report->out;
    rp_write_open(out, "locations", '[');
    rp_write_open(out, NULL, '{');
    rp_write_open(out, "physicalLocation", '{');
    put_uri(report, diag->file);
    put_region(out, diag);
    rp_write_close(out, '}');
    put_subject(out, diag);
    rp_write_close(out, '}');
    rp_write_close(out, ']');
}

static void put_waiver(struct rp_buf *out, const struct rampart_diag *diag)
{
    if (diag->waiver.len == 0) return;
    rp_write_open(out, "suppressions", '[');
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "kind", "external");
    rp_write_word(out, "status", "accepted");
    rp_write_text(out, "justification", diag->waiver);
    rp_write_close(out, '}');
    rp_write_close(out, ']');
}

static enum rampart_status put_result(struct rampart_lint_report *report, const struct rampart_diag *diag,
                                      uint64_t fingerprint)
{
    struct rampart_str text, number;
    struct rp_buf *out = &report->out;
    const char *between = diag->help.len > 0 ? "\n" : "";
    RP_TRY_MEMORY(rp_arena_printf(&report->scratch, &text, "%.*s%s%.*s", RP_ARG(diag->message), between,
                                  RP_ARG(diag->help)));
    RP_TRY_MEMORY(rp_arena_printf(&report->scratch, &number, "%016" PRIx64, fingerprint));
    rp_lint_separate(report);
    rp_write_open(out, NULL, '{');
    rp_write_word(out, "ruleId", diag->code);
    rp_write_word(out, "level", rp_severity_word(diag->severity));
    rp_write_open(out, "message", '{');
    rp_write_text(out, "text", text);
    rp_write_close(out, '}');
    put_location(report, diag);
    rp_write_open(out, "partialFingerprints", '{');
    rp_write_text(out, "rampart/v1", number);
    rp_write_close(out, '}');
    put_waiver(out, diag);
    rp_write_close(out, '}');
    return RAMPART_OK;
}

static enum rampart_status add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++)
        RP_TRY(put_result(report, rampart_diags_at(part->findings, i), part->fingerprints[i]));
    return RAMPART_OK;
}

/* ---- the run ---- */

static void put_notification(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    struct rp_buf *out = &report->out;
    rp_write_open(out, NULL, '{');
    rp_write_open(out, "descriptor", '{');
    rp_write_word(out, "id", diag->code);
    rp_write_close(out, '}');
    rp_write_word(out, "level", rp_severity_word(diag->severity));
    rp_write_open(out, "message", '{');
    rp_write_text(out, "text", diag->message);
    rp_write_close(out, '}');
    if (diag->file.len > 0) put_location(report, diag);
    rp_write_close(out, '}');
}

static enum rampart_status end(struct rampart_lint_report *report)
{
    struct rp_buf *out = &report->out;
    bool successful = report->why == NULL && report->summary.count.unreadable == 0;
    rp_buf_printf(out, "],\"invocations\":[{\"executionSuccessful\":%s", successful ? "true" : "false");
    if (report->why != NULL) {
        rp_write_open(out, report->settings ? "toolConfigurationNotifications" : "toolExecutionNotifications",
                      '[');
        for (size_t i = 0; i < rampart_diags_count(report->why); i++)
            put_notification(report, rampart_diags_at(report->why, i));
        rp_write_close(out, ']');
    }
    rp_lint_words(report, "}]}]}\n");
    return RAMPART_OK;
}

const struct rp_lint_format rp_lint_sarif = {begin, add, end};
