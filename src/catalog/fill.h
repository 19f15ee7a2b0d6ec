/* SPDX-License-Identifier: Apache-2.0 */
/* From the parameters of an API call to the resources that the call is authorised on. */
#ifndef RP_CATALOG_FILL_H
#define RP_CATALOG_FILL_H

#include "base/arena.h"
#include "catalog/apis.h"
#include "text/diag.h"

/* One parameter of a call. A part of a list or map has a dotted name, "ResourceIds.1". */
struct rp_param {
    struct rampart_str name, value;
};

/* A call to be authorised. */
struct rp_call {
    const struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct rampart_str action;
    const struct rp_param *params;
    size_t param_count;
    struct rampart_str account; /* digits, checked by the caller; empty: not known */
    /* Is called for each parameter with a diagnostic, which is then the last of the list; NULL: no call is wanted. */
    void (*said)(void *context, const struct rp_param *param);
    void *context;
};

/* The resources of a call: all of them must be allowed. */
struct rp_call_resources {
    const struct rampart_str *arns;
    size_t count; /* 0: no table says what the action is authorised on, and nothing was reported */
};

/*
 * Fills the templates of the action, into the arena: each one that is required, and each optional one that the call
 * names. A list in a parameter, "InstanceId.1" or ["i-1","i-2"], gives a resource for each of its parts. Reports every
 * mistake, not only the first: parameters that are missing, values that no id or name can have, a place that no known
 * parameter fills or two parameters do, an account that is not known. Warns of names that look misspelt, of parameters
 * that change nothing, of a template that is only inferred, and of an older statement that contradicts this one.
 * `diags` may be NULL. Errors: RAMPART_INVALID_INPUT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_arn_fill(struct rp_arena *arena, const struct rp_call *call,
                                struct rampart_diags *diags, struct rp_call_resources *ret_resources);

enum { RP_SHOWN_TEMPLATE = 256 };

/*
 * Writes a template for people into the buffer and returns it: `acs:ess:<regionId>:<accountId>:scalinggroup/<ScalingGroupId>`.
 * A longer one is cut.
 */
const char *rp_arn_template_shown(struct rampart_str template, char buffer[RP_SHOWN_TEMPLATE]);

#endif
