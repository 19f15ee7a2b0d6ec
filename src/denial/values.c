/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a denial: which names they go by, where they are kept, and when two of them contradict each other. */
#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"
#include "base/try.h"
#include "denial/reader.h"

/* ---- places ---- */

/*
 * `one`: of a refusal there is one, so that a second value contradicts the first. A message or an id may come from the
 * program that printed the error as well, and the first counts.
 */
static const struct value_place {
    const char *subject;
    size_t offset;
    bool kept, one;
} places[RP_SLOTS] = {
#define PLACE(slot, subject, member, one) \
    [RP_SLOT_##slot] = {subject, offsetof(struct rampart_denial, member), true, one}
    PLACE(ACTION, "action", action, true),
    PLACE(RESOURCE, "resource", resource, true),
    PLACE(CODE, "code", code, false),
    PLACE(MESSAGE, "message", message, false),
    PLACE(REQUEST, "request id", request_id, false),
    PLACE(HOST, "host", host, false),
    PLACE(RECOMMEND, "recommend", recommend, false),
    PLACE(EC, "EC", ec, true),
    PLACE(BUCKET, "bucket", bucket, true),
    PLACE(OBJECT, "object", object, true),
    PLACE(ENDPOINT, "endpoint", endpoint, false),
    PLACE(PRINCIPAL_TYPE, "principal type", principal_type, true),
    PLACE(OWNER, "account", owner, true),
    PLACE(PRINCIPAL_NAME, "principal", principal_name, true),
    PLACE(TYPE, "NoPermissionType", no_permission_type, true),
    PLACE(LAYER, "PolicyType", policy_type, true),
    PLACE(DIAGNOSTIC, "diagnostic", diagnostic, false),
#undef PLACE
};

struct rampart_str *rp_denial_place(struct rampart_denial *denial, enum rp_slot slot)
{
    return (struct rampart_str *)(void *)((char *)denial + places[slot].offset);
}

/* ---- names ---- */

struct value_name {
    struct rampart_str name;
    enum rp_slot slot;
};

#define NAME(name, slot)                        \
    {                                           \
        {name, sizeof name - 1}, RP_SLOT_##slot \
    }

static const struct value_name detail_names[] = {
    NAME("AuthAction", ACTION),
    NAME("AuthResource", RESOURCE),
    NAME("AuthPrincipalType", PRINCIPAL_TYPE),
    NAME("AuthPrincipalOwnerId", OWNER),
    NAME("AuthPrincipalDisplayName", PRINCIPAL_NAME),
    NAME("NoPermissionType", TYPE),
    NAME("PolicyType", LAYER),
    NAME("NoPermissionPolicyType", LAYER),
    NAME("EncodedDiagnosticMessage", DIAGNOSTIC),
    NAME("EncodedDiagnosticInfo", DIAGNOSTIC),
};

static const struct value_name error_names[] = {
    NAME("Code", CODE),
    NAME("ErrorCode", CODE),
    NAME("Message", MESSAGE),
    NAME("ErrorMessage", MESSAGE),
    NAME("RequestId", REQUEST),
    NAME("request_id", REQUEST),
    NAME("x-oss-request-id", REQUEST),
    NAME("HostId", HOST),
    NAME("host", HOST),
    NAME("Recommend", RECOMMEND),
    NAME("RecommendDoc", RECOMMEND),
    NAME("EC", EC),
    NAME("ecCode", EC),
    NAME("x-oss-ec", EC),
    NAME("Bucket", BUCKET),
    NAME("Object", OBJECT),
    NAME("Endpoint", ENDPOINT),
};

static bool value_slot_of(const struct value_name *names, size_t count, struct rampart_str name,
                          enum rp_slot *ret_slot)
{
    for (size_t i = 0; i < count; i++) {
        if (!rp_str_equal_fold(name, names[i].name)) continue;
        *ret_slot = names[i].slot;
        return true;
    }
    return false;
}

bool rp_denial_detail_slot(struct rampart_str name, enum rp_slot *ret_slot)
{
    return value_slot_of(detail_names, sizeof detail_names / sizeof *detail_names, name, ret_slot);
}

bool rp_denial_error_slot(struct rampart_str name, enum rp_slot *ret_slot)
{
    return value_slot_of(error_names, sizeof error_names / sizeof *error_names, name, ret_slot);
}

/* ---- putting ---- */

enum rampart_status rp_denial_remark(struct rp_denial_reader *reader, struct rp_remarks *remarks,
                                     const char *format, ...)
{
    if (remarks->count == RP_MOST_REMARKS) return RAMPART_OK;
    va_list values;
    va_start(values, format);
    bool made = rp_arena_vprintf(reader->arena, &remarks->items[remarks->count++], format, values);
    va_end(values);
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Adds a copy of the text to those that there are, if it is a new one and there is room. */
static enum rampart_status value_add_text(struct rp_denial_reader *reader, struct rampart_str *texts,
                                          size_t *count, size_t most, struct rampart_str text)
{
    for (size_t i = 0; i < *count; i++)
        if (rp_str_equal(texts[i], text)) return RAMPART_OK;
    if (*count == most) return RAMPART_OK;
    return rp_arena_copy(reader->arena, text, &texts[(*count)++]) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

enum rampart_status rp_denial_keep_text(struct rp_denial_reader *reader, struct rampart_str text)
{
    return value_add_text(reader, reader->texts, &reader->text_count, RP_MOST_TEXTS, text);
}

static enum rampart_status value_contest(struct rp_denial_reader *reader, enum rp_slot slot,
                                         struct rampart_str value, const char *from)
{
    const struct rampart_str first = *rp_denial_place(reader->denial, slot);
    if ((reader->contested & 1U << slot) != 0) return RAMPART_OK;
    reader->contested |= 1U << slot;
    return rp_denial_remark(reader, &reader->conflicts, "%s: \"%.*s\" in %s, \"%.*s\" in %s",
                            places[slot].subject, RP_ARG(rp_str_part(first, 0, 200)), reader->from[slot],
                            RP_ARG(rp_str_part(value, 0, 200)), from);
}

enum rampart_status rp_denial_put(struct rp_denial_reader *reader, enum rp_slot slot,
                                  struct rampart_str value, const char *from)
{
    if (slot == RP_SLOT_CONDITIONS) return rp_denial_put_conditions(reader, value);
    if (!places[slot].kept || value.len == 0) return RAMPART_OK;
    if (slot == RP_SLOT_MESSAGE)
        RP_TRY(value_add_text(reader, reader->messages, &reader->message_count, RP_MOST_MESSAGES, value));
    struct rampart_str *place = rp_denial_place(reader->denial, slot);
    if (place->len > 0 && places[slot].one && !rp_str_equal_fold(*place, value))
        return value_contest(reader, slot, value, from);
    if (place->len > 0) return RAMPART_OK;
    reader->from[slot] = from;
    return rp_arena_copy(reader->arena, value, place) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

enum rampart_status rp_denial_put_fit(struct rp_denial_reader *reader, const struct rp_fit *fit,
                                      const char *from)
{
    for (int slot = 0; slot < RP_SLOTS; slot++)
        RP_TRY(rp_denial_put(reader, (enum rp_slot)slot, fit->values[slot], from));
    return RAMPART_OK;
}

/* ---- conditions ---- */

/* Takes the next part off: up to a comma or a blank. False at the end. */
static bool value_next_part(struct rampart_str *rest, struct rampart_str *ret_part)
{
    size_t i = 0;
    while (i < rest->len && (rp_is_blank(rest->data[i]) || rest->data[i] == ',')) i++;
    *rest = rp_str_from(*rest, i);
    for (i = 0; i < rest->len && !rp_is_blank(rest->data[i]) && rest->data[i] != ',';) i++;
    *ret_part = rp_str_part(*rest, 0, i);
    *rest = rp_str_from(*rest, i);
    return ret_part->len > 0;
}

/* "fc:EnableHTTPTriggerInternet=true": a key of a service, and its value. */
static bool value_is_condition(struct rampart_str part, size_t *ret_equals)
{
    const size_t colon = rp_str_find(part, ':'), equals = rp_str_find(part, '=');
    *ret_equals = equals;
    return colon > 0 && colon + 1 < equals && equals + 1 < part.len;
}

enum rampart_status rp_denial_put_conditions(struct rp_denial_reader *reader, struct rampart_str text)
{
    enum { MOST = 32 };
    struct rampart_denial *denial = reader->denial;
    struct rampart_str rest = text, part;
    struct rampart_denial_condition *conditions =
        RP_NEW_ARRAY(reader->arena, struct rampart_denial_condition, MOST);
    size_t count = 0, equals;
    RP_TRY_MEMORY(conditions != NULL);
    if (text.len == 0 || denial->condition_count > 0) return RAMPART_OK;
    if (rest.len > 1 && rest.data[0] == '[' && rest.data[rest.len - 1] == ']')
        rest = rp_str_part(rest, 1, rest.len - 2);
    while (value_next_part(&rest, &part)) {
        if (count == MOST || !value_is_condition(part, &equals))
            return rp_denial_remark(reader, &reader->not_understood, "the conditions \"%.*s\"",
                                    RP_ARG(rp_str_part(text, 0, 200)));
        struct rampart_str *value = RP_NEW(reader->arena, struct rampart_str);
        RP_TRY_MEMORY(value != NULL &&
                      rp_arena_copy(reader->arena, rp_str_part(part, 0, equals), &conditions[count].key) &&
                      rp_arena_copy(reader->arena, rp_str_from(part, equals + 1), value));
        conditions[count++].values = (struct rampart_strs){value, 1};
    }
    denial->conditions = conditions;
    denial->condition_count = count;
    return RAMPART_OK;
}
