/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of the account, of the files and of the resource that were not seen, alike in every report. */
#ifndef RP_REPORT_UNSEEN_H
#define RP_REPORT_UNSEEN_H

#include "report/json_report.h"
#include "report/print.h"

/* ---- for people ---- */

/*
 * The gaps of the account: those that may hold a layer that leaves the answer open, a few of the others, and how many more
 * there are; verbosely all. Nothing for an account that is complete, or NULL.
 */
void rp_print_gaps(struct rp_print *print, const struct rampart_account *account,
                   const struct rampart_unseen *unseen, size_t unseen_count);

/* The files that were not read, a few of them; nothing when there are none, or for NULL. */
void rp_print_inventory(struct rp_print *print, const struct rampart_inventory *inventory);

/*
 * The layers of the resource that were not read: each with the place where the account says that it stands, or else with the
 * call that shows it. The account may be NULL.
 */
void rp_print_unseen(struct rp_print *print, const struct rampart_account *account,
                     const struct rampart_unseen *unseen, size_t count);

/* ---- in JSON ---- */

/* `inventory`: an object; nothing for NULL. */
void rp_put_inventory(struct rp_json at, const struct rampart_inventory *inventory);

/* `incomplete`: a list of the account's gaps and of layers that were not seen; and `quarantined`. */
void rp_put_incomplete(struct rp_json at, const struct rampart_account *account,
                       const struct rampart_unseen *unseen, size_t count);

/* `unseen`, `withoutUnknownLayers`, and a list of the layers of a set. Nothing where there is nothing. */
void rp_put_unseen(struct rp_json at, const struct rampart_unseen *unseen, size_t count);
void rp_put_alone(struct rp_json at, struct rampart_verdict alone);
void rp_put_layers(struct rp_json at, const char *name, unsigned layers);

#endif
