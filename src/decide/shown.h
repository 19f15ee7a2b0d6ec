/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layers of resources that were shown: the policy of a bucket, of a key. How each is combined with the policies of the
 * one who asks its row of the catalogue says; this file finds them and puts them in the walk (decide/verdict.h).
 */
#ifndef RP_DECIDE_SHOWN_H
#define RP_DECIDE_SHOWN_H

#include "decide/match.h"
#include "decide/unseen.h"

struct rp_result;
struct rp_step;

/* Whether the policy, which is of a resource, may stand in the layer. */
bool rp_shown_fits(const struct rampart_policy *policy, enum rampart_layer layer);

/* Lists the layers that the rules' attachments show, their units without rules. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_shown_list(struct rp_rules *rules);

/* The unit of an attachment in such a layer; NULL: it shows nothing. */
struct rp_unit *rp_shown_unit(const struct rp_rules *rules, const struct rampart_attachment *attachment);

/* The layers of the resource that were shown, a bit each. */
unsigned rp_shown_layers(const struct rp_rules *rules, const struct rp_question *question);

/* The layers that have no say, whatever they are, for what is shown of others: ACLs where public access is blocked. */
unsigned rp_shown_settles(const struct rp_rules *rules, const struct rp_question *question);

/*
 * Whether public access to a bucket of the account is blocked, or to "accesspoint/" and a name: at that level, or for the
 * account. UNKNOWN: not every level is known.
 */
enum rampart_truth rp_shown_block(const struct rp_rules *rules, struct rampart_str of, struct rampart_str account);

/*
 * Whether rp_is_foreign(), unless a layer of the resource that nobody showed lets others in together with their identity
 * policies: then these count. `absent` are layers that the account has none of.
 */
bool rp_is_out_of_reach(unsigned absent, const struct rp_question *question);

/* The same, of a resource of which some layers are shown. */
bool rp_shown_out_of_reach(const struct rp_rules *rules, const struct rp_question *question);

/* What is shown of one of the question's layers; NULL: nothing. */
const struct rp_shown *rp_shown_of(const struct rp_rules *rules, const struct rp_question *question,
                                   const struct rp_unseen_layer *layer);

/* Gives an index to the policies that have many statements. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_shown_index(struct rp_rules *rules);

/* The switches that they may turn on, as bits of enum rp_assumed. */
rampart_switches rp_shown_switches(const struct rp_rules *rules, const struct rp_question *question);

/* The layers of one resource that are shown, looked up once for a walk. */
struct rp_shown_here {
    const struct rp_shown *gates[RP_LAYER_ROWS]; /* that must let pass before anything else is asked */
    struct rp_shown_layer {
        const struct rp_shown *shown;
        enum rp_layer_rule rule; /* as assumed */
    } items[RP_LAYER_ROWS]; /* that are combined with what the one who asks brings along */
    size_t gate_count, count;
    bool alone;      /* the resource's layers decide alone, whatever the one who asks brings along */
    unsigned absent; /* the layers that are known not to exist, or said to be absent */
};

/* Looks them up. False: none are shown. */
bool rp_shown_find(const struct rp_rules *rules, const struct rp_question *question, struct rp_shown_here *ret_here);

/* The step of the i-th gate. False: there are no more. */
bool rp_shown_gate(const struct rp_shown_here *here, size_t i, struct rp_step *ret_step);

/*
 * The policy of the AccessKey that signed the request, which is asked before all others; its unit may be unknown. NULL: it
 * was signed otherwise, or no policy guards it.
 */
const struct rp_unit *rp_shown_guard(const struct rp_rules *rules, const struct rp_question *question);

/*
 * The i-th step of those that are combined to one: first what the policies of the one who asks come to, `identity`,
 * then the layers of the resource. False: there are no more.
 */
bool rp_shown_step(const struct rp_shown_here *here, const struct rp_question *question,
                   const struct rp_step *identity, size_t i, struct rp_step *ret_step);

/* What two steps come to together; `before` is what those before it came to. */
struct rp_result rp_shown_combine(const struct rp_step *step, const struct rp_result *before,
                                  const struct rp_result *result);

#endif
