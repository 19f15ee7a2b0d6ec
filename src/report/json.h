/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of reports as JSON. */
#ifndef RP_REPORT_JSON_H
#define RP_REPORT_JSON_H

#include "report/report.h"
#include "text/json_write.h"

/*
 * Parts of a decision (decision_json.c): the members that every report of one begins with, those of its verdict, the
 * elements of the lists of its reasons.
 */
void rp_write_decision(struct rp_buf *out, const struct rampart_decision *decision);
void rp_write_whole_decision(struct rp_print *print, const struct rampart_decision *decision,
                             const struct rampart_task_note *task);
void rp_write_verdict(struct rp_buf *out, struct rampart_verdict verdict);
void rp_write_matched(struct rp_buf *out, const struct rampart_decision *decision);
void rp_write_conditions(struct rp_buf *out, const struct rampart_decision *decision);

/* `diagnostics` and `omitted` (diag_json.c); the same after `error`, that there is no answer (failure_json.c). */
void rp_write_diags(struct rp_buf *out, const struct rampart_diags *diags);
void rp_write_failure(struct rp_buf *out, const struct rampart_diags *diags);

/* The members of a diagnostic that every report has: code, name, message, help (diag_json.c). */
void rp_write_problem(struct rp_buf *out, const struct rampart_diag *diag);

/* `suggestions` and `suggestionNotes`; nothing for NULL (suggestions_json.c). */
void rp_write_suggestions(struct rp_buf *out, const struct rampart_suggestions *suggestions);

/* `warnings`: those of a list, which may be NULL; nothing when there are none (diag_json.c). */
void rp_write_warnings(struct rp_buf *out, const struct rampart_diags *diags);

/* `dependsOn`: the names of assumptions, bit 1 << enum rampart_assumption each (assumptions_json.c). */
void rp_write_depends_on(struct rp_buf *out, unsigned assumptions);

#endif
