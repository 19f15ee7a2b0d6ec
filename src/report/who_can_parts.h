/* SPDX-License-Identifier: Apache-2.0 */
/* A row about several actions: what they come to, those together that come to the same. */
#ifndef RP_REPORT_WHO_CAN_PARTS_H
#define RP_REPORT_WHO_CAN_PARTS_H

#include "base/arena.h"
#include "report/print.h"
#include "report/who_can.h"

struct rp_row_part {
    struct rampart_strs actions, except; /* patterns and names of the catalogue's, but for these */
    size_t known;                /* how many these are */
    struct rampart_str other;    /* a name that stands for those that the catalogue does not have; empty: none do */
    struct rampart_who_can *answer;
    const struct rampart_who_can_row *row; /* of it */
};

struct rp_row_parts {
    struct rp_row_part *items; /* those that are denied last */
    size_t count;
};

/* Whether rows of the result have parts at all. */
bool rp_who_can_has_parts(const struct rampart_who_can *result);

/* All of a row, in the arena. Errors: as rampart_who_can_explain(). */
enum rampart_status rp_who_can_split_row(const struct rp_print *print, struct rp_arena *arena, struct rampart_who_can *result,
                                         const struct rampart_who_can_row *row, struct rp_row_parts *ret_parts);

/* `ess:Delete*, ess:Describe* and other names, such as ess:A` */
void rp_print_part_actions(struct rp_print *print, const struct rp_row_part *part);

/* The share of what was asked about that the row is true for, "every", "some" or "none". Errors: as rampart_who_can_explain(). */
enum rampart_status rp_who_can_share(const struct rampart_who_can_row *row, const struct rp_row_parts *parts,
                                     const char **ret_word);

/* All actions that were asked about, `ess:Describe* and ess:CancelInstanceRefresh`, or `or`. */
void rp_print_who_can_actions(struct rp_print *print, const struct rampart_who_can *result);

#endif
