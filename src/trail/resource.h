/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The resources that a call was authorised on, as far as its event tells. A part that the event does not tell becomes a
 * pattern of all resources that it can have been, so that an answer about all of them is an answer about it.
 */
#ifndef RP_TRAIL_RESOURCE_H
#define RP_TRAIL_RESOURCE_H

#include "trail/api.h"

/* Resources that must all be allowed. */
struct rp_resource_option {
    const struct rampart_str *arns;
    size_t count;
    bool area; /* patterns: each stands for all that it matches */
    bool respelled; /* another option, with another region, is asked in this way where a switch says so */
    struct rp_resource_option *next;
};

/* One thing that a call needs. The event does not tell which of the options it was authorised on. */
struct rp_requirement {
    struct rp_resource_option *options;
    bool uncertain; /* or the call did not need it at all */
    struct rp_requirement *next;
};

/* Lists all that the action needs; never empty. Errors: RAMPART_NO_MEMORY, or those of rp_event_read(). */
enum rampart_status rp_resource_requirements(const struct rp_reading *reading, const struct rp_event *event,
                                             const struct rp_trail_action *action, struct rampart_str account,
                                             struct rp_requirement **ret_requirements);

#endif
