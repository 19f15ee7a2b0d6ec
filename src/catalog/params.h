/* SPDX-License-Identifier: Apache-2.0 */
/* The parameters of a call against what its API requires. */
#ifndef RP_CATALOG_PARAMS_H
#define RP_CATALOG_PARAMS_H

#include "catalog/fill.h"

/* Whether a parameter has this name, or is a part of the list or map of this name. */
bool rp_param_is(const struct rp_param *param, struct rampart_str name);

/* Whether the call has a parameter of this name. */
bool rp_params_have(const struct rp_call *call, struct rampart_str name);

/* Whether a list of names, separated by commas, holds the name. */
bool rp_name_listed(struct rampart_str names, struct rampart_str name);

/*
 * Reports every required parameter that is missing, every value that cannot be an id, and warns of names
 * that look misspelt. Errors: RAMPART_INVALID_INPUT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_params_check(struct rp_arena *arena, const struct rp_call *call,
                                    struct rampart_diags *diags);

#endif
