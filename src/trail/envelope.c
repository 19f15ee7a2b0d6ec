/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/envelope.h"

#include "base/str.h"
#include "base/try.h"
#include "text/json.h"

enum { DEEPEST = 4 }; /* envelopes in one another */

static const struct rampart_str column = {"event.", sizeof "event." - 1};

enum rampart_status rp_text_read(const struct rp_reading *reading, struct rampart_str text,
                                 struct rp_node **ret_root)
{
    struct rp_reading inner = *reading;
    struct rp_source *source = RP_NEW(reading->arena, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, reading->arena, reading->source->name, text));
    inner.source = source;
    return rp_json_read(&inner, ret_root);
}

/* ---- rows whose columns are the event's members ---- */

/* A part that a column's name may have: below these the rest of the name is one key. */
static bool is_part(struct rampart_str name)
{
    static const struct rampart_str parts[] = {{"userIdentity", 12},       {"sessionContext", 14},
                                               {"attributes", 10},         {"sessionAttributes", 17},
                                               {"requestParameters", 17},  {"referencedResources", 19},
                                               {"additionalEventData", 19}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (rp_str_equal(name, parts[i])) return true;
    return false;
}

static void append(struct rp_node *map, struct rp_node *member)
{
    member->next = map->first;
    map->first = member;
    map->count++;
}

/* The map of this name in a map, made when it is not there. There are few, and they stand behind one another. */
static struct rp_node *part_of(struct rp_arena *arena, struct rp_node *map, struct rampart_str name)
{
    for (struct rp_node *part = map->made; part != NULL; part = part->made)
        if (rp_str_equal(part->key, name)) return part;
    struct rp_node *part = RP_NEW(arena, struct rp_node);
    if (part == NULL) return NULL;
    part->type = RP_NODE_MAP;
    part->key = name;
    part->made = map->made;
    append(map, part);
    map->made = part;
    return part;
}

static bool add_column(struct rp_arena *arena, struct rp_node *event, const struct rp_node *cell)
{
    struct rampart_str name = rp_str_from(cell->key, column.len);
    struct rp_node *map = event;
    for (size_t i = 0; i < DEEPEST; i++) {
        size_t dot = rp_str_find(name, '.');
        if (dot == name.len || !is_part(rp_str_part(name, 0, dot))) break;
        map = part_of(arena, map, rp_str_part(name, 0, dot));
        if (map == NULL) return false;
        name = rp_str_from(name, dot + 1);
    }
    struct rp_node *member = RP_NEW(arena, struct rp_node);
    if (member == NULL) return false;
    *member = *cell;
    member->key = name;
    append(map, member);
    return true;
}

static enum rampart_status join_columns(struct rp_arena *arena, const struct rp_node *row,
                                        const struct rp_node **ret_event)
{
    struct rp_node *event = RP_NEW(arena, struct rp_node);
    RP_TRY_MEMORY(event != NULL);
    event->type = RP_NODE_MAP;
    for (const struct rp_node *cell = row->first; cell != NULL; cell = cell->next)
        if (rp_str_starts(cell->key, column)) RP_TRY_MEMORY(add_column(arena, event, cell));
    *ret_event = event;
    return RAMPART_OK;
}

/* ---- one envelope ---- */

static bool has_columns(const struct rp_node *object)
{
    for (const struct rp_node *member = object->first; member != NULL; member = member->next)
        if (rp_str_starts(member->key, column)) return true;
    return false;
}

static bool is_event(const struct rp_node *object)
{
    return rp_node_member(object, RP_STR("eventName")) != NULL ||
           rp_node_member(object, RP_STR("eventType")) != NULL ||
           rp_node_member(object, RP_STR("userIdentity")) != NULL;
}

/* The member that an envelope of any kind holds the event in, as a map or as a string; NULL: it is none. */
static const struct rp_node *content(const struct rp_node *object)
{
    static const struct rampart_str names[] = {{"event", 5}, {"data", 4}, {"Detail", 6}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct rp_node *member = rp_node_member(object, names[i]);
        if (member == NULL) continue;
        if (member->type == RP_NODE_MAP || member->type == RP_NODE_STRING) return member;
    }
    return NULL;
}

/* A row of another log; what has no topic, or an empty one, may be of any. */
static const struct rp_node *other_topic(const struct rp_node *object)
{
    const struct rp_node *topic = rp_node_member(object, RP_STR("__topic__"));
    if (topic == NULL || topic->type != RP_NODE_STRING || topic->text.len == 0) return NULL;
    return rp_str_starts(topic->text, RP_STR("actiontrail")) ? NULL : topic;
}

enum rampart_status rp_envelope_open(const struct rp_reading *reading, const struct rp_node *object,
                                     enum rp_event_form *ret_form, const struct rp_node **ret_event)
{
    *ret_form = RP_EVENT_NONE;
    for (size_t i = 0; i < DEEPEST && object != NULL && object->type == RP_NODE_MAP; i++) {
        const struct rp_node *topic = other_topic(object), *inner = content(object);
        *ret_event = topic != NULL ? topic : object;
        *ret_form = topic != NULL ? RP_EVENT_OTHER_LOG : RP_EVENT_IS_ONE;
        if (topic != NULL || is_event(object)) return RAMPART_OK;
        if (has_columns(object)) return join_columns(reading->arena, object, ret_event);
        *ret_form = RP_EVENT_NONE;
        if (inner != NULL && inner->type == RP_NODE_STRING) {
            struct rp_node *root = NULL;
            RP_TRY(rp_text_read(reading, inner->text, &root));
            inner = root;
        }
        object = inner;
    }
    return RAMPART_OK;
}
