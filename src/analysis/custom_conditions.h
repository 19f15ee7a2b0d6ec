/* SPDX-License-Identifier: Apache-2.0 */
/* How the conditions of two statements stand to each other, over every value that they can tell apart. */
#ifndef RP_ANALYSIS_CUSTOM_CONDITIONS_H
#define RP_ANALYSIS_CUSTOM_CONDITIONS_H

#include "policy/ast.h"

/* Errors of all: RAMPART_NO_MEMORY, RAMPART_LIMIT. What cannot be decided is not implied, and may meet. */

/* Whether every request that meets all conditions of `a` meets all conditions of `b`. */
enum rampart_status rp_conditions_imply(struct rp_arena *arena, const struct rp_statement *a, const struct rp_statement *b,
                                        bool *ret_imply);

/* Whether a request may meet all conditions of both: no two about one key exclude each other. */
enum rampart_status rp_conditions_may_meet(struct rp_arena *arena, const struct rp_statement *a,
                                           const struct rp_statement *b, bool *ret_may);

/* Whether every request meets all conditions of `a` or all of `b`. Only single conditions are looked at. */
enum rampart_status rp_conditions_leave_none(struct rp_arena *arena, const struct rp_statement *a,
                                             const struct rp_statement *b, bool *ret_none);

#endif
