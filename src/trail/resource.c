/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/resource.h"

#include "base/buf.h"
#include "base/try.h"
#include "catalog/parameters.h"
#include "catalog/regions.h"
#include "policy/arn.h"

enum { LONGEST_VALUE = 1024, MOST_VALUES = 64, MOST_PLACES = 4, LONGEST_ARN = 8192 };

/* The values that fill a place. */
struct place_values {
    struct rampart_str items[MOST_VALUES];
    size_t count;
    bool unfit;     /* there are more, or one that cannot stand in an ARN: none is used */
    bool untold;    /* nobody knows whether the call has any */
    bool elsewhere; /* the call says that its resource is that of another template */
    bool unsorted;  /* what the event refers to does not tell whether the place is meant */
};

/* ---- the values of a node ---- */

static bool resource_is_id(struct rampart_str name)
{
    return rp_str_ends(name, RP_STR("Id")) || rp_str_ends(name, RP_STR("id")) ||
           rp_str_ends(name, RP_STR("No"));
}

/* An id has letters, digits and a few signs; a name, or a whole ARN, may have any visible character. */
static bool resource_value_fits(struct rampart_str value, bool id)
{
    if (value.len == 0 || value.len > LONGEST_VALUE) return false;
    for (size_t i = 0; i < value.len; i++) {
        char c = rp_lower(value.data[i]);
        bool plain = (c >= 'a' && c <= 'z') || rp_is_digit(c) || c == '-' || c == '_' || c == '.';
        if (!plain && (id || (unsigned char)c < ' ')) return false;
    }
    return true;
}

static void resource_add_value(struct place_values *values, struct rampart_str value, bool id)
{
    if (values->count == MOST_VALUES || !resource_value_fits(value, id))
        values->unfit = true;
    else
        values->items[values->count++] = value;
}

static void resource_add_list(struct place_values *values, const struct rp_node *list, bool id)
{
    for (const struct rp_node *item = list->first; item != NULL && !values->unfit; item = item->next)
        resource_add_value(values, item->text, id);
}

/* Events record a list as one, or as the text of one. */
static enum rampart_status resource_add_node(const struct rp_reading *reading, const struct rp_node *node,
                                             bool id, struct place_values *values)
{
    struct rp_node *list = NULL;
    if (node->type == RP_NODE_NULL) return RAMPART_OK;
    if (node->type == RP_NODE_STRING && node->text.len > 0 && node->text.data[0] == '[') {
        RP_TRY(rp_event_text_read(reading, node->text, &list));
        node = list;
    }
    if (node->type == RP_NODE_LIST)
        resource_add_list(values, node, id);
    else
        resource_add_value(values, node->text, id);
    return RAMPART_OK;
}

/* ---- the values of a place: parameters ---- */

/* Adds the member of each object of a list, or of one; what is something else, or lacks it, leaves the place open. */
static enum rampart_status resource_add_member(const struct rp_reading *reading, const struct rp_node *node,
                                               struct rampart_str member, bool id, struct place_values *values)
{
    struct rp_node *read = NULL;
    if (node->type == RP_NODE_STRING && node->text.len > 0 && node->text.data[0] == '[') {
        RP_TRY(rp_event_text_read(reading, node->text, &read));
        node = read;
    }
    const bool list = node->type == RP_NODE_LIST;
    for (const struct rp_node *object = list ? node->first : node; object != NULL; object = list ? object->next : NULL) {
        const struct rp_node *value = object->type == RP_NODE_MAP ? rp_node_member(object, member) : NULL;
        if (value == NULL || value->type != RP_NODE_STRING)
            values->unfit = true;
        else
            resource_add_value(values, value->text, id);
    }
    return RAMPART_OK;
}

/* Adds the values of a parameter, whatever the case of its letters: events have it otherwise than the API at times. */
static enum rampart_status resource_add_param(const struct rp_reading *reading, const struct rp_event *event,
                                              const struct rp_filler *filler, bool id,
                                              struct place_values *values)
{
    if (event->params == NULL || values->count > 0) return RAMPART_OK;
    const size_t dot = rp_str_find(filler->name, '.');
    for (const struct rp_node *param = event->params->first; param != NULL; param = param->next) {
        if (rp_filler_is(filler, param->key, true))
            RP_TRY(resource_add_node(reading, param, id, values));
        else if (dot < filler->name.len && rp_str_equal_fold(param->key, rp_str_part(filler->name, 0, dot)))
            RP_TRY(resource_add_member(reading, param, rp_str_from(filler->name, dot + 1), id, values));
    }
    return RAMPART_OK;
}

/* The kind of resource that the call names. */
enum kind_fit { KIND_FITS, KIND_UNTOLD, KIND_OTHER };

/* The parameter that tells the kind; NULL: the event has none. */
static const struct rp_node *resource_find_kind(const struct rp_event *event, const struct rp_filler *filler)
{
    const struct rp_filler kind = {.name = filler->kind, .spelt = true};
    if (event->params == NULL) return NULL;
    for (const struct rp_node *param = event->params->first; param != NULL; param = param->next)
        if (rp_filler_is(&kind, param->key, true)) return param;
    return NULL;
}

static enum kind_fit resource_weigh_kind(const struct rp_event *event, const struct rp_filler *filler)
{
    if (filler->kind.len == 0) return KIND_FITS;
    const struct rp_node *param = resource_find_kind(event, filler);
    if (param == NULL) return KIND_UNTOLD;
    return rp_str_equal_fold(param->text, filler->value) ? KIND_FITS : KIND_OTHER;
}

static bool resource_is_elsewhere(const struct rp_event *event, const struct rp_trail_action *action,
                                  const struct rp_filler *filler)
{
    return rp_templates_have_kind(&action->templates, action->name, filler->kind,
                                  resource_find_kind(event, filler)->text);
}

/*
 * Adds the values of the parameters that fill the place. What the event refers to has a kind, the word before the place:
 * it does not tell a system policy from one of the account.
 */
static enum rampart_status resource_add_params(const struct rp_reading *reading, const struct rp_event *event,
                                               const struct rp_trail_action *action,
                                               const struct rp_place *place, bool id,
                                               struct place_values *values)
{
    struct rp_filler_cursor cursor = {.catalog = action->templates.catalog};
    struct rp_filler filler;
    values->untold = true;
    while (rp_filler_next(action->name, place, &cursor, &filler)) {
        const enum kind_fit fit = resource_weigh_kind(event, &filler);
        values->untold = event->params == NULL || fit == KIND_UNTOLD;
        values->elsewhere = fit == KIND_OTHER && resource_is_elsewhere(event, action, &filler);
        values->unsorted = fit != KIND_FITS && !rp_str_equal_fold(filler.value, place->kind);
        if (fit == KIND_FITS) RP_TRY(resource_add_param(reading, event, &filler, id, values));
    }
    return RAMPART_OK;
}

/* ---- the values of a place: resources that the event refers to ---- */

/* Compares the last word of a type with the word of an ARN: ACS::ECS::SecurityGroup is a securitygroup. */
static bool resource_is_of_kind(struct rampart_str type, struct rampart_str kind)
{
    size_t last = type.len;
    while (last > 0 && type.data[last - 1] != ':') last--;
    return kind.len > 0 && rp_str_equal_fold(rp_str_from(type, last), kind);
}

static enum rampart_status resource_add_referenced(const struct rp_reading *reading,
                                                   const struct rp_event *event,
                                                   const struct rp_place *place, bool id,
                                                   struct place_values *values)
{
    if (event->references == NULL || values->count > 0 || values->unfit || values->unsorted) return RAMPART_OK;
    for (const struct rp_node *type = event->references->first; type != NULL; type = type->next)
        if (resource_is_of_kind(type->key, place->kind)) RP_TRY(resource_add_node(reading, type, id, values));
    return RAMPART_OK;
}

/* Finds the values: of the parameters that fill the place, else of the resources that the event refers to. */
static enum rampart_status resource_find_values(const struct rp_reading *reading,
                                                const struct rp_event *event,
                                                const struct rp_trail_action *action,
                                                const struct rp_place *place, struct place_values *values)
{
    const bool id = resource_is_id(place->name);
    values->count = 0;
    values->unfit = values->elsewhere = values->unsorted = false;
    RP_TRY(resource_add_params(reading, event, action, place, id, values));
    RP_TRY(resource_add_referenced(reading, event, place, id, values));
    if (values->unfit) values->count = 0;
    values->untold |= values->unfit;
    return RAMPART_OK;
}

/* A template being filled. */
struct filling {
    const struct rp_reading *reading;
    const struct rp_event *event;
    const struct rp_trail_action *action;
    struct rampart_str account, arn; /* the template */
    struct {
        struct rampart_str name;
        struct place_values values;
    } places[MOST_PLACES];
    size_t place_count;
    size_t lists;  /* places with more than one value */
    size_t most;   /* values of a place */
    bool open;     /* a place has none */
    bool untold;   /* and nobody knows whether the call has one */
    bool elsewhere; /* the call has the resource of another template instead */
    bool anywhere; /* it is not known what stands for the region */
    bool of_oss, global;
};

/* ---- filling a template ---- */

static enum rampart_status resource_fill_place(struct filling *filling, const struct rp_place *place)
{
    if (place->is_account) return RAMPART_OK;
    if (place->is_region && (filling->anywhere || filling->event->region.len > 0)) return RAMPART_OK;
    if (place->is_region || filling->place_count == MOST_PLACES) {
        filling->open = filling->untold = true;
        return RAMPART_OK;
    }
    struct place_values *values = &filling->places[filling->place_count].values;
    filling->places[filling->place_count++].name = place->name;
    RP_TRY(resource_find_values(filling->reading, filling->event, filling->action, place, values));
    filling->open |= values->count == 0;
    filling->untold |= values->count == 0 && values->untold;
    filling->elsewhere |= values->count == 0 && values->elsewhere;
    filling->lists += values->count > 1;
    if (values->count > filling->most) filling->most = values->count;
    return RAMPART_OK;
}

static enum rampart_status resource_fill_places(struct filling *filling)
{
    struct rp_arn arn;
    struct rp_place place;
    size_t cursor = 0;
    filling->most = 1;
    const bool is_arn = rp_arn_split(filling->arn, &arn);
    filling->of_oss = is_arn && rp_str_equal(arn.service, RP_STR("oss"));
    filling->global = is_arn && rp_catalog_is_global(arn.service);
    filling->anywhere =
        is_arn && (filling->of_oss || filling->global || rp_str_equal(arn.region, RP_STR("*")));
    while (rp_place_next(filling->arn, &cursor, &place)) RP_TRY(resource_fill_place(filling, &place));
    if (filling->lists > 1) filling->open = filling->untold = true; /* nobody knows which belong together */
    return RAMPART_OK;
}

/* ---- ARNs of a filled template ---- */

static struct rampart_str resource_value(const struct filling *filling, const struct rp_place *place, size_t i)
{
    if (place->is_account) return filling->account;
    if (place->is_region) return filling->event->region.len > 0 ? filling->event->region : RP_STR("*");
    for (size_t p = 0; p < filling->place_count; p++) {
        const struct place_values *values = &filling->places[p].values;
        if (!rp_str_equal(filling->places[p].name, place->name)) continue;
        if (values->count == 0 || (filling->open && values->count > 1)) break;
        return values->items[values->count > 1 ? i : 0];
    }
    return RP_STR("*");
}

/* "acs:ram:" and the region; the rest of the template begins at the result. */
static size_t resource_print_region(const struct filling *filling, struct rampart_str region, struct rp_buf *buf)
{
    const size_t service = rp_str_find(rp_str_from(filling->arn, 4), ':') + 5; /* behind acs:<service>: */
    rp_buf_add(buf, rp_str_part(filling->arn, 0, service));
    rp_buf_add(buf, region);
    return service + rp_str_find(rp_str_from(filling->arn, service), ':');
}

/* Prints the i-th ARN, with `region` in the place of the template's unless it is NULL. */
static bool resource_print_arn(const struct filling *filling, const struct rampart_str *region, size_t i,
                               struct rampart_str *ret_arn)
{
    struct rp_buf buf;
    struct rp_place place;
    size_t cursor = 0, from = 0;
    rp_buf_init(&buf, &filling->reading->arena->allocator, LONGEST_ARN);
    if (region != NULL) cursor = from = resource_print_region(filling, *region, &buf);
    while (rp_place_next(filling->arn, &cursor, &place)) {
        const size_t open = cursor - place.name.len - 3; /* {#name} */
        rp_buf_add(&buf, rp_str_part(filling->arn, from, open - from));
        rp_buf_add(&buf, resource_value(filling, &place, i));
        from = cursor;
    }
    rp_buf_add(&buf, rp_str_from(filling->arn, from));
    bool done =
        buf.failed == RAMPART_OK && rp_arena_copy(filling->reading->arena, rp_buf_text(&buf), ret_arn);
    rp_buf_free(&buf);
    return done;
}

static enum rampart_status resource_add_option(const struct filling *filling,
                                               const struct rampart_str *region, bool respelled,
                                               struct rp_requirement *requirement)
{
    struct rp_arena *arena = filling->reading->arena;
    size_t count = filling->open ? 1 : filling->most;
    struct rp_resource_option *option = RP_NEW(arena, struct rp_resource_option);
    struct rampart_str *arns = RP_NEW_ARRAY(arena, struct rampart_str, count);
    RP_TRY_MEMORY(option != NULL && arns != NULL);
    for (size_t i = 0; i < count; i++) RP_TRY_MEMORY(resource_print_arn(filling, region, i, &arns[i]));
    *option = (struct rp_resource_option){arns, count, filling->open, respelled, requirement->options};
    requirement->options = option;
    return RAMPART_OK;
}

/*
 * A service without regions may write in their place nothing, a star, or the region of the call; OSS writes the region
 * with its own name before it, or without.
 */
static enum rampart_status resource_add_options(const struct filling *filling,
                                                struct rp_requirement *requirement)
{
    const struct rampart_str region = filling->event->region, parts[] = {RP_REGION_OF_OSS, region};
    struct rampart_str regions[] = {region, RP_STR("*"), RP_STR("")};
    /* By its switch OSS takes the plain region as the other, and a service without regions the empty one as the star. */
    const size_t asked = filling->of_oss ? 0 : filling->global ? 2 : 3;
    if (!filling->anywhere || filling->open) return resource_add_option(filling, NULL, false, requirement);
    if (filling->of_oss) RP_TRY_MEMORY(rp_arena_join(filling->reading->arena, parts, 2, &regions[2]));
    for (size_t i = 0; i < 3; i++)
        if (region.len > 0 || (i > 0 && !(filling->of_oss && i == 2)))
            RP_TRY(resource_add_option(filling, &regions[i], asked < 3 && i != asked && (region.len > 0 || asked > 0),
                                       requirement));
    return RAMPART_OK;
}

/* ---- requirements ---- */

static enum rampart_status resource_add_requirement(struct rp_arena *arena,
                                                    struct rp_requirement **requirements,
                                                    struct rp_requirement **ret_requirement)
{
    struct rp_requirement *requirement = RP_NEW(arena, struct rp_requirement);
    RP_TRY_MEMORY(requirement != NULL);
    requirement->next = *requirements;
    *requirements = requirement;
    *ret_requirement = requirement;
    return RAMPART_OK;
}

/* Adds a requirement of one ARN; `area`: of all resources that it matches. */
static enum rampart_status resource_add_single(struct rp_arena *arena, struct rampart_str arn, bool area,
                                               struct rp_requirement **requirements)
{
    struct rp_requirement *requirement;
    struct rp_resource_option *option = RP_NEW(arena, struct rp_resource_option);
    struct rampart_str *arns = RP_NEW(arena, struct rampart_str);
    RP_TRY_MEMORY(option != NULL && arns != NULL);
    RP_TRY(resource_add_requirement(arena, requirements, &requirement));
    *arns = arn;
    *option = (struct rp_resource_option){.arns = arns, .count = 1, .area = area};
    requirement->options = option;
    return RAMPART_OK;
}

static enum rampart_status resource_start(struct filling *filling, struct rampart_str arn)
{
    filling->arn = arn;
    filling->place_count = filling->lists = 0;
    filling->open = filling->untold = filling->elsewhere = false;
    return resource_fill_places(filling);
}

/*
 * The call names its resource, or is about all of its kind, which have a template of their own. Where the event does not
 * tell, it may be either.
 */
static enum rampart_status resource_add_template(struct filling *filling, size_t i,
                                                 struct rp_requirement **requirements)
{
    const struct rp_templates *templates = &filling->action->templates;
    const struct rp_template *template = &templates->items[i];
    const bool has_star = template->star != i;
    struct rp_requirement *requirement;
    if (template->stands_in) return RAMPART_OK;
    RP_TRY(resource_start(filling, template->arn));
    const bool absent = filling->open && !filling->untold;
    if (absent && (template->optional || (filling->elsewhere && !template->required)) && !has_star)
        return RAMPART_OK;
    RP_TRY(resource_add_requirement(filling->reading->arena, requirements, &requirement));
    requirement->uncertain = filling->open && !template->required && !has_star;
    if (!absent || !has_star) RP_TRY(resource_add_options(filling, requirement));
    if (!has_star) return RAMPART_OK;
    RP_TRY(resource_start(filling, templates->items[template->star].arn));
    return resource_add_options(filling, requirement);
}

/* Adds the ARN of a call that has the whole ARN in a parameter. */
static enum rampart_status resource_add_named_arn(struct filling *filling,
                                                  struct rp_requirement **requirements)
{
    const struct rp_place place = {.name = RP_PLACE_OF_ARN};
    struct place_values *values = &filling->places[0].values;
    struct rp_arn arn;
    RP_TRY(resource_find_values(filling->reading, filling->event, filling->action, &place, values));
    if (values->count != 1 || !rp_arn_split(values->items[0], &arn)) return RAMPART_OK;
    if (!rp_str_equal(arn.partition, RP_STR("acs"))) return RAMPART_OK;
    return resource_add_single(filling->reading->arena, values->items[0], false, requirements);
}

enum rampart_status rp_resource_requirements(const struct rp_reading *reading, const struct rp_event *event,
                                             const struct rp_trail_action *action, struct rampart_str account,
                                             struct rp_requirement **ret_requirements)
{
    struct rp_requirement *requirements = NULL;
    struct filling *filling = RP_NEW(reading->arena, struct filling);
    RP_TRY_MEMORY(filling != NULL);
    filling->reading = reading;
    filling->event = event;
    filling->action = action;
    filling->account = account;
    RP_TRY(resource_add_named_arn(filling, &requirements));
    const bool found = requirements != NULL;
    for (size_t i = 0; !found && i < action->templates.count; i++) {
        const struct rampart_str template = action->templates.items[i].arn;
        if (rp_str_equal(template, RP_STR("*")))
            RP_TRY(resource_add_single(reading->arena, template, false, &requirements));
        else
            RP_TRY(resource_add_template(filling, i, &requirements));
    }
    if (requirements == NULL) RP_TRY(resource_add_single(reading->arena, RP_STR("*"), true, &requirements));
    *ret_requirements = requirements;
    return RAMPART_OK;
}
