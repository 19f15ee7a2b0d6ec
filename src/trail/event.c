/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/event.h"

#include <stdio.h>

#include "base/str.h"
#include "base/try.h"
#include "policy/operand.h"
#include "text/json.h"

enum { DEEPEST = 4 }; /* envelopes within one another */

static const struct rampart_str column_prefix = {"event.", sizeof "event." - 1};

enum rampart_status rp_event_text_read(const struct rp_reading *reading, struct rampart_str text,
                                       struct rp_node **ret_root)
{
    struct rp_reading inner = *reading;
    struct rp_source *source = RP_NEW(reading->arena, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, reading->arena, reading->source->name, text));
    inner.source = source;
    return rp_json_read(&inner, ret_root);
}

/* ---- envelopes: rows whose columns are the event's members ---- */

/* A column's name may go down into these maps; the rest of it is one key. */
static bool event_is_part(struct rampart_str name)
{
    static const struct rampart_str parts[] = {{"userIdentity", 12},       {"sessionContext", 14},
                                               {"attributes", 10},         {"sessionAttributes", 17},
                                               {"requestParameters", 17},  {"referencedResources", 19},
                                               {"additionalEventData", 19}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (rp_str_equal(name, parts[i])) return true;
    return false;
}

static void event_append(struct rp_node *map, struct rp_node *member)
{
    member->next = map->first;
    map->first = member;
    map->count++;
}

/* Finds or makes the map of this name in a map. The few maps that were made are linked by `made`. */
static struct rp_node *event_part(struct rp_arena *arena, struct rp_node *map, struct rampart_str name)
{
    for (struct rp_node *part = map->made; part != NULL; part = part->made)
        if (rp_str_equal(part->key, name)) return part;
    struct rp_node *part = RP_NEW(arena, struct rp_node);
    if (part == NULL) return NULL;
    part->type = RP_NODE_MAP;
    part->key = name;
    part->made = map->made;
    event_append(map, part);
    map->made = part;
    return part;
}

static bool event_add_column(struct rp_arena *arena, struct rp_node *event, const struct rp_node *cell)
{
    struct rampart_str name = rp_str_from(cell->key, column_prefix.len);
    struct rp_node *map = event;
    for (size_t i = 0; i < DEEPEST; i++) {
        size_t dot = rp_str_find(name, '.');
        if (dot == name.len || !event_is_part(rp_str_part(name, 0, dot))) break;
        map = event_part(arena, map, rp_str_part(name, 0, dot));
        if (map == NULL) return false;
        name = rp_str_from(name, dot + 1);
    }
    struct rp_node *member = RP_NEW(arena, struct rp_node);
    if (member == NULL) return false;
    *member = *cell;
    member->key = name;
    event_append(map, member);
    return true;
}

static enum rampart_status event_join_columns(struct rp_arena *arena, const struct rp_node *row,
                                              const struct rp_node **ret_event)
{
    struct rp_node *event = RP_NEW(arena, struct rp_node);
    RP_TRY_MEMORY(event != NULL);
    event->type = RP_NODE_MAP;
    for (const struct rp_node *cell = row->first; cell != NULL; cell = cell->next)
        if (rp_str_starts(cell->key, column_prefix)) RP_TRY_MEMORY(event_add_column(arena, event, cell));
    *ret_event = event;
    return RAMPART_OK;
}

/* ---- envelopes: maps and strings around the event ---- */

static bool event_has_columns(const struct rp_node *object)
{
    for (const struct rp_node *member = object->first; member != NULL; member = member->next)
        if (rp_str_starts(member->key, column_prefix)) return true;
    return false;
}

static bool event_is_one(const struct rp_node *object)
{
    return rp_node_member(object, RP_STR("eventName")) != NULL ||
           rp_node_member(object, RP_STR("eventType")) != NULL ||
           rp_node_member(object, RP_STR("userIdentity")) != NULL;
}

/* The member in which an envelope of any kind holds the event, as a map or a string; NULL: it is no envelope. */
static const struct rp_node *event_content(const struct rp_node *object)
{
    static const struct rampart_str names[] = {{"event", 5}, {"data", 4}, {"Detail", 6}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct rp_node *member = rp_node_member(object, names[i]);
        if (member == NULL) continue;
        if (member->type == RP_NODE_MAP || member->type == RP_NODE_STRING) return member;
    }
    return NULL;
}

/* The topic of a row of another log. A row without a topic, or with an empty one, may be of this log: NULL. */
static const struct rp_node *event_other_topic(const struct rp_node *object)
{
    const struct rp_node *topic = rp_node_member(object, RP_STR("__topic__"));
    if (topic == NULL || topic->type != RP_NODE_STRING || topic->text.len == 0) return NULL;
    return rp_str_starts(topic->text, RP_STR("actiontrail")) ? NULL : topic;
}

/* Finds the map that holds the event; of another log *ret_event is the topic. */
static enum rampart_status event_open_envelope(const struct rp_reading *reading, const struct rp_node *object,
                                               enum rp_event_form *ret_form, const struct rp_node **ret_event)
{
    *ret_form = RP_EVENT_NONE;
    for (size_t i = 0; i < DEEPEST && object != NULL && object->type == RP_NODE_MAP; i++) {
        const struct rp_node *topic = event_other_topic(object), *inner = event_content(object);
        *ret_event = topic != NULL ? topic : object;
        *ret_form = topic != NULL ? RP_EVENT_OTHER_LOG : RP_EVENT_IS_ONE;
        if (topic != NULL || event_is_one(object)) return RAMPART_OK;
        if (event_has_columns(object)) return event_join_columns(reading->arena, object, ret_event);
        *ret_form = RP_EVENT_NONE;
        if (inner != NULL && inner->type == RP_NODE_STRING) {
            struct rp_node *root = NULL;
            RP_TRY(rp_event_text_read(reading, inner->text, &root));
            inner = root;
        }
        object = inner;
    }
    return RAMPART_OK;
}

/* ---- the members of an event ---- */

/* A member of a map and where its text goes. */
struct member {
    struct rampart_str name;
    size_t place;
};

#define MEMBER(name, member)                                          \
    {                                                                 \
        {(name), sizeof(name) - 1}, offsetof(struct rp_event, member) \
    }

static const struct member event_members[] = {
    MEMBER("eventId", id),         MEMBER("eventType", type),
    MEMBER("eventName", name),     MEMBER("serviceName", service),
    MEMBER("eventSource", source), MEMBER("eventTime", time),
    MEMBER("acsRegion", region),   MEMBER("recipientAccountId", owner),
    MEMBER("errorCode", error),    MEMBER("sourceIpAddress", address),
    MEMBER("vpcId", vpc),          MEMBER("errorMessage", message),
};
static const struct member identity_members[] = {
    MEMBER("type", principal_type),
    MEMBER("accountId", principal_account),
    MEMBER("userName", principal_name),
    MEMBER("accessKeyId", access_key),
};
static const struct member data_members[] = {MEMBER("Scheme", scheme)};
static const struct member session_members[] = {MEMBER("mfaAuthenticated", mfa)};

enum {
    EVENT_MEMBERS = sizeof event_members / sizeof *event_members,
    IDENTITY_MEMBERS = sizeof identity_members / sizeof *identity_members
};

static struct rampart_str event_scalar(const struct rp_node *node)
{
    bool scalar = node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER || node->type == RP_NODE_BOOL;
    return scalar ? node->text : (struct rampart_str){NULL, 0};
}

static void event_take_texts(const struct rp_node *map, const struct member *members, size_t count,
                             struct rp_event *event)
{
    if (map == NULL) return;
    for (const struct rp_node *member = map->first; member != NULL; member = member->next)
        for (size_t i = 0; i < count; i++)
            if (rp_str_equal(member->key, members[i].name))
                *(struct rampart_str *)((char *)event + members[i].place) = event_scalar(member);
}

/* Reads a member that is a map, or a string that is one. NULL in *ret_map: it is neither. */
static enum rampart_status event_take_map(const struct rp_reading *reading, const struct rp_node *outer,
                                          struct rampart_str name, const struct rp_node **ret_map)
{
    const struct rp_node *node = rp_node_member(outer, name);
    struct rp_node *root = NULL;
    *ret_map = NULL;
    if (node != NULL && node->type == RP_NODE_STRING && node->text.len > 0 && node->text.data[0] == '{') {
        RP_TRY(rp_event_text_read(reading, node->text, &root));
        node = root;
    }
    if (node != NULL && node->type == RP_NODE_MAP) *ret_map = node;
    return RAMPART_OK;
}

/* Older events call the attributes of a session by another name. */
static enum rampart_status event_take_session(const struct rp_reading *reading,
                                              const struct rp_node *identity, struct rp_event *event)
{
    const struct rp_node *session = NULL, *attributes = NULL;
    RP_TRY(event_take_map(reading, identity, RP_STR("sessionContext"), &session));
    RP_TRY(event_take_map(reading, session, RP_STR("attributes"), &attributes));
    if (attributes == NULL)
        RP_TRY(event_take_map(reading, session, RP_STR("sessionAttributes"), &attributes));
    event_take_texts(attributes, session_members, 1, event);
    return RAMPART_OK;
}

static enum rampart_status event_take_members(const struct rp_reading *reading, const struct rp_node *map,
                                              struct rp_event *event)
{
    const struct rp_node *identity = NULL, *data = NULL;
    event_take_texts(map, event_members, EVENT_MEMBERS, event);
    RP_TRY(event_take_map(reading, map, RP_STR("userIdentity"), &identity));
    event_take_texts(identity, identity_members, IDENTITY_MEMBERS, event);
    RP_TRY(event_take_session(reading, identity, event));
    RP_TRY(event_take_map(reading, map, RP_STR("additionalEventData"), &data));
    event_take_texts(data, data_members, 1, event);
    RP_TRY(event_take_map(reading, map, RP_STR("referencedResources"), &event->references));
    event->absent = rp_node_member(map, RP_STR("absentKeys"));
    if (event->absent != NULL && event->absent->type != RP_NODE_LIST) event->absent = NULL;
    RP_TRY(event_take_map(reading, map, RP_STR("requestParameters"), &event->params));
    if (event->params != NULL) return RAMPART_OK;
    return event_take_map(reading, map, RP_STR("requestParameterJson"), &event->params);
}

enum rampart_status rp_event_read(const struct rp_reading *reading, struct rampart_str text,
                                  enum rp_event_form *ret_form, struct rp_event *ret_event)
{
    struct rp_event event = {.params = NULL};
    struct rp_node *object = NULL;
    const struct rp_node *map = NULL;
    RP_TRY(rp_event_text_read(reading, text, &object));
    RP_TRY(event_open_envelope(reading, object, ret_form, &map));
    if (*ret_form == RP_EVENT_OTHER_LOG) event.type = map->text;
    if (*ret_form == RP_EVENT_IS_ONE) RP_TRY(event_take_members(reading, map, &event));
    *ret_event = event;
    return RAMPART_OK;
}

/* ---- times ---- */

enum { DAY = 86400, CYCLE_YEARS = 400, CYCLE_DAYS = 146097, TO_MARCH_OF_YEAR_0 = 719468 };

/* Counts years from March, so that the leap day is the last of its year; 400 years are a cycle. */
static void event_write_date(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t since = days + TO_MARCH_OF_YEAR_0, of_cycle = since % CYCLE_DAYS;
    int64_t year = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
    int64_t of_year = of_cycle - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    *ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = (int)(year + since / CYCLE_DAYS * CYCLE_YEARS + (*ret_month < 3));
}

bool rp_event_time_write(struct rampart_str time, char *ret_text)
{
    struct rp_instant instant;
    int year, month, day;
    char text[64];
    if (!rp_instant_read(time, &instant) || instant.seconds < 0) return false;
    int seconds = (int)(instant.seconds % DAY);
    event_write_date(instant.seconds / DAY, &year, &month, &day);
    if (year > 9999) return false;
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, seconds / 3600,
             seconds / 60 % 60, seconds % 60);
    for (size_t i = 0; i < RP_EVENT_TIME_SIZE; i++) ret_text[i] = text[i];
    return true;
}
