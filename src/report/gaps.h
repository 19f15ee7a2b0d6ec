/* SPDX-License-Identifier: Apache-2.0 */
/* What an input did not show, alike in every report about an account. */
#ifndef RP_REPORT_GAPS_H
#define RP_REPORT_GAPS_H

#include "report/print.h"

/*
 * The gaps that may be about layers which leave the answer open, a few of the others and how many more there are; nothing for
 * an account that is complete, or NULL.
 */
void rp_print_gaps(struct rp_print *print, const struct rampart_account *account,
                   const struct rampart_unseen *unseen, size_t unseen_count);

#endif
