/* SPDX-License-Identifier: Apache-2.0 */
/* What was not seen, for people and alike in every report: of the account, of the files, of the resource. */
#ifndef RP_REPORT_UNSEEN_H
#define RP_REPORT_UNSEEN_H

#include "report/print.h"

/*
 * The gaps that may be about layers which leave the answer open, a few of the others and how many more there are; nothing for
 * an account that is complete, or NULL.
 */
void rp_print_gaps(struct rp_print *print, const struct rampart_account *account,
                   const struct rampart_unseen *unseen, size_t unseen_count);

/* The files that were not read, a few of them; nothing when there are none, or for NULL. */
void rp_print_inventory(struct rp_print *print, const struct rampart_inventory *inventory);

/* For people: which layers, and where the account says that one stands, or else the calls that show them; it may be NULL. */
void rp_print_unseen(struct rp_print *print, const struct rampart_account *account,
                     const struct rampart_unseen *unseen, size_t count);
void rp_print_absent(struct rp_print *print, unsigned layers);

#endif
