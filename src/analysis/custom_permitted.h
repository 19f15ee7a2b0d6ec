/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a rule of the user's own permits, as a policy: all that the rule is not about, all that it spares, and all that has
 * what it requires. An account keeps the rule if it allows nothing beyond.
 */
#ifndef RP_ANALYSIS_CUSTOM_PERMITTED_H
#define RP_ANALYSIS_CUSTOM_PERMITTED_H

#include "analysis/custom_rules.h"

/*
 * Makes the policy, in the arena; it borrows from the rule. `spared`: the rule's `unless` may spare who is asked about.
 * Principals do not count otherwise: it is about one that the rule is about. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_custom_permitted(struct rp_arena *arena, const struct rp_custom_rule *rule, bool spared,
                                        struct rampart_policy *ret_policy);

/* The policy that permits everything, in the arena. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_custom_everything(struct rp_arena *arena, struct rampart_policy *ret_policy);

#endif
