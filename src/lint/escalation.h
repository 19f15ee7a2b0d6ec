/* SPDX-License-Identifier: Apache-2.0 */
/* Ways by which a principal makes an administrator of itself, for those that take several policies. */
#ifndef RP_LINT_ESCALATION_H
#define RP_LINT_ESCALATION_H

#include <stdint.h>

#include "policy/ast.h"

enum { RP_ESCALATION_ACTIONS = 64 };

/* Actions of the table (policies/catalog/escalation.tsv) in its order, a bit each: those on everything alone count. */
struct rp_escalation {
    uint64_t granted, denied;
};

/* A row of the table: what it needs, and what comes of it. */
struct rp_escalation_way {
    uint64_t needed;
    struct rampart_str actions, how;
};

/* What a document grants, without what it denies itself, and what it denies. */
void rp_escalation_of(const struct rampart_policy *policy, struct rp_escalation *ret_escalation);

/* All ways, RP_ESCALATION_ACTIONS at the most. */
size_t rp_escalation_ways(struct rp_escalation_way *ret_ways);

#endif
