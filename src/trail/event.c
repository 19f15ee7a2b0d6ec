/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/event.h"

#include "base/str.h"
#include "base/try.h"
#include "trail/envelope.h"

/* A member of a map and where its text goes. */
struct wanted {
    struct rampart_str name;
    size_t place;
};

#define WANTED(name, member)                                          \
    {                                                                 \
        {(name), sizeof(name) - 1}, offsetof(struct rp_event, member) \
    }

static const struct wanted of_event[] = {
    WANTED("eventId", id),         WANTED("eventType", type),
    WANTED("eventName", name),     WANTED("serviceName", service),
    WANTED("eventSource", source), WANTED("eventTime", time),
    WANTED("acsRegion", region),   WANTED("recipientAccountId", owner),
    WANTED("errorCode", error),    WANTED("sourceIpAddress", address),
    WANTED("vpcId", vpc),
};
static const struct wanted of_identity[] = {
    WANTED("type", principal_type),
    WANTED("accountId", principal_account),
    WANTED("userName", principal_name),
    WANTED("accessKeyId", access_key),
};
static const struct wanted of_data[] = {WANTED("Scheme", scheme)};
static const struct wanted of_session[] = {WANTED("mfaAuthenticated", mfa)};

enum {
    OF_EVENT = sizeof of_event / sizeof *of_event,
    OF_IDENTITY = sizeof of_identity / sizeof *of_identity
};

static struct rampart_str text_of(const struct rp_node *node)
{
    bool scalar = node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER || node->type == RP_NODE_BOOL;
    return scalar ? node->text : (struct rampart_str){NULL, 0};
}

static void take_texts(const struct rp_node *map, const struct wanted *wanted, size_t count,
                       struct rp_event *event)
{
    if (map == NULL) return;
    for (const struct rp_node *member = map->first; member != NULL; member = member->next)
        for (size_t i = 0; i < count; i++)
            if (rp_str_equal(member->key, wanted[i].name))
                *(struct rampart_str *)((char *)event + wanted[i].place) = text_of(member);
}

/* A part that is a map, or a string that is one. *ret_map is NULL when it is neither. */
static enum rampart_status take_map(const struct rp_reading *reading, const struct rp_node *outer,
                                    struct rampart_str name, const struct rp_node **ret_map)
{
    const struct rp_node *node = rp_node_member(outer, name);
    struct rp_node *root = NULL;
    *ret_map = NULL;
    if (node != NULL && node->type == RP_NODE_STRING && node->text.len > 0 && node->text.data[0] == '{') {
        RP_TRY(rp_text_read(reading, node->text, &root));
        node = root;
    }
    if (node != NULL && node->type == RP_NODE_MAP) *ret_map = node;
    return RAMPART_OK;
}

/* Older events call the attributes of a session by another name. */
static enum rampart_status take_session(const struct rp_reading *reading, const struct rp_node *identity,
                                        struct rp_event *event)
{
    const struct rp_node *session = NULL, *attributes = NULL;
    RP_TRY(take_map(reading, identity, RP_STR("sessionContext"), &session));
    RP_TRY(take_map(reading, session, RP_STR("attributes"), &attributes));
    if (attributes == NULL) RP_TRY(take_map(reading, session, RP_STR("sessionAttributes"), &attributes));
    take_texts(attributes, of_session, 1, event);
    return RAMPART_OK;
}

static enum rampart_status take_event(const struct rp_reading *reading, const struct rp_node *map,
                                      struct rp_event *event)
{
    const struct rp_node *identity = NULL, *data = NULL;
    take_texts(map, of_event, OF_EVENT, event);
    RP_TRY(take_map(reading, map, RP_STR("userIdentity"), &identity));
    take_texts(identity, of_identity, OF_IDENTITY, event);
    RP_TRY(take_session(reading, identity, event));
    RP_TRY(take_map(reading, map, RP_STR("additionalEventData"), &data));
    take_texts(data, of_data, 1, event);
    RP_TRY(take_map(reading, map, RP_STR("referencedResources"), &event->references));
    RP_TRY(take_map(reading, map, RP_STR("requestParameters"), &event->params));
    if (event->params != NULL) return RAMPART_OK;
    return take_map(reading, map, RP_STR("requestParameterJson"), &event->params);
}

enum rampart_status rp_event_read(const struct rp_reading *reading, struct rampart_str text,
                                  enum rp_event_form *ret_form, struct rp_event *ret_event)
{
    struct rp_event event = {.params = NULL};
    struct rp_node *object = NULL;
    const struct rp_node *map = NULL;
    RP_TRY(rp_text_read(reading, text, &object));
    RP_TRY(rp_envelope_open(reading, object, ret_form, &map));
    if (*ret_form == RP_EVENT_OTHER_LOG) event.type = map->text;
    if (*ret_form == RP_EVENT_IS_ONE) RP_TRY(take_event(reading, map, &event));
    *ret_event = event;
    return RAMPART_OK;
}
