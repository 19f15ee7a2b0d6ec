/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares two sides for one principal. Each changed statement is walked: its actions by the sets that statements tell
 * apart, and for each cell of these its resources. A cell is asked about in all circumstances. Cells that come to the same
 * are put together to one row.
 */
#ifndef RP_ANALYSIS_DIFF_COMPARE_H
#define RP_ANALYSIS_DIFF_COMPARE_H

#include "analysis/diff_ways.h"

enum {
    RP_DIFF_CELLS = 1 << 10,     /* of one walk */
    RP_DIFF_ALL_CELLS = 1 << 15, /* of a whole comparison */
    RP_DIFF_ROWS = 1 << 14       /* of a diff, and things left open */
};

/* The result, while it is made and afterwards. */
struct rampart_diff {
    struct rp_arena arena; /* holds everything, itself included */
    struct rampart_allocator allocator;
    struct rampart_diff_row *rows;
    size_t count, room;
    struct rampart_diff_open *open;
    size_t open_count, open_room;
    size_t cells;
    struct rampart_set *own[RP_DIFF_SIDES]; /* that were made for this diff alone; NULL: the caller's */
};

/* One principal, or several that the sides treat alike. */
struct rp_diff_subject {
    struct rp_diff_asker *asker; /* asks as one of them */
    struct rp_diff_pool *pool;   /* what bears on it */
    struct rampart_strs principals;
    struct rampart_str account; /* of resources; empty: there is no account */
    const struct rampart_catalog *catalog;
    bool first; /* stop at the first difference */
};

/* Adds the differences to the diff. Errors: as rampart_diff(). */
enum rampart_status rp_diff_compare(struct rampart_diff *diff, const struct rp_diff_subject *subject);

/* Adds something that is left open. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_diff_add_open(struct rampart_diff *diff, const struct rampart_diff_open *open);

#endif
