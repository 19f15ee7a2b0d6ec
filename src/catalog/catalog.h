/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of the actions: one row for each API, searched in place (policies/catalog/README.md says
 * what the columns mean and where they come from). Whether an action is known never changes a decision.
 */
#ifndef RP_CATALOG_CATALOG_H
#define RP_CATALOG_CATALOG_H

#include "base/str.h"

/* One row. All texts are static; one that the table leaves out ("-") is empty. */
struct rp_catalog_action {
    struct rampart_str action;         /* what authorises the API: "ess:CancelInstanceRefresh" */
    struct rampart_str api;            /* "CancelInstanceRefresh" */
    struct rampart_str level;          /* "create", "update", "delete", "get", "list" */
    struct rampart_str level_evidence; /* "table", "metadata", "inferred" */
    struct rampart_str arn;            /* a template with {#…}, "*", or "unknown" */
    struct rampart_str arn_evidence;   /* "table", "inferred", "unknown" */
    struct rampart_str required;       /* parameters, separated by commas; empty: none */
    struct rampart_str group_param;    /* the parameter that fills {#ScalingGroupId}; empty: none does */
    struct rampart_str condition_keys; /* separated by commas; empty: none; or "unknown" */
    struct rampart_str source;
};

/* The fields of one line of such a table. False: it has another form. */
bool rp_catalog_read_row(struct rampart_str line, struct rp_catalog_action *ret_action);

/*
 * The row of the API that an action names, but for ASCII case. For an API that another action authorises
 * (ess:VerifyUser) it is the API's row: rp_catalog_own_action() tells.
 */
bool rp_catalog_find(struct rampart_str action, struct rp_catalog_action *ret_action);

/* The same among rows of such a table. */
bool rp_catalog_find_in(struct rampart_str rows, struct rampart_str action,
                        struct rp_catalog_action *ret_action);

/* Whether the API is authorised by the action of its own name. */
bool rp_catalog_own_action(const struct rp_catalog_action *action);

/* The row whose API is nearest to what a misspelt action of a known service names. False: none is near. */
bool rp_catalog_nearest(struct rampart_str action, struct rp_catalog_action *ret_action);

/* Walks all rows in order: start with a cursor of 0. False at the end. */
bool rp_catalog_next(size_t *cursor, struct rp_catalog_action *ret_action);

#endif
