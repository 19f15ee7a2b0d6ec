/* SPDX-License-Identifier: Apache-2.0 */
/* Judges a policy by a rule of the user's own: by what its statements mean, however they are spelt. */
#ifndef RP_ANALYSIS_CUSTOM_JUDGE_H
#define RP_ANALYSIS_CUSTOM_JUDGE_H

#include "analysis/custom_rules.h"

/* A request that a statement allows against the rule. */
struct rp_custom_breach {
    size_t value;                         /* of the statement's actions: the one that matches; beyond them: none */
    struct rampart_str action, resource; /* resource: "*" for any */
};

/*
 * Whether a statement allows what the rule forbids, or allows it without what the rule requires. A Deny of the same policy
 * counts where it certainly denies. What cannot be decided within the limits counts as a breach. A rule about
 * principals judges statements that name some, and others by the users and roles that have the policy; `holders` NULL: nobody
 * knows who, and they are not judged. `catalog`: NULL: that which is built in. Errors: RAMPART_NO_MEMORY,
 * RAMPART_LIMIT.
 */
enum rampart_status rp_custom_judge(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                    const struct rp_custom_rule *rule, const struct rampart_policy *policy,
                                    const struct rampart_strs *holders, size_t statement, bool *ret_breaks, struct rp_custom_breach *ret_breach);

#endif
