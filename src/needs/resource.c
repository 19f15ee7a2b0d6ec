/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a call of the provider to the resources that it is authorised on: the templates of its action, filled from the
 * plan. What is not known becomes a `*`, and is said.
 */
#include "base/str.h"
#include "base/try.h"
#include "catalog/parameters.h"
#include "catalog/regions.h"
#include "catalog/templates.h"
#include "needs/needs.h"

enum { MOST_PLACES = 8 };

#define ANYTHING RP_STR("*")

/* A place of a template, and what the call has for it. */
struct filled_place {
    struct rp_place place;
    struct rp_texts texts;
    bool listed;   /* a parameter of the call is known that fills it */
    bool unsorted; /* and nobody knows whether its value is of this kind */
    bool elsewhere; /* it certainly is of another one */
};

struct filled_template {
    struct rampart_str arn;
    struct filled_place places[MOST_PLACES];
    size_t count;
};

struct resource_filler {
    struct rampart_needs *needs;
    const struct rp_wanted *wanted;
    struct rp_resources *resources;
    const struct rp_templates *templates;
    bool typed; /* one of the templates is of the kind that the type of the resource tells */
    bool any;   /* the call names none of them: each may be meant */
};

/* ---- the list ---- */

enum rampart_status rp_resource_add(struct rp_arena *arena, struct rp_resources *resources,
                                    const struct rampart_need_resource *resource)
{
    for (size_t i = 0; i < resources->count; i++) {
        struct rampart_need_resource *other = &resources->items[i];
        if (!rp_str_equal(other->arn, resource->arn)) continue;
        if (other->perhaps && !resource->perhaps) *other = *resource;
        return RAMPART_OK;
    }
    struct rampart_need_resource *items =
        rp_arena_grow(arena, resources->items, resources->count, &resources->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    resources->items = items;
    items[resources->count++] = *resource;
    return RAMPART_OK;
}

/* ---- places ---- */

/* The next parameter of the call: its name, and what fills it. */
static bool resource_parameter(struct rampart_str *list, struct rampart_str *ret_name, struct rampart_str *ret_sources)
{
    const size_t len = rp_str_find(*list, ' ');
    const struct rampart_str one = rp_str_part(*list, 0, len);
    const size_t equals = rp_str_find(one, '=');
    *list = rp_str_from(*list, len + 1);
    *ret_name = rp_str_part(one, 0, equals);
    *ret_sources = rp_str_from(one, equals + 1);
    return one.len > 0;
}

static bool resource_sources(struct rampart_str parameters, const struct rp_filler *filler, struct rampart_str *ret_sources)
{
    struct rampart_str name;
    while (resource_parameter(&parameters, &name, ret_sources))
        if (rp_filler_is(filler, name, true)) return true;
    return false;
}

/* "securitygroup" of "alicloud_security_group", with or without the first of its words, is the kind "SecurityGroup". */
static bool resource_is_of_type(struct rampart_str type, struct rampart_str kind)
{
    struct rampart_str rest = rp_str_from(type, sizeof "alicloud_" - 1);
    for (unsigned skipped = 0; skipped < 2; skipped++) {
        size_t at = 0, i = 0;
        for (; i < rest.len && at < kind.len; i++) {
            while (at < kind.len && (kind.data[at] == '_' || kind.data[at] == '-')) at++;
            if (rest.data[i] == '_') continue;
            if (at == kind.len || rp_lower(kind.data[at]) != rest.data[i]) break;
            at++;
        }
        if (i == rest.len && at == kind.len) return true;
        rest = rp_str_from(rest, rp_str_find(rest, '_') + 1);
    }
    return false;
}

/* The attribute of a parameter, "policy_type" of PolicyType. False: it is too long to be one. */
static bool resource_attribute(struct rampart_str parameter, char *room, size_t size, struct rampart_str *ret_attribute)
{
    size_t len = 0;
    for (size_t i = 0; i < parameter.len; i++) {
        const bool capital = rp_lower(parameter.data[i]) != parameter.data[i];
        if (len + 2 > size) return false;
        if (capital && i > 0) room[len++] = '_';
        room[len++] = rp_lower(parameter.data[i]);
    }
    *ret_attribute = (struct rampart_str){room, len};
    return true;
}

/* What the call has for the parameter that tells the kind; empty: it is not known. */
static enum rampart_status resource_kind(struct resource_filler *filler, struct rampart_str parameter,
                                         struct rampart_str *ret_kind)
{
    enum { LONGEST = 64 };
    char room[LONGEST];
    struct rp_texts texts;
    struct rampart_str sources, attribute;
    const struct rp_filler kind = {.name = parameter, .spelt = true};
    *ret_kind = (struct rampart_str){NULL, 0};
    if (resource_sources(filler->wanted->parameters, &kind, &sources)) {
        RP_TRY(rp_side_texts(&filler->needs->arena, filler->wanted->side, sources, &texts));
        if (texts.count == 1 && texts.open.len == 0) *ret_kind = texts.items[0];
    } else if (resource_attribute(parameter, room, sizeof room, &attribute)) {
        const struct rp_plan_value value = rp_side_value(filler->wanted->side, attribute);
        if (value.state == RP_PLAN_SET && value.node->type == RP_NODE_STRING && !value.sensitive)
            *ret_kind = value.node->text;
    }
    return RAMPART_OK;
}

/* A policy that is managed is one of the account's own, and none of the system. */
static bool resource_is_custom(struct rampart_str kind)
{
    return rp_str_equal(kind, RP_STR("Custom"));
}

/* A filler counts for one kind of resource: whether the call's is of that kind. */
static enum rampart_status resource_weigh_kind(struct resource_filler *filler, const struct rp_filler *how,
                                               struct rampart_str sources, struct filled_place *filled)
{
    struct rampart_str kind;
    if (how->kind.len == 0) return RAMPART_OK;
    RP_TRY(resource_kind(filler, how->kind, &kind));
    const bool own = rp_str_equal(sources, RP_STR("id")); /* the resource itself */
    if (kind.len > 0)
        filled->elsewhere = !rp_str_equal_fold(kind, how->value);
    else if (own && filled->place.of_system)
        filled->elsewhere = true;
    else if (!own || (!resource_is_custom(how->value) && !resource_is_of_type(filler->wanted->side->change->type, how->value)))
        filled->unsorted = true;
    if (filled->unsorted && own && filler->typed) filled->elsewhere = true;
    return RAMPART_OK;
}

static enum rampart_status resource_place(struct resource_filler *filler, struct filled_place *filled)
{
    struct rp_filler_cursor cursor = {.catalog = filler->needs->catalog};
    struct rp_filler how;
    struct rampart_str sources;
    if (filler->wanted->side == NULL) return RAMPART_OK;
    while (rp_filler_next(filler->wanted->action, &filled->place, &cursor, &how)) {
        if (!resource_sources(filler->wanted->parameters, &how, &sources)) continue;
        struct filled_place try = {.place = filled->place, .listed = true};
        RP_TRY(rp_side_texts(&filler->needs->arena, filler->wanted->side, sources, &try.texts));
        RP_TRY(resource_weigh_kind(filler, &how, sources, &try));
        if (!filled->listed || (filled->texts.count == 0 && filled->texts.open.len == 0)) *filled = try;
    }
    return RAMPART_OK;
}

static enum rampart_status resource_places(struct resource_filler *filler, struct rampart_str arn,
                                           struct filled_template *ret_filled)
{
    struct rp_place place;
    size_t cursor = 0;
    *ret_filled = (struct filled_template){.arn = arn};
    while (rp_place_next(arn, &cursor, &place)) {
        if (place.is_account || place.is_region) continue;
        if (ret_filled->count == MOST_PLACES) return RAMPART_LIMIT;
        struct filled_place *next = &ret_filled->places[ret_filled->count++];
        next->place = place;
        RP_TRY(resource_place(filler, next));
    }
    return RAMPART_OK;
}

/* The call names a resource of the template, or does after the apply: its last place has something. */
static bool resource_is_named(const struct filled_template *filled)
{
    if (filled->count == 0) return true;
    const struct filled_place *last = &filled->places[filled->count - 1];
    return last->texts.count > 0 || last->texts.open.len > 0;
}

/* ---- printing ---- */

/* An ARN while it is written, with the first thing in it that is not known. */
struct resource_text {
    struct rp_buf out;
    struct rampart_str open;
    bool perhaps;
};

static void resource_print_open(struct resource_text *text, struct rampart_str why)
{
    rp_buf_add(&text->out, ANYTHING);
    if (text->open.len == 0) text->open = why;
}

static bool resource_is_global(struct rampart_str arn)
{
    const struct rampart_str service = rp_str_from(arn, sizeof "acs:" - 1);
    return rp_catalog_is_global(rp_str_part(service, 0, rp_str_find(service, ':')));
}

static void resource_print_region(const struct resource_filler *filler, struct rampart_str arn, struct resource_text *text)
{
    const struct rp_needs_provider *provider = filler->needs->provider;
    const struct rampart_str region =
        provider != NULL && provider->region.len > 0 ? provider->region : filler->needs->how.region;
    if (resource_is_global(arn))
        rp_buf_add(&text->out, ANYTHING);
    else if (region.len > 0)
        rp_buf_add(&text->out, region);
    else
        resource_print_open(text, RP_STR("the region is not known: --region names it"));
}

static void resource_print_account(const struct resource_filler *filler, struct resource_text *text)
{
    if (filler->needs->account.len > 0)
        rp_buf_add(&text->out, filler->needs->account);
    else
        resource_print_open(text, RP_STR("the account is not known: --account-id names it"));
}

/* Of two lists nobody knows which parts belong together. */
static void resource_print_place(const struct filled_place *filled, size_t i, bool spread, struct resource_text *text)
{
    const struct rp_texts *texts = &filled->texts;
    if (filled->unsorted) {
        text->perhaps = true;
        if (text->open.len == 0) text->open = RP_STR("which kind of resource the call names is not known");
    }
    if (texts->count == 1 || (texts->count > 1 && spread)) {
        const struct rampart_str value = texts->items[texts->count == 1 ? 0 : i];
        rp_buf_add(&text->out, value);
        if (rp_has_wildcard(value) && text->open.len == 0) text->open = RP_STR("the value has a wildcard of its own");
    } else if (texts->count > 1) {
        resource_print_open(text, RP_STR("which of several values belong together is not known"));
    } else if (texts->open.len > 0) {
        resource_print_open(text, texts->open);
    } else if (filled->listed) {
        text->perhaps = true;
        resource_print_open(text, RP_STR("the plan sets no value for it"));
    } else {
        resource_print_open(text, RP_STR("no known parameter of the call names it"));
    }
}

static void resource_print(const struct resource_filler *filler, const struct filled_template *filled, size_t i,
                           const struct filled_place *spread, struct resource_text *text)
{
    struct rp_place place;
    size_t cursor = 0, from = 0, number = 0;
    while (rp_place_next(filled->arn, &cursor, &place)) {
        const size_t open = cursor - place.name.len - 3; /* {#name} */
        rp_buf_add(&text->out, rp_str_part(filled->arn, from, open - from));
        from = cursor;
        if (place.is_account)
            resource_print_account(filler, text);
        else if (place.is_region)
            resource_print_region(filler, filled->arn, text);
        else {
            resource_print_place(&filled->places[number], i, &filled->places[number] == spread, text);
            number++;
        }
    }
    rp_buf_add(&text->out, rp_str_from(filled->arn, from));
}

/* One of the resources of a template. */
static enum rampart_status resource_add_filled(struct resource_filler *filler, const struct filled_template *filled, size_t i,
                                               const struct filled_place *spread)
{
    struct rp_arena *arena = &filler->needs->arena;
    struct resource_text text = {.perhaps = filler->any};
    if (filler->any) text.open = RP_STR("which kind of resource the call names is not known");
    struct rampart_need_resource resource = {.arn = {NULL, 0}};
    rp_buf_init(&text.out, &arena->allocator, SIZE_MAX / 2);
    resource_print(filler, filled, i, spread, &text);
    const bool kept = text.out.failed == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&text.out), &resource.arn);
    rp_buf_free(&text.out);
    RP_TRY_MEMORY(kept);
    resource.open = text.open;
    resource.perhaps = text.perhaps;
    RP_TRY(rp_resource_add(arena, filler->resources, &resource));
    if (spread == NULL || spread->texts.open.len == 0) return RAMPART_OK;
    struct filled_template rest = *filled; /* the parts of the list that are known only after the apply */
    struct filled_place *open = &rest.places[spread - filled->places];
    open->texts.count = 0;
    return resource_add_filled(filler, &rest, 0, NULL);
}

static enum rampart_status resource_add_all(struct resource_filler *filler, const struct filled_template *filled)
{
    const struct filled_place *spread = NULL;
    for (size_t i = 0; i < filled->count && spread == NULL; i++) {
        const struct rp_texts *texts = &filled->places[i].texts;
        if (texts->count > 1 || (texts->count == 1 && texts->open.len > 0)) spread = &filled->places[i];
        if (filled->places[i].elsewhere) return RAMPART_OK;
    }
    for (size_t i = 0; i < (spread == NULL ? 1 : spread->texts.count); i++)
        RP_TRY(resource_add_filled(filler, filled, i, spread));
    return RAMPART_OK;
}

/* ---- templates ---- */

static enum rampart_status resource_template(struct resource_filler *filler, size_t i)
{
    const struct rp_template *template = &filler->templates->items[i];
    const struct rp_template *star = &filler->templates->items[template->star];
    struct filled_template filled;
    if (template->stands_in) return RAMPART_OK;
    RP_TRY(resource_places(filler, template->arn, &filled));
    const bool named = resource_is_named(&filled);
    if (star == template) return template->optional && !named ? RAMPART_OK : resource_add_all(filler, &filled);
    if (named) RP_TRY(resource_add_all(filler, &filled));
    if (named && !(star->required && template->optional)) return RAMPART_OK;
    RP_TRY(resource_places(filler, star->arn, &filled));
    return resource_add_all(filler, &filled);
}

/* True when a place of the template is filled by the resource itself, if that is of the kind that its type tells. */
static bool resource_is_typed(const struct resource_filler *filler, const struct rp_template *template)
{
    struct rp_place place;
    size_t cursor = 0;
    while (rp_place_next(template->arn, &cursor, &place)) {
        struct rp_filler_cursor fillers = {.catalog = filler->needs->catalog};
        struct rp_filler how;
        struct rampart_str sources;
        while (rp_filler_next(filler->wanted->action, &place, &fillers, &how))
            if (how.kind.len > 0 && resource_is_of_type(filler->wanted->side->change->type, how.value) &&
                resource_sources(filler->wanted->parameters, &how, &sources) && rp_str_equal(sources, RP_STR("id")))
                return true;
    }
    return false;
}

static enum rampart_status resource_templates(struct resource_filler *filler, const struct rp_templates *templates)
{
    filler->templates = templates;
    for (size_t i = 0; i < templates->count && filler->wanted->side != NULL; i++)
        filler->typed |= resource_is_typed(filler, &templates->items[i]);
    for (size_t i = 0; i < templates->count; i++) RP_TRY(resource_template(filler, i));
    return RAMPART_OK;
}

/* The whole ARN stands in a parameter: RoleArn. */
static enum rampart_status resource_whole(struct resource_filler *filler, struct rampart_str sources)
{
    struct rp_arena *arena = &filler->needs->arena;
    struct rp_texts texts;
    RP_TRY(rp_side_texts(arena, filler->wanted->side, sources, &texts));
    for (size_t i = 0; i < texts.count; i++)
        if (rp_str_starts(texts.items[i], RP_STR("acs:")))
            RP_TRY(rp_resource_add(arena, filler->resources, &(struct rampart_need_resource){.arn = texts.items[i]}));
    if (filler->resources->count > 0 && texts.open.len == 0) return RAMPART_OK;
    const struct rampart_str open = texts.open.len > 0 ? texts.open : RP_STR("the plan sets no ARN for it");
    return rp_resource_add(arena, filler->resources, &(struct rampart_need_resource){.arn = ANYTHING, .open = open});
}

static bool resource_is_whole(const struct resource_filler *filler, struct rampart_str *ret_sources)
{
    const struct rp_place place = {.name = RP_PLACE_OF_ARN};
    struct rp_filler_cursor cursor = {.catalog = filler->needs->catalog};
    struct rp_filler how;
    if (filler->wanted->side == NULL) return false;
    while (rp_filler_next(filler->wanted->action, &place, &cursor, &how))
        if (resource_sources(filler->wanted->parameters, &how, ret_sources)) return true;
    return false;
}

/* A call that names none of the resources that its action may be authorised on: it may be about any. */
static enum rampart_status resource_any(struct resource_filler *filler, const struct rp_templates *templates)
{
    struct filled_template filled;
    filler->any = templates->count > 1;
    for (size_t i = 0; i < templates->count; i++) {
        RP_TRY(resource_places(filler, templates->items[i].arn, &filled));
        RP_TRY(resource_add_all(filler, &filled));
    }
    return RAMPART_OK;
}

enum rampart_status rp_resources_add(struct rampart_needs *needs, const struct rp_wanted *wanted,
                                     struct rp_resources *resources)
{
    struct resource_filler filler = {.needs = needs, .wanted = wanted, .resources = resources};
    struct rp_templates templates;
    struct rampart_str sources;
    if (resource_is_whole(&filler, &sources)) return resource_whole(&filler, sources);
    RP_TRY(rp_templates_of(&needs->arena, needs->catalog, wanted->action, &templates));
    RP_TRY(resource_templates(&filler, &templates));
    if (resources->count == 0) RP_TRY(resource_any(&filler, &templates));
    resources->disputed |= templates.older.len > 0;
    if (resources->count > 0) return RAMPART_OK;
    resources->no_template = true;
    const struct rampart_need_resource any = {.arn = ANYTHING, .open = RP_STR("no page says what the action is authorised on")};
    return rp_resource_add(&needs->arena, resources, &any);
}
