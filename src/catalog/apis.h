/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The action that authorises the call of an API, and the templates of the resource. ess.tsv has them for Auto Scaling,
 * api-actions.tsv for the APIs that other actions authorise than the one of their name, authorization.tsv and oss-arns.tsv for
 * the rest (policies/catalog/README.md explains the columns and their sources). No decision depends on whether an
 * action is known.
 */
#ifndef RP_CATALOG_APIS_H
#define RP_CATALOG_APIS_H

#include <rampart/catalog.h>

#include "base/str.h"

/* ---- Auto Scaling ---- */

/* One row of ess.tsv. The texts live as long as the catalogue; one that the table leaves out ("-") is empty. */
struct rp_ess_row {
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

/* The fields of one line of the table. False: it has another form. */
bool rp_ess_read_row(struct rampart_str line, struct rp_ess_row *ret_row);

/*
 * The row of the API that an action names, but for ASCII case. For an API that another action authorises
 * (ess:VerifyUser) it is the API's row: rp_ess_is_own() tells. The catalogue may be NULL here and below: that which is
 * built in.
 */
bool rp_ess_find(const struct rampart_catalog *catalog, struct rampart_str action, struct rp_ess_row *ret_row);

/* The same among rows of such a table. */
bool rp_ess_find_in(struct rampart_str rows, struct rampart_str action, struct rp_ess_row *ret_row);

/* True when the API is authorised by the action of its own name. */
bool rp_ess_is_own(const struct rp_ess_row *row);

/* ---- APIs that other actions authorise ---- */

/* A row of api-actions.tsv: what is left of its lists while they are gone through. */
struct rp_api_row {
    struct rampart_str api; /* as the table spells it */
    struct rampart_str actions, resources;
    struct rampart_str caller; /* "oidc-provider": the only principals that call it; empty: anybody may */
};

/* The row of an API, written as an action; its letters may be of either case. */
bool rp_api_find(const struct rampart_catalog *catalog, struct rampart_str api, struct rp_api_row *ret_row);

/* Takes the next action off the row. False when there are no more. */
bool rp_api_next(struct rp_api_row *row, struct rampart_api_action *ret_action);

/* The names of all rows, one after the other; the cursor is 0 at first. */
bool rp_api_name_next(const struct rampart_catalog *catalog, size_t *cursor, struct rampart_str *ret_api);

/* The names of calls that need no permission (rampart_find_unasked_call()); the cursor is 0 at first. */
bool rp_unasked_name_next(size_t *cursor, struct rampart_str *ret_action);

/* ---- templates ---- */

/* How far the templates of an action are walked; {.catalog = …} at first. */
struct rp_template_cursor {
    const struct rampart_catalog *catalog;
    unsigned step;
    bool ended;
    size_t row;
};

/* The next template of a resource that the action is authorised on. False: there are no more. */
bool rp_catalog_next_template(struct rampart_str action, struct rp_template_cursor *cursor,
                              struct rampart_str *ret_template);

/*
 * True when a `*` in a resource that somebody asks about is part of what a call of the action is authorised on, and no
 * wildcard: `*` for an action without resources, and what fits a template of the action whose last part is `*`, as list
 * operations have. A wildcard of the text then stands only where the template says `*` itself. No resource is literal
 * for an action that the catalogue does not know: as a pattern the answer is at least as careful, because a pattern
 * matches its own text.
 */
bool rp_catalog_is_literal(const struct rampart_catalog *catalog, struct rampart_str action,
                           struct rampart_str resource);

/*
 * True when nothing that the pattern stands for has a colon but the four between the fields of its ARN: it names
 * resources by ids that the cloud gives, or by names of RAM, which have none. Without that, a pattern that ends in a
 * star overlaps with nearly every other, by way of names with colons that do not exist.
 */
bool rp_catalog_is_colonless(const struct rampart_catalog *catalog, struct rampart_str action,
                             struct rampart_str pattern);

/*
 * The same whatever the action is, and for all texts that a statement with this pattern is about: of a service all of whose
 * types of resources are named by ids, or of RAM.
 */
bool rp_catalog_has_colonless(const struct rampart_catalog *catalog, struct rampart_str pattern);

#endif
