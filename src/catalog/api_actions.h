/* SPDX-License-Identifier: Apache-2.0 */
/* APIs that other actions authorise than the one of their name: the rows of api-actions.tsv. */
#ifndef RP_CATALOG_API_ACTIONS_H
#define RP_CATALOG_API_ACTIONS_H

#include <rampart/catalog.h>

/* A row: what is left of its lists while they are gone through. */
struct rp_api_row {
    struct rampart_str api; /* as the table spells it */
    struct rampart_str actions, resources;
    struct rampart_str caller; /* "oidc-provider": the only principals that call it; empty: anybody may */
};

/* The row of an API, written as an action; its letters may be of either case. */
bool rp_api_find(struct rampart_str api, struct rp_api_row *ret_row);

/* Takes the next action off the row. False when there are no more. */
bool rp_api_next(struct rp_api_row *row, struct rampart_api_action *ret_action);

/* The names of all rows, one after the other; the cursor is 0 at first. */
bool rp_api_name_next(size_t *cursor, struct rampart_str *ret_api);

#endif
