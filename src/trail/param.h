/* SPDX-License-Identifier: Apache-2.0 */
/* The values of an event that fill a place of an ARN template. */
#ifndef RP_TRAIL_PARAM_H
#define RP_TRAIL_PARAM_H

#include "trail/api.h"

enum { RP_PARAM_VALUES = 64 };

struct rp_param_values {
    struct rampart_str items[RP_PARAM_VALUES];
    size_t count;
    bool unfit; /* there are more, or one that cannot stand in an ARN: they are of no use */
};

/* A place, and what stands before it: the word is that of the resource's type. */
struct rp_place {
    struct rampart_str action, name;
    struct rampart_str kind;  /* "scalinggroup" of scalinggroup/{#ScalingGroupId}; may be empty */
    struct rampart_str param; /* the parameter that fills it before any other; empty: none */
};

/*
 * Finds the values: of a parameter by the name of the place, its plural or another one that a table knows, else of the
 * resources that the event refers to. None leaves them empty. Errors: as rp_event_read().
 */
enum rampart_status rp_param_find(const struct rp_reading *reading, const struct rp_event *event,
                                  const struct rp_place *place, struct rp_param_values *values);

#endif
