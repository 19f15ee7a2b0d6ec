/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "base/try.h"
#include "catalog/tsv.h"
#include "needs/needs.h"

/* A creation sees what is planned; an update too, and what was before; everything else what is there. */
struct rp_side rp_side_of(const struct rp_change *change, unsigned operation)
{
    const bool planned = (operation & (RAMPART_NEED_CREATE | RAMPART_NEED_UPDATE | RAMPART_NEED_PLAN)) != 0 ||
                         ((operation & RAMPART_NEED_DATA) != 0 && change->before == NULL);
    struct rp_side side = {.change = change, .operation = operation};
    side.values = planned ? change->after : change->before;
    side.unknown = planned ? change->unknown : NULL;
    side.sensitive = planned ? change->after_sensitive : change->before_sensitive;
    return side;
}

/* "true" stands anywhere in marks, which have the shape of values. The depth of a tree is limited. */
static bool value_is_marked(const struct rp_node *marks)
{
    if (marks == NULL) return false;
    if (marks->type == RP_NODE_BOOL) return rp_str_equal(marks->text, RP_STR("true"));
    for (const struct rp_node *mark = marks->first; mark != NULL; mark = mark->next)
        if (value_is_marked(mark)) return true;
    return false;
}

static const struct rp_node *value_mark(const struct rp_node *marks, struct rampart_str attribute)
{
    return marks != NULL && marks->type == RP_NODE_MAP ? rp_node_member(marks, attribute) : marks;
}

static bool value_is_zero(struct rampart_str number)
{
    for (size_t i = 0; i < number.len; i++)
        if (number.data[i] != '0' && number.data[i] != '.' && number.data[i] != '-') return false;
    return true;
}

static bool value_is_empty(const struct rp_node *node)
{
    switch (node->type) {
    case RP_NODE_BROKEN:
    case RP_NODE_NULL: return true;
    case RP_NODE_BOOL: return !rp_str_equal(node->text, RP_STR("true"));
    case RP_NODE_NUMBER: return value_is_zero(node->text);
    case RP_NODE_STRING: return node->text.len == 0;
    case RP_NODE_LIST:
    case RP_NODE_MAP: break;
    }
    return node->first == NULL;
}

struct rp_plan_value rp_side_value(const struct rp_side *side, struct rampart_str attribute)
{
    struct rp_plan_value value = {.node = side->values == NULL ? NULL : rp_node_member(side->values, attribute)};
    value.sensitive = value_is_marked(value_mark(side->sensitive, attribute));
    const struct rp_node *unknown = value_mark(side->unknown, attribute);
    const bool whole = unknown != NULL && unknown->type == RP_NODE_BOOL;
    value.partly = value_is_marked(unknown);
    if (value.partly && (whole || value.node == NULL || value_is_empty(value.node)))
        value.state = RP_PLAN_OPEN;
    else if (value.node != NULL)
        value.state = value_is_empty(value.node) ? RP_PLAN_EMPTY : RP_PLAN_SET;
    return value;
}

/* ---- texts ---- */

enum { MOST_VALUES = 256 };

/* A list may be long, and each of its values is compared with the others: what is behind the first ones is open. */
static enum rampart_status value_add(struct rp_arena *arena, struct rp_texts *texts, struct rampart_str text)
{
    if (texts->count == MOST_VALUES) {
        texts->open = RP_STR("there are more values than are listed");
        return RAMPART_OK;
    }
    for (size_t i = 0; i < texts->count; i++)
        if (rp_str_equal(texts->items[i], text)) return RAMPART_OK;
    struct rampart_str *items = rp_arena_grow(arena, texts->items, texts->count, &texts->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    texts->items = items;
    items[texts->count++] = text;
    return RAMPART_OK;
}

static enum rampart_status value_open(struct rp_arena *arena, struct rp_texts *texts, struct rampart_str what,
                                      const char *why)
{
    if (texts->open.len > 0) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(arena, &texts->open, "%.*s %s", RP_ARG(what), why));
    return RAMPART_OK;
}

/* A part of an id, between colons. */
static bool value_part(struct rampart_str id, struct rampart_str number, struct rampart_str *ret_part)
{
    size_t left = number.len == 1 && rp_is_digit(number.data[0]) ? (size_t)(number.data[0] - '0') : SIZE_MAX;
    if (left == SIZE_MAX) return false;
    while (left > 0) {
        const size_t colon = rp_str_find(id, ':');
        if (colon == id.len) return false;
        id = rp_str_from(id, colon + 1);
        left--;
    }
    *ret_part = rp_str_part(id, 0, rp_str_find(id, ':'));
    return ret_part->len > 0;
}

/* Text, or its part that the selector names, ":1"; behind ":0:1" nobody knows what separates. */
static enum rampart_status value_add_part(struct rp_arena *arena, struct rp_texts *texts, struct rampart_str name,
                                          struct rampart_str text, struct rampart_str selector)
{
    struct rampart_str part;
    if (selector.len == 0) return value_add(arena, texts, text);
    if (value_part(text, rp_str_from(selector, 1), &part)) return value_add(arena, texts, part);
    return value_open(arena, texts, name, "does not show this part");
}

/* A list may have a part for each of its elements. */
static enum rampart_status value_add_node(struct rp_arena *arena, struct rp_texts *texts, struct rampart_str name,
                                          const struct rp_node *node, struct rampart_str selector)
{
    const bool list = node->type == RP_NODE_LIST;
    for (const struct rp_node *item = list ? node->first : node; item != NULL; item = list ? item->next : NULL) {
        if (item->type == RP_NODE_LIST || item->type == RP_NODE_MAP)
            RP_TRY(value_open(arena, texts, name, "holds what is asked for"));
        else if (!value_is_empty(item))
            RP_TRY(value_add_part(arena, texts, name, item->text, selector));
    }
    return RAMPART_OK;
}

static enum rampart_status value_add_source(struct rp_arena *arena, const struct rp_side *side,
                                            struct rampart_str source, struct rp_texts *texts);

/* The id of a new resource may be made of attributes that are known; these have no id in them, and so it ends. */
static enum rampart_status value_add_derived(struct rp_arena *arena, const struct rp_side *side, struct rampart_str source,
                                             struct rampart_str name, struct rp_texts *texts)
{
    for (size_t i = 0; i < side->derived_count; i++) {
        struct rampart_str rest = side->derived[i].sources, one;
        if (!rp_str_equal(side->derived[i].part, source)) continue;
        while (rp_part_next(&rest, '|', &one)) {
            struct rp_texts more = {.count = 0};
            RP_TRY(value_add_source(arena, side, one, &more));
            for (size_t k = 0; k < more.count; k++) RP_TRY(value_add(arena, texts, more.items[k]));
        }
    }
    return texts->count == 1 ? RAMPART_OK : value_open(arena, texts, name, "is known after apply");
}

/* One source: "id", "id:1", ".attribute:0". */
static enum rampart_status value_add_source(struct rp_arena *arena, const struct rp_side *side,
                                            struct rampart_str source, struct rp_texts *texts)
{
    const size_t colon = rp_str_find(source, ':');
    const struct rampart_str selector = rp_str_from(source, colon);
    struct rampart_str name = rp_str_part(source, 0, colon);
    if (name.len > 0 && name.data[0] == '.') name = rp_str_from(name, 1);
    if (rp_str_equal(source, RP_STR("id")) && side->change->imported.len > 0)
        return value_add(arena, texts, side->change->imported);
    const struct rp_plan_value value = rp_side_value(side, name);
    switch (value.state) {
    case RP_PLAN_EMPTY: return RAMPART_OK;
    case RP_PLAN_OPEN: return value_add_derived(arena, side, source, name, texts);
    case RP_PLAN_UNTOLD: return value_open(arena, texts, name, "is not in the plan");
    case RP_PLAN_SET: break;
    }
    if (value.sensitive) return value_open(arena, texts, name, "is sensitive, and not shown");
    if (value.partly) RP_TRY(value_open(arena, texts, name, "is known after apply, in part"));
    return value_add_node(arena, texts, name, value.node, selector);
}

/*
 * The provider takes one of several sources. They stand for one thing, an attribute and its older name or the id: one
 * that is known tells it.
 */
enum rampart_status rp_side_texts(struct rp_arena *arena, const struct rp_side *side, struct rampart_str sources,
                                  struct rp_texts *ret_texts)
{
    struct rampart_str open = {NULL, 0}, partly = {NULL, 0};
    *ret_texts = (struct rp_texts){.count = 0};
    while (sources.len > 0) {
        const size_t len = rp_str_find(sources, '|');
        struct rp_texts texts = {.count = 0};
        RP_TRY(value_add_source(arena, side, rp_str_part(sources, 0, len), &texts));
        for (size_t i = 0; i < texts.count; i++) RP_TRY(value_add(arena, ret_texts, texts.items[i]));
        if (texts.count > 0 && texts.open.len > 0) partly = texts.open;
        if (texts.count == 0 && texts.open.len > 0) open = texts.open;
        sources = rp_str_from(sources, len + 1);
    }
    ret_texts->open = ret_texts->count > 0 ? partly : open;
    return RAMPART_OK;
}
