/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two documents of the same shape are equivalent when they decide every request alike, under every value of every switch
 * (<rampart/assumption.h>).
 */
#ifndef RP_LINT_EQUIVALENT_H
#define RP_LINT_EQUIVALENT_H

#include "policy/ast.h"

/* Where two documents may decide otherwise. */
struct rp_lint_differences {
    bool of_shape;         /* they have other statements, effects, principals or conditions */
    struct rp_span *spans; /* of the elements of the first document whose values differ */
    size_t count, room;
};

/*
 * Compares statement by statement and element by element: each pair of lists is compared by what its patterns or
 * operands match, under each reading that a switch gives them. What cannot be decided within the limits is a
 * difference. The arena is for scratch, and holds what is found. Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT.
 */
enum rampart_status rp_lint_differences(struct rp_arena *arena, const struct rampart_policy *a,
                                        const struct rampart_policy *b, struct rp_lint_differences *ret_differences);

static inline bool rp_lint_are_equivalent(const struct rp_lint_differences *differences)
{
    return !differences->of_shape && differences->count == 0;
}

#endif
