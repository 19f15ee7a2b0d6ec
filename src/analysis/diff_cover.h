/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells that have something in common, told by few signs: of the sets that tell cells apart, a region keeps those that it
 * needs to take in no other cell.
 */
#ifndef RP_ANALYSIS_DIFF_COVER_H
#define RP_ANALYSIS_DIFF_COVER_H

#include "base/arena.h"

enum rp_diff_sign { RP_DIFF_ANY = 0, RP_DIFF_IN, RP_DIFF_OUT };

struct rp_diff_cells {
    const bool *const *in; /* by the cell: whether it lies in each set */
    const bool *wanted;    /* by the cell */
    size_t count, sets;
    bool all; /* there are no other cells; else no region is wider than one of them */
};

struct rp_diff_regions {
    const enum rp_diff_sign *const *signs; /* by the region: of each set */
    size_t count;
};

/* Regions that take in all cells that are wanted, and no others, in the arena. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_diff_cover(struct rp_arena *arena, const struct rp_diff_cells *cells,
                                  struct rp_diff_regions *ret_regions);

#endif
