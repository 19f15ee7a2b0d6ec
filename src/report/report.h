/* SPDX-License-Identifier: Apache-2.0 */
/* What the formats of a report have in common: each is one row of functions in report.c. */
#ifndef RP_REPORT_REPORT_H
#define RP_REPORT_REPORT_H

#include <rampart/report.h>

#include "base/buf.h"

/* A report that is being written: all of it goes into `out` and from there to the caller in one piece. */
struct rp_print {
    struct rp_buf *out;
    bool color;
    const struct rampart_account *account; /* these as in the style */
    const struct rampart_inventory *inventory;
    const struct rampart_diags *warnings;
    struct rampart_str file;
    size_t line;
};

/* One format; what it does not have is NULL. Memory that was refused is in `out->failed` or is the status. */
struct rp_reporter {
    enum rampart_status (*decision)(struct rp_print *print, const struct rampart_decision *decision,
                                    const struct rampart_task_note *task,
                                    const struct rampart_suggestions *suggestions);
    enum rampart_status (*answers)(struct rp_print *print, const struct rampart_answer *answers,
                                   size_t count);
    enum rampart_status (*diags)(struct rp_print *print, const struct rampart_diags *diags);
    enum rampart_status (*who_can)(struct rp_print *print, struct rampart_who_can *result,
                                   struct rampart_who_can_filter filter);
    enum rampart_status (*assumptions)(struct rp_print *print, unsigned assumptions);
    enum rampart_status (*denial)(struct rp_print *print, const struct rampart_denial_report *report);
    enum rampart_status (*catalog)(struct rp_print *print, const struct rampart_catalog_found *found);
    enum rampart_status (*replay)(struct rp_print *print, const struct rampart_replay_result *result);
    enum rampart_status (*lint_rules)(struct rp_print *print);
};

/* `task` and `suggestions` may be NULL. */
enum rampart_status rp_decision_text(struct rp_print *print, const struct rampart_decision *decision,
                                     const struct rampart_task_note *task,
                                     const struct rampart_suggestions *suggestions);
enum rampart_status rp_decision_json(struct rp_print *print, const struct rampart_decision *decision,
                                     const struct rampart_task_note *task,
                                     const struct rampart_suggestions *suggestions);

/* Several answers, in one report; see rampart_report_answers(). */
enum rampart_status rp_answers_text(struct rp_print *print, const struct rampart_answer *answers,
                                    size_t count);
enum rampart_status rp_answers_json(struct rp_print *print, const struct rampart_answer *answers,
                                    size_t count);

enum { RP_MOST_NEXT = 4 };

/* What to ask for next, so that more can be said; returns how many steps there are. Static texts. */
size_t rp_denial_next(const struct rampart_denial_report *report, struct rampart_str *ret_steps);

/* Suggestions for people (suggestions_text.c). */
void rp_print_suggestions(struct rp_print *print, const struct rampart_suggestions *suggestions);

enum rampart_status rp_who_can_text(struct rp_print *print, struct rampart_who_can *result,
                                    struct rampart_who_can_filter filter);
enum rampart_status rp_who_can_json(struct rp_print *print, struct rampart_who_can *result,
                                    struct rampart_who_can_filter filter);
enum rampart_status rp_who_can_csv(struct rp_print *print, struct rampart_who_can *result,
                                   struct rampart_who_can_filter filter);
enum rampart_status rp_assumptions_text(struct rp_print *print, unsigned assumptions);
enum rampart_status rp_assumptions_json(struct rp_print *print, unsigned assumptions);
enum rampart_status rp_catalog_text(struct rp_print *print, const struct rampart_catalog_found *found);
enum rampart_status rp_catalog_json(struct rp_print *print, const struct rampart_catalog_found *found);
enum rampart_status rp_denial_text(struct rp_print *print, const struct rampart_denial_report *report);
enum rampart_status rp_denial_json(struct rp_print *print, const struct rampart_denial_report *report);
enum rampart_status rp_replay_text(struct rp_print *print, const struct rampart_replay_result *result);
enum rampart_status rp_replay_json(struct rp_print *print, const struct rampart_replay_result *result);
enum rampart_status rp_replay_csv(struct rp_print *print, const struct rampart_replay_result *result);
enum rampart_status rp_diags_text(struct rp_print *print, const struct rampart_diags *diags);
enum rampart_status rp_diags_json(struct rp_print *print, const struct rampart_diags *diags);

/* One diagnostic as rp_diags_text() prints it, and the words of severities (diag_json.c). */
void rp_diag_text(struct rp_print *print, const struct rampart_diag *diag);
const char *rp_severity_word(enum rampart_severity severity);

/* That there is no answer (diag_json.c). */
enum rampart_status rp_failure_json(struct rp_print *print, const struct rampart_diags *diags);

/* A line of an answer to many requests (line_json.c); see rampart_report_decision_line(). */
enum rampart_status rp_decision_line_json(struct rp_print *print, struct rampart_str id_json,
                                          const struct rampart_decision *const *decisions, size_t count,
                                          enum rampart_expect expect, const struct rampart_diags *diags);
enum rampart_status rp_error_line_json(struct rp_print *print, struct rampart_str id_json, size_t line,
                                       const struct rampart_diags *diags);

enum rampart_status rp_lint_rules_text(struct rp_print *print);
enum rampart_status rp_lint_rules_json(struct rp_print *print);

/* The first error that is kept; NULL: there is none. */
const struct rampart_diag *rp_first_error(const struct rampart_diags *diags);

/* The words of docs/check.schema.json for what is known of calling an operation on a task. */
const char *rp_task_verdict_word(enum rampart_task_verdict verdict);

/* How many diagnostics were found but not kept. */
size_t rp_diags_omitted(const struct rampart_diags *diags);

#endif
