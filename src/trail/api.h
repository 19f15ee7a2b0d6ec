/* SPDX-License-Identifier: Apache-2.0 */
/* The call of an event in the words of policies: the actions that authorise it, and the ARNs they are asked for. */
#ifndef RP_TRAIL_API_H
#define RP_TRAIL_API_H

#include "base/arena.h"
#include "base/str.h"
#include "catalog/templates.h"
#include "trail/event.h"

struct rp_trail_action {
    struct rampart_str name; /* as the catalogue spells it, if it knows it */
    struct rp_templates templates;
    const struct rp_trail_action *other; /* the same by an older page that contradicts; NULL: there is none */
};

struct rp_trail_api {
    struct rp_trail_action *actions; /* all must be allowed */
    size_t count;                    /* 0: no service has this name */
    bool either;                     /* one of them must be, and nobody knows which */
    struct rampart_str label;        /* the actions, separated by commas */
};

/* The first label of a host: "ess" of "ess.cn-hangzhou.aliyuncs.com". */
struct rampart_str rp_host_label(struct rampart_str host);

/*
 * The code that the actions of a service begin with; several, separated by commas, where it depends on the call. Events
 * give its name and a host; either may be empty. False: no table knows the service. The catalogue may be NULL: that which
 * is built in.
 */
bool rp_service_code(const struct rampart_catalog *catalog, struct rampart_str service, struct rampart_str label, struct rampart_str *ret_code);

/* True: a service or an event can have this name. */
bool rp_trail_name_valid(struct rampart_str name);

/* Finds the API of an event whose name is valid, in the arena. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_trail_api_find(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                      const struct rp_event *event, struct rp_trail_api *ret_api);

#endif
