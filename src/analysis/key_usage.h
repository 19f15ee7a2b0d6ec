/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The unknown keys that open conditions ask about, as two sets of hashes, so that those of a principal's documents are
 * united at no cost. Two keys with one hash only make too much seem possible.
 */
#ifndef RP_ANALYSIS_KEY_USAGE_H
#define RP_ANALYSIS_KEY_USAGE_H

#include <stdint.h>

#include "decide/keys.h"

struct rp_key_usage {
    uint64_t once;
    uint64_t often; /* more than once, or by one condition that may come out the same for every value */
};

void rp_key_usage_unite(struct rp_key_usage *usage, const struct rp_key_usage *more);

/* Adds the keys that the unit leaves open. */
enum rampart_status rp_key_usage_add(struct rp_key_usage *usage, const struct rp_unit *unit,
                                     const struct rp_question *question);

#endif
