/* SPDX-License-Identifier: Apache-2.0 */
/* Whether one statement matches whenever another one does. What cannot be told at a moderate price counts as no. */
#ifndef RP_LINT_REACH_H
#define RP_LINT_REACH_H

#include "lint/covers.h"

/* A statement with its patterns. */
struct rp_lint_prepared {
    const struct rp_statement *statement;
    struct rp_lint_patterns actions, resources;
};

/* Errors of all below: RAMPART_NO_MEMORY, RAMPART_LIMIT. */
enum rampart_status rp_lint_prepare(struct rp_arena *arena, const struct rp_statement *statement,
                                    struct rp_lint_prepared *ret_prepared);

/* Whether `whole` is about every principal that `part` is about. */
bool rp_lint_principals_reach(const struct rp_statement *whole, const struct rp_statement *part);

/* The same for actions and resources. An element that names nothing is reached by nothing. */
enum rampart_status rp_lint_actions_reach(struct rp_lint_effort *effort, const struct rp_lint_prepared *whole,
                                          const struct rp_lint_prepared *part, bool *ret_reaches);
enum rampart_status rp_lint_resources_reach(struct rp_lint_effort *effort,
                                            const struct rp_lint_prepared *whole,
                                            const struct rp_lint_prepared *part, bool *ret_reaches);

/* Whether `whole` matches every request that `part` matches: the effects are not compared. */
enum rampart_status rp_lint_reaches(struct rp_lint_effort *effort, const struct rp_lint_prepared *whole,
                                    const struct rp_lint_prepared *part, bool *ret_reaches);

#endif
