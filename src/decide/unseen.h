/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layers that may decide on a resource beside identity policies and that nobody showed: the policy of a bucket,
 * of a key. Which they are the catalogue knows (decide/unseen.h); here stands what they leave open.
 */
#ifndef RP_DECIDE_UNSEEN_H
#define RP_DECIDE_UNSEEN_H

#include <rampart/decision.h>

#include "account/account.h"
#include "base/arena.h"
#include "catalog/layers.h"
#include "decide/request.h"
#include "policy/assumption.h"
#include "text/diag.h"

/* A layer, and how to see it. */
struct rp_unseen_layer {
    enum rampart_layer layer;
    enum rp_layer_rule own, other; /* as in its row: for principals of the resource's account, and of another one */
    struct rampart_str of, rest;   /* for {name} and {rest} in the call */
    struct rampart_str call;
    bool lists; /* of BUCKET_ACL: it is asked about a listing */
};

/*
 * What they may do, as sets of layers (bit 1 << enum rampart_layer), for a principal of the resource's account
 * or of another.
 */
struct rp_unseen_power {
    unsigned allow; /* what identity policies do not allow */
    unsigned deny;  /* what they allow */
};

/* Of one resource; NULL in its place: there is none. Lives in the request's memory. */
struct rp_unseen_layers {
    struct rp_unseen_power own, other;
    unsigned joint;    /* they let another account in only together with its identity policies, which count then */
    unsigned left_out; /* they may decide too, and are left out by rule */
    unsigned behind;   /* what is asked of another resource, which no request names: that they are absent settles nothing */
    unsigned if_held;  /* of the layers here: where the account holds none of its kind, it is left out as well */
    struct rp_unseen_layer *layers;
    size_t count;
    const struct rp_resource *point; /* the resource as an access point's policy names it; NULL: none is passed */
};

/* Those that count for nothing, as none of their kind is held. */
static inline unsigned rp_unseen_idle(const struct rp_unseen_layers *unseen, unsigned held)
{
    return unseen->if_held & ~held;
}

struct rp_question;
struct rp_rules;

/* The power of layers that nobody showed, where a point that is not documented is taken otherwise than by default. */
static inline struct rp_unseen_power rp_unseen_as_assumed(struct rp_unseen_power power, bool foreign, rampart_switches assumed)
{
    if ((assumed & RP_ASSUME_INSTANCE_GRANTS) != 0 && !foreign)
        power.allow |= power.deny & 1U << RAMPART_LAYER_INSTANCE_POLICY;
    const bool both = foreign && (assumed & RP_ASSUME_PROJECT_BOTH) != 0;
    if (both || (assumed & RP_ASSUME_PROJECT_RESTRICTS) != 0) power.allow &= ~(1U << RAMPART_LAYER_PROJECT_POLICY);
    return power;
}

/* What is left of the power over the one who asks, also where the request leaves the unseen layers to its caller. */
struct rp_unseen_power rp_unseen_power(const struct rp_rules *rules, const struct rp_question *question);

/* Whether the unseen layers leave open what is `alone` without them, whoever asks about them. */
bool rp_unseen_may_open(const struct rp_rules *rules, const struct rp_question *question, struct rampart_verdict alone);

/* The verdict of identity policies, with what the unseen layers leave open of it. */
struct rampart_verdict rp_unseen_open(const struct rp_rules *rules, const struct rp_question *question,
                                      struct rampart_verdict verdict);

/*
 * Which of the layers leave open what is `alone` without them. `unasked`: the resource is another account's, and a Deny
 * of the caller does not count there.
 */
unsigned rp_unseen_openers(struct rp_unseen_power power, bool unasked, struct rampart_verdict alone);

/* How to see a layer, in the arena's memory. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_unseen_tell(struct rp_arena *arena, const struct rp_unseen_layer *layer,
                                   struct rampart_unseen *ret_told);

/*
 * Where a request meets the catalogue's knowledge of layers: which of them may decide on its resources
 * (decide/unseen.h).
 */

/* Notes them with each resource of a request that is complete. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_request_find_unseen(struct rampart_request *request);

/*
 * Layers of resources that the input holds without their being read, beside what is said to be absent. The two
 * contradict each other: whoever says that a bucket has no policy, and gives one, is to be asked which it is.
 */

/* All layers that the input holds, of whatever resource. */
unsigned rp_held_layers(const struct rampart_account *account);

/*
 * The layers on the way from the caller's account that may count for a request that does not tell its way: endpoints, unless
 * all of them let everything pass.
 */
unsigned rp_held_ways(const struct rampart_account *account);

/* True when a layer that is asked about, `of` a name or a pattern, may be that of the resource with this name. */
bool rp_unseen_may_be(struct rampart_str of, struct rampart_str name);

/*
 * Reports each layer of a finished request that is said to be absent and that the account may hold, with the
 * place where it does; `diags` may be NULL. Errors: RAMPART_INVALID_INPUT, if there is one.
 */
enum rampart_status rp_held_check(const struct rampart_account *account, const struct rampart_request *request,
                                  struct rampart_diags *diags);

/*
 * The layers at resources of a service that may grant to a principal of the account what no policy of RAM does, when the
 * operation ("GetObject") is called; when it is empty, when any is. Bit 1 << enum rampart_layer each.
 */
unsigned rp_unseen_grantors(struct rampart_str service, struct rampart_str operation);

/*
 * The calls that the layer has a say in, of the i-th row about it and the service: names of operations behind each other, `*` for all, a
 * `!` before one that is left out. False: there is no such row.
 */
bool rp_unseen_actions(struct rampart_str service, enum rampart_layer layer, size_t i, struct rampart_str *ret_words);

/* The layers at resources of a service that may grant or deny to a principal of the account, whatever is called. */
unsigned rp_unseen_deciders(struct rampart_str service);

#endif
