/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was read out of pages, metadata and answers: rows of the tables of policies/catalog, not yet among those that
 * are there. A file gives all of its rows or none.
 */
#ifndef RP_PACK_FACTS_H
#define RP_PACK_FACTS_H

#include "pack/page.h"

/* A row of authorization.tsv, its columns ready to be written. */
struct rp_fact_row {
    struct rampart_str action, level, type, needed, template, keys, dependents, evidence, date, source;
};

/* A row of resource-types.tsv, of condition-keys.tsv (its type is "-" where no page tells), of actions.tsv. */
struct rp_fact_type {
    struct rampart_str service, type, template, source;
};

struct rp_fact_key {
    struct rampart_str key, type, source;
};

struct rp_fact_name {
    struct rampart_str action, level;
};

/* An API in the row of an action whose name it does not have, "zoo:FeedNow" in that of zoo:Feed. */
struct rp_fact_api {
    struct rampart_str api, action, source;
};

/* What the policies of a service can name, by the page "RAM authorization" of a product. */
struct rp_fact_granularity {
    struct rampart_str code, granularity;
};

/* A system policy; the document as it came. */
struct rp_fact_policy {
    struct rampart_str name, version, date, source, document;
};

struct rp_facts {
    struct rp_arena *arena;
    struct rp_fact_row *rows;
    size_t row_count, row_room;
    struct rp_fact_type *types;
    size_t type_count, type_room;
    struct rp_fact_key *keys;
    size_t key_count, key_room;
    struct rp_fact_name *names;
    size_t name_count, name_room;
    struct rp_fact_policy *policies;
    size_t policy_count, policy_room;
    struct rp_fact_api *apis;
    size_t api_count, api_room;
    struct rp_fact_granularity *granularities;
    size_t granularity_count, granularity_room;
};

/* Each adds a copy of the struct, whose texts must lie in the arena. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_facts_add_row(struct rp_facts *facts, const struct rp_fact_row *row);
enum rampart_status rp_facts_add_type(struct rp_facts *facts, const struct rp_fact_type *type);
enum rampart_status rp_facts_add_key(struct rp_facts *facts, const struct rp_fact_key *key);
enum rampart_status rp_facts_add_name(struct rp_facts *facts, const struct rp_fact_name *name);
enum rampart_status rp_facts_add_policy(struct rp_facts *facts, const struct rp_fact_policy *policy);
enum rampart_status rp_facts_add_api(struct rp_facts *facts, const struct rp_fact_api *api);
enum rampart_status rp_facts_add_granularity(struct rp_facts *facts, const struct rp_fact_granularity *granularity);

/* Forgets what was added after there were so many of each: a file that is refused leaves nothing. */
struct rp_facts_mark {
    size_t rows, types, keys, names, policies, apis, granularities;
};

struct rp_facts_mark rp_facts_mark(const struct rp_facts *facts);
void rp_facts_forget(struct rp_facts *facts, const struct rp_facts_mark *mark);

/* Where a file comes from: an address or the name of the file, and its day, ISO. */
struct rp_origin {
    struct rampart_str source, date;
};

/*
 * Takes the tables of a page: the actions with what they are authorised on, the types of resources, the condition keys.
 * Errors: RAMPART_INVALID_INPUT (reported, with a place) for a page without a table of actions, and for anything in one
 * of the tables that is not understood; RAMPART_NO_MEMORY.
 */
enum rampart_status rp_facts_take_page(struct rp_facts *facts, const struct rp_reading *reading,
                                       const struct rp_page *page, const struct rp_origin *origin);

#endif
