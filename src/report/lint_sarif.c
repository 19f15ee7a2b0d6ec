/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as SARIF 2.1.0, for code scanning. */
#include <stdio.h>

#include "base/try.h"
#include "report/diags.h"
#include "report/lint_report.h"
#include "report/unseen.h"

/* ---- the rules: those with a page, and the codes of what cannot be read ---- */

/* The codes that a document can be refused with: without addresses, which a program that starts must fill in. */
static const struct code {
    char number[8], name[40];
} codes[] = {
#define RP_DIAG(id, number, name) {number, name},
#include "text/diag_codes.h"
#undef RP_DIAG
};

static void lint_sarif_text(struct rp_json at, const char *member, struct rampart_str text)
{
    rp_put_text(rp_put_object(at, member), "text", text);
}

/* "unknown-element" as "unknown element". */
static void lint_sarif_name(struct rp_json at, const char *member, const char *name)
{
    char words[64];
    size_t len = 0;
    for (; name[len] != '\0' && len < sizeof words; len++) words[len] = name[len] == '-' ? ' ' : name[len];
    lint_sarif_text(at, member, (struct rampart_str){words, len});
}

static void lint_sarif_level(struct rp_json at, enum rampart_severity severity)
{
    rp_put_word(rp_put_object(at, "defaultConfiguration"), "level", rp_severity_word(severity));
}

static void lint_sarif_tags(struct rp_json at, const char *family)
{
    const struct rp_json tags = rp_put_list(rp_put_object(at, "properties"), "tags");
    rp_put_word(tags, NULL, "security");
    rp_put_word(tags, NULL, family);
}

static void lint_sarif_rule(struct rp_json item, const struct rampart_lint_rule *rule)
{
    const struct rampart_str page = rampart_lint_rule_page(rule);
    rp_put_word(item, "id", rule->id);
    rp_put_word(item, "name", rule->name);
    lint_sarif_name(item, "shortDescription", rule->name);
    lint_sarif_text(item, "fullDescription", rp_lint_page_about(rule));
    rp_put_text(item, "helpUri", rampart_str(rampart_lint_rule_address(rule)));
    const struct rp_json help = rp_put_object(item, "help");
    rp_put_text(help, "text", page);
    rp_put_text(help, "markdown", page);
    lint_sarif_level(item, rule->severity);
    lint_sarif_tags(item, rampart_lint_family_name(rule->family));
}

static void lint_sarif_code(struct rp_json item, const struct code *code)
{
    rp_put_word(item, "id", code->number);
    rp_put_word(item, "name", code->name);
    lint_sarif_name(item, "shortDescription", code->name);
    lint_sarif_name(item, "fullDescription", code->name);
    lint_sarif_level(item, RAMPART_ERROR);
    lint_sarif_tags(item, "reading");
}

/* Each rule is a tree of its own: it has its page twice. */
static void lint_sarif_tool(struct rp_json tool)
{
    const struct rp_json driver = rp_put_object(tool, "driver");
    rp_put_word(driver, "name", "rampart");
    rp_put_word(driver, "version", rampart_version());
    rp_put_word(driver, "semanticVersion", rampart_version());
    const struct rp_json rules = rp_put_list(driver, "rules");
    for (size_t i = 0; i < rampart_lint_rule_count(); i++)
        lint_sarif_rule(rp_put_tree(rules, NULL), rampart_lint_rule_at(i));
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (rampart_lint_rule_find(rampart_str(codes[i].number)) == NULL)
            lint_sarif_code(rp_put_tree(rules, NULL), &codes[i]);
}

static enum rampart_status lint_sarif_begin(struct rampart_lint_report *report)
{
    const struct rp_json root = rp_put_object(report->list, NULL);
    rp_put_word(root, "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    rp_put_word(root, "version", "2.1.0");
    report->around = rp_put_object(rp_put_list(root, "runs"), NULL);
    lint_sarif_tool(rp_put_object(report->around, "tool"));
    rp_put_word(report->around, "columnKind", "unicodeCodePoints");
    report->list = rp_put_list(report->around, "results");
    return RAMPART_OK;
}

/* ---- a result ---- */

static void lint_sarif_region(struct rp_json at, const struct rampart_diag *diag)
{
    if (diag->line == 0) return;
    const struct rp_json region = rp_put_object(at, "region");
    rp_put_number(region, "startLine", diag->line);
    rp_put_number(region, "startColumn", diag->column);
    rp_put_number(region, "endLine", diag->end_line);
    rp_put_number(region, "endColumn", diag->end_column);
}

static void lint_sarif_subject(struct rp_json at, const struct rampart_diag *diag)
{
    if (diag->subject.len == 0) return;
    const struct rp_json item = rp_put_object(rp_put_list(at, "logicalLocations"), NULL);
    rp_put_text(item, "fullyQualifiedName", diag->subject);
    if (diag->inner_line == 0) return;
    const struct rp_json properties = rp_put_object(item, "properties");
    rp_put_number(properties, "documentLine", diag->inner_line);
    rp_put_number(properties, "documentColumn", diag->inner_column);
}

static void lint_sarif_location(struct rp_json at, struct rampart_lint_report *report,
                                const struct rampart_diag *diag)
{
    const struct rp_json location = rp_put_object(rp_put_list(at, "locations"), NULL);
    const struct rp_json physical = rp_put_object(location, "physicalLocation");
    rp_put_text(rp_put_object(physical, "artifactLocation"), "uri", rp_lint_uri(report, diag->file));
    lint_sarif_region(physical, diag);
    lint_sarif_subject(location, diag);
}

static void lint_sarif_waiver(struct rp_json at, const struct rampart_diag *diag)
{
    if (diag->waiver.len == 0) return;
    const struct rp_json item = rp_put_object(rp_put_list(at, "suppressions"), NULL);
    rp_put_word(item, "kind", "external");
    rp_put_word(item, "status", "accepted");
    rp_put_text(item, "justification", diag->waiver);
}

static enum rampart_status lint_sarif_result(struct rampart_lint_report *report, const struct rp_lint_part *part, size_t i)
{
    const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
    const struct rampart_str between = diag->help.len > 0 ? RP_STR("\n") : RP_STR("");
    const struct rampart_str parts[] = {diag->message, between, diag->help};
    char digits[RP_LINT_FINGERPRINT];
    struct rampart_str text, rule = rampart_str(diag->code);
    RP_TRY_MEMORY(rp_arena_join(&report->scratch, parts, 3, &text));
    if (rp_lint_is_own(diag)) RP_TRY_MEMORY(rp_arena_printf(&report->scratch, &rule, "%s/%s", diag->code, diag->name));
    const struct rp_json result = rp_lint_finding(report);
    rp_put_text(result, "ruleId", rule);
    rp_put_word(result, "level", rp_severity_word(diag->severity));
    rp_put_text(rp_put_object(result, "message"), "text", text);
    lint_sarif_location(result, report, diag);
    rp_put_text(rp_put_object(result, "partialFingerprints"), "rampart/v1",
                rp_lint_fingerprint(part->fingerprints[i], digits));
    if (part->known != NULL) rp_put_word(result, "baselineState", part->known[i] ? "unchanged" : "new");
    lint_sarif_waiver(result, diag);
    return RAMPART_OK;
}

static enum rampart_status lint_sarif_add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++)
        RP_TRY(lint_sarif_result(report, part, i));
    return RAMPART_OK;
}

/* ---- the run ---- */

static void lint_sarif_notification(struct rp_json item, struct rampart_lint_report *report,
                                    const struct rampart_diag *diag)
{
    rp_put_word(rp_put_object(item, "descriptor"), "id", diag->code);
    rp_put_word(item, "level", rp_severity_word(diag->severity));
    rp_put_text(rp_put_object(item, "message"), "text", diag->message);
    if (diag->file.len > 0) lint_sarif_location(item, report, diag);
}

/* A file that was not read: who sees no result for it must not take it for clean. */
static void lint_sarif_not_read(struct rp_json list, struct rampart_lint_report *report, const struct rampart_file_row *row)
{
    struct rampart_str message;
    if (!rp_arena_printf(&report->scratch, &message, "not read: %.*s", RP_ARG(row->reason))) return;
    const struct rp_json item = rp_put_object(list, NULL);
    rp_put_word(item, "level", "warning");
    rp_put_text(rp_put_object(item, "message"), "text", message);
    const struct rp_json location = rp_put_object(rp_put_list(item, "locations"), NULL);
    rp_put_text(rp_put_object(rp_put_object(location, "physicalLocation"), "artifactLocation"), "uri",
                rp_lint_uri(report, row->path));
}

static void lint_sarif_notifications(struct rp_json invocation, struct rampart_lint_report *report)
{
    struct rp_lint_cursor cursor = {0, 0};
    const struct rampart_file_row *row = rp_lint_not_read(report, &cursor);
    const bool failed = report->why != NULL && !report->settings;
    if (!failed && row == NULL) return;
    const struct rp_json list = rp_put_list(invocation, "toolExecutionNotifications");
    for (size_t i = 0; failed && i < rampart_diags_count(report->why); i++)
        lint_sarif_notification(rp_put_object(list, NULL), report, rampart_diags_at(report->why, i));
    for (; row != NULL; row = rp_lint_not_read(report, &cursor)) lint_sarif_not_read(list, report, row);
}

/* By how the run was set up: why it failed, and the rules that the settings silence. */
static void lint_sarif_configuration(struct rp_json invocation, struct rampart_lint_report *report)
{
    const bool failed = report->why != NULL && report->settings;
    if (failed) {
        const struct rp_json list = rp_put_list(invocation, "toolConfigurationNotifications");
        for (size_t i = 0; i < rampart_diags_count(report->why); i++)
            lint_sarif_notification(rp_put_object(list, NULL), report, rampart_diags_at(report->why, i));
    }
    if (report->style.settings == NULL) return;
    const struct rp_json list = rp_put_list(invocation, "ruleConfigurationOverrides");
    for (size_t i = 0; i < rampart_lint_rule_count(); i++) {
        const struct rampart_lint_rule *rule = rampart_lint_rule_at(i);
        const char *word = rp_lint_silenced(report, rule);
        if (word == NULL) continue;
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_word(rp_put_object(item, "descriptor"), "id", rule->id);
        const struct rp_json configuration = rp_put_object(item, "configuration");
        if (rampart_lint_settings_level(report->style.settings, rule) == RAMPART_LINT_OFF)
            rp_put_bool(configuration, "enabled", false);
        else
            rp_put_word(configuration, "level", word);
    }
}

static enum rampart_status lint_sarif_end(struct rampart_lint_report *report)
{
    const struct rp_json invocation = rp_put_tree(rp_put_list(report->around, "invocations"), NULL);
    rp_arena_reset(&report->scratch);
    rp_put_bool(invocation, "executionSuccessful",
                report->why == NULL && report->summary.count.unreadable == 0);
    lint_sarif_notifications(invocation, report);
    lint_sarif_configuration(invocation, report);
    if (report->style.inventory != NULL) rp_put_inventory(rp_put_object(invocation, "properties"), report->style.inventory);
    return rp_json_finish(&report->json, RAMPART_OK);
}

const struct rp_lint_format rp_lint_sarif = {
    .fingerprints = true, .begin = lint_sarif_begin, .add = lint_sarif_add, .end = lint_sarif_end};
