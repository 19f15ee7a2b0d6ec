/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/parameters.h"

#include "catalog/apis.h"
#include "catalog/embedded_rows.h"
#include "catalog/tsv.h"

/* ---- places ---- */

enum { REGION_FIELD = 2, ACCOUNT_FIELD = 3 };

/* "disk" of a text that ends with "…:disk/". */
static struct rampart_str parameters_kind_before(struct rampart_str text)
{
    size_t start = text.len;
    if (start == 0 || text.data[--start] != '/') return (struct rampart_str){NULL, 0};
    size_t end = start;
    while (start > 0 && text.data[start - 1] != '/' && text.data[start - 1] != ':') start--;
    return rp_str_part(text, start, end - start);
}

/* The field of an ARN that a place is in, and its account if it is behind that. */
struct fields {
    size_t field;
    struct rampart_str account;
};

/* Of the text before a place; fields behind the account count as one. */
static struct fields parameters_fields(struct rampart_str before)
{
    struct fields fields = {0, {NULL, 0}};
    for (size_t i = 0, start = 0; i < before.len && fields.field <= ACCOUNT_FIELD; i++) {
        if (before.data[i] != ':') continue;
        if (fields.field == ACCOUNT_FIELD) fields.account = rp_str_part(before, start, i - start);
        fields.field++;
        start = i + 1;
    }
    return fields;
}

bool rp_place_next(struct rampart_str template, size_t *cursor, struct rp_place *ret_place)
{
    const struct rampart_str rest = rp_str_from(template, *cursor);
    const size_t open = rp_str_find(rest, '{'), close = rp_str_find(rest, '}');
    if (open >= close || close == rest.len) return false;
    const struct rampart_str before = rp_str_part(template, 0, *cursor + open);
    const struct rampart_str name = rp_str_part(rest, open + 2, close - open - 2);
    const struct fields fields = parameters_fields(before);
    *ret_place = (struct rp_place){
        .name = name,
        .kind = parameters_kind_before(before),
        .is_account = fields.field == ACCOUNT_FIELD && rp_str_equal_fold(name, RP_STR("accountId")),
        .is_region = fields.field == REGION_FIELD && rp_str_equal_fold(name, RP_STR("regionId")),
        .of_system = rp_str_equal(fields.account, RP_STR("system")), /* acs:ram:*:system:policy/… */
    };
    *cursor += close + 1;
    return true;
}

/* ---- what fills them ---- */

enum { PLACE = 1, PARAMETER, KIND };

enum level { OF_ACTION, OF_SERVICE, OF_ANY, LEVELS };

/* The first column of the rows of a level. */
static struct rampart_str parameters_scope(struct rampart_str action, unsigned level)
{
    if (level == OF_ACTION) return action;
    return level == OF_SERVICE ? rp_str_part(action, 0, rp_str_find(action, ':')) : RP_STR("*");
}

/*
 * The order of a row's place and this one: "PolicyName", or "system:PolicyName" in an ARN of the account "system". The rows
 * of a scope are sorted by it.
 */
static int parameters_compare(struct rampart_str field, const struct rp_place *place)
{
    const struct rampart_str system = RP_STR("system:");
    if (!place->of_system) return rp_fold_compare(field, place->name);
    const int order = rp_fold_compare(rp_str_part(field, 0, system.len), system);
    return order != 0 ? order : rp_fold_compare(rp_str_from(field, system.len), place->name);
}

/* What a row has behind its scope; empty: it is of another one. */
static struct rampart_str parameters_behind_scope(struct rampart_str line, struct rampart_str scope)
{
    if (line.len <= scope.len || line.data[scope.len] != '\t') return RP_STR("");
    const struct rampart_str own = rp_str_part(line, 0, scope.len);
    if (!rp_str_equal(own, scope) && !rp_str_equal_fold(own, scope)) return RP_STR(""); /* the former costs less */
    return rp_str_from(line, scope.len + 1);
}

/* The next row of a scope that has the place; the cursor is 0 at first, and then one more than the row. */
static bool parameters_next_of_scope(struct rampart_str scope, const struct rp_place *place, uint32_t *cursor,
                                     struct rampart_str *ret_line)
{
    uint32_t row = *cursor;
    const char letter = place->of_system ? 's' : place->name.len > 0 ? rp_lower(place->name.data[0]) : '\0';
    if (row == 0 && !rp_embedded_row(RP_EMBEDDED_parameters, scope, &row)) return false;
    for (; row < rp_embedded_count(RP_EMBEDDED_parameters); row++) {
        const struct rampart_str line = rp_embedded_line(RP_EMBEDDED_parameters, row);
        const struct rampart_str behind = parameters_behind_scope(line, scope);
        if (behind.len == 0) return false;
        if (rp_lower(behind.data[0]) < letter) continue; /* most are told apart by their first letter */
        const int order = parameters_compare(rp_str_part(behind, 0, rp_str_find(behind, '\t')), place);
        if (order > 0) return false;
        if (order < 0) continue;
        *cursor = row + 1;
        *ret_line = line;
        return true;
    }
    return false;
}

/* The next row of the nearest level that has the place. */
static bool parameters_next_row(struct rampart_str action, const struct rp_place *place,
                                struct rp_filler_cursor *cursor, struct rampart_str *ret_line)
{
    for (; cursor->level < LEVELS; cursor->level++, cursor->row = 0) {
        const struct rampart_str scope = parameters_scope(action, cursor->level);
        if (parameters_next_of_scope(scope, place, &cursor->row, ret_line)) return true;
        if (cursor->found) return false;
    }
    return false;
}

/* Auto Scaling has a table of its own, with the one parameter that names the group of a call. */
static bool parameters_of_ess(const struct rampart_catalog *catalog, struct rampart_str action, const struct rp_place *place,
                              struct rampart_str *ret_name)
{
    struct rp_ess_row row;
    if (!rp_str_equal_fold(rp_str_part(action, 0, 4), RP_STR("ess:"))) return false;
    *ret_name = (struct rampart_str){NULL, 0};
    if (rp_str_equal_fold(place->name, RP_STR("ScalingGroupId")) && rp_ess_find(catalog, action, &row))
        *ret_name = row.group_param;
    return true;
}

/* "ResourceType": its value is the kind of the place. "InstanceType=Nat": it is this one. */
static void parameters_read_kind(struct rampart_str field, const struct rp_place *place,
                                 struct rp_filler *filler)
{
    const size_t equals = rp_str_find(field, '=');
    filler->kind = rp_str_part(field, 0, equals);
    filler->value = equals < field.len ? rp_str_from(field, equals + 1) : place->kind;
}

bool rp_filler_next(struct rampart_str action, const struct rp_place *place, struct rp_filler_cursor *cursor,
                    struct rp_filler *ret_filler)
{
    struct rp_filler filler = {.name = place->name, .spelt = true};
    struct rampart_str line;
    if (cursor->ended) return false;
    if (!cursor->found && parameters_of_ess(cursor->catalog, action, place, &filler.name)) {
        cursor->ended = true;
    } else if (parameters_next_row(action, place, cursor, &line)) {
        cursor->found = true;
        filler.name = rp_tsv_unless_dash(rp_tsv_field(line, PARAMETER));
        parameters_read_kind(rp_tsv_unless_dash(rp_tsv_field(line, KIND)), place, &filler);
    } else {
        cursor->ended = true;
        if (cursor->found || rp_str_equal(place->name, RP_PLACE_OF_ARN)) return false;
        filler.spelt = false;
    }
    if (filler.name.len == 0) return false;
    *ret_filler = filler;
    return true;
}

/* ---- names of parameters ---- */

static bool parameters_is_index(struct rampart_str part)
{
    for (size_t i = 0; i < part.len; i++)
        if (!rp_is_digit(part.data[i])) return false;
    return part.len > 0;
}

/* The next part of a dotted name that is no index. */
static bool parameters_next_part(struct rampart_str *rest, struct rampart_str *ret_part)
{
    while (rp_part_next(rest, '.', ret_part))
        if (!parameters_is_index(*ret_part)) return true;
    return false;
}

static bool parameters_part_is(struct rampart_str part, struct rampart_str name, bool fold)
{
    return fold ? rp_str_equal_fold(part, name) : rp_str_equal(part, name);
}

/* True when the part is the name with an "s". */
static bool parameters_part_is_many(struct rampart_str part, struct rampart_str name, bool fold)
{
    return part.len == name.len + 1 && part.data[name.len] == 's' &&
           parameters_part_is(rp_str_part(part, 0, name.len), name, fold);
}

static bool parameters_has_parts(struct rampart_str name)
{
    return name.len == 0 || rp_is_digit(name.data[0]) || rp_str_find(name, '.') < name.len;
}

static bool parameters_same(struct rampart_str param, struct rampart_str name, bool fold, bool many)
{
    struct rampart_str part, wanted;
    if (!parameters_has_parts(name) && !parameters_has_parts(param)) /* nearly all: one part, no index */
        return parameters_part_is(param, name, fold) || (many && parameters_part_is_many(param, name, fold));
    while (parameters_next_part(&name, &wanted)) {
        if (!parameters_next_part(&param, &part)) return false;
        if (parameters_part_is(part, wanted, fold)) continue;
        if (!many || name.len > 0 || !parameters_part_is_many(part, wanted, fold)) return false;
    }
    return !parameters_next_part(&param, &part);
}

bool rp_filler_is(const struct rp_filler *filler, struct rampart_str param, bool fold)
{
    return parameters_same(param, filler->name, fold || !filler->spelt, true);
}

bool rp_params_alike(struct rampart_str one, struct rampart_str other)
{
    return parameters_same(one, other, false, false);
}

static bool parameters_place_takes(const struct rampart_catalog *catalog, struct rampart_str action, const struct rp_place *place,
                                   struct rampart_str param)
{
    struct rp_filler_cursor cursor = {.catalog = catalog};
    struct rp_filler filler;
    while (rp_filler_next(action, place, &cursor, &filler)) {
        const struct rp_filler kind = {.name = filler.kind, .spelt = true};
        if (rp_filler_is(&filler, param, false) || (kind.name.len > 0 && rp_filler_is(&kind, param, false)))
            return true;
    }
    return false;
}

static bool parameters_are_of_ess(const struct rampart_catalog *catalog, struct rampart_str action, struct rampart_str param)
{
    struct rp_ess_row row;
    struct rp_filler filler = {.spelt = true};
    if (!rp_ess_find(catalog, action, &row)) return false;
    while (rp_part_next(&row.required, ',', &filler.name))
        if (rp_filler_is(&filler, param, false)) return true;
    filler.name = row.group_param;
    return filler.name.len > 0 && rp_filler_is(&filler, param, false);
}

bool rampart_api_takes(const struct rampart_catalog *catalog, struct rampart_str action,
                       struct rampart_str parameter)
{
    const struct rp_place whole = {.name = RP_PLACE_OF_ARN};
    const struct rp_filler region = {.name = RP_STR("RegionId"), .spelt = true};
    struct rp_template_cursor cursor = {.catalog = catalog};
    struct rampart_str template;
    if (action.len == 0 || parameter.len == 0) return false;
    if (parameters_are_of_ess(catalog, action, parameter) || parameters_place_takes(catalog, action, &whole, parameter)) return true;
    while (rp_catalog_next_template(action, &cursor, &template)) {
        struct rp_place place;
        size_t at = 0;
        if (rp_filler_is(&region, parameter, false)) return true;
        while (rp_place_next(template, &at, &place))
            if (!place.is_account && !place.is_region && parameters_place_takes(catalog, action, &place, parameter))
                return true;
    }
    return false;
}

/* ---- all of them ---- */

enum { MOST_PARAMETERS = 32 };

/* Names, each once. */
struct parameters_list {
    const struct rampart_catalog *catalog;
    struct rampart_str names[MOST_PARAMETERS];
    size_t count;
};

static void parameters_list(struct parameters_list *list, struct rampart_str name)
{
    if (name.len == 0 || list->count == MOST_PARAMETERS) return;
    for (size_t i = 0; i < list->count; i++)
        if (rp_str_equal_fold(list->names[i], name)) return;
    list->names[list->count++] = name;
}

static void parameters_list_fillers(struct parameters_list *list, struct rampart_str action, const struct rp_place *place)
{
    struct rp_filler_cursor cursor = {.catalog = list->catalog};
    struct rp_filler filler;
    while (rp_filler_next(action, place, &cursor, &filler)) {
        parameters_list(list, filler.name);
        parameters_list(list, filler.kind);
    }
}

static void parameters_list_template(struct parameters_list *list, struct rampart_str action, struct rampart_str template)
{
    struct rp_place place;
    size_t at = 0;
    while (rp_place_next(template, &at, &place))
        if (!place.is_account && !place.is_region) parameters_list_fillers(list, action, &place);
}

static bool parameters_have_region(struct rampart_str template)
{
    struct rp_place place;
    size_t at = 0;
    while (rp_place_next(template, &at, &place))
        if (place.is_region) return true;
    return false;
}

size_t rampart_api_parameters(const struct rampart_catalog *catalog, struct rampart_str action,
                              struct rampart_str *ret_names, size_t most)
{
    struct rampart_str template;
    struct parameters_list list = {.catalog = catalog};
    struct rp_template_cursor cursor = {.catalog = catalog};
    struct rp_ess_row row;
    const struct rp_place whole = {.name = RP_PLACE_OF_ARN};
    while (list.count == 0 && rp_catalog_next_template(action, &cursor, &template))
        if (parameters_have_region(template)) parameters_list(&list, RP_STR("RegionId"));
    cursor = (struct rp_template_cursor){.catalog = catalog};
    while (rp_catalog_next_template(action, &cursor, &template)) parameters_list_template(&list, action, template);
    parameters_list_fillers(&list, action, &whole);
    if (rp_ess_find(catalog, action, &row))
        for (struct rampart_str name; rp_part_next(&row.required, ',', &name);) parameters_list(&list, name);
    for (size_t i = 0; ret_names != NULL && i < list.count && i < most; i++) ret_names[i] = list.names[i];
    return list.count;
}
