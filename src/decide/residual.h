/* SPDX-License-Identifier: Apache-2.0 */
/* What an open decision hangs on: the unknown keys, each with the open conditions that ask about it. */
#ifndef RP_ENGINE_RESIDUAL_H
#define RP_ENGINE_RESIDUAL_H

#include "decide/decide.h"

enum { RP_RESIDUAL_KEYS = 16, RP_RESIDUAL_CONDITIONS = 64 };

struct rp_residual_key {
    struct rampart_str name; /* as the first condition spells it */
    const struct rp_rule_condition
        *conditions[RP_RESIDUAL_CONDITIONS]; /* each once, however often attached */
    size_t count;
    bool crowded; /* there are more conditions than that */
};

/* Keys beyond the first RP_RESIDUAL_KEYS, in the order of the walk, are left out. */
struct rp_residual {
    struct rp_residual_key keys[RP_RESIDUAL_KEYS];
    size_t count;
};

/* Looks through the statements that neither match nor fail for certain. Allocates nothing, as all of these. */
enum rampart_status rp_residual_find(const struct rp_rules *rules, const struct rp_question *question,
                                     struct rp_residual *ret_residual);

/* Adds what the statements of one unit leave open, whomever they bind. `residual` is zeroed at first. */
enum rampart_status rp_residual_add(struct rp_residual *residual, const struct rp_unit *unit,
                                    const struct rp_question *question);

/* Whether the key alone may settle the decision; most often that is out of the question. */
bool rp_residual_may_settle(const struct rp_residual_key *key, const struct rp_question *question);

#endif
