/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Combining effects. A step's result is the set of the results that the unknown keys leave possible; a decision
 * is definite when the set leaves no choice.
 */
#ifndef RP_DECIDE_VERDICT_H
#define RP_DECIDE_VERDICT_H

#include "decide/match.h"
#include "decide/shown.h"
#include "decide/unseen.h"

/* Results a step may have, as bits. */
enum { RP_CAN_ALLOW = 1, RP_CAN_DENY_IMPLICITLY = 2, RP_CAN_DENY_EXPLICITLY = 4, RP_CAN_ANYTHING = 7 };

/* One step of the walk over the layers. */
struct rp_step {
    const struct rp_unit *unit;
    const struct rp_unit
        *fallback; /* asked where the unit leaves an implicit deny: the resource group; may be NULL */
    bool known;    /* false: policies that were not given stand in it, and anything may stand in them */
    unsigned absent_layers; /* of the rules */
    bool root;     /* the account's root asks, whom only control policies of scope All bind */
    bool
        joint; /* identity and trust of AssumeRole: an explicit deny of either comes before an implicit one */
    /* Of layers of resources (decide/shown.h). */
    bool more;      /* the next step is combined with it, and only what they come to together counts */
    bool lenient;   /* what it says nothing of it lets pass */
    bool uncertain; /* nobody knows whether it is asked at all */
    unsigned fixed; /* what it comes to whatever its rules say; 0: its rules say it */
    enum rp_layer_rule combined; /* how, with the steps before it; RP_LAYER_IDLE: it is not */
};

/*
 * The walk over the layers for one request, in the cloud's order: what must let pass first, control policies from the
 * account up, the session policy, identity policies with what is combined with them, and for AssumeRole the trust
 * policy.
 */
struct rp_steps {
    const struct rp_rules *rules;
    const struct rp_question *question;
    size_t next;
    unsigned spared_levels; /* of control policies, the first ones: they do not count */
    bool guarded;                /* an AccessKey signed that has a policy: */
    const struct rp_unit *guard; /* that */
    bool shown;                /* layers of the resource have a part in it: */
    struct rp_shown_here here; /* only then is it filled */
};

/* Begins it. Rules and question must stay as they are until it is over. */
void rp_steps_begin(struct rp_steps *steps, const struct rp_rules *rules, const struct rp_question *question);

/* The next step. False: the walk is over. */
bool rp_steps_next(struct rp_steps *steps, struct rp_step *ret_step);

/* Whether a rule of the step's unit binds the one who asks. */
bool rp_step_binds(const struct rp_step *step, const struct rp_rule *rule);

/* What a step may come to, and the layer that a denial is put down to. */
struct rp_result {
    unsigned possible;
    unsigned own, fallback; /* what the unit comes to by itself, and the fallback if it was asked */
    enum rampart_layer layer;
    bool fell_back; /* the fallback was asked */
};

/* Two sets of policies as one, in what each may come to: any explicit deny of either denies, else any allow allows. */
static inline unsigned rp_united(unsigned a, unsigned b)
{
    const unsigned possible = (a | b) & RP_CAN_DENY_EXPLICITLY;
    if (a == RP_CAN_DENY_EXPLICITLY || b == RP_CAN_DENY_EXPLICITLY) return RP_CAN_DENY_EXPLICITLY;
    return possible | ((a | b) & RP_CAN_ALLOW) | (a & b & RP_CAN_DENY_IMPLICITLY);
}

/* Errors: a pattern that could not be matched. */
enum rampart_status rp_step_decide(const struct rp_step *step, const struct rp_question *question,
                                   struct rp_result *ret_result);

/* What the rules of a unit come to for a user or a role, whatever their number: enough to decide with. */
enum rampart_status rp_unit_truths(const struct rp_unit *unit, const struct rp_question *question,
                                   struct rp_truths *ret_truths);

/*
 * What identity, session, control and trust policies come to on one resource, and the layers that nobody showed
 * not asked.
 */
enum rampart_status rp_walk(const struct rp_rules *rules, const struct rp_question *question,
                            struct rampart_verdict *ret_verdict);

/* The verdict on one resource. */
enum rampart_status rp_decide(const struct rp_rules *rules, const struct rp_question *question,
                              struct rampart_verdict *ret_verdict);

/* A step of the walk and what it comes to. */
struct rp_step_trace {
    struct rp_step step;
    struct rp_result result;
    bool idle; /* an ACL that was not asked, since the steps before it left nothing open */
};

/* The AccessKey, session, identity, trust, and the end of the walk; and at most so many layers of the resource. */
enum { RP_STEPS_AFTER_CONTROL = 5 + RP_LAYER_ROWS };

static inline size_t rp_most_steps(const struct rp_rules *rules)
{
    return rules->control_levels + rules->instance_count + RP_STEPS_AFTER_CONTROL;
}

/*
 * As rp_walk(), and every step, also those behind the one that decides. There is room for rp_most_steps().
 */
enum rampart_status rp_decide_steps(const struct rp_rules *rules, const struct rp_question *question,
                                    struct rp_step_trace *steps, size_t *ret_count,
                                    struct rampart_verdict *ret_verdict);

/* Whether they say the same: layer and type of a Deny included. */
bool rp_verdict_equal(const struct rampart_verdict *a, const struct rampart_verdict *b);

/* The verdict on a finished request. Errors: as rampart_decide(). */
enum rampart_status rp_rules_decide(const struct rp_rules *rules, struct rampart_request *request,
                                    struct rampart_verdict *ret_verdict);

/* The verdict on all resources of a request: the worst. */
enum rampart_status rp_decide_all(const struct rp_rules *rules, struct rampart_request *request,
                                  rampart_switches assumed, struct rampart_verdict *ret_verdict);

#endif
