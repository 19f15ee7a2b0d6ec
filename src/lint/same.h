/* SPDX-License-Identifier: Apache-2.0 */
/* Whether two documents of the same shape decide every request alike. */
#ifndef RP_LINT_SAME_H
#define RP_LINT_SAME_H

#include "policy/ast.h"

/*
 * Compares statement by statement and element by element: each pair of lists is asked for every text that its
 * patterns or operands can tell apart. *ret_same is false as well when that is too much to be shown. The arena is
 * for the time of the call. Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT.
 */
enum rampart_status rp_lint_same(struct rp_arena *arena, const struct rampart_policy *a,
                                 const struct rampart_policy *b, bool *ret_same);

#endif
