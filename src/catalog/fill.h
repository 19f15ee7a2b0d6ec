/* SPDX-License-Identifier: Apache-2.0 */
/* From the parameters of an API call to the ARN that the call is authorised on. */
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
    const struct rp_ess_row *action;
    const struct rp_param *params;
    size_t param_count;
    struct rampart_str account; /* digits, checked by the caller; empty: not known */
    /* Is called for each parameter with a diagnostic, which is then the last of the list; NULL: no call is wanted. */
    void (*said)(void *context, const struct rp_param *param);
    void *context;
};

/*
 * Fills the ARN template of the action, into the arena. Reports every mistake, not only the
 * first: required parameters that are missing, values that cannot be ids, an account that is not known, an
 * ARN that is not known. Warns of names that look misspelt, of
 * parameters that change nothing, and of an ARN that is only inferred.
 * `diags` may be NULL. Errors: RAMPART_INVALID_INPUT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_arn_fill(struct rp_arena *arena, const struct rp_call *call,
                                struct rampart_diags *diags, struct rampart_str *ret_arn);

#endif
