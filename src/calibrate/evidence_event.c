/* SPDX-License-Identifier: Apache-2.0 */
#include "base/try.h"
#include "calibrate/evidence.h"
#include "calibrate/made.h"
#include "policy/operand.h"
#include "text/json_write.h"
#include "trail/api.h"

enum { LONGEST_VALUE = 256 };

enum rampart_status rp_evidence_keep(struct rp_evidence *evidence, const struct rp_kept_event *event, bool *ret_kept)
{
    *ret_kept = evidence->count < RP_EVIDENCE_EVENTS && event->text.len <= RP_EVIDENCE_BYTES;
    if (!*ret_kept) return RAMPART_OK;
    struct rp_kept_event *copy = RP_NEW(&evidence->arena, struct rp_kept_event);
    RP_TRY_MEMORY(copy != NULL);
    *copy = *event;
    copy->next = NULL;
    RP_TRY_MEMORY(rp_arena_copy(&evidence->arena, event->text, &copy->text) &&
                  rp_arena_copy(&evidence->arena, event->action, &copy->action) &&
                  rp_arena_copy(&evidence->arena, event->keys, &copy->keys) &&
                  rp_arena_copy(&evidence->arena, event->switches, &copy->switches) &&
                  rp_arena_copy(&evidence->arena, event->outcomes, &copy->outcomes));
    if (evidence->end == NULL) evidence->end = &evidence->first;
    *evidence->end = copy;
    evidence->end = &copy->next;
    evidence->count++;
    return RAMPART_OK;
}

/* An event being written. */
struct writing {
    struct rp_replacer *replacer;
    const struct rp_reading *reading;
    struct rp_buf *out;
    const struct rp_node *document; /* the parameter that is one of a policy, or NULL */
};

static void event_put(const struct writing *writing, const char *name, struct rampart_str text)
{
    if (text.len > 0) rp_write_text(writing->out, name, text);
}

static enum rampart_status event_put_replaced(const struct writing *writing, const char *name, struct rampart_str text)
{
    struct rampart_str replaced;
    RP_TRY(rp_replaced(writing->replacer, text, writing->reading->arena, &replaced));
    if (text.len > 0 || name == NULL) rp_write_text(writing->out, name, replaced);
    return RAMPART_OK;
}

/* Names of parameters are the API's; deeper down there may be those of tags. False: it is left out. */
static enum rampart_status event_put_key(const struct writing *writing, struct rampart_str key, bool top, bool *ret_put)
{
    struct rampart_str replaced = key;
    const bool type = rp_str_starts(key, RP_STR("ACS::"));
    *ret_put = !top || type || rp_trail_name_valid(key);
    if (!*ret_put) return RAMPART_OK;
    if (!top) RP_TRY(rp_replaced(writing->replacer, key, writing->reading->arena, &replaced));
    rp_write_name(writing->out, replaced);
    return RAMPART_OK;
}

/* A document that was to be a policy, as a text. One that is no JSON shows nothing. */
static enum rampart_status event_put_document(const struct writing *writing, const struct rp_node *text)
{
    struct rp_node *document = NULL;
    struct rp_buf written;
    const enum rampart_status read = rp_event_text_read(writing->reading, text->text, &document);
    if (read == RAMPART_NO_MEMORY) return read;
    if (read != RAMPART_OK) return event_put_replaced(writing, NULL, RP_STR("long"));
    rp_buf_init(&written, &writing->out->allocator, RP_EVIDENCE_BYTES);
    enum rampart_status status = rp_evidence_write_document(writing->replacer, writing->reading, document, &written);
    if (status == RAMPART_OK) status = written.failed;
    if (status == RAMPART_OK) rp_write_text(writing->out, NULL, rp_buf_text(&written));
    rp_buf_free(&written);
    return status;
}

/* Long values fill no place of an ARN. */
static enum rampart_status event_put_node(const struct writing *writing, const struct rp_node *node, bool top)
{
    bool put = false;
    switch (node->type) {
    case RP_NODE_MAP:
        rp_write_open(writing->out, NULL, '{');
        for (const struct rp_node *member = node->first; member != NULL; member = member->next) {
            RP_TRY(event_put_key(writing, member->key, top, &put));
            if (put && member == writing->document)
                RP_TRY(event_put_document(writing, member));
            else if (put)
                RP_TRY(event_put_node(writing, member, false));
        }
        rp_write_close(writing->out, '}');
        return RAMPART_OK;
    case RP_NODE_LIST:
        rp_write_open(writing->out, NULL, '[');
        for (const struct rp_node *item = node->first; item != NULL; item = item->next)
            RP_TRY(event_put_node(writing, item, false));
        rp_write_close(writing->out, ']');
        return RAMPART_OK;
    case RP_NODE_STRING:
    case RP_NODE_NUMBER:
        return event_put_replaced(writing, NULL, node->text.len <= LONGEST_VALUE ? node->text : RP_STR("long"));
    default: rp_write_raw(writing->out, NULL, node->type == RP_NODE_BOOL ? node->text : RP_STR("null")); return RAMPART_OK;
    }
}

static enum rampart_status event_put_map(const struct writing *writing, const char *name, const struct rp_node *map)
{
    if (map == NULL) return RAMPART_OK;
    rp_write_name(writing->out, rampart_str(name));
    return event_put_node(writing, map, true);
}

static enum rampart_status event_put_identity(const struct writing *writing, const struct rp_event *event)
{
    struct rp_buf *out = writing->out;
    bool truth = false;
    rp_write_open(out, "userIdentity", '{');
    event_put(writing, "type", event->principal_type);
    RP_TRY(event_put_replaced(writing, "accountId", event->principal_account));
    RP_TRY(event_put_replaced(writing, "userName", event->principal_name));
    if (event->access_key.len > 0) rp_write_word(out, "accessKeyId", "replaced");
    if (rp_truth_read(event->mfa, &truth)) {
        rp_write_open(out, "sessionContext", '{');
        rp_write_open(out, "attributes", '{');
        rp_write_text(out, "mfaAuthenticated", event->mfa);
        rp_write_close(out, '}');
        rp_write_close(out, '}');
    }
    rp_write_close(out, '}');
    return RAMPART_OK;
}

/* Condition keys are the cloud's; behind a slash is the name of a tag. */
static void event_put_absent(const struct writing *writing, const struct rp_node *keys)
{
    rp_write_open(writing->out, "absentKeys", '[');
    for (const struct rp_node *key = keys->first; key != NULL; key = key->next)
        if (key->type == RP_NODE_STRING && rp_str_find(key->text, '/') == key->text.len)
            rp_write_text(writing->out, NULL, key->text);
    rp_write_close(writing->out, ']');
}

/* The host of an event tells its service where the name does not; that of a bucket would name it. */
static bool event_has_host(const struct rp_event *event, struct rampart_str *ret_label)
{
    struct rampart_str code;
    *ret_label = rp_host_label(event->source);
    return rp_service_code(NULL, (struct rampart_str){NULL, 0}, *ret_label, &code);
}

enum rampart_status rp_evidence_write_event(struct rp_replacer *replacer, const struct rp_reading *reading,
                                            const struct rp_kept_event *kept, size_t number, bool timed,
                                            struct rp_buf *out)
{
    struct writing writing = {.replacer = replacer, .reading = reading, .out = out};
    struct rp_event event;
    enum rp_event_form form;
    enum rampart_policy_kind kind;
    struct rampart_str label;
    RP_TRY(rp_event_read(reading, kept->text, &form, &event));
    writing.document = rp_made_document(&event, &kind);
    rp_write_open(out, NULL, '{');
    rp_write_name(out, RP_STR("eventId"));
    rp_write_number(out, NULL, number);
    event_put(&writing, "eventType", event.type);
    event_put(&writing, "eventName", event.name);
    event_put(&writing, "serviceName", event.service);
    if (event_has_host(&event, &label)) event_put(&writing, "eventSource", label);
    event_put(&writing, "eventTime", timed ? event.time : RP_STR("2000-01-01T00:00:00Z"));
    event_put(&writing, "acsRegion", event.region);
    RP_TRY(event_put_replaced(&writing, "recipientAccountId", event.owner));
    RP_TRY(event_put_replaced(&writing, "sourceIpAddress", event.address));
    RP_TRY(event_put_replaced(&writing, "vpcId", event.vpc));
    RP_TRY(event_put_identity(&writing, &event));
    RP_TRY(event_put_map(&writing, "requestParameters", event.params));
    RP_TRY(event_put_map(&writing, "referencedResources", event.references));
    if (rp_str_equal_fold(event.scheme, RP_STR("https")) || rp_str_equal_fold(event.scheme, RP_STR("http"))) {
        rp_write_open(out, "additionalEventData", '{');
        rp_write_text(out, "Scheme", event.scheme);
        rp_write_close(out, '}');
    }
    if (event.absent != NULL) event_put_absent(&writing, event.absent);
    event_put(&writing, "errorCode", event.error);
    rp_write_close(out, '}');
    return RAMPART_OK;
}
