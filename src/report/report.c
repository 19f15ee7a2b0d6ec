/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <stdint.h>

#include "base/limits.h"
#include "report/answers.h"
#include "report/replay.h"

enum { USUAL_LINE = 1000 }; /* bytes: allocators keep such pieces at hand */

static const struct rp_reporter reporters[] = {
    [RAMPART_REPORT_TEXT] = {rp_decision_text, rp_diags_text, rp_who_can_text, rp_assumptions_text,
                             rp_denial_text, rp_catalog_text, rp_replay_text},
    [RAMPART_REPORT_JSON] = {rp_decision_json, rp_diags_json, rp_who_can_json, rp_assumptions_json,
                             rp_denial_json, rp_catalog_json, rp_replay_json},
    [RAMPART_REPORT_CSV] = {.who_can = rp_who_can_csv, .replay = rp_replay_csv},
};

static const struct rp_reporter *reporter_of(enum rampart_report_format format)
{
    size_t i = (size_t)format;
    return i < sizeof reporters / sizeof *reporters ? &reporters[i] : NULL;
}

/* A report is as large as what it tells of, which the limits have bounded already. */
static void init(struct rp_buf *out, const struct rampart_options *options)
{
    rp_buf_init(out, options == NULL ? NULL : options->allocator, SIZE_MAX / 4);
}

static struct rp_print print_of(struct rp_buf *out, struct rampart_report_style style)
{
    return (struct rp_print){.out = out,
                             .color = style.color,
                             .account = style.account,
                             .inventory = style.inventory,
                             .warnings = style.warnings,
                             .file = style.file,
                             .line = style.line};
}

/* Hands the report over only when all of it could be written: half a JSON object helps nobody. */
static enum rampart_status finish(struct rp_buf *out, enum rampart_status status,
                                  const struct rampart_writer *writer)
{
    if (status == RAMPART_OK) status = out->failed;
    if (status == RAMPART_OK && out->len > 0 && !writer->write(writer->context, rp_buf_text(out)))
        status = RAMPART_IO;
    rp_buf_free(out);
    return status;
}

enum rampart_status
rampart_report_suggested(const struct rampart_options *options, const struct rampart_decision *decision,
                         const struct rampart_task_note *task, const struct rampart_suggestions *suggestions,
                         struct rampart_report_style style, const struct rampart_writer *writer)
{
    const struct rp_reporter *reporter = reporter_of(style.format);
    if (decision == NULL || reporter == NULL || writer == NULL || writer->write == NULL)
        return RAMPART_MISUSE;
    if (reporter->decision == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    return finish(&out, reporter->decision(&print, decision, task, suggestions), writer);
}

enum rampart_status rampart_report_decision(const struct rampart_options *options,
                                            const struct rampart_decision *decision,
                                            const struct rampart_task_note *task,
                                            struct rampart_report_style style,
                                            const struct rampart_writer *writer)
{
    return rampart_report_suggested(options, decision, task, NULL, style, writer);
}

enum rampart_status rampart_report_answers(const struct rampart_options *options,
                                           const struct rampart_answer *answers, size_t count,
                                           struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    if (answers == NULL || count == 0) return RAMPART_MISUSE;
    if (count == 1)
        return rampart_report_suggested(options, answers->decision, answers->task, answers->suggestions,
                                        style, writer);
    if (writer == NULL || writer->write == NULL || style.format == RAMPART_REPORT_CSV) return RAMPART_MISUSE;
    for (size_t i = 0; i < count; i++)
        if (answers[i].decision == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    bool text = style.format == RAMPART_REPORT_TEXT;
    return finish(&out, (text ? rp_answers_text : rp_answers_json)(&print, answers, count), writer);
}

enum rampart_status rampart_report_diags(const struct rampart_options *options,
                                         const struct rampart_diags *diags, struct rampart_report_style style,
                                         const struct rampart_writer *writer)
{
    const struct rp_reporter *reporter = reporter_of(style.format);
    if (diags == NULL || reporter == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    if (reporter->diags == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    return finish(&out, reporter->diags(&print, diags), writer);
}

enum rampart_status rampart_report_failure(const struct rampart_options *options,
                                           const struct rampart_diags *diags,
                                           const struct rampart_writer *writer)
{
    if (diags == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = {.out = &out};
    return finish(&out, rp_failure_json(&print, diags), writer);
}

enum rampart_status
rampart_report_decision_line(const struct rampart_options *options, struct rampart_str id_json,
                             const struct rampart_decision *decision, enum rampart_expect expect,
                             const struct rampart_diags *diags, const struct rampart_writer *writer)
{
    return rampart_report_answers_line(options, id_json, &decision, 1, expect, diags, writer);
}

enum rampart_status
rampart_report_answers_line(const struct rampart_options *options, struct rampart_str id_json,
                            const struct rampart_decision *const *decisions, size_t count,
                            enum rampart_expect expect, const struct rampart_diags *diags,
                            const struct rampart_writer *writer)
{
    if (decisions == NULL || count == 0 || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    for (size_t i = 0; i < count; i++)
        if (decisions[i] == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    rp_buf_expect(&out, USUAL_LINE);
    struct rp_print print = {.out = &out};
    return finish(&out, rp_decision_line_json(&print, id_json, decisions, count, expect, diags), writer);
}

enum rampart_status rampart_report_error_line(const struct rampart_options *options,
                                              struct rampart_str id_json, size_t line,
                                              const struct rampart_diags *diags,
                                              const struct rampart_writer *writer)
{
    if (writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = {.out = &out};
    return finish(&out, rp_error_line_json(&print, id_json, line, diags), writer);
}

enum rampart_status rampart_report_who_can(const struct rampart_options *options,
                                           struct rampart_who_can *result,
                                           struct rampart_who_can_filter filter,
                                           struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    const struct rp_reporter *reporter = reporter_of(style.format);
    if (result == NULL || reporter == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    return finish(&out, reporter->who_can(&print, result, filter), writer);
}

enum rampart_status rampart_report_replay(const struct rampart_options *options,
                                          const struct rampart_replay_result *result,
                                          struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    const struct rp_reporter *reporter = reporter_of(style.format);
    if (result == NULL || reporter == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    return finish(&out, reporter->replay(&print, result), writer);
}

enum rampart_status rampart_report_assumptions(const struct rampart_options *options,
                                               struct rampart_report_style style,
                                               const struct rampart_writer *writer)
{
    const struct rp_reporter *reporter = reporter_of(style.format);
    if (reporter == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    if (reporter->assumptions == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    return finish(&out, reporter->assumptions(&print, rp_options_assumptions(options)), writer);
}

enum rampart_status rampart_report_catalog(const struct rampart_options *options,
                                           const struct rampart_catalog_found *found,
                                           struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    const struct rp_reporter *reporter = reporter_of(style.format);
    if (found == NULL || reporter == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    if (reporter->catalog == NULL) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    return finish(&out, reporter->catalog(&print, found), writer);
}

enum rampart_status rampart_report_denial(const struct rampart_options *options,
                                          const struct rampart_denial_report *report,
                                          struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    const struct rp_reporter *reporter = reporter_of(style.format);
    if (report == NULL || reporter == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    if (reporter->denial == NULL || report->denial == NULL) return RAMPART_MISUSE;
    if ((report->decision == NULL) != (report->comparison == NULL)) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    return finish(&out, reporter->denial(&print, report), writer);
}

enum rampart_status rampart_report_lint_rules(const struct rampart_options *options,
                                              struct rampart_report_style style,
                                              const struct rampart_writer *writer)
{
    if (writer == NULL || writer->write == NULL || style.format == RAMPART_REPORT_CSV) return RAMPART_MISUSE;
    struct rp_buf out;
    init(&out, options);
    struct rp_print print = print_of(&out, style);
    bool json = style.format == RAMPART_REPORT_JSON;
    return finish(&out, json ? rp_lint_rules_json(&print) : rp_lint_rules_text(&print), writer);
}

const struct rampart_diag *rp_first_error(const struct rampart_diags *diags)
{
    for (size_t i = 0; i < rampart_diags_count(diags); i++)
        if (rampart_diags_at(diags, i)->severity == RAMPART_ERROR) return rampart_diags_at(diags, i);
    return NULL;
}

size_t rp_diags_omitted(const struct rampart_diags *diags)
{
    size_t found = 0, kept = rampart_diags_count(diags);
    for (int severity = RAMPART_ERROR; severity <= RAMPART_NOTE; severity++)
        found += rampart_diags_found(diags, (enum rampart_severity)severity);
    return found > kept ? found - kept : 0;
}
