/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the few rules that may bear on a request come to, each found out once. The steps of the walk, the reasons and the
 * assumptions of an explanation ask the same of the same rules; what is asked otherwise than the request is, under another
 * assumption or with a key supposed, is found out anew.
 */
#ifndef RP_ENGINE_FINDING_H
#define RP_ENGINE_FINDING_H

#include "decide/match.h"

struct rp_finding {
    const struct rp_rule *rule;
    struct rp_ground ground;
    enum rampart_truth truth;
    bool knows_elements, knows_truth; /* what of it was asked for already */
};

/* How many rules are to be asked: those with a finding, or all. */
static inline size_t rp_unit_size(const struct rp_unit *unit)
{
    return unit->findings != NULL ? unit->finding_count : unit->count;
}

/* The i-th of them. */
static inline const struct rp_rule *rp_unit_rule(const struct rp_unit *unit, size_t i)
{
    return unit->findings != NULL ? unit->findings[i].rule : &unit->rules[i];
}

/* rp_rule_match() and rp_rule_match_by() of the i-th. */
enum rampart_status rp_unit_match(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                  enum rampart_truth *ret_truth);
enum rampart_status rp_unit_match_by(const struct rp_unit *unit, size_t i, const struct rp_question *question,
                                     struct rp_ground *ret_ground, enum rampart_truth *ret_truth);

/* rp_rule_match_elements() of the i-th. */
enum rampart_status rp_unit_match_elements(const struct rp_unit *unit, size_t i,
                                           const struct rp_question *question, struct rp_ground *ret_ground);

#endif
