/* SPDX-License-Identifier: Apache-2.0 */
/* The statements behind a decision, for people. */
#ifndef RP_REPORT_REASON_TEXT_H
#define RP_REPORT_REASON_TEXT_H

#include <rampart/catalog.h>

#include "report/print.h"

/* True for a statement of a system policy whose document is built in. */
bool rp_is_built_in(const struct rampart_reason *reason, struct rampart_system_policy *ret_policy);

/* `CancelRefresh#0 (group/deployers), cancel.json:5` */
void rp_print_statement(struct rp_print *print, const struct rampart_reason *reason);

/*
 * The statements that decided, with their conditions; verbosely the patterns that matched as well. `timed`: the report says by
 * itself until when the conditions on the time are met.
 */
void rp_print_reasons(struct rp_print *print, const struct rampart_decision *decision, bool timed);

/* True if it is not known of a statement whether it applies. */
bool rp_reasons_are_open(const struct rampart_decision *decision);

/* True if a statement decides about some of the resources of a pattern only. */
bool rp_reasons_are_partial(const struct rampart_decision *decision);

/* A line for each statement that came close, with the one thing that does not fit; verbosely a block. */
void rp_print_nearest(struct rp_print *print, const struct rampart_decision *decision);

#endif
