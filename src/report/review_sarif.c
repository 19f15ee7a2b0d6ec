/* SPDX-License-Identifier: Apache-2.0 */
/* A review as SARIF: the findings of lint, and beside them a result for each difference and for each rule that is not kept. */
#include "base/str.h"
#include "base/try.h"
#include "report/asserts.h"
#include "report/lint_report.h"

struct review_results {
    struct rp_print *print;
    const struct rampart_review *review;
    struct rampart_diags *diags;
    struct rp_buf text; /* of the message at hand */
};

/* The rows of a block on one line, with semicolons between. */
static struct rampart_str review_sarif_line(struct review_results *results, struct rampart_str block)
{
    results->text.len = 0;
    while (block.len > 0) {
        struct rampart_str row = rp_str_part(block, 0, rp_str_find(block, '\n'));
        block = rp_str_from(block, row.len + 1);
        while (row.len > 0 && rp_is_blank(row.data[0])) row = rp_str_from(row, 1);
        if (row.len == 0) continue;
        if (results->text.len > 0) rp_buf_add(&results->text, RP_STR("; "));
        for (size_t i = 0; i < row.len; i++)
            if (row.data[i] != ' ' || row.data[i - 1] != ' ') rp_buf_add_byte(&results->text, row.data[i]);
    }
    return rp_buf_text(&results->text);
}

/* A result, and the block that is its message. */
struct review_result {
    enum rampart_severity severity;
    const char *code, *name;
    struct rampart_place place;
};

static enum rampart_status review_sarif_add(struct review_results *results, const struct review_result *result,
                                            const struct rp_printed *printed)
{
    const bool placed = result->place.line > 0 && result->place.file.len > 0;
    const struct rampart_diag diag = {.severity = result->severity,
                                      .code = result->code,
                                      .name = result->name,
                                      .file = placed ? result->place.file : results->review->file,
                                      .line = placed ? result->place.line : 1,
                                      .column = placed && result->place.column > 0 ? result->place.column : 1,
                                      .end_line = placed ? result->place.line : 1,
                                      .end_column = (placed && result->place.column > 0 ? result->place.column : 1) + 1,
                                      .message = review_sarif_line(results, rp_buf_text(&printed->text))};
    RP_TRY(printed->text.failed);
    RP_TRY(results->text.failed);
    return rampart_diags_add(results->diags, &diag);
}

/* Where the statement stands that the new version has: the old one is not what is looked at. */
static struct rampart_place review_sarif_place(const struct rampart_diff_row *row)
{
    for (size_t i = 0; i < row->cause_count; i++)
        if (row->causes[i].added) return row->causes[i].place;
    return (struct rampart_place){.line = 0};
}

static void review_sarif_print(struct review_results *results, struct rp_printed *printed, struct rp_blocks *blocks)
{
    rp_printed_start(printed, results->print);
    printed->print.verbose = false;
    rp_blocks_text(blocks, &printed->print);
}

static enum rampart_status review_sarif_row(struct review_results *results, const struct rampart_diff_row *row)
{
    const bool gain = row->change == RAMPART_DIFF_GAIN;
    const struct review_result result = {.severity = gain && row->allowed == NULL ? RAMPART_WARNING : RAMPART_NOTE,
                                         .code = gain ? "REV001" : "REV002",
                                         .name = gain ? "gain" : "loss",
                                         .place = review_sarif_place(row)};
    struct rp_printed printed;
    struct rp_blocks blocks;
    review_sarif_print(results, &printed, &blocks);
    rp_diff_block(&blocks, row);
    rp_blocks_free(&blocks);
    const enum rampart_status status = review_sarif_add(results, &result, &printed);
    rp_printed_free(&printed, results->print->out);
    return status;
}

static enum rampart_status review_sarif_open(struct review_results *results, const struct rampart_diff_open *open)
{
    const struct review_result result = {.severity = RAMPART_WARNING, .code = "REV003", .name = "undetermined"};
    struct rp_printed printed;
    struct rp_blocks blocks;
    review_sarif_print(results, &printed, &blocks);
    rp_diff_open_block(&blocks, open);
    rp_blocks_free(&blocks);
    const enum rampart_status status = review_sarif_add(results, &result, &printed);
    rp_printed_free(&printed, results->print->out);
    return status;
}

/* A rule of the user's own has the code that lint gives its findings. */
static enum rampart_status review_sarif_rule(struct review_results *results, const struct rampart_assertion *assertion)
{
    const bool refuted = assertion->outcome == RAMPART_REFUTED;
    struct review_result result = {.severity = refuted ? assertion->severity : RAMPART_WARNING,
                                   .code = refuted ? "USR001" : "REV003",
                                   .name = refuted ? assertion->name : "undetermined",
                                   .place = assertion->place};
    if (assertion->outcome == RAMPART_HOLDS) return RAMPART_OK;
    const struct rampart_diff_row *row = rampart_diff_row(assertion->beyond, 0);
    if (refuted && row != NULL && row->cause_count > 0) result.place = row->causes[0].place;
    struct rp_printed printed;
    struct rp_blocks blocks;
    review_sarif_print(results, &printed, &blocks);
    rp_assert_block(&blocks, assertion);
    rp_blocks_free(&blocks);
    const enum rampart_status status = review_sarif_add(results, &result, &printed);
    rp_printed_free(&printed, results->print->out);
    return status;
}

static enum rampart_status review_sarif_fill(struct review_results *results)
{
    const struct rampart_review *review = results->review;
    for (size_t i = 0; i < rampart_diff_count(review->diff); i++)
        RP_TRY(review_sarif_row(results, rampart_diff_row(review->diff, i)));
    for (size_t i = 0; i < rampart_diff_open_count(review->diff); i++)
        RP_TRY(review_sarif_open(results, rampart_diff_open(review->diff, i)));
    for (size_t i = 0; review->assertions != NULL && i < rampart_assertion_count(review->assertions); i++)
        RP_TRY(review_sarif_rule(results, rampart_assertion(review->assertions, i)));
    return RAMPART_OK;
}

static bool review_sarif_take(void *context, struct rampart_str piece)
{
    struct rp_buf *out = context;
    rp_buf_add(out, piece);
    return out->failed == RAMPART_OK;
}

static enum rampart_status review_sarif_report(struct review_results *results, const struct rampart_options *options)
{
    const struct rampart_review *review = results->review;
    const struct rampart_writer writer = {results->print->out, review_sarif_take};
    const struct rampart_lint_style style = {.format = RAMPART_LINT_SARIF,
                                             .root = review->root,
                                             .inventory = results->print->inventory,
                                             .catalog = results->print->catalog};
    const struct rampart_lint_count none = {0};
    struct rampart_lint_report *report = NULL;
    enum rampart_status status = rampart_lint_report_begin(options, style, &writer, &report);
    if (status == RAMPART_OK && review->findings != NULL)
        status = rampart_lint_report_add(report, review->file, review->lint == NULL ? &none : &review->lint->count, review->findings);
    if (status == RAMPART_OK) status = rampart_lint_report_add(report, review->file, &none, results->diags);
    if (status == RAMPART_OK) status = rampart_lint_report_end(report);
    rampart_lint_report_free(report);
    return results->print->out->failed != RAMPART_OK ? results->print->out->failed : status; /* not the writer's IO */
}

RP_REPORTER(rp_review_sarif)
{
    struct review_results results = {.print = print, .review = what};
    struct rampart_options options = {.allocator = &print->out->allocator};
    options.limits.diagnostics = rampart_diff_count(results.review->diff) + rampart_diff_open_count(results.review->diff) + 1;
    if (results.review->assertions != NULL) options.limits.diagnostics += rampart_assertion_count(results.review->assertions);
    RP_TRY(rampart_diags_new(&options, &results.diags));
    rp_buf_init(&results.text, &print->out->allocator, print->out->cap);
    enum rampart_status status = review_sarif_fill(&results);
    if (status == RAMPART_OK) status = review_sarif_report(&results, &options);
    rp_buf_free(&results.text);
    rampart_diags_free(results.diags);
    return status;
}
