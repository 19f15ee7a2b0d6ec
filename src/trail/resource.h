/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On what resources a call was authorised, as far as its event tells. What it does not tell becomes many resources: a
 * pattern that takes in every one it can have been, so that an answer about all of them is an answer about it.
 */
#ifndef RP_TRAIL_RESOURCE_H
#define RP_TRAIL_RESOURCE_H

#include "trail/api.h"

/* Resources that must all be allowed. */
struct rp_way {
    const struct rampart_str *arns;
    size_t count;
    bool area; /* patterns: each stands for all that it matches */
    struct rp_way *next;
};

/* One thing that the call needs, in the ways it may have been asked for: which of them it was is not known. */
struct rp_part {
    struct rp_way *ways;
    bool perhaps; /* or it was not asked for at all */
    struct rp_part *next;
};

/* What all must be allowed for the action; never empty. Errors: RAMPART_NO_MEMORY, or those of rp_event_read(). */
enum rampart_status rp_resource_parts(const struct rp_reading *reading, const struct rp_event *event,
                                      const struct rp_trail_action *action, struct rampart_str account,
                                      struct rp_part **ret_parts);

#endif
