/* SPDX-License-Identifier: Apache-2.0 */
/* A decision as other reports show it too: for people, and as members of an object in JSON. */
#ifndef RP_REPORT_DECISION_H
#define RP_REPORT_DECISION_H

#include "report/json_report.h"
#include "report/print.h"

/* ---- for people (decision_text.c, suggestions.c) ---- */

/* The decision with its task and its suggestions, which may be NULL. */
void rp_print_answer(struct rp_print *print, const struct rampart_answer *answer);
void rp_print_suggestions(struct rp_print *print, const struct rampart_suggestions *suggestions);

/* ---- in JSON (decision_json.c, suggestions.c, assumptions.c) ---- */

/* The members that every report of a decision begins with. */
void rp_put_decision(struct rp_json at, const struct rampart_decision *decision);

/* All members: also what came closest, the gaps of the account, the task, the message and warnings. */
void rp_put_whole_decision(struct rp_json at, const struct rp_print *print,
                           const struct rampart_decision *decision, const struct rampart_task_note *task);

/* `decision`, and of a denial its type and layer. */
void rp_put_verdict(struct rp_json at, struct rampart_verdict verdict);

/* The elements of `matched` and of `conditions`. */
void rp_put_matched(struct rp_json list, const struct rampart_decision *decision);
void rp_put_conditions(struct rp_json list, const struct rampart_decision *decision);

/* `suggestions` and `suggestionNotes`; nothing for NULL. */
void rp_put_suggestions(struct rp_json at, const struct rampart_suggestions *suggestions);

/* `dependsOn`: the names of assumptions, bit 1 << enum rampart_assumption each. */
void rp_put_depends_on(struct rp_json at, rampart_switches assumptions);

#endif
