/* SPDX-License-Identifier: Apache-2.0 */
/* Lints one document in a larger file where it stands, and names its findings after it. */
#include "lint/embedded.h"

#include "account/quarantine.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/document.h"
#include "policy/access_key.h"
#include "policy/parse.h"
#include "text/source.h"
#include "text/tree_read.h"

/* ---- the names of findings ---- */

struct naming {
    struct rampart_str subject;
    enum rp_lint_shows shows;
};

static bool embedded_name_finding(const void *context, struct rampart_diag *diag)
{
    const struct naming *naming = context;
    diag->subject = naming->subject;
    if (naming->shows == RP_LINT_SHOWS_TEXT) return true;
    diag->snippet = (struct rampart_str){NULL, 0};
    diag->snippet_column = diag->snippet_width = 0;
    if (naming->shows == RP_LINT_SHOWS_PLACE) return true;
    diag->message = RP_STR("something is wrong in a value that is marked as sensitive, and so not shown");
    diag->help = (struct rampart_str){NULL, 0};
    return true;
}

void rp_lint_name_findings(struct rp_lint_file *file, size_t first, struct rampart_str subject,
                           enum rp_lint_shows shows)
{
    if (rampart_diags_count(file->findings) == first) return;
    const struct naming naming = {rp_diags_keep(file->findings, subject), shows};
    rp_diags_filter(file->findings, first, embedded_name_finding, &naming);
}

/* ---- a document ---- */

static enum rampart_status embedded_lint_string(struct rp_lint_file *file, const struct rp_embedded *embedded)
{
    struct rp_inside inside = {&file->source, embedded->node->span, NULL, 0};
    if (rp_tree_is_json(&file->source, RAMPART_FORMAT_AUTO))
        RP_TRY(rp_inside_json(&inside, &file->arena, &file->source, embedded->node->span));
    const struct rampart_document document = {.text = embedded->node->text,
                                              .file = file->source.name,
                                              .name = embedded->subject,
                                              .format = RAMPART_FORMAT_JSON,
                                              .kind = embedded->kind};
    const struct rp_lint_place place = {.standing = embedded->standing};
    return rp_lint_document_inside(file->linter, &document, &place, &inside, file->findings);
}

static enum rampart_status embedded_lint_map(struct rp_lint_file *file, const struct rp_embedded *embedded)
{
    struct rampart_policy policy = {
        .name = embedded->subject, .source = &file->source, .kind = embedded->kind};
    const struct rp_reading reading = {.arena = &file->arena,
                                       .source = &file->source,
                                       .limits = &file->limits,
                                       .diags = file->findings,
                                       .assumed = file->linter->options.assumptions,
                                       .catalog = file->linter->options.catalog,
                                       .looks_over = true};
    const struct rp_lint_place place = {.embedded = true, .standing = embedded->standing};
    size_t first = rampart_diags_count(file->findings);
    enum rampart_status status = rp_document_parse(&reading, embedded->node, &policy);
    rp_lint_set_levels(file->linter, file->findings, first);
    if (status == RAMPART_OK) status = rp_lint_policy(file->linter, &policy, &place, file->findings, first);
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

enum rampart_status rp_lint_embedded(struct rp_lint_file *file, const struct rp_embedded *embedded)
{
    size_t first = rampart_diags_count(file->findings);
    bool string = embedded->node->type == RP_NODE_STRING;
    enum rampart_status status =
        string ? embedded_lint_string(file, embedded) : embedded_lint_map(file, embedded);
    file->count.documents++;
    rp_diags_sort(file->findings, first);
    rp_lint_name_findings(file, first, embedded->subject,
                          embedded->sensitive ? RP_LINT_SHOWS_NOTHING : RP_LINT_SHOWS_TEXT);
    return status;
}

enum rampart_status rp_lint_embedded_policy(struct rp_lint_file *file, const struct rampart_policy *policy,
                                            struct rampart_str subject, struct rampart_str standing, size_t first)
{
    const struct rp_lint_place place = {.embedded = rp_str_equal(policy->source->name, file->name),
                                        .account = file->account,
                                        .standing = standing,
                                        .holders = file->holders};
    enum rampart_status status = rp_lint_policy(file->linter, policy, &place, file->findings, first);
    file->count.documents++;
    rp_diags_sort(file->findings, first);
    rp_lint_name_findings(file, first, subject, RP_LINT_SHOWS_TEXT);
    return status;
}

/* ---- documents that the input does not show ---- */

void rp_lint_report_unknown(struct rp_lint_file *file, const struct rampart_account *account)
{
    enum rampart_severity severity = file->linter->require_complete ? RAMPART_ERROR : RAMPART_NOTE;
    for (size_t i = 0; i < account->gap_count; i++) {
        const struct rampart_gap *gap = &account->gaps[i];
        bool document = gap->kind == RAMPART_GAP_DOCUMENT || gap->kind == RAMPART_GAP_TRUST;
        if (!document || rp_str_starts(gap->subject, RP_STR("system-policy/"))) continue;
        if (rp_quarantine_find(account, gap->kind, gap->subject) != NULL)
            continue; /* its errors are findings */
        size_t first = rampart_diags_count(file->findings);
        rp_diag(file->findings, severity, RP_TFM_UNKNOWN, RP_NOWHERE,
                "the document of %.*s is not known here, and so not linted: %.*s",
                RP_ARG(rp_lint_shown(gap->subject)), RP_ARG(rp_lint_shown(gap->reason)));
        rp_diag_file(file->findings, file->name);
        rp_lint_name_findings(file, first, gap->subject, RP_LINT_SHOWS_PLACE);
        file->count.undetermined++;
    }
}
