/* SPDX-License-Identifier: Apache-2.0 */
/* What a diff hands out, made of the statements and the signs of cells. */
#ifndef RP_ANALYSIS_DIFF_ROWS_H
#define RP_ANALYSIS_DIFF_ROWS_H

#include <rampart/diff.h>

#include "analysis/diff_cover.h"
#include "analysis/diff_pool.h"

/* A region by the elements that it needs, beside that of the statement that was walked. */
struct rp_diff_terms {
    const size_t *numbers; /* of elements */
    const enum rp_diff_sign *signs;
    size_t count;
};

/* Statements of a pool, or elements, by their numbers. */
struct rp_diff_numbers {
    const size_t *items;
    size_t count;
};

/*
 * The region of the elements in `bases`, all of them, and these terms, in as few patterns as a look at pairs of them allows. All in the arena.
 * Errors of all functions here: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_diff_region_make(struct rp_arena *arena, const struct rp_diff_element *elements,
                                        struct rp_diff_numbers bases, const struct rp_diff_terms *terms,
                                        struct rampart_diff_region *ret_region);

/* Leaves out regions that another one takes in, of a list of few: *count is how many are left. */
enum rampart_status rp_diff_regions_leave_taken(struct rp_arena *arena, struct rampart_diff_region *regions, size_t *count);

/* Whether a changed statement can be what makes a difference of this kind. */
bool rp_diff_is_cause(const struct rp_diff_statement *statement, enum rampart_diff_change change);

/* Whether a statement of the new side is the principal's own and allows, or it is a frame of what is looked at. */
bool rp_diff_grants(const struct rp_diff_statement *statement);

/* Those of the statements that are; without one all that are changed. */
enum rampart_status rp_diff_causes_make(struct rp_arena *arena, const struct rp_diff_pool *pool,
                                        struct rp_diff_numbers statements, enum rampart_diff_change change,
                                        const struct rampart_diff_cause **ret_causes, size_t *ret_count);

#endif
