/* SPDX-License-Identifier: Apache-2.0 */
/* Layers of resources in reports: those that nobody showed, those that somebody says there are none of. */
#ifndef RP_REPORT_UNSEEN_H
#define RP_REPORT_UNSEEN_H

#include "report/print.h"

/* For people: which layers, and where the account says that one stands, or else the calls that show them; it may be NULL. */
void rp_print_unseen(struct rp_print *print, const struct rampart_account *account,
                     const struct rampart_unseen *unseen, size_t count);
void rp_print_absent(struct rp_print *print, unsigned layers);

/* For programs: members `unseen`, `withoutUnknownLayers`, and one that lists the layers of a set. Nothing where there is nothing. */
void rp_write_unseen(struct rp_buf *out, const struct rampart_unseen *unseen, size_t count);
void rp_write_alone(struct rp_buf *out, struct rampart_verdict alone);
void rp_write_layers(struct rp_buf *out, const char *name, unsigned layers);

#endif
