/* SPDX-License-Identifier: Apache-2.0 */
/* The statements behind a decision, for people. */
#ifndef RP_REPORT_REASON_TEXT_H
#define RP_REPORT_REASON_TEXT_H

#include "report/print.h"

/* `statement 0 of CancelRefresh (custom policy, attached to the principal) at cancel.json:5:5`. */
void rp_print_statement(struct rp_print *print, const struct rampart_reason *reason);

/* A block for each statement that decided: how, by which patterns, under which conditions. */
void rp_print_reasons(struct rp_print *print, const struct rampart_decision *decision);

/* True if a statement decides about some of the resources of a pattern only. */
bool rp_reasons_are_partial(const struct rampart_decision *decision);

/* A block for each statement that came close, with the element of it to look at. */
void rp_print_nearest(struct rp_print *print, const struct rampart_decision *decision);

/* A row with one hint, or nothing when there is none to give. */
void rp_print_hint(struct rp_print *print, const struct rampart_near_miss *miss);

#endif
