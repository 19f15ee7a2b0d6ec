/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Combining effects. A step's result is the set of the results that the unknown keys leave possible; a decision
 * is definite when the set leaves no choice.
 */
#ifndef RP_ENGINE_DECIDE_H
#define RP_ENGINE_DECIDE_H

#include "engine/match.h"

/* Results a step may have, as bits. */
enum { RP_CAN_ALLOW = 1, RP_CAN_DENY_IMPLICITLY = 2, RP_CAN_DENY_EXPLICITLY = 4, RP_CAN_ANYTHING = 7 };

/* One step of the walk over the layers. */
struct rp_step {
    const struct rp_unit *unit;
    bool known; /* false: the unit's policies were not given, anything may stand in them */
    bool root;  /* the account's root asks, whom only control policies of scope All bind */
    bool
        joint; /* identity and trust of AssumeRole: an explicit deny of either comes before an implicit one */
};

/*
 * The i-th step of the walk for this request, in the cloud's order: control policies from the account up, the
 * session policy, identity policies, and for AssumeRole the trust policy. False: the walk is over.
 */
bool rp_step_at(const struct rampart_rules *rules, const struct rampart_request *request, size_t i,
                struct rp_step *ret_step);

/* Whether a rule of the step's unit binds the one who asks. */
bool rp_step_binds(const struct rp_step *step, const struct rp_rule *rule);

/* What the step may come to. Errors: a pattern that could not be matched. */
enum rampart_status rp_step_decide(const struct rp_step *step, const struct rp_question *question,
                                   unsigned *ret_possible);

/* The verdict on one resource. */
enum rampart_status rp_decide(const struct rampart_rules *rules, const struct rp_question *question,
                              struct rampart_verdict *ret_verdict);

/* Which of two verdicts counts when several resources are asked for: explicit deny, implicit deny, conditional, allow. */
bool rp_verdict_worse(const struct rampart_verdict *a, const struct rampart_verdict *b);

#endif
