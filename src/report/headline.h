/* SPDX-License-Identifier: Apache-2.0 */
/* The first line of an answer for people, the verdict on a question, and the last, what it was read from. */
#ifndef RP_REPORT_HEADLINE_H
#define RP_REPORT_HEADLINE_H

#include "report/print.h"

/* `DENIED`, `ALLOWED` or `CONDITIONAL`, padded to `width` outside the colours. */
void rp_print_verdict(struct rp_print *print, struct rampart_verdict verdict, size_t width);

/*
 * `ess:CancelInstanceRefresh on scalinggroup/asg-1`. A resource of the account, of any where that is empty, is named by the
 * last field of its ARN; a pattern, and what belongs to another account, by the whole.
 */
void rp_print_question(struct rp_print *print, struct rampart_str account, struct rampart_str action,
                       struct rampart_str api, struct rampart_str resource, bool pattern);

/* `DENIED  role/ci: ess:CancelInstanceRefresh on scalinggroup/asg-1` */
void rp_print_headline(struct rp_print *print, const struct rampart_decision *decision);

/*
 * `  read  acct.ndjson, 2 h old; all layers`. Nothing when nothing is known of what was read. The layers are those of the
 * decision, or given as sets with bit 1 << enum rampart_layer each: those that nobody showed, and those said to be absent.
 */
void rp_print_read(struct rp_print *print, const struct rampart_decision *decision);
void rp_print_read_without(struct rp_print *print, unsigned unseen, unsigned absent);

/* `acct.ndjson, 2 h old, policy.json`: what was read alone, in a line without its end. */
void rp_print_sources(struct rp_print *print);

#endif
