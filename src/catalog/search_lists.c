/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about services, resources, keys and regions. */
#include "base/str.h"
#include "base/try.h"
#include "catalog/search.h"
#include "text/did_you_mean.h"

/* Room for as many as the table has rows. */
#define NEW_LIST(answer, type, table) \
    RP_NEW_ARRAY(&(answer)->arena, type, rp_str_count((answer)->catalog->rows[table], '\n') + 1)

/* ---- services and regions ---- */

enum rampart_status rp_search_services(struct rp_catalog_answer *answer)
{
    struct rampart_catalog_service *list =
        NEW_LIST(answer, struct rampart_catalog_service, RP_TABLE_SERVICES);
    RP_TRY_MEMORY(list != NULL);
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_service(answer->catalog, &cursor, &list[count])) count++;
    answer->found.services = list;
    answer->found.service_count = count;
    return RAMPART_OK;
}

enum rampart_status rp_search_regions(struct rp_catalog_answer *answer)
{
    struct rampart_catalog_region *list = NEW_LIST(answer, struct rampart_catalog_region, RP_TABLE_REGIONS);
    RP_TRY_MEMORY(list != NULL);
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_region(answer->catalog, &cursor, &list[count])) count++;
    answer->found.regions = list;
    answer->found.region_count = count;
    return RAMPART_OK;
}

/* ---- keys ---- */

enum rampart_status rp_search_keys_of(struct rp_catalog_answer *answer, struct rampart_str service)
{
    struct rampart_catalog_key *list = NEW_LIST(answer, struct rampart_catalog_key, RP_TABLE_KEYS);
    RP_TRY_MEMORY(list != NULL);
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_key(answer->catalog, service, &cursor, &list[count])) count++;
    answer->found.keys = list;
    answer->found.key_count = count;
    return RAMPART_OK;
}

/* Lists all keys, of which at most the one asked for is kept. */
enum rampart_status rp_search_key(struct rp_catalog_answer *answer)
{
    struct rampart_catalog_found *found = &answer->found;
    RP_TRY(rp_search_keys_of(answer, RP_STR("")));
    const char **names = RP_NEW_ARRAY(&answer->arena, const char *, found->key_count + 1);
    struct rampart_catalog_key *key = RP_NEW(&answer->arena, struct rampart_catalog_key);
    RP_TRY_MEMORY(names != NULL && key != NULL);
    for (size_t i = 0; i < found->key_count; i++) {
        struct rampart_str copy;
        RP_TRY_MEMORY(rp_arena_copy(&answer->arena, found->keys[i].key, &copy));
        names[i] = copy.data;
    }
    bool known = rampart_catalog_find_key(answer->catalog, found->asked, key);
    if (!known) found->suggestion = rampart_str(rp_nearest(found->asked, names, found->key_count));
    found->keys = key;
    found->key_count = known ? 1 : 0;
    return RAMPART_OK;
}

/* ---- resources ---- */

/* The types of a service, or of all, that are called so; without a name, all of them. */
static enum rampart_status list_types(struct rp_catalog_answer *answer, struct rampart_str service,
                                      struct rampart_str name)
{
    struct rampart_catalog_type type;
    struct rampart_catalog_type *list = NEW_LIST(answer, struct rampart_catalog_type, RP_TABLE_TYPES);
    RP_TRY_MEMORY(list != NULL);
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_type(answer->catalog, service, &cursor, &type))
        if (name.len == 0 || rp_str_equal_fold(type.type, name)) list[count++] = type;
    answer->found.types = list;
    answer->found.type_count = count;
    return RAMPART_OK;
}

static enum rampart_status suggest_type(struct rp_catalog_answer *answer)
{
    struct rampart_catalog_found *found = &answer->found;
    RP_TRY(list_types(answer, RP_STR(""), RP_STR("")));
    const char **names = RP_NEW_ARRAY(&answer->arena, const char *, found->type_count + 1);
    RP_TRY_MEMORY(names != NULL);
    for (size_t i = 0; i < found->type_count; i++) {
        struct rampart_str copy;
        RP_TRY_MEMORY(rp_arena_copy(&answer->arena, found->types[i].type, &copy));
        names[i] = copy.data;
    }
    found->suggestion = rampart_str(rp_nearest(found->asked, names, found->type_count));
    found->type_count = 0;
    return RAMPART_OK;
}

enum rampart_status rp_search_resource(struct rp_catalog_answer *answer)
{
    struct rampart_catalog_action action;
    size_t cursor = 0;
    RP_TRY(list_types(answer, RP_STR(""), answer->found.asked));
    if (answer->found.type_count == 0 || answer->found.asked.len == 0) return suggest_type(answer);
    while (rampart_catalog_next_action(answer->catalog, RP_STR(""), &cursor, &action))
        RP_TRY(rp_answer_add_on(answer, &action, answer->found.asked));
    return RAMPART_OK;
}

/* ---- one service ---- */

enum rampart_status rp_search_service(struct rp_catalog_answer *answer)
{
    struct rampart_catalog_action action;
    struct rampart_catalog_service *service = RP_NEW(&answer->arena, struct rampart_catalog_service);
    size_t cursor = 0;
    RP_TRY_MEMORY(service != NULL);
    if (!rampart_catalog_find_service(answer->catalog, answer->found.asked, service)) {
        bool near = rampart_catalog_near_service(answer->catalog, answer->found.asked, service);
        if (near) answer->found.suggestion = service->code;
        return RAMPART_OK;
    }
    answer->found.services = service;
    answer->found.service_count = 1;
    while (rampart_catalog_next_action(answer->catalog, service->code, &cursor, &action))
        RP_TRY(rp_answer_add(answer, &action));
    RP_TRY(list_types(answer, service->code, RP_STR("")));
    return rp_search_keys_of(answer, service->code);
}
