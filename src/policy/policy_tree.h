/* SPDX-License-Identifier: Apache-2.0 */
/* Makes a tree of a policy: with its meaning, not its spelling, in the order of the canonical form. */
#ifndef RP_POLICY_POLICY_TREE_H
#define RP_POLICY_POLICY_TREE_H

#include "policy/ast.h"
#include "text/tree.h"

/*
 * The whole document. A single value stands without a list. The nodes lie in the arena; their texts are the policy's,
 * which must outlive them. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_policy_tree(struct rp_arena *arena, const struct rampart_policy *policy,
                                   struct rp_node **ret_document);

/* One statement, as the next element of a list; NULL: by itself. */
enum rampart_status rp_statement_tree(struct rp_arena *arena, struct rp_node *list,
                                      const struct rp_statement *statement, struct rp_node **ret_statement);

#endif
