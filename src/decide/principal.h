/* SPDX-License-Identifier: Apache-2.0 */
/* Who is meant by the principals of a statement: of trust policies, and of the policies of resources. */
#ifndef RP_DECIDE_PRINCIPAL_H
#define RP_DECIDE_PRINCIPAL_H

#include "decide/match.h"

/* Reads a principal of a document, which was checked. Errors: RAMPART_INVALID_INPUT for one that was not. */
enum rampart_status rp_principal_read(const struct rp_principal *source, struct rp_rule_principal *ret_principal);

/* Whether one of the statement's principals is who asks. */
enum rampart_truth rp_principal_named(const struct rp_rule *rule, const struct rp_question *question);

/* The same for every statement: one without principals is attached to them. Inline: nearly all are. */
static inline enum rampart_truth rp_principal_match(const struct rp_rule *rule, const struct rp_question *question)
{
    const bool attached = rule->principal_count == 0 && rule->resource.present;
    return attached ? RAMPART_TRUE : rp_principal_named(rule, question);
}

/*
 * True when each of the statement's principals is somebody else, whatever is assumed of what is not documented. It may be
 * false of others too: of those that a look at the text does not tell from the one who asks.
 */
bool rp_principal_is_never(const struct rp_rule *rule, const struct rampart_request *request);

/* True when the rule is one of a resource's policy and certainly means somebody else: asked first, for it costs least. */
static inline bool rp_principal_is_other(const struct rp_unit *unit, const struct rp_rule *rule,
                                         const struct rp_question *question)
{
    return unit->layer >= RAMPART_LAYER_BUCKET_POLICY && rp_principal_match(rule, question) == RAMPART_FALSE;
}

#endif
