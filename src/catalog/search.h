/* SPDX-License-Identifier: Apache-2.0 */
/* An answer from all tables while it is gathered. */
#ifndef RP_CATALOG_SEARCH_H
#define RP_CATALOG_SEARCH_H

#include "catalog/tables.h"

struct rp_catalog_answer {
    struct rampart_catalog_found found; /* first: it is what is handed out */
    struct rp_arena arena;              /* holds the answer itself */
    const struct rampart_catalog *catalog;
    struct rampart_diags *diags;
    struct rampart_catalog_row *rows; /* found.actions, while there is room for more */
    size_t room;
};

/* The action with its templates as one more row. */
enum rampart_status rp_answer_add(struct rp_catalog_answer *answer, const struct rampart_catalog_action *action);

/* The same, if one of its templates names the type of resource. */
enum rampart_status rp_answer_add_on(struct rp_catalog_answer *answer, const struct rampart_catalog_action *action,
                                     struct rampart_str type);

/* The answers to one subject each, and the keys of a service. */
enum rampart_status rp_search_service(struct rp_catalog_answer *answer);
enum rampart_status rp_search_services(struct rp_catalog_answer *answer);
enum rampart_status rp_search_regions(struct rp_catalog_answer *answer);
enum rampart_status rp_search_resource(struct rp_catalog_answer *answer);
enum rampart_status rp_search_key(struct rp_catalog_answer *answer);
enum rampart_status rp_search_keys_of(struct rp_catalog_answer *answer, struct rampart_str service);

#endif
