/* SPDX-License-Identifier: Apache-2.0 */
/* What the formats of a list of principals have in common. */
#ifndef RP_REPORT_WHO_CAN_H
#define RP_REPORT_WHO_CAN_H

#include "report/report.h"

/* Whether the row is to be printed. */
bool rp_who_can_shown(const struct rampart_who_can_row *row, struct rampart_who_can_filter filter);

/* Whether reasons are given: a denial has its verdict. */
bool rp_who_can_explained(const struct rampart_who_can_row *row);

/*
 * For a question about many resources, of how many the row is true: "every", "some" (a Conditional whose statements
 * are about some only) or "none". NULL for one resource. Errors: as rampart_who_can_explain().
 */
enum rampart_status rp_who_can_holds_for(struct rampart_who_can *result,
                                         const struct rampart_who_can_row *row, const char **ret_word);

/* How many layers of the resource nobody showed. */
size_t rp_who_can_unseen_count(const struct rampart_who_can *result);

const char *rp_principal_kind_word(enum rampart_principal_kind kind);

#endif
