/* SPDX-License-Identifier: Apache-2.0 */
/* Layers of resources in reports: those that nobody showed, those that somebody says there are none of. */
#ifndef RP_REPORT_UNSEEN_H
#define RP_REPORT_UNSEEN_H

#include "report/print.h"

/* For people: which layers, and where the account says that one stands, or else the calls that show them; it may be NULL. */
void rp_print_unseen(struct rp_print *print, const struct rampart_account *account,
                     const struct rampart_unseen *unseen, size_t count);
void rp_print_absent(struct rp_print *print, unsigned layers);

#endif
