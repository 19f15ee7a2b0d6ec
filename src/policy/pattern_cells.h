/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts that a number of patterns can tell apart. Two texts that the same patterns match belong to one cell. A
 * search that follows all patterns at once through all texts finds the cells, and a shortest text of each.
 */
#ifndef RP_POLICY_PATTERN_CELLS_H
#define RP_POLICY_PATTERN_CELLS_H

#include "policy/pattern_pair.h"

/* The limits of the search; beyond them the answer is "not complete". */
enum {
    RP_CELLS_POSITIONS = 2048, /* characters of all patterns, and one for each pattern */
    RP_CELLS_STATES = 4096,    /* places in all patterns that a text can lead to */
    RP_CELLS_STEPS = 1 << 22   /* a step goes on by one character, for 64 positions */
};

struct rp_cells {
    const struct rampart_str *texts; /* one of each cell, a shortest one; the empty text comes first */
    size_t count;
    bool
        complete; /* false: the search met a limit, or a pattern ignores the case of a letter outside ASCII */
};

/* The cells, in the arena. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_pattern_cells(struct rp_arena *arena, const struct rp_cell_pattern *patterns,
                                     size_t count, struct rp_cells *ret_cells);

/*
 * Finds the share of the texts of `part` that `whole` matches: EVERY when it matches all of them, NONE when no text
 * is matched by both. UNDECIDED only beyond the limits. Errors: RAMPART_NO_MEMORY, from the allocator (NULL: malloc
 * and free).
 */
enum rampart_status rp_pattern_relation(const struct rampart_allocator *allocator,
                                        const struct rp_cell_pattern *whole,
                                        const struct rp_cell_pattern *part, enum rp_relation *ret_relation);

#endif
