/* SPDX-License-Identifier: Apache-2.0 */
/* A lint report: begun, fed file by file, ended. The text of a file is handed over before the next one comes. */
#include "report/lint_report.h"

#include <stdint.h>

#include "base/limits.h"
#include "base/try.h"
#include "report/wrap.h"

static const struct rp_lint_format *const formats[] = {
#define RP_LINT_FORMAT(constant, name) [RAMPART_LINT_##constant] = &rp_lint_##name,
    RP_LINT_FORMATS(RP_LINT_FORMAT)
#undef RP_LINT_FORMAT
};

/* Hands over what was written, if all of it could be. */
static enum rampart_status lint_report_flush(struct rampart_lint_report *report, enum rampart_status status)
{
    rp_json_print(report->list);
    if (report->style.format == RAMPART_LINT_TEXT && report->style.columns > 0)
        rp_wrap(&report->out, report->style.columns);
    if (status == RAMPART_OK) status = report->json.failed;
    if (status == RAMPART_OK) status = report->out.failed;
    bool some = report->out.len > 0;
    if (status == RAMPART_OK && some &&
        !report->writer.write(report->writer.context, rp_buf_text(&report->out)))
        status = RAMPART_IO;
    report->out.len = 0;
    report->failed = status;
    return status;
}

static enum rampart_status lint_report_begin(struct rampart_lint_report *report)
{
    return report->format->begin == NULL ? RAMPART_OK : report->format->begin(report);
}

enum rampart_status rampart_lint_report_begin(const struct rampart_options *options,
                                              struct rampart_lint_style style,
                                              const struct rampart_writer *writer,
                                              struct rampart_lint_report **ret_report)
{
    bool known = (size_t)style.format < sizeof formats / sizeof *formats;
    if (!known || writer == NULL || writer->write == NULL || ret_report == NULL) return RAMPART_MISUSE;
    struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_lint_report *report = allocator.allocate(allocator.context, sizeof *report);
    RP_TRY_MEMORY(report != NULL);
    *report =
        (struct rampart_lint_report){.style = style, .writer = *writer, .format = formats[style.format]};
    struct rp_buf *texts[] = {&report->out, &report->body, &report->path, &report->uri};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rp_buf_init(texts[i], &allocator, SIZE_MAX / 4);
    report->list = rp_json_start(&report->json, &report->out);
    rp_arena_init(&report->scratch, &allocator);
    rp_arena_init(&report->kept, &allocator);
    enum rampart_status status = lint_report_flush(report, lint_report_begin(report));
    if (status == RAMPART_OK)
        *ret_report = report;
    else
        rampart_lint_report_free(report);
    return status;
}

static bool lint_report_same_document(const struct rampart_diag *a, const struct rampart_diag *b)
{
    return rp_str_equal(a->subject, b->subject) && rp_str_equal(a->file, b->file);
}

/* Returns how many documents they are about. */
static size_t lint_report_count_findings(struct rampart_lint_summary *summary, const struct rp_lint_part *part)
{
    const struct rampart_diag *last = NULL;
    size_t documents = 0;
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
        if (!rp_lint_is_news(part, i)) {
            ++*(diag->waiver.len > 0 ? &summary->waived : &summary->known);
            continue;
        }
        summary->found[diag->severity]++;
        documents += last == NULL || !lint_report_same_document(last, diag);
        last = diag;
    }
    return documents;
}

static void lint_report_count(struct rampart_lint_summary *summary, const struct rampart_lint_count *more)
{
    summary->count.documents += more->documents;
    summary->count.undetermined += more->undetermined;
    summary->count.unreadable += more->unreadable;
    summary->count.skipped += more->skipped;
}

static enum rampart_status lint_report_keep_unreadable(struct rampart_lint_report *report, struct rampart_str file)
{
    struct rampart_str *files = rp_arena_grow(&report->kept, report->unreadable, report->unreadable_count,
                                              &report->unreadable_room, sizeof *report->unreadable);
    RP_TRY_MEMORY(files != NULL);
    report->unreadable = files;
    return rp_arena_copy(&report->kept, file, &files[report->unreadable_count++]) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status lint_report_prepare(struct rampart_lint_report *report, const struct rampart_lint_count *more,
                                               struct rp_lint_part *part)
{
    uint64_t *fingerprints = NULL;
    rp_arena_reset(&report->scratch);
    if (more->unreadable > 0) RP_TRY(lint_report_keep_unreadable(report, part->file));
    if (!report->format->fingerprints && report->style.baseline == NULL) return RAMPART_OK;
    RP_TRY(rp_lint_fingerprints(report, part->findings, &fingerprints));
    part->fingerprints = fingerprints;
    if (report->style.baseline == NULL) return RAMPART_OK;
    return rp_lint_find_known(report, part->findings, fingerprints, &part->known);
}

/* Copies the findings that are new for the caller. */
static enum rampart_status lint_report_keep_news(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    if (report->style.news == NULL) return RAMPART_OK;
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++)
        if (rp_lint_is_news(part, i)) RP_TRY(rampart_diags_add(report->style.news, rampart_diags_at(part->findings, i)));
    return RAMPART_OK;
}

enum rampart_status rampart_lint_report_add(struct rampart_lint_report *report, struct rampart_str file,
                                            const struct rampart_lint_count *more,
                                            const struct rampart_diags *findings)
{
    if (report == NULL || more == NULL || findings == NULL) return RAMPART_MISUSE;
    if (report->failed != RAMPART_OK) return report->failed;
    struct rp_lint_part part = {
        .file = file, .findings = findings, .unreadable = more->unreadable > 0, .skipped = more->skipped > 0};
    enum rampart_status status = lint_report_prepare(report, more, &part);
    lint_report_count(&report->summary, more);
    if (status == RAMPART_OK) status = lint_report_keep_news(report, &part);
    if (status != RAMPART_OK) return lint_report_flush(report, status);
    size_t documents = lint_report_count_findings(&report->summary, &part);
    documents -= documents < more->undetermined ? documents : more->undetermined; /* each has its note */
    if (documents > more->documents) documents = more->documents; /* some are about no document */
    report->summary.with_findings += documents;
    return lint_report_flush(report, report->format->add(report, &part));
}

void rampart_lint_report_fail(struct rampart_lint_report *report, const struct rampart_diags *why,
                              bool settings)
{
    if (report == NULL) return;
    report->why = why;
    report->settings = settings;
}

enum rampart_status rampart_lint_report_end(struct rampart_lint_report *report)
{
    if (report == NULL) return RAMPART_MISUSE;
    report->summary.gone = rp_lint_gone(report->style.baseline);
    if (report->failed != RAMPART_OK || report->format->end == NULL) return report->failed;
    return lint_report_flush(report, report->format->end(report));
}

const struct rampart_lint_summary *rampart_lint_report_summary(const struct rampart_lint_report *report)
{
    return &report->summary;
}

void rampart_lint_report_free(struct rampart_lint_report *report)
{
    if (report == NULL) return;
    struct rampart_allocator allocator = report->out.allocator;
    rp_json_drop(&report->json);
    rp_html_drop(&report->html);
    rp_buf_free(&report->out);
    rp_buf_free(&report->body);
    rp_buf_free(&report->path);
    rp_buf_free(&report->uri);
    rp_arena_free(&report->scratch);
    rp_arena_free(&report->kept);
    allocator.release(allocator.context, report);
}
