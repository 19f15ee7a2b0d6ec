/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which unknown keys open conditions ask about, and which of them more than one: as two sets of hashes, so that those
 * of a principal's documents are put together at no cost. Two keys of one hash only make too much seem possible.
 */
#ifndef RP_ANALYSIS_ASKED_H
#define RP_ANALYSIS_ASKED_H

#include <stdint.h>

#include "decide/keys.h"

struct rp_asked {
    uint64_t once, often; /* often: or by one condition that may come out the same in every case */
};

void rp_asked_unite(struct rp_asked *asked, const struct rp_asked *more);

/* Adds what the unit leaves open. */
enum rampart_status rp_asked_add(struct rp_asked *asked, const struct rp_unit *unit,
                                 const struct rp_question *question);

#endif
