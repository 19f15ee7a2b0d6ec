/* SPDX-License-Identifier: Apache-2.0 */
/* Diagnostics, alike in every report. */
#ifndef RP_REPORT_DIAGS_H
#define RP_REPORT_DIAGS_H

#include "report/json_report.h"
#include "report/print.h"

const char *rp_severity_word(enum rampart_severity severity);

/* The first error that is kept; NULL: there is none. */
const struct rampart_diag *rp_first_error(const struct rampart_diags *diags);

/* The diagnostics that were found but not kept: how many. */
size_t rp_diags_omitted(const struct rampart_diags *diags);

/* One diagnostic, as rp_diags_text() prints each. */
void rp_diag_text(struct rp_print *print, const struct rampart_diag *diag);

/* `line`, `column`, `endLine`, `endColumn`. */
void rp_put_extent(struct rp_json item, const struct rampart_diag *diag);

/* The members that every report has of a diagnostic: code, name, message, help. */
void rp_put_problem(struct rp_json at, const struct rampart_diag *diag);

/* `error`, which says that there is no answer, `diagnostics` and `omitted`. */
void rp_put_failure(struct rp_json at, const struct rampart_diags *diags);

/* `warnings`: those of a list, which may be NULL; nothing when there are none. */
void rp_put_warnings(struct rp_json at, const struct rampart_diags *diags);

#endif
