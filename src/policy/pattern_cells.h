/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts that a number of patterns can tell apart. Two texts that the same patterns match belong to one cell. A
 * search that follows all patterns at once through all texts finds the cells, and a shortest text of each.
 */
#ifndef RP_POLICY_PATTERN_CELLS_H
#define RP_POLICY_PATTERN_CELLS_H

#include "base/arena.h"

/* The limits of the search; beyond them the answer is "not complete". */
enum {
    RP_CELLS_POSITIONS = 2048, /* characters of all patterns, and one for each pattern */
    RP_CELLS_CHARACTERS = 512, /* different ones, with their other cases */
    RP_CELLS_STATES = 4096,    /* places in all patterns that a text can lead to */
    RP_CELLS_STEPS = 1 << 22   /* a step goes on by one character, for 64 positions */
};

/* The colons that a wildcard stands for beside all other characters, in a pattern of ARNs. */
enum rp_crossing {
    RP_CROSSES = 0,   /* colons: one pattern over the whole text */
    RP_WITHIN_FIELDS, /* colons in the last field, and as a star at the end: colon-crossing=within-field */
    RP_NEVER_CROSSES  /* no colon */
};

struct rp_cell_pattern {
    struct rampart_str text; /* valid UTF-8 */
    bool wild;               /* `*` and `?` stand for other characters */
    bool fold;               /* matches but for case, by Unicode simple folding */
    enum rp_crossing crossing;
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

/* The share of the texts of one pattern that another pattern matches as well. */
enum rp_relation { RP_RELATION_UNDECIDED = 0, RP_RELATION_NONE, RP_RELATION_SOME, RP_RELATION_EVERY };

/*
 * Finds the share of the texts of `part` that `whole` matches: EVERY when it matches all of them, NONE when no text
 * is matched by both. UNDECIDED only beyond the limits. Errors: RAMPART_NO_MEMORY, from the allocator (NULL: malloc
 * and free).
 */
enum rampart_status rp_pattern_relation(const struct rampart_allocator *allocator,
                                        const struct rp_cell_pattern *whole,
                                        const struct rp_cell_pattern *part, enum rp_relation *ret_relation);

#endif
