/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <stdint.h>

#include "base/limits.h"

enum { USUAL_LINE = 1000 }; /* bytes: allocators keep such pieces at hand */

static const struct rp_reporter reporters[] = {
    [RAMPART_REPORT_TEXT] = {rp_decision_text, rp_answers_text, rp_diags_text, rp_who_can_text,
                             rp_assumptions_text, rp_denial_text, rp_catalog_text, rp_replay_text,
                             rp_lint_rules_text},
    [RAMPART_REPORT_JSON] = {rp_decision_json, rp_answers_json, rp_diags_json, rp_who_can_json,
                             rp_assumptions_json, rp_denial_json, rp_catalog_json, rp_replay_json,
                             rp_lint_rules_json},
    [RAMPART_REPORT_CSV] = {.who_can = rp_who_can_csv, .replay = rp_replay_csv},
};

/* A report while it is written. */
struct writing {
    const struct rp_reporter *reporter;
    const struct rampart_writer *writer;
    struct rp_buf out; /* as large as what is told, which the limits have bounded already */
    struct rp_print print;
};

/* False: it is a misuse. CSV is for lists only. */
static bool begin(struct writing *writing, const struct rampart_options *options,
                  struct rampart_report_style style, bool list, const struct rampart_writer *writer)
{
    const size_t format = (size_t)style.format;
    if (format >= (list ? RAMPART_REPORT_CSV + 1 : RAMPART_REPORT_CSV)) return false;
    if (writer == NULL || writer->write == NULL) return false;
    writing->reporter = &reporters[format];
    writing->writer = writer;
    rp_buf_init(&writing->out, rp_options_allocator(options), SIZE_MAX / 4);
    writing->print = (struct rp_print){.out = &writing->out,
                                       .color = style.color,
                                       .account = style.account,
                                       .inventory = style.inventory,
                                       .warnings = style.warnings,
                                       .file = style.file,
                                       .line = style.line};
    return true;
}

/* The same for what is JSON whoever asks. */
static bool begin_json(struct writing *writing, const struct rampart_options *options,
                       const struct rampart_writer *writer)
{
    const struct rampart_report_style style = {.format = RAMPART_REPORT_JSON};
    return begin(writing, options, style, false, writer);
}

/* Hands the report over only when all of it could be written: half a JSON object helps nobody. */
static enum rampart_status finish(struct writing *writing, enum rampart_status status)
{
    const struct rampart_writer *writer = writing->writer;
    struct rp_buf *out = &writing->out;
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
    struct writing writing;
    if (decision == NULL || !begin(&writing, options, style, false, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->decision(&writing.print, decision, task, suggestions));
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
    struct writing writing;
    if (answers == NULL || count == 0) return RAMPART_MISUSE;
    if (count == 1)
        return rampart_report_suggested(options, answers->decision, answers->task, answers->suggestions,
                                        style, writer);
    for (size_t i = 0; i < count; i++)
        if (answers[i].decision == NULL) return RAMPART_MISUSE;
    if (!begin(&writing, options, style, false, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->answers(&writing.print, answers, count));
}

enum rampart_status rampart_report_diags(const struct rampart_options *options,
                                         const struct rampart_diags *diags, struct rampart_report_style style,
                                         const struct rampart_writer *writer)
{
    struct writing writing;
    if (diags == NULL || !begin(&writing, options, style, false, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->diags(&writing.print, diags));
}

enum rampart_status rampart_report_failure(const struct rampart_options *options,
                                           const struct rampart_diags *diags,
                                           const struct rampart_writer *writer)
{
    struct writing writing;
    if (diags == NULL || !begin_json(&writing, options, writer)) return RAMPART_MISUSE;
    return finish(&writing, rp_failure_json(&writing.print, diags));
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
    struct writing writing;
    if (decisions == NULL || count == 0) return RAMPART_MISUSE;
    for (size_t i = 0; i < count; i++)
        if (decisions[i] == NULL) return RAMPART_MISUSE;
    if (!begin_json(&writing, options, writer)) return RAMPART_MISUSE;
    rp_buf_expect(&writing.out, USUAL_LINE);
    return finish(&writing, rp_decision_line_json(&writing.print, id_json, decisions, count, expect, diags));
}

enum rampart_status rampart_report_error_line(const struct rampart_options *options,
                                              struct rampart_str id_json, size_t line,
                                              const struct rampart_diags *diags,
                                              const struct rampart_writer *writer)
{
    struct writing writing;
    if (!begin_json(&writing, options, writer)) return RAMPART_MISUSE;
    return finish(&writing, rp_error_line_json(&writing.print, id_json, line, diags));
}

enum rampart_status rampart_report_who_can(const struct rampart_options *options,
                                           struct rampart_who_can *result,
                                           struct rampart_who_can_filter filter,
                                           struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    struct writing writing;
    if (result == NULL || !begin(&writing, options, style, true, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->who_can(&writing.print, result, filter));
}

enum rampart_status rampart_report_replay(const struct rampart_options *options,
                                          const struct rampart_replay_result *result,
                                          struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    struct writing writing;
    if (result == NULL || !begin(&writing, options, style, true, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->replay(&writing.print, result));
}

enum rampart_status rampart_report_assumptions(const struct rampart_options *options,
                                               struct rampart_report_style style,
                                               const struct rampart_writer *writer)
{
    struct writing writing;
    if (!begin(&writing, options, style, false, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->assumptions(&writing.print, rp_options_assumptions(options)));
}

enum rampart_status rampart_report_catalog(const struct rampart_options *options,
                                           const struct rampart_catalog_found *found,
                                           struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    struct writing writing;
    if (found == NULL || !begin(&writing, options, style, false, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->catalog(&writing.print, found));
}

enum rampart_status rampart_report_denial(const struct rampart_options *options,
                                          const struct rampart_denial_report *report,
                                          struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    struct writing writing;
    if (report == NULL || report->denial == NULL) return RAMPART_MISUSE;
    if ((report->decision == NULL) != (report->comparison == NULL)) return RAMPART_MISUSE;
    if (!begin(&writing, options, style, false, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->denial(&writing.print, report));
}

enum rampart_status rampart_report_lint_rules(const struct rampart_options *options,
                                              struct rampart_report_style style,
                                              const struct rampart_writer *writer)
{
    struct writing writing;
    if (!begin(&writing, options, style, false, writer)) return RAMPART_MISUSE;
    return finish(&writing, writing.reporter->lint_rules(&writing.print));
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

const char *rp_task_verdict_word(enum rampart_task_verdict verdict)
{
    switch (verdict) {
    case RAMPART_TASK_ACCEPTED: return "accepted";
    case RAMPART_TASK_REFUSED: return "refused";
    case RAMPART_TASK_PRESUMED_FAIL: return "presumed-refused";
    case RAMPART_TASK_PRESUMED_OK: return "presumed-accepted";
    case RAMPART_TASK_UNKNOWN: break;
    }
    return "unknown";
}
