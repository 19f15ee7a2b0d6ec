/* SPDX-License-Identifier: Apache-2.0 */
/* One table of the reporters, and one way to them: a public function names the kind of report and what is reported. */
#include "report/report.h"

#include <stdint.h>

#include "base/limits.h"
#include "report/wrap.h"

enum report_kind {
    REPORT_ANSWERS = 0,
    REPORT_ANSWER_LINE,
    REPORT_DIAGS,
    REPORT_FAILURE,
    REPORT_WHO_CAN,
    REPORT_DIFF,
    REPORT_ASSERTIONS,
    REPORT_REVIEW,
    REPORT_WHAT_CAN,
    REPORT_REPLAY,
    REPORT_CALIBRATION,
    REPORT_DENIAL,
    REPORT_CATALOG,
    REPORT_NEEDS,
    REPORT_PACK,
    REPORT_SUITES,
    REPORT_SUITES_TAP,
    REPORT_SUITES_JUNIT,
    REPORT_ASSUMPTIONS,
    REPORT_LINT_RULES
};

enum { REPORT_FORMATS = RAMPART_REPORT_SARIF + 1 };

/* Text, JSON, CSV, HTML, Markdown, SARIF. A report has not every format: to ask for another is a misuse. */
static RP_REPORTER((*const reporters[][REPORT_FORMATS])) = {
    [REPORT_ANSWERS] = {rp_answers_text, rp_answers_json, NULL},
    [REPORT_ANSWER_LINE] = {NULL, rp_answer_line_json, NULL},
    [REPORT_DIAGS] = {rp_diags_text, rp_diags_json, NULL},
    [REPORT_FAILURE] = {NULL, rp_failure_json, NULL},
    [REPORT_WHO_CAN] = {rp_who_can_text, rp_who_can_json, rp_who_can_csv, rp_who_can_html},
    [REPORT_DIFF] = {rp_diff_text, rp_diff_json, rp_diff_csv, rp_diff_html, rp_diff_markdown},
    [REPORT_ASSERTIONS] = {rp_assertions_text, rp_assertions_json, NULL, rp_assertions_html, rp_assertions_markdown},
    [REPORT_REVIEW] = {rp_review_text, rp_review_json, NULL, rp_review_html, rp_review_markdown, rp_review_sarif},
    [REPORT_WHAT_CAN] = {rp_what_can_text, rp_what_can_json, NULL, rp_what_can_html, rp_what_can_markdown},
    [REPORT_REPLAY] = {rp_replay_text, rp_replay_json, rp_replay_csv},
    [REPORT_CALIBRATION] = {rp_calibration_text, rp_calibration_json, NULL},
    [REPORT_DENIAL] = {rp_denial_text, rp_denial_json, NULL},
    [REPORT_CATALOG] = {rp_catalog_text, rp_catalog_json, NULL},
    [REPORT_NEEDS] = {rp_needs_text, rp_needs_json, NULL},
    [REPORT_PACK] = {rp_pack_text_report, rp_pack_json_report, NULL},
    [REPORT_SUITES] = {rp_suites_text, rp_suites_json, NULL},
    [REPORT_SUITES_TAP] = {rp_suites_tap, NULL, NULL},
    [REPORT_SUITES_JUNIT] = {rp_suites_junit, NULL, NULL},
    [REPORT_ASSUMPTIONS] = {rp_assumptions_text, rp_assumptions_json, NULL},
    [REPORT_LINT_RULES] = {rp_lint_rules_text, rp_lint_rules_json, NULL},
};

/* Hands the report over only when all of it could be written: half a JSON object helps nobody. */
static enum rampart_status report_hand_over(const struct rp_buf *out, enum rampart_status status,
                                            const struct rampart_writer *writer)
{
    if (status == RAMPART_OK) status = out->failed;
    if (status == RAMPART_OK && out->len > 0 && !writer->write(writer->context, rp_buf_text(out)))
        status = RAMPART_IO;
    return status;
}

static enum rampart_status report_write(enum report_kind kind, const void *what,
                                        const struct rampart_options *options,
                                        const struct rampart_report_style *style,
                                        const struct rampart_writer *writer)
{
    struct rp_buf out; /* as large as what is told, which the limits have bounded already */
    const size_t format = (size_t)style->format;
    if (format >= REPORT_FORMATS || reporters[kind][format] == NULL) return RAMPART_MISUSE;
    if (writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    rp_buf_init(&out, rp_options_allocator(options), SIZE_MAX / 4);
    struct rp_print print = {.out = &out,
                             .color = style->color,
                             .verbose = style->verbose,
                             .columns = format == RAMPART_REPORT_TEXT ? style->columns : 0,
                             .account = style->account,
                             .before = style->account_before,
                             .sources = style->sources,
                             .source_count = style->source_count,
                             .inventory = style->inventory,
                             .catalog = style->catalog,
                             .warnings = style->warnings,
                             .texts = &style->texts,
                             .file = style->file,
                             .line = style->line};
    enum rampart_status status = reporters[kind][format](&print, what);
    if (print.columns > 0) rp_wrap(&out, print.columns);
    status = report_hand_over(&out, status, writer);
    rp_buf_free(&out);
    return status;
}

/* For what is JSON whoever asks. */
static struct rampart_report_style report_json_with(const struct rampart_options *options)
{
    return (struct rampart_report_style){.format = RAMPART_REPORT_JSON, .catalog = rp_options_catalog(options)};
}

/* ---- decisions ---- */

enum rampart_status rampart_report_answers(const struct rampart_options *options,
                                           const struct rampart_answer *answers, size_t count,
                                           struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    const struct rp_answer_report what = {answers, count};
    if (answers == NULL || count == 0) return RAMPART_MISUSE;
    for (size_t i = 0; i < count; i++)
        if (answers[i].decision == NULL) return RAMPART_MISUSE;
    return report_write(REPORT_ANSWERS, &what, options, &style, writer);
}

enum rampart_status
rampart_report_suggested(const struct rampart_options *options, const struct rampart_decision *decision,
                         const struct rampart_task_note *task, const struct rampart_suggestions *suggestions,
                         struct rampart_report_style style, const struct rampart_writer *writer)
{
    const struct rampart_answer answer = {
        .decision = decision, .task = task, .suggestions = suggestions};
    return rampart_report_answers(options, &answer, 1, style, writer);
}

enum rampart_status rampart_report_decision(const struct rampart_options *options,
                                            const struct rampart_decision *decision,
                                            const struct rampart_task_note *task,
                                            struct rampart_report_style style,
                                            const struct rampart_writer *writer)
{
    return rampart_report_suggested(options, decision, task, NULL, style, writer);
}

enum rampart_status rampart_report_answers_line(const struct rampart_options *options,
                                                struct rampart_str id_json,
                                                const struct rampart_decision *const *decisions, size_t count,
                                                enum rampart_expect expect, const struct rampart_diags *diags,
                                                const struct rampart_writer *writer)
{
    const struct rp_answer_line what = {
        .id_json = id_json, .decisions = decisions, .count = count, .expect = expect, .diags = diags};
    if (decisions == NULL || count == 0) return RAMPART_MISUSE;
    for (size_t i = 0; i < count; i++)
        if (decisions[i] == NULL) return RAMPART_MISUSE;
    const struct rampart_report_style style = report_json_with(options);
    return report_write(REPORT_ANSWER_LINE, &what, options, &style, writer);
}

enum rampart_status
rampart_report_decision_line(const struct rampart_options *options, struct rampart_str id_json,
                             const struct rampart_decision *decision, enum rampart_expect expect,
                             const struct rampart_diags *diags, const struct rampart_writer *writer)
{
    return rampart_report_answers_line(options, id_json, &decision, 1, expect, diags, writer);
}

enum rampart_status rampart_report_error_line(const struct rampart_options *options,
                                              struct rampart_str id_json, size_t line,
                                              const struct rampart_diags *diags,
                                              const struct rampart_writer *writer)
{
    const struct rp_answer_line what = {.id_json = id_json, .line = line, .diags = diags};
    const struct rampart_report_style style = report_json_with(options);
    return report_write(REPORT_ANSWER_LINE, &what, options, &style, writer);
}

/* ---- the others ---- */

enum rampart_status rampart_report_diags(const struct rampart_options *options,
                                         const struct rampart_diags *diags, struct rampart_report_style style,
                                         const struct rampart_writer *writer)
{
    return diags == NULL ? RAMPART_MISUSE : report_write(REPORT_DIAGS, diags, options, &style, writer);
}

enum rampart_status rampart_report_failure(const struct rampart_options *options,
                                           const struct rampart_diags *diags,
                                           const struct rampart_writer *writer)
{
    const struct rampart_report_style style = report_json_with(options);
    return diags == NULL ? RAMPART_MISUSE : report_write(REPORT_FAILURE, diags, options, &style, writer);
}

enum rampart_status rampart_report_diff(const struct rampart_options *options, const struct rampart_diff *diff,
                                        struct rampart_report_style style, const struct rampart_writer *writer)
{
    return diff == NULL ? RAMPART_MISUSE : report_write(REPORT_DIFF, diff, options, &style, writer);
}

enum rampart_status rampart_report_who_can(const struct rampart_options *options,
                                           struct rampart_who_can *result,
                                           struct rampart_who_can_filter filter,
                                           struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    const struct rp_who_can_report what = {result, filter};
    return result == NULL ? RAMPART_MISUSE : report_write(REPORT_WHO_CAN, &what, options, &style, writer);
}

enum rampart_status rampart_report_assertions(const struct rampart_options *options,
                                              const struct rampart_assertions *assertions,
                                              struct rampart_report_style style, const struct rampart_writer *writer)
{
    return assertions == NULL ? RAMPART_MISUSE : report_write(REPORT_ASSERTIONS, assertions, options, &style, writer);
}

enum rampart_status rampart_report_review(const struct rampart_options *options, const struct rampart_review *review,
                                          struct rampart_report_style style, const struct rampart_writer *writer)
{
    if (review == NULL || review->diff == NULL) return RAMPART_MISUSE;
    return report_write(REPORT_REVIEW, review, options, &style, writer);
}

enum rampart_status rampart_report_what_can(const struct rampart_options *options,
                                            const struct rampart_what_can_report *report,
                                            struct rampart_report_style style, const struct rampart_writer *writer)
{
    if (report == NULL || report->can == NULL) return RAMPART_MISUSE;
    return report_write(REPORT_WHAT_CAN, report, options, &style, writer);
}

enum rampart_status rampart_report_replay(const struct rampart_options *options,
                                          const struct rampart_replay_result *result,
                                          struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    return result == NULL ? RAMPART_MISUSE : report_write(REPORT_REPLAY, result, options, &style, writer);
}

enum rampart_status rampart_report_calibration(const struct rampart_options *options,
                                               const struct rampart_calibration_result *result,
                                               struct rampart_report_style style,
                                               const struct rampart_writer *writer)
{
    return result == NULL ? RAMPART_MISUSE : report_write(REPORT_CALIBRATION, result, options, &style, writer);
}

enum rampart_status rampart_report_denial(const struct rampart_options *options,
                                          const struct rampart_denial_report *report,
                                          struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    if (report == NULL || report->denial == NULL) return RAMPART_MISUSE;
    if ((report->decision == NULL) != (report->comparison == NULL)) return RAMPART_MISUSE;
    return report_write(REPORT_DENIAL, report, options, &style, writer);
}

enum rampart_status rampart_report_catalog(const struct rampart_options *options,
                                           const struct rampart_catalog_found *found,
                                           struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    return found == NULL ? RAMPART_MISUSE : report_write(REPORT_CATALOG, found, options, &style, writer);
}

enum rampart_status rampart_report_pack(const struct rampart_options *options,
                                        const struct rampart_pack_summary *summary,
                                        struct rampart_report_style style, const struct rampart_writer *writer)
{
    return summary == NULL ? RAMPART_MISUSE : report_write(REPORT_PACK, summary, options, &style, writer);
}

enum rampart_status rampart_report_assumptions(const struct rampart_options *options,
                                               struct rampart_report_style style,
                                               const struct rampart_writer *writer)
{
    const rampart_switches assumptions = rp_options_assumptions(options);
    return report_write(REPORT_ASSUMPTIONS, &assumptions, options, &style, writer);
}

enum rampart_status rampart_report_lint_rules(const struct rampart_options *options,
                                              struct rampart_report_style style,
                                              const struct rampart_writer *writer)
{
    return report_write(REPORT_LINT_RULES, NULL, options, &style, writer);
}

enum rampart_status rampart_report_suites(const struct rampart_options *options, const struct rampart_suite_run *runs,
                                          size_t count, enum rampart_suite_format format,
                                          struct rampart_report_style style, const struct rampart_writer *writer)
{
    static const struct {
        enum report_kind kind;
        enum rampart_report_format format;
    } formats[] = {[RAMPART_SUITE_TEXT] = {REPORT_SUITES, RAMPART_REPORT_TEXT},
                   [RAMPART_SUITE_JSON] = {REPORT_SUITES, RAMPART_REPORT_JSON},
                   [RAMPART_SUITE_TAP] = {REPORT_SUITES_TAP, RAMPART_REPORT_TEXT},
                   [RAMPART_SUITE_JUNIT] = {REPORT_SUITES_JUNIT, RAMPART_REPORT_TEXT}};
    const struct rp_suite_report what = {runs, count};
    if (runs == NULL || (size_t)format >= sizeof formats / sizeof *formats) return RAMPART_MISUSE;
    style.format = formats[format].format;
    if (format != RAMPART_SUITE_TEXT) style.columns = 0; /* lines of programs stay whole */
    return report_write(formats[format].kind, &what, options, &style, writer);
}

enum rampart_status rampart_report_needs(const struct rampart_options *options, const struct rampart_needs_report *report,
                                         struct rampart_report_style style, const struct rampart_writer *writer)
{
    if (report == NULL || report->needs == NULL) return RAMPART_MISUSE;
    if (report->policies != NULL) style.columns = 0; /* documents stay as they are */
    return report_write(REPORT_NEEDS, report, options, &style, writer);
}
