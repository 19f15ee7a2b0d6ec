/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/resource.h"

#include "base/buf.h"
#include "base/try.h"
#include "policy/arn.h"
#include "trail/param.h"

enum { MOST_PLACES = 4, LONGEST_ARN = 8192 };

/* A template being filled. */
struct filling {
    const struct rp_reading *reading;
    const struct rp_event *event;
    const struct rp_trail_action *action;
    struct rampart_str account, arn; /* the template */
    struct {
        struct rampart_str name;
        struct rp_param_values values;
    } places[MOST_PLACES];
    size_t place_count;
    size_t lists;  /* places with more than one value */
    size_t most;   /* values of a place */
    bool open;     /* a place has none */
    bool anywhere; /* the template leaves the region open */
};

static bool is_account(struct rampart_str name)
{
    return rp_str_equal(name, RP_STR("accountId"));
}

static bool is_region(struct rampart_str name)
{
    return rp_str_equal(name, RP_STR("regionId"));
}

/* ---- finding the values ---- */

/* "scalinggroup" where a text ends with "…:scalinggroup/". */
static struct rampart_str kind_before(struct rampart_str text)
{
    size_t start = text.len;
    if (start == 0 || text.data[--start] != '/') return (struct rampart_str){NULL, 0};
    size_t end = start;
    while (start > 0 && text.data[start - 1] != '/' && text.data[start - 1] != ':') start--;
    return rp_str_part(text, start, end - start);
}

static enum rampart_status fill_place(struct filling *filling, struct rampart_str name,
                                      struct rampart_str before)
{
    if (is_account(name) || (is_region(name) && filling->event->region.len > 0)) return RAMPART_OK;
    if (is_region(name) || filling->place_count == MOST_PLACES) {
        filling->open = true;
        return RAMPART_OK;
    }
    const struct rp_place place = {.action = filling->action->name,
                                   .name = name,
                                   .kind = kind_before(before),
                                   .param = filling->action->group};
    struct rp_param_values *values = &filling->places[filling->place_count].values;
    filling->places[filling->place_count++].name = name;
    RP_TRY(rp_param_find(filling->reading, filling->event, &place, values));
    filling->open |= values->count == 0;
    filling->lists += values->count > 1;
    if (values->count > filling->most) filling->most = values->count;
    return RAMPART_OK;
}

static enum rampart_status fill_places(struct filling *filling)
{
    struct rp_arn arn;
    struct rampart_str rest = filling->arn;
    filling->most = 1;
    filling->anywhere = rp_arn_split(rest, &arn) && rp_str_equal(arn.region, RP_STR("*"));
    while (rest.len > 0) {
        size_t open = rp_str_find(rest, '{'), close = rp_str_find(rest, '}');
        if (open == rest.len) break;
        const struct rampart_str before = {filling->arn.data, (size_t)(rest.data + open - filling->arn.data)};
        RP_TRY(fill_place(filling, rp_str_part(rest, open + 2, close - open - 2), before));
        rest = rp_str_from(rest, close + 1);
    }
    if (filling->lists > 1) filling->open = true; /* which belong together is not told */
    return RAMPART_OK;
}

/* ---- printing ---- */

static struct rampart_str value_of(const struct filling *filling, struct rampart_str name, size_t i)
{
    if (is_account(name)) return filling->account;
    if (is_region(name)) return filling->event->region.len > 0 ? filling->event->region : RP_STR("*");
    for (size_t p = 0; p < filling->place_count; p++) {
        const struct rp_param_values *values = &filling->places[p].values;
        if (!rp_str_equal(filling->places[p].name, name)) continue;
        if (values->count == 0 || (filling->open && values->count > 1)) break;
        return values->items[values->count > 1 ? i : 0];
    }
    return RP_STR("*");
}

/* The i-th ARN, with another region than the template's unless `region` is NULL. */
static bool print_arn(const struct filling *filling, const struct rampart_str *region, size_t i,
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
            rp_buf_add(&buf, value_of(filling, rp_str_part(rest, open + 2, close - open - 2), i));
        rest = rp_str_from(rest, open < rest.len ? close + 1 : open);
    }
    bool done =
        buf.failed == RAMPART_OK && rp_arena_copy(filling->reading->arena, rp_buf_text(&buf), ret_arn);
    rp_buf_free(&buf);
    return done;
}

static enum rampart_status add_way(const struct filling *filling, const struct rampart_str *region,
                                   struct rp_part *part)
{
    struct rp_arena *arena = filling->reading->arena;
    size_t count = filling->open ? 1 : filling->most;
    struct rp_way *way = RP_NEW(arena, struct rp_way);
    struct rampart_str *arns = RP_NEW_ARRAY(arena, struct rampart_str, count);
    RP_TRY_MEMORY(way != NULL && arns != NULL);
    for (size_t i = 0; i < count; i++) RP_TRY_MEMORY(print_arn(filling, region, i, &arns[i]));
    *way = (struct rp_way){arns, count, filling->open, part->ways};
    part->ways = way;
    return RAMPART_OK;
}

/* What a service without regions writes in their place is not known: nothing, a star, or the one it was called in. */
static enum rampart_status add_ways(const struct filling *filling, struct rp_part *part)
{
    const struct rampart_str regions[] = {filling->event->region, RP_STR("*"), RP_STR("")};
    if (!filling->anywhere || filling->open) return add_way(filling, NULL, part);
    for (size_t i = regions[0].len > 0 ? 0 : 1; i < 3; i++) RP_TRY(add_way(filling, &regions[i], part));
    return RAMPART_OK;
}

/* ---- parts ---- */

static enum rampart_status add_part(struct rp_arena *arena, struct rp_part **parts, struct rp_part **ret_part)
{
    struct rp_part *part = RP_NEW(arena, struct rp_part);
    RP_TRY_MEMORY(part != NULL);
    part->next = *parts;
    *parts = part;
    *ret_part = part;
    return RAMPART_OK;
}

static enum rampart_status start(struct filling *filling, struct rampart_str arn)
{
    filling->arn = arn;
    filling->place_count = filling->lists = 0;
    filling->open = false;
    return fill_places(filling);
}

static enum rampart_status add_template(struct filling *filling, size_t i, struct rp_part **parts)
{
    const struct rp_template *template = &filling->action->templates[i];
    struct rp_part *part;
    if (template->stands_in) return RAMPART_OK;
    RP_TRY(start(filling, template->arn));
    if (filling->open && template->optional) return RAMPART_OK;
    RP_TRY(add_part(filling->reading->arena, parts, &part));
    part->perhaps = filling->open && !template->required && template->star == i;
    bool named = !filling->open;
    if (named || template->star == i) RP_TRY(add_ways(filling, part));
    if (template->star == i) return RAMPART_OK;
    RP_TRY(start(filling, filling->action->templates[template->star].arn));
    return add_ways(filling, part);
}

/* Everything: for an action of which nobody knows what it is authorised on. */
static enum rampart_status add_anything(struct rp_arena *arena, struct rampart_str arn, bool area,
                                        struct rp_part **parts)
{
    struct rp_part *part;
    struct rp_way *way = RP_NEW(arena, struct rp_way);
    struct rampart_str *arns = RP_NEW(arena, struct rampart_str);
    RP_TRY_MEMORY(way != NULL && arns != NULL);
    RP_TRY(add_part(arena, parts, &part));
    *arns = arn;
    *way = (struct rp_way){.arns = arns, .count = 1, .area = area};
    part->ways = way;
    return RAMPART_OK;
}

/* A call that names the whole ARN in a parameter. */
static enum rampart_status add_named(struct filling *filling, struct rp_part **parts)
{
    const struct rp_place place = {.action = filling->action->name, .name = RP_STR("*")};
    struct rp_param_values *values = &filling->places[0].values;
    struct rp_arn arn;
    RP_TRY(rp_param_find(filling->reading, filling->event, &place, values));
    if (values->count != 1 || !rp_arn_split(values->items[0], &arn)) return RAMPART_OK;
    if (!rp_str_equal(arn.partition, RP_STR("acs"))) return RAMPART_OK;
    return add_anything(filling->reading->arena, values->items[0], false, parts);
}

enum rampart_status rp_resource_parts(const struct rp_reading *reading, const struct rp_event *event,
                                      const struct rp_trail_action *action, struct rampart_str account,
                                      struct rp_part **ret_parts)
{
    struct rp_part *parts = NULL;
    struct filling *filling = RP_NEW(reading->arena, struct filling);
    RP_TRY_MEMORY(filling != NULL);
    filling->reading = reading;
    filling->event = event;
    filling->action = action;
    filling->account = account;
    RP_TRY(add_named(filling, &parts));
    for (size_t i = 0; parts == NULL && i < action->count; i++) {
        if (!rp_str_equal(action->templates[i].arn, RP_STR("*"))) continue;
        RP_TRY(add_anything(reading->arena, RP_STR("*"), false, &parts));
    }
    bool found = parts != NULL;
    for (size_t i = 0; !found && i < action->count; i++) RP_TRY(add_template(filling, i, &parts));
    if (parts == NULL) RP_TRY(add_anything(reading->arena, RP_STR("*"), true, &parts));
    *ret_parts = parts;
    return RAMPART_OK;
}
