/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/api.h"

#include "base/try.h"
#include "catalog/apis.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum { LONGEST_NAME = 128, MOST_ACTIONS = 4 };

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

static bool api_code_of_product(struct rampart_str name, struct rampart_str *ret_code)
{
    struct rampart_str line, product, rows = rp_tsv_rows(rp_catalog_services());
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

static bool api_code_of_name(struct rampart_str name, struct rampart_str *ret_code)
{
    struct rampart_str line;
    if (name.len == 0 || rp_str_equal(name, RP_STR("-"))) return false;
    if (rp_rows_find(rp_tsv_rows(rp_catalog_product_codes()), name, &line)) {
        *ret_code = rp_tsv_field(line, 1);
        return true;
    }
    if (rp_rows_find(rp_tsv_rows(rp_catalog_services()), name, &line)) {
        *ret_code = rp_tsv_field(line, 0);
        return true;
    }
    return api_code_of_product(name, ret_code);
}

bool rp_service_code(struct rampart_str service, struct rampart_str label, struct rampart_str *ret_code)
{
    if (service.len > 0 && api_code_of_service(service, label, ret_code)) return true;
    return api_code_of_name(service, ret_code) || api_code_of_name(label, ret_code);
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

/* Events sometimes spell a name in another case than policies: LookUpEvents. */
static struct rampart_str api_spelling(struct rampart_str action)
{
    struct rampart_str line;
    return rp_rows_find(rp_tsv_rows(rp_catalog_actions()), action, &line) ? rp_tsv_field(line, 0) : action;
}

/* ---- templates ---- */

/* Where pages contradict each other, nobody knows what the call was authorised on. */
static enum rampart_status api_make_action(struct rp_arena *arena, struct rampart_str name,
                                           struct rp_trail_action *ret_action)
{
    struct rp_templates templates;
    RP_TRY(rp_templates_of(arena, name, &templates));
    if (templates.older.len > 0) templates.count = 0;
    *ret_action = (struct rp_trail_action){name, templates};
    return RAMPART_OK;
}

/* ---- the call ---- */

enum rampart_status rp_trail_api_find(struct rp_arena *arena, const struct rp_event *event,
                                      struct rp_trail_api *ret_api)
{
    struct rampart_str code, call, name, list;
    struct rp_api_row row;
    *ret_api = (struct rp_trail_api){.count = 0};
    if (!rp_service_code(event->service, rp_host_label(event->source), &code)) return RAMPART_OK;
    const struct rampart_str parts[] = {code, RP_STR(":"), event->name};
    RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, &call));
    list = api_spelling(call);
    if (rp_api_find(call, &row)) list = row.actions;
    struct rp_trail_action *actions = RP_NEW_ARRAY(arena, struct rp_trail_action, MOST_ACTIONS);
    RP_TRY_MEMORY(actions != NULL);
    struct rp_trail_api api = {.actions = actions, .label = list};
    while (api.count < MOST_ACTIONS && rp_part_next(&list, ',', &name))
        RP_TRY(api_make_action(arena, name, &actions[api.count++]));
    *ret_api = api;
    return RAMPART_OK;
}
