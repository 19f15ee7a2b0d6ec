/* SPDX-License-Identifier: Apache-2.0 */
/* A code quality report of GitLab: a JSON list of findings. */
#include "base/hash.h"
#include "base/try.h"
#include "report/lint_report.h"

static enum rampart_status lint_gitlab_begin(struct rampart_lint_report *report)
{
    report->list = rp_put_list(report->list, NULL);
    return RAMPART_OK;
}

/* A finding without a place is about the file, and GitLab wants a line of it. */
static void lint_gitlab_location(struct rp_json location, struct rampart_lint_report *report,
                                 const struct rampart_diag *diag)
{
    rp_put_text(location, "path", rp_lint_path(report, diag->file));
    rp_put_number(rp_put_object(location, "lines"), "begin", diag->line == 0 ? 1 : diag->line);
}

static enum rampart_status lint_gitlab_finding(struct rampart_lint_report *report,
                                               const struct rampart_diag *diag, uint64_t fingerprint)
{
    static const char *const severities[] = {
        [RAMPART_ERROR] = "critical", [RAMPART_WARNING] = "major", [RAMPART_NOTE] = "minor"};
    const struct rampart_str between = diag->subject.len > 0 ? RP_STR(": ") : RP_STR("");
    const struct rampart_str parts[] = {diag->subject, between, diag->message};
    char digits[RP_LINT_FINGERPRINT];
    struct rampart_str description, check;
    RP_TRY_MEMORY(rp_arena_join(&report->scratch, parts, 3, &description));
    RP_TRY_MEMORY(rp_lint_rule_name(report, diag, &check));
    const struct rp_json item = rp_lint_finding(report);
    rp_put_text(item, "description", description);
    rp_put_text(item, "check_name", check);
    rp_put_text(item, "fingerprint", rp_lint_fingerprint(fingerprint, digits));
    rp_put_word(item, "severity", severities[diag->severity]);
    lint_gitlab_location(rp_put_object(item, "location"), report, diag);
    return RAMPART_OK;
}

static enum rampart_status lint_gitlab_add(struct rampart_lint_report *report,
                                           const struct rp_lint_part *part)
{
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        if (rp_lint_is_news(part, i)) RP_TRY(lint_gitlab_finding(report, diag, part->fingerprints[i]));
    }
    return RAMPART_OK;
}

/* As GitLab has no other place for it, a file that was not read is a finding of the least severity. */
static enum rampart_status lint_gitlab_not_read(struct rampart_lint_report *report, const struct rampart_file_row *row)
{
    char digits[RP_LINT_FINGERPRINT];
    struct rampart_str description, known;
    RP_TRY_MEMORY(rp_arena_printf(&report->scratch, &description, "not read: %.*s", RP_ARG(row->reason)));
    RP_TRY_MEMORY(rp_arena_printf(&report->scratch, &known, "not-read %.*s", RP_ARG(rp_lint_path(report, row->path))));
    const struct rp_json item = rp_lint_finding(report);
    rp_put_text(item, "description", description);
    rp_put_word(item, "check_name", "not-read");
    rp_put_text(item, "fingerprint", rp_lint_fingerprint(rp_hash(known), digits));
    rp_put_word(item, "severity", "info");
    const struct rp_json location = rp_put_object(item, "location");
    rp_put_text(location, "path", rp_lint_path(report, row->path));
    rp_put_number(rp_put_object(location, "lines"), "begin", 1);
    return RAMPART_OK;
}

static enum rampart_status lint_gitlab_end(struct rampart_lint_report *report)
{
    const struct rampart_file_row *row;
    rp_arena_reset(&report->scratch);
    struct rp_lint_cursor cursor = {0, 0};
    while ((row = rp_lint_not_read(report, &cursor)) != NULL) RP_TRY(lint_gitlab_not_read(report, row));
    return rp_json_finish(&report->json, RAMPART_OK);
}

const struct rp_lint_format rp_lint_gitlab = {
    .fingerprints = true, .begin = lint_gitlab_begin, .add = lint_gitlab_add, .end = lint_gitlab_end};
