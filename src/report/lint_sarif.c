/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as SARIF 2.1.0, for code scanning. */
#include "report/lint_sarif.h"

#include <inttypes.h>

#include "base/try.h"

static enum rampart_status begin(struct rampart_lint_report *report)
{
    const struct rp_json root = rp_put_object(report->list, NULL);
    rp_put_word(root, "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    rp_put_word(root, "version", "2.1.0");
    report->around = rp_put_object(rp_put_list(root, "runs"), NULL);
    rp_sarif_tool(rp_put_tree(report->around, "tool"));
    rp_put_word(report->around, "columnKind", "unicodeCodePoints");
    report->list = rp_put_list(report->around, "results");
    return RAMPART_OK;
}

/* ---- a result ---- */

static void put_region(struct rp_json at, const struct rampart_diag *diag)
{
    if (diag->line == 0) return;
    const struct rp_json region = rp_put_object(at, "region");
    rp_put_number(region, "startLine", diag->line);
    rp_put_number(region, "startColumn", diag->column);
    rp_put_number(region, "endLine", diag->end_line);
    rp_put_number(region, "endColumn", diag->end_column);
}

static void put_subject(struct rp_json at, const struct rampart_diag *diag)
{
    if (diag->subject.len == 0) return;
    const struct rp_json item = rp_put_object(rp_put_list(at, "logicalLocations"), NULL);
    rp_put_text(item, "fullyQualifiedName", diag->subject);
    if (diag->inner_line == 0) return;
    const struct rp_json properties = rp_put_object(item, "properties");
    rp_put_number(properties, "documentLine", diag->inner_line);
    rp_put_number(properties, "documentColumn", diag->inner_column);
}

static void put_location(struct rp_json at, struct rampart_lint_report *report,
                         const struct rampart_diag *diag)
{
    const struct rp_json location = rp_put_object(rp_put_list(at, "locations"), NULL);
    const struct rp_json physical = rp_put_object(location, "physicalLocation");
    rp_put_text(rp_put_object(physical, "artifactLocation"), "uri", rp_lint_uri(report, diag->file));
    put_region(physical, diag);
    put_subject(location, diag);
}

static void put_waiver(struct rp_json at, const struct rampart_diag *diag)
{
    if (diag->waiver.len == 0) return;
    const struct rp_json item = rp_put_object(rp_put_list(at, "suppressions"), NULL);
    rp_put_word(item, "kind", "external");
    rp_put_word(item, "status", "accepted");
    rp_put_text(item, "justification", diag->waiver);
}

static enum rampart_status put_result(struct rampart_lint_report *report, const struct rampart_diag *diag,
                                      uint64_t fingerprint)
{
    struct rampart_str text, number;
    const char *between = diag->help.len > 0 ? "\n" : "";
    RP_TRY_MEMORY(rp_arena_printf(&report->scratch, &text, "%.*s%s%.*s", RP_ARG(diag->message), between,
                                  RP_ARG(diag->help)));
    RP_TRY_MEMORY(rp_arena_printf(&report->scratch, &number, "%016" PRIx64, fingerprint));
    const struct rp_json result = rp_lint_finding(report);
    rp_put_word(result, "ruleId", diag->code);
    rp_put_word(result, "level", rp_severity_word(diag->severity));
    rp_put_text(rp_put_object(result, "message"), "text", text);
    put_location(result, report, diag);
    rp_put_text(rp_put_object(result, "partialFingerprints"), "rampart/v1", number);
    put_waiver(result, diag);
    return RAMPART_OK;
}

static enum rampart_status add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++)
        RP_TRY(put_result(report, rampart_diags_at(part->findings, i), part->fingerprints[i]));
    return RAMPART_OK;
}

/* ---- the run ---- */

static void put_notification(struct rp_json item, struct rampart_lint_report *report,
                             const struct rampart_diag *diag)
{
    rp_put_word(rp_put_object(item, "descriptor"), "id", diag->code);
    rp_put_word(item, "level", rp_severity_word(diag->severity));
    rp_put_text(rp_put_object(item, "message"), "text", diag->message);
    if (diag->file.len > 0) put_location(item, report, diag);
}

static enum rampart_status end(struct rampart_lint_report *report)
{
    const char *name = report->settings ? "toolConfigurationNotifications" : "toolExecutionNotifications";
    const struct rp_json invocation = rp_put_tree(rp_put_list(report->around, "invocations"), NULL);
    rp_put_bool(invocation, "executionSuccessful",
                report->why == NULL && report->summary.count.unreadable == 0);
    if (report->why != NULL) {
        const struct rp_json list = rp_put_list(invocation, name);
        for (size_t i = 0; i < rampart_diags_count(report->why); i++)
            put_notification(rp_put_object(list, NULL), report, rampart_diags_at(report->why, i));
    }
    return rp_json_finish(&report->json, RAMPART_OK);
}

const struct rp_lint_format rp_lint_sarif = {begin, add, end};
