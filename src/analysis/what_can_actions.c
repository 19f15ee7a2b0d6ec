/* SPDX-License-Identifier: Apache-2.0 */
/* Which actions of the catalogue patterns stand for, and of which services they match others. */
#include <stdlib.h>

#include "analysis/diff_texts.h"
#include "analysis/what_can.h"
#include "base/ascii.h"
#include "base/str.h"
#include "base/try.h"

struct actions {
    struct rp_arena *arena;
    const struct rampart_catalog *catalog;
    struct rampart_str service; /* empty: all */
    struct rampart_what_can_action *known;
    size_t known_count, known_room;
    struct rampart_what_can_other *others;
    size_t other_count, other_room;
};

/* ---- whether an action lies in a region ---- */

static bool actions_match(struct rampart_strs lowered, struct rampart_str lower)
{
    for (size_t i = 0; i < lowered.count; i++)
        if (rp_glob(lowered.items[i], lower)) return true;
    return false;
}

static bool actions_has(const struct rampart_diff_region *lowered, struct rampart_str lower)
{
    for (size_t i = 0; i < lowered->within_count; i++)
        if (!actions_match(lowered->within[i], lower)) return false;
    return !actions_match(lowered->except, lower);
}

static enum rampart_status actions_lower(struct rp_arena *arena, struct rampart_strs texts, struct rampart_strs *ret_lower)
{
    struct rampart_str *items = RP_NEW_ARRAY(arena, struct rampart_str, texts.count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < texts.count; i++) RP_TRY_MEMORY(rp_arena_lower(arena, texts.items[i], &items[i]));
    *ret_lower = (struct rampart_strs){items, texts.count};
    return RAMPART_OK;
}

static enum rampart_status actions_lower_region(struct rp_arena *arena, const struct rampart_diff_region *region,
                                                struct rampart_diff_region *ret_lower)
{
    struct rampart_strs *within = RP_NEW_ARRAY(arena, struct rampart_strs, region->within_count);
    RP_TRY_MEMORY(within != NULL);
    for (size_t i = 0; i < region->within_count; i++) RP_TRY(actions_lower(arena, region->within[i], &within[i]));
    *ret_lower = (struct rampart_diff_region){.within = within, .within_count = region->within_count};
    return actions_lower(arena, region->except, &ret_lower->except);
}

enum rampart_status rp_what_can_row_has(struct rp_arena *arena, const struct rampart_what_can_row *row, struct rampart_str action,
                                        bool *ret_has)
{
    struct rampart_str lower;
    *ret_has = false;
    RP_TRY_MEMORY(rp_arena_lower(arena, action, &lower));
    for (size_t i = 0; i < row->action_count && !*ret_has; i++) {
        struct rampart_diff_region lowered;
        RP_TRY(actions_lower_region(arena, &row->actions[i], &lowered));
        *ret_has = actions_has(&lowered, lower);
    }
    return RAMPART_OK;
}

/* ---- what is found ---- */

static enum rampart_status actions_add(struct actions *actions, struct rampart_str action, struct rampart_str level)
{
    void *grown = rp_arena_grow(actions->arena, actions->known, actions->known_count, &actions->known_room,
                                sizeof *actions->known);
    RP_TRY_MEMORY(grown != NULL);
    actions->known = grown;
    actions->known[actions->known_count++] = (struct rampart_what_can_action){.action = action, .level = level};
    return RAMPART_OK;
}

static enum rampart_status actions_add_other(struct actions *actions, struct rampart_str service)
{
    struct rampart_catalog_service known;
    struct rampart_what_can_other other = {.service = service};
    if (actions->service.len > 0) other.service = actions->service;
    for (size_t i = 0; i < actions->other_count; i++)
        if (rp_str_equal(actions->others[i].service, other.service)) return RAMPART_OK;
    if (rampart_catalog_find_service(actions->catalog, other.service, &known))
        other.complete = known.complete;
    void *grown = rp_arena_grow(actions->arena, actions->others, actions->other_count, &actions->other_room,
                                sizeof *actions->others);
    RP_TRY_MEMORY(grown != NULL);
    actions->others = grown;
    actions->others[actions->other_count++] = other;
    return RAMPART_OK;
}

static bool actions_is_of(const struct actions *actions, struct rampart_str service)
{
    return actions->service.len == 0 || rp_str_equal_fold(actions->service, service);
}

/* An action of which the catalogue says nothing is one nevertheless where a document names it in full. */
static enum rampart_status actions_add_named(struct actions *actions, struct rampart_str action, struct rampart_str lower)
{
    struct rampart_catalog_action known;
    if (!actions_is_of(actions, rp_str_part(lower, 0, rp_str_find(lower, ':')))) return RAMPART_OK;
    if (rampart_catalog_find_action(actions->catalog, action, &known)) return actions_add(actions, known.action, known.level);
    RP_TRY(actions_add(actions, action, RP_STR("")));
    actions->known[actions->known_count - 1].unlisted = true;
    return RAMPART_OK;
}

static enum rampart_status actions_add_matches(struct actions *actions, struct rampart_str pattern,
                                               const struct rampart_diff_region *lowered)
{
    struct rampart_catalog_pattern walk = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action action;
    char lower[sizeof walk.text];
    while (rampart_catalog_next_match(actions->catalog, &walk, &action)) {
        if (!actions_is_of(actions, action.service) || action.action.len > sizeof lower) continue;
        rp_ascii_lower(lower, action.action);
        const struct rampart_str text = {lower, action.action.len};
        if (!actions_has(lowered, text) || !rp_diff_is_asked(actions->catalog, action.action)) continue;
        RP_TRY(actions_add(actions, action.action, action.level));
    }
    return RAMPART_OK;
}

/* The patterns of the first list take in all that the region has. */
static enum rampart_status actions_add_region(struct actions *actions, const struct rampart_diff_region *region)
{
    struct rampart_diff_region lowered;
    RP_TRY(actions_lower_region(actions->arena, region, &lowered));
    for (size_t i = 0; i < region->within[0].count; i++) {
        const struct rampart_str pattern = region->within[0].items[i], lower = lowered.within[0].items[i];
        const struct rampart_str service = rp_str_part(lower, 0, rp_str_find(lower, ':'));
        if (!rp_has_wildcard(pattern)) {
            if (actions_has(&lowered, lower)) RP_TRY(actions_add_named(actions, pattern, lower));
            continue;
        }
        RP_TRY(actions_add_matches(actions, pattern, &lowered));
        if (service.len == lower.len || rp_has_wildcard(service))
            RP_TRY(actions_add_other(actions, RP_STR("*")));
        else if (actions_is_of(actions, service))
            RP_TRY(actions_add_other(actions, service));
    }
    return RAMPART_OK;
}

/* ---- one service ---- */

static bool actions_names(struct rampart_str service, struct rampart_str pattern)
{
    return pattern.len > service.len && pattern.data[service.len] == ':' &&
           rp_str_equal_fold(rp_str_part(pattern, 0, service.len), service);
}

/* Patterns of other services, which name them in full, are left out; *ret_all: the others are all of this service. */
static enum rampart_status actions_of_service(struct rp_arena *arena, struct rampart_str service, struct rampart_strs *texts,
                                              bool *ret_all)
{
    struct rampart_str *left = RP_NEW_ARRAY(arena, struct rampart_str, texts->count);
    size_t count = 0;
    RP_TRY_MEMORY(left != NULL);
    *ret_all = true;
    for (size_t i = 0; i < texts->count; i++) {
        const struct rampart_str code = rp_str_part(texts->items[i], 0, rp_str_find(texts->items[i], ':'));
        const bool is = actions_names(service, texts->items[i]);
        if (!is && code.len < texts->items[i].len && !rp_has_wildcard(code)) continue;
        *ret_all &= is;
        left[count++] = texts->items[i];
    }
    *texts = (struct rampart_strs){left, count};
    return RAMPART_OK;
}

enum rampart_status rp_what_can_narrow(struct rp_arena *arena, struct rampart_str service, struct rampart_diff_region *region)
{
    struct rampart_strs *within = RP_NEW_ARRAY(arena, struct rampart_strs, region->within_count + 1);
    struct rampart_str *all = RP_NEW(arena, struct rampart_str);
    size_t count = 0;
    bool narrow = false, of_service;
    if (service.len == 0) return RAMPART_OK;
    RP_TRY_MEMORY(within != NULL && all != NULL);
    const struct rampart_str parts[] = {service, RP_STR(":*")};
    RP_TRY_MEMORY(rp_arena_join(arena, parts, 2, all));
    for (size_t i = 0; i < region->within_count; i++) {
        within[count] = region->within[i];
        if (within[count].count == 1 && rp_str_equal(within[count].items[0], RP_STR("*"))) continue;
        RP_TRY(actions_of_service(arena, service, &within[count++], &of_service));
        narrow |= of_service;
    }
    if (!narrow) within[count++] = (struct rampart_strs){all, 1};
    region->within = within;
    region->within_count = count;
    return actions_of_service(arena, service, &region->except, &of_service);
}

/* ---- the row ---- */

bool rp_what_can_writes(struct rampart_str level)
{
    return !rp_str_equal(level, RP_STR("get")) && !rp_str_equal(level, RP_STR("list"));
}

static int actions_compare(const void *a, const void *b)
{
    const struct rampart_what_can_action *left = a, *right = b;
    return rp_str_compare(left->action, right->action);
}

/* Several patterns may match one. */
static void actions_sort(struct actions *actions)
{
    size_t left = 0;
    if (actions->known_count > 1) qsort(actions->known, actions->known_count, sizeof *actions->known, actions_compare);
    for (size_t i = 0; i < actions->known_count; i++)
        if (left == 0 || !rp_str_equal(actions->known[left - 1].action, actions->known[i].action))
            actions->known[left++] = actions->known[i];
    actions->known_count = left;
}

/* Where all actions of a service are known, none that is not known may change anything. */
static void actions_keep_writes(struct actions *actions)
{
    size_t left = 0, others = 0;
    for (size_t i = 0; i < actions->known_count; i++)
        if (rp_what_can_writes(actions->known[i].level)) actions->known[left++] = actions->known[i];
    actions->known_count = left;
    for (size_t i = 0; i < actions->other_count; i++)
        if (actions->others[i].complete.len == 0) actions->others[others++] = actions->others[i];
    actions->other_count = others;
}

enum rampart_status rp_what_can_actions(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                        const struct rampart_what_can_options *how, struct rampart_what_can_row *row)
{
    struct actions actions = {.arena = arena, .catalog = catalog, .service = how->service};
    for (size_t i = 0; i < row->action_count; i++) RP_TRY(actions_add_region(&actions, &row->actions[i]));
    if (how->write) actions_keep_writes(&actions);
    actions_sort(&actions);
    row->known = actions.known;
    row->known_count = actions.known_count;
    row->others = actions.others;
    row->other_count = actions.other_count;
    return RAMPART_OK;
}
