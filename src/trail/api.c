/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/api.h"

#include "base/try.h"
#include "catalog/apis.h"
#include "catalog/embedded.h"
#include "catalog/embedded_rows.h"
#include "catalog/tables.h"
#include "catalog/tsv.h"

enum { LONGEST_NAME = 128, MOST_ACTIONS = 4, MOST_OTHERS = 4 };

/* ---- the code of a service ---- */

/* Several hosts may share a name: the row of this host comes before the row of any host. */
static bool api_code_of_service(struct rampart_str service, struct rampart_str label,
                                struct rampart_str *ret_code)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_trail_services());
    size_t cursor = 0;
    bool found = false;
    while (rp_rows_next(rows, (struct rp_row_key){service, '\t'}, &cursor, &line)) {
        struct rampart_str host = rp_tsv_field(line, 1);
        bool exact = rp_str_equal_fold(host, label);
        if (!exact && (found || !rp_str_equal(host, RP_STR("*")))) continue;
        *ret_code = rp_tsv_field(line, 2);
        found = true;
        if (exact) return true;
    }
    return found;
}

static bool api_code_of_product(const struct rampart_catalog *catalog, struct rampart_str name, struct rampart_str *ret_code)
{
    struct rampart_str line, product, rows = rp_catalog_rows(catalog, RP_TABLE_SERVICES);
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str products = rp_tsv_field(line, 1);
        while (rp_part_next(&products, ',', &product)) {
            if (!rp_str_equal_fold(product, name)) continue;
            *ret_code = rp_tsv_field(line, 0);
            return true;
        }
    }
    return false;
}

static bool api_code_of_name(const struct rampart_catalog *catalog, struct rampart_str name, struct rampart_str *ret_code)
{
    struct rampart_str line;
    if (name.len == 0 || rp_str_equal(name, RP_STR("-"))) return false;
    if (rp_embedded_find(RP_EMBEDDED_product_codes, name, &line)) {
        *ret_code = rp_tsv_field(line, 1);
        return true;
    }
    if (rp_catalog_find_line(catalog, RP_TABLE_SERVICES, name, &line)) {
        *ret_code = rp_tsv_field(line, 0);
        return true;
    }
    return api_code_of_product(catalog, name, ret_code);
}

bool rp_service_code(const struct rampart_catalog *catalog, struct rampart_str service, struct rampart_str label, struct rampart_str *ret_code)
{
    if (service.len > 0 && api_code_of_service(service, label, ret_code)) return true;
    return api_code_of_name(catalog, service, ret_code) || api_code_of_name(catalog, label, ret_code);
}

/* ---- names ---- */

struct rampart_str rp_host_label(struct rampart_str host)
{
    return rp_str_part(host, 0, rp_str_find(host, '.'));
}

bool rp_trail_name_valid(struct rampart_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = rp_lower(name.data[i]);
        bool fits = (c >= 'a' && c <= 'z') || rp_is_digit(c) || c == '-' || c == '_' || c == '.';
        if (!fits) return false;
    }
    return name.len > 0 && name.len <= LONGEST_NAME;
}

/* Events sometimes spell a name in another case than policies: LookUpEvents. False: no such action is known. */
static bool api_find_spelling(const struct rampart_catalog *catalog, struct rampart_str *action)
{
    struct rampart_str line;
    if (!rp_catalog_find_line(catalog, RP_TABLE_ACTIONS, *action, &line)) return false;
    *action = rp_tsv_field(line, 0);
    return true;
}

/* ---- templates ---- */

/* Nobody knows which of several pages is right. Of very many the action has no templates at all. */
static enum rampart_status api_add_others(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                          struct rp_trail_action *action)
{
    const struct rp_trail_action **end = &action->other;
    for (size_t n = 0;; n++) {
        struct rp_templates templates;
        RP_TRY(rp_templates_of_older(arena, catalog, action->name, n, &templates));
        if (templates.count == 0) return RAMPART_OK;
        if (n == MOST_OTHERS) break;
        struct rp_trail_action *other = RP_NEW(arena, struct rp_trail_action);
        RP_TRY_MEMORY(other != NULL);
        *other = (struct rp_trail_action){.name = action->name, .templates = templates};
        *end = other;
        end = &other->other;
    }
    action->templates.count = 0;
    action->other = NULL;
    return RAMPART_OK;
}

/* An event does not tell of a resource but the one that the call is about. */
static enum rampart_status api_make_action(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                           struct rampart_api_action action, struct rp_trail_action *ret_action)
{
    struct rp_trail_action made = {.name = action.action};
    RP_TRY(rp_templates_of(arena, catalog, action.action, &made.templates));
    if (rp_str_equal(action.resource, RP_STR("source")))
        made.templates.count = 0;
    else if (made.templates.older.len > 0)
        RP_TRY(api_add_others(arena, catalog, &made));
    *ret_action = made;
    return RAMPART_OK;
}

/* ---- the call ---- */

static enum rampart_status api_add_action(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                          struct rampart_api_action action, struct rp_trail_api *api)
{
    if (api->count == MOST_ACTIONS) return RAMPART_LIMIT;
    struct rp_trail_action *next = &api->actions[api->count++];
    const struct rampart_str parts[] = {api->label, RP_STR(","), action.action};
    RP_TRY(api_make_action(arena, catalog, action, next));
    if (api->count > 1) return rp_arena_join(arena, parts, 3, &api->label) ? RAMPART_OK : RAMPART_NO_MEMORY;
    api->label = action.action;
    return RAMPART_OK;
}

/* The call under the codes of its service: all of them that have an action of this name, else the first. */
static enum rampart_status api_add_call(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                        struct rampart_str codes, struct rampart_str name,
                                        struct rp_trail_api *api)
{
    struct rampart_api_action action = {.resource = {NULL, 0}}, first = action;
    struct rampart_str code;
    while (rp_part_next(&codes, ',', &code)) {
        const struct rampart_str parts[] = {code, RP_STR(":"), name};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, &action.action));
        if (first.action.len == 0) first = action;
        if (api_find_spelling(catalog, &action.action)) RP_TRY(api_add_action(arena, catalog, action, api));
    }
    api->either = api->count > 1;
    return api->count > 0 ? RAMPART_OK : api_add_action(arena, catalog, first, api);
}

enum rampart_status rp_trail_api_find(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                      const struct rp_event *event, struct rp_trail_api *ret_api)
{
    struct rampart_api_action action;
    struct rampart_str codes, call;
    struct rp_api_row row;
    struct rp_trail_api api = {.actions = RP_NEW_ARRAY(arena, struct rp_trail_action, MOST_ACTIONS)};
    RP_TRY_MEMORY(api.actions != NULL);
    *ret_api = api;
    if (!rp_service_code(catalog, event->service, rp_host_label(event->source), &codes)) return RAMPART_OK;
    const struct rampart_str parts[] = {codes, RP_STR(":"), event->name};
    RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, &call));
    if (!rp_api_find(catalog, call, &row)) {
        RP_TRY(api_add_call(arena, catalog, codes, event->name, &api));
    } else {
        while (rp_api_next(&row, &action)) RP_TRY(api_add_action(arena, catalog, action, &api));
    }
    *ret_api = api;
    return RAMPART_OK;
}
