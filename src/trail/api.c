/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/api.h"

#include "base/try.h"
#include "catalog/apis.h"
#include "catalog/embedded.h"
#include "catalog/statements.h"
#include "catalog/tsv.h"

enum { LONGEST_NAME = 128, MOST_TEMPLATES = 32, MOST_ACTIONS = 4 };

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

struct templates {
    struct rp_template items[MOST_TEMPLATES];
    size_t count;
};

static void api_add_template(struct templates *templates, struct rampart_str arn, struct rampart_str needed)
{
    if (templates->count == MOST_TEMPLATES) return;
    templates->items[templates->count] =
        (struct rp_template){.arn = arn,
                             .required = rp_str_equal(needed, RP_STR("required")),
                             .optional = rp_str_equal(needed, RP_STR("optional")),
                             .star = templates->count};
    templates->count++;
}

static void api_add_ess_template(struct rampart_str action, struct templates *templates,
                                 struct rampart_str *ret_group)
{
    struct rp_ess_row row;
    if (!rp_ess_find(action, &row) || rp_str_equal(row.arn_evidence, RP_STR("unknown"))) return;
    api_add_template(templates, row.arn, RP_STR("required"));
    *ret_group = row.group_param;
}

static void api_add_oss_template(struct rampart_str action, struct templates *templates)
{
    struct rampart_str level, row;
    if (!rp_rows_find(rp_tsv_rows(rp_catalog_oss_levels()), action, &level)) return;
    if (rp_rows_find(rp_tsv_rows(rp_catalog_oss_arns()), rp_tsv_field(level, 1), &row))
        api_add_template(templates, rp_tsv_field(row, 1), RP_STR("required"));
}

/* Where pages contradict each other, nobody knows what the call was authorised on. */
static void api_add_templates(struct rampart_str action, struct templates *templates)
{
    struct rampart_catalog_arn arn;
    struct rampart_str line, block = rp_statements_of(rp_tsv_rows(rp_catalog_authorization()), action);
    bool disputed;
    struct rampart_str newest = rp_statement_newest(block, &disputed);
    while (!disputed && rp_tsv_next(&newest, &line))
        if (rp_statement_read_row(line, &arn)) api_add_template(templates, arn.arn, arn.needed);
    if (templates->count == 1) templates->items[0].required = !templates->items[0].optional;
}

/* True: `star` has a * where `arn` has a place for a resource's name. */
static bool api_is_star_of(struct rampart_str star, struct rampart_str arn)
{
    while (arn.len > 0 && star.len > 0) {
        size_t width = arn.data[0] == '{' ? rp_str_find(arn, '}') + 1 : 1;
        size_t taken = star.data[0] == '{' ? rp_str_find(star, '}') + 1 : 1;
        bool same = rp_str_equal(rp_str_part(arn, 0, width), rp_str_part(star, 0, taken));
        if (!same && (arn.data[0] != '{' || star.data[0] != '*')) return false;
        arn = rp_str_from(arn, width);
        star = rp_str_from(star, taken);
    }
    return arn.len == 0 && star.len == 0;
}

/* Tables list two templates of an action that describes: the ARN of one resource and that of all. */
static void api_pair_stars(struct templates *templates)
{
    for (size_t i = 0; i < templates->count; i++) {
        struct rp_template *template = &templates->items[i];
        for (size_t j = 0; j < templates->count && template->star == i; j++) {
            if (i == j || !api_is_star_of(templates->items[j].arn, template->arn)) continue;
            template->star = j;
            templates->items[j].stands_in = true;
        }
    }
}

static enum rampart_status api_make_action(struct rp_arena *arena, struct rampart_str name,
                                           struct rp_trail_action *ret_action)
{
    struct templates templates = {.count = 0};
    struct rampart_str group = {NULL, 0}, code = rp_str_part(name, 0, rp_str_find(name, ':'));
    if (rp_str_equal(code, RP_STR("ess")))
        api_add_ess_template(name, &templates, &group);
    else if (rp_str_equal(code, RP_STR("oss")))
        api_add_oss_template(name, &templates);
    else
        api_add_templates(name, &templates);
    api_pair_stars(&templates);
    struct rp_template *items = RP_NEW_ARRAY(arena, struct rp_template, templates.count);
    RP_TRY_MEMORY(items != NULL);
    memcpy(items, templates.items, templates.count * sizeof *items);
    *ret_action = (struct rp_trail_action){name, group, items, templates.count};
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
