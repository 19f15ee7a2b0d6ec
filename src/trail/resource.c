/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/resource.h"

#include "base/buf.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "policy/arn.h"

enum { LONGEST_VALUE = 1024, MOST_VALUES = 64, MOST_PLACES = 4, LONGEST_ARN = 8192 };

/* A place of a template, and the text before it. */
struct place {
    struct rampart_str action, name;
    struct rampart_str kind;  /* "scalinggroup" of scalinggroup/{#ScalingGroupId}; may be empty */
    struct rampart_str param; /* the parameter that fills it before any other; empty: none */
};

/* The values that fill a place. */
struct place_values {
    struct rampart_str items[MOST_VALUES];
    size_t count;
    bool unfit; /* there are more, or one that cannot stand in an ARN: none is used */
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

/* The parameter itself, several of it ("InstanceIds"), or one of several ("InstanceId.1"). */
static bool resource_is_param(struct rampart_str param, struct rampart_str name)
{
    if (!rp_str_equal_fold(rp_str_part(param, 0, name.len), name)) return false;
    struct rampart_str rest = rp_str_from(param, name.len);
    if (rest.len == 0 || rp_str_equal(rest, RP_STR("s"))) return true;
    if (rest.data[0] != '.' || rest.len == 1) return false;
    for (size_t i = 1; i < rest.len; i++)
        if (!rp_is_digit(rest.data[i])) return false;
    return true;
}

static enum rampart_status resource_add_param(const struct rp_reading *reading, const struct rp_event *event,
                                              struct rampart_str name, bool id, struct place_values *values)
{
    if (event->params == NULL || name.len == 0 || values->count > 0) return RAMPART_OK;
    for (const struct rp_node *param = event->params->first; param != NULL; param = param->next)
        if (resource_is_param(param->key, name)) RP_TRY(resource_add_node(reading, param, id, values));
    return RAMPART_OK;
}

/* Adds the parameters that the table names for the place, of this action or of any. */
static enum rampart_status resource_add_by_table(const struct rp_reading *reading,
                                                 const struct rp_event *event, const struct place *place,
                                                 bool id, struct place_values *values)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_trail_params());
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str action = rp_tsv_field(line, 0);
        if (!rp_str_equal(action, RP_STR("*")) && !rp_str_equal_fold(action, place->action)) continue;
        if (!rp_str_equal_fold(rp_tsv_field(line, 1), place->name)) continue;
        RP_TRY(resource_add_param(reading, event, rp_tsv_field(line, 2), id, values));
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
                                                   const struct rp_event *event, const struct place *place,
                                                   bool id, struct place_values *values)
{
    if (event->references == NULL || values->count > 0 || values->unfit) return RAMPART_OK;
    for (const struct rp_node *type = event->references->first; type != NULL; type = type->next)
        if (resource_is_of_kind(type->key, place->kind)) RP_TRY(resource_add_node(reading, type, id, values));
    return RAMPART_OK;
}

/*
 * Finds the values: of a parameter by the name of the place, its plural or a name that the table has; else of the
 * resources that the event refers to.
 */
static enum rampart_status resource_find_values(const struct rp_reading *reading,
                                                const struct rp_event *event, const struct place *place,
                                                struct place_values *values)
{
    bool id = resource_is_id(place->name);
    values->count = 0;
    values->unfit = false;
    RP_TRY(resource_add_param(reading, event, place->param, id, values));
    RP_TRY(resource_add_by_table(reading, event, place, id, values));
    if (!rp_str_equal(place->name, RP_STR("*")))
        RP_TRY(resource_add_param(reading, event, place->name, id, values));
    RP_TRY(resource_add_referenced(reading, event, place, id, values));
    if (values->unfit) values->count = 0;
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
    bool anywhere; /* the template leaves the region open */
};

static bool resource_is_account_place(struct rampart_str name)
{
    return rp_str_equal(name, RP_STR("accountId"));
}

static bool resource_is_region_place(struct rampart_str name)
{
    return rp_str_equal(name, RP_STR("regionId"));
}

/* ---- filling a template ---- */

/* Returns "scalinggroup" of a text that ends with "…:scalinggroup/". */
static struct rampart_str resource_kind_before(struct rampart_str text)
{
    size_t start = text.len;
    if (start == 0 || text.data[--start] != '/') return (struct rampart_str){NULL, 0};
    size_t end = start;
    while (start > 0 && text.data[start - 1] != '/' && text.data[start - 1] != ':') start--;
    return rp_str_part(text, start, end - start);
}

static enum rampart_status resource_fill_place(struct filling *filling, struct rampart_str name,
                                               struct rampart_str before)
{
    if (resource_is_account_place(name) || (resource_is_region_place(name) && filling->event->region.len > 0))
        return RAMPART_OK;
    if (resource_is_region_place(name) || filling->place_count == MOST_PLACES) {
        filling->open = true;
        return RAMPART_OK;
    }
    const struct place place = {.action = filling->action->name,
                                .name = name,
                                .kind = resource_kind_before(before),
                                .param = filling->action->group};
    struct place_values *values = &filling->places[filling->place_count].values;
    filling->places[filling->place_count++].name = name;
    RP_TRY(resource_find_values(filling->reading, filling->event, &place, values));
    filling->open |= values->count == 0;
    filling->lists += values->count > 1;
    if (values->count > filling->most) filling->most = values->count;
    return RAMPART_OK;
}

static enum rampart_status resource_fill_places(struct filling *filling)
{
    struct rp_arn arn;
    struct rampart_str rest = filling->arn;
    filling->most = 1;
    filling->anywhere = rp_arn_split(rest, &arn) && rp_str_equal(arn.region, RP_STR("*"));
    while (rest.len > 0) {
        size_t open = rp_str_find(rest, '{'), close = rp_str_find(rest, '}');
        if (open == rest.len) break;
        const struct rampart_str before = {filling->arn.data, (size_t)(rest.data + open - filling->arn.data)};
        RP_TRY(resource_fill_place(filling, rp_str_part(rest, open + 2, close - open - 2), before));
        rest = rp_str_from(rest, close + 1);
    }
    if (filling->lists > 1) filling->open = true; /* the event does not tell which belong together */
    return RAMPART_OK;
}

/* ---- ARNs of a filled template ---- */

static struct rampart_str resource_value(const struct filling *filling, struct rampart_str name, size_t i)
{
    if (resource_is_account_place(name)) return filling->account;
    if (resource_is_region_place(name))
        return filling->event->region.len > 0 ? filling->event->region : RP_STR("*");
    for (size_t p = 0; p < filling->place_count; p++) {
        const struct place_values *values = &filling->places[p].values;
        if (!rp_str_equal(filling->places[p].name, name)) continue;
        if (values->count == 0 || (filling->open && values->count > 1)) break;
        return values->items[values->count > 1 ? i : 0];
    }
    return RP_STR("*");
}

/* Prints the i-th ARN, with `region` in the place of the template's unless it is NULL. */
static bool resource_print_arn(const struct filling *filling, const struct rampart_str *region, size_t i,
                               struct rampart_str *ret_arn)
{
    struct rp_buf buf;
    struct rampart_str rest = filling->arn;
    rp_buf_init(&buf, &filling->reading->arena->allocator, LONGEST_ARN);
    if (region != NULL) {
        size_t service = rp_str_find(rp_str_from(rest, 4), ':') + 5; /* behind acs:<service>: */
        rp_buf_add(&buf, rp_str_part(rest, 0, service));
        rp_buf_add(&buf, *region);
        rest = rp_str_from(rest, service + 1);
    }
    while (rest.len > 0) {
        size_t open = rp_str_find(rest, '{'), close = rp_str_find(rest, '}');
        rp_buf_add(&buf, rp_str_part(rest, 0, open));
        if (open < rest.len)
            rp_buf_add(&buf, resource_value(filling, rp_str_part(rest, open + 2, close - open - 2), i));
        rest = rp_str_from(rest, open < rest.len ? close + 1 : open);
    }
    bool done =
        buf.failed == RAMPART_OK && rp_arena_copy(filling->reading->arena, rp_buf_text(&buf), ret_arn);
    rp_buf_free(&buf);
    return done;
}

static enum rampart_status resource_add_option(const struct filling *filling,
                                               const struct rampart_str *region,
                                               struct rp_requirement *requirement)
{
    struct rp_arena *arena = filling->reading->arena;
    size_t count = filling->open ? 1 : filling->most;
    struct rp_resource_option *option = RP_NEW(arena, struct rp_resource_option);
    struct rampart_str *arns = RP_NEW_ARRAY(arena, struct rampart_str, count);
    RP_TRY_MEMORY(option != NULL && arns != NULL);
    for (size_t i = 0; i < count; i++) RP_TRY_MEMORY(resource_print_arn(filling, region, i, &arns[i]));
    *option = (struct rp_resource_option){arns, count, filling->open, requirement->options};
    requirement->options = option;
    return RAMPART_OK;
}

/* A service without regions may write in their place nothing, a star, or the region of the call. */
static enum rampart_status resource_add_options(const struct filling *filling,
                                                struct rp_requirement *requirement)
{
    const struct rampart_str regions[] = {filling->event->region, RP_STR("*"), RP_STR("")};
    if (!filling->anywhere || filling->open) return resource_add_option(filling, NULL, requirement);
    for (size_t i = regions[0].len > 0 ? 0 : 1; i < 3; i++)
        RP_TRY(resource_add_option(filling, &regions[i], requirement));
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

static enum rampart_status resource_start(struct filling *filling, struct rampart_str arn)
{
    filling->arn = arn;
    filling->place_count = filling->lists = 0;
    filling->open = false;
    return resource_fill_places(filling);
}

static enum rampart_status resource_add_template(struct filling *filling, size_t i,
                                                 struct rp_requirement **requirements)
{
    const struct rp_template *template = &filling->action->templates[i];
    struct rp_requirement *requirement;
    if (template->stands_in) return RAMPART_OK;
    RP_TRY(resource_start(filling, template->arn));
    if (filling->open && template->optional && template->star == i) return RAMPART_OK;
    RP_TRY(resource_add_requirement(filling->reading->arena, requirements, &requirement));
    requirement->uncertain = filling->open && !template->required && template->star == i;
    bool named = !filling->open;
    if (named || template->star == i) RP_TRY(resource_add_options(filling, requirement));
    if (template->star == i) return RAMPART_OK;
    RP_TRY(resource_start(filling, filling->action->templates[template->star].arn));
    return resource_add_options(filling, requirement);
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

/* Adds the ARN of a call that has the whole ARN in a parameter. */
static enum rampart_status resource_add_named_arn(struct filling *filling,
                                                  struct rp_requirement **requirements)
{
    const struct place place = {.action = filling->action->name, .name = RP_STR("*")};
    struct place_values *values = &filling->places[0].values;
    struct rp_arn arn;
    RP_TRY(resource_find_values(filling->reading, filling->event, &place, values));
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
    for (size_t i = 0; requirements == NULL && i < action->count; i++) {
        if (!rp_str_equal(action->templates[i].arn, RP_STR("*"))) continue;
        RP_TRY(resource_add_single(reading->arena, RP_STR("*"), false, &requirements));
    }
    bool found = requirements != NULL;
    for (size_t i = 0; !found && i < action->count; i++)
        RP_TRY(resource_add_template(filling, i, &requirements));
    if (requirements == NULL) RP_TRY(resource_add_single(reading->arena, RP_STR("*"), true, &requirements));
    *ret_requirements = requirements;
    return RAMPART_OK;
}
