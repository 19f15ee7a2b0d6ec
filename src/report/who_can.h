/* SPDX-License-Identifier: Apache-2.0 */
/* What the formats of who-can share: which rows are printed, and what is said of each. */
#ifndef RP_REPORT_WHO_CAN_H
#define RP_REPORT_WHO_CAN_H

#include "report/report.h"

/*
 * Whether the i-th row is to be printed, and what it comes to at a glance (rampart_who_can_glance()). Errors:
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_who_can_look(const struct rampart_who_can *result, size_t i, const struct rampart_who_can_filter *filter,
                                    struct rampart_who_can_row *ret_glance, bool *ret_shown);

/* Gives the i-th row, and NULL if it is not to be printed. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_next_row(const struct rampart_who_can *result, size_t i,
                                        const struct rampart_who_can_filter *filter,
                                        const struct rampart_who_can_row **ret_row);

/* The row of that number. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_who_can_make_row(const struct rampart_who_can *result, size_t i,
                                        const struct rampart_who_can_row **ret_row);

/* Drops rows now and then, in a loop over all of them that keeps none. */
void rp_who_can_pass_row(struct rampart_who_can *result, size_t i);

/* The next from outside the account that is to be printed, from the number `*cursor` on. NULL: there are no more. */
const struct rampart_outsider *rp_who_can_next_outsider(const struct rampart_who_can *result,
                                                        const struct rampart_who_can_filter *filter, size_t *cursor);

/* Reasons are given but of a denial, which has its verdict. */
bool rp_who_can_is_explained(const struct rampart_who_can_row *row);

/*
 * The resources that the row is true for, where the question is about many: "every", "some" (a Conditional whose statements
 * are about some only) or "none". NULL for a question about one.
 */
enum rampart_status rp_who_can_holds_for(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                         const char **ret_word);

/* The layers of the resource that were not read: how many, and as bits. */
size_t rp_who_can_unseen_count(const struct rampart_who_can *result);
unsigned rp_who_can_unseen_layers(const struct rampart_who_can *result);

/* "user", "role", "root" */
const char *rp_who_can_kind_word(enum rampart_principal_kind kind);

#endif
