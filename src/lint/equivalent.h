/* SPDX-License-Identifier: Apache-2.0 */
/* Two documents of the same shape are equivalent when they decide every request alike. */
#ifndef RP_LINT_EQUIVALENT_H
#define RP_LINT_EQUIVALENT_H

#include "policy/ast.h"

/*
 * Compares statement by statement and element by element: each pair of lists is tried on every text that its patterns
 * or operands can tell apart. *ret_equivalent is false as well when that would take too long. The arena is for scratch.
 * Errors: RAMPART_NO_MEMORY, RAMPART_LIMIT.
 */
enum rampart_status rp_lint_equivalent(struct rp_arena *arena, const struct rampart_policy *a,
                                       const struct rampart_policy *b, bool *ret_equivalent);

#endif
