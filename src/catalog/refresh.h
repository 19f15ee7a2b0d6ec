/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of an operation on an instance refresh task in a state (refresh-states.tsv). */
#ifndef RP_CATALOG_REFRESH_H
#define RP_CATALOG_REFRESH_H

#include <rampart/task.h>

#include "text/diag.h"

/*
 * The note of rampart_task_note(), without a task; `at` is where the status stands.
 * Errors: RAMPART_INVALID_INPUT.
 */
enum rampart_status rp_refresh_note(struct rampart_str action, struct rampart_str status, struct rp_at at,
                                    struct rampart_diags *diags, struct rampart_task_note *ret_note);

/* Whether the action is an operation on a task; reports when it is not. */
bool rp_refresh_action(struct rampart_str action, struct rampart_diags *diags);

#endif
