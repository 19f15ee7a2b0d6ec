/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares two sides for one principal. Each changed statement is walked: its actions by the sets that statements tell
 * apart, and for each cell of these its resources. A cell is asked about in all circumstances. Cells that come to the same
 * are put together to one row.
 */
#ifndef RP_ANALYSIS_DIFF_COMPARE_H
#define RP_ANALYSIS_DIFF_COMPARE_H

#include "analysis/diff_result.h"

enum {
    RP_DIFF_CELLS = 1 << 8,     /* of one walk */
    RP_DIFF_PARTS = 1 << 11,    /* of one changed statement: cells of actions with what they come to */
    RP_DIFF_ALL_CELLS = 1 << 15 /* of a whole comparison */
};

/* One principal, or several that the sides treat alike. */
struct rp_diff_subject {
    struct rp_diff_asker *asker; /* asks as one of them */
    struct rp_diff_pool *pool;   /* what bears on it */
    struct rampart_strs principals;
    struct rampart_str account; /* of resources; empty: there is no account */
    bool foreign;               /* they are of another account: a resource names its own */
    /*
     * With an account: the ARNs of its roles. To assume one is a case by itself, which the role's trust policy decides as
     * well, so that patterns do not tell roles apart.
     */
    struct rampart_strs roles;
    bool only_roles; /* nothing but assuming these is compared */
    const struct rampart_catalog *catalog;
    bool first; /* stop at the first difference */
    bool gains; /* losses are not looked for */
    /*
     * The old side has nothing, and what the new one grants is wanted: what grants is walked, and cells with one answer are
     * put together whatever grants them.
     */
    bool grants;
    struct rampart_str actions; /* a pattern in lower case: no others are looked at; empty: all are */
};

/* Adds the differences to the diff. Errors: as rampart_diff(). */
enum rampart_status rp_diff_compare(struct rampart_diff *diff, const struct rp_diff_subject *subject);

#endif
