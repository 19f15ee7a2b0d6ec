/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The condition keys of a request: adding them, checked, and looking them up; and the time, which every request has
 * though few name it.
 */
#include "base/str.h"
#include "base/try.h"
#include "decide/request_parts.h"
#include "policy/assumption.h"
#include "policy/key.h"
#include "text/diag.h"

/* ---- values that a key can have ---- */

bool rp_request_fit_value(struct rampart_request *request, const struct rp_catalog_key *key, struct rampart_str *value,
                          struct rp_read_value *ret_read)
{
    bool now =
        key != NULL && key->type == RP_TYPE_DATE && request->clock.len > 0 && rp_str_equal(*value, RP_STR("now"));
    if (now) {
        *value = rp_kept_time_text(&request->clock);
        *ret_read = request->clock.read;
        return true;
    }
    if (key != NULL && key->filled && value->len == 0) return false;
    return rp_value_read(key == NULL ? RP_TYPE_UNKNOWN : key->type, *value, ret_read);
}

bool rp_request_fits(struct rampart_request *request, struct rampart_str key, struct rampart_str value)
{
    struct rp_read_value read;
    return rp_request_fit_value(request, rp_key_memo_find(&request->known_keys, key), &value, &read);
}

/* An empty shell variable, a list that nothing was put into: what was meant is mostly that the key is not there. */
static const char *request_keys_or_absent(struct rampart_request *request, struct rampart_str key)
{
    const struct rp_catalog_key *known = rp_key_memo_find(&request->known_keys, key);
    return known != NULL && known->carriers == RP_CARRIED_BY_EVERY
               ? ""
               : ", or give the key as absent if the request does not have it";
}

enum rampart_status rp_request_refuse_value(struct rampart_request *request, struct rampart_str key,
                                            struct rampart_str value, struct rampart_diags *diags)
{
    const enum rp_value_type type = rp_request_key_type(request, key);
    bool clock = type == RP_TYPE_DATE && request->clock.len > 0;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_CONTEXT, RP_NOWHERE, "invalid value for %.*s: \"%.*s\"",
            RP_ARG(rp_str_part(key, 0, 200)), RP_ARG(rp_str_part(value, 0, 200)));
    rp_diag_help(diags, "write %s%s", rp_value_expected(type),
                 clock            ? ", or now for the current time"
                 : value.len == 0 ? request_keys_or_absent(request, key)
                                  : "");
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_request_refuse_empty(struct rampart_request *request, struct rampart_str key,
                                            struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_CONTEXT, RP_NOWHERE,
            "%.*s has no value: a request that has the key has one", RP_ARG(rp_str_part(key, 0, 200)));
    rp_diag_help(diags, "write %s%s", rp_value_expected(rp_request_key_type(request, key)),
                 request_keys_or_absent(request, key));
    return RAMPART_INVALID_INPUT;
}

/* ---- adding keys and values ---- */

/* A key that nobody spoke of, which the catalogue knows or not; the name lives as long as the request does. */
static enum rampart_status request_keys_put_key(struct rampart_request *request, struct rampart_str name, bool known,
                                                enum rp_key_state state, struct rampart_diags *diags,
                                                struct rp_context_key **ret_key)
{
    if (request->key_count >= request->limits.context_keys)
        return rp_request_too_many(diags, "condition keys", request->limits.context_keys);
    struct rp_context_key *key = RP_NEW(&request->arena, struct rp_context_key);
    RP_TRY_MEMORY(key != NULL);
    key->name = name;
    key->state = state;
    key->known = known;
    key->next = request->keys;
    request->keys = key;
    request->key_count++;
    *ret_key = key;
    return RAMPART_OK;
}

/* The key that was spoken of, spelt as it is here; NULL: there is none. Present and absent exclude each other. */
static enum rampart_status request_keys_find_key(const struct rampart_request *request, struct rampart_str name,
                                                 enum rp_key_state state, struct rampart_diags *diags,
                                                 struct rp_context_key **ret_key)
{
    *ret_key = NULL;
    for (struct rp_context_key *key = request->keys; key != NULL; key = key->next) {
        if (!rp_key_equal(key->name, name)) continue;
        if (key->state != state)
            return rp_request_refuse(diags, RP_REQ_CONTEXT, "a condition key cannot be both present and absent", name,
                                     NULL);
        if (!rp_str_equal(key->name, name)) continue;
        *ret_key = key;
        return RAMPART_OK;
    }
    if (name.len > 0) return RAMPART_OK;
    return rp_request_refuse(diags, RP_REQ_CONTEXT, "invalid condition key", name,
                             "write a key such as acs:SourceIp");
}

/*
 * The key, added as `state` when nobody spoke of it. Each spelling is kept for itself, since which of them are one
 * key is an assumption.
 */
static enum rampart_status request_keys_add_key(struct rampart_request *request, struct rampart_str name,
                                                enum rp_key_state state, struct rampart_diags *diags,
                                                struct rp_context_key **ret_key)
{
    struct rampart_str copy;
    RP_TRY(request_keys_find_key(request, name, state, diags, ret_key));
    if (*ret_key != NULL) return RAMPART_OK;
    RP_TRY(rp_request_take(request, name, "a condition key", diags, &copy));
    const bool known = rp_key_memo_find(&request->known_keys, copy) != NULL;
    return request_keys_put_key(request, copy, known, state, diags, ret_key);
}

enum rampart_status rp_request_put_key(struct rampart_request *request, struct rampart_str name, bool known,
                                       struct rampart_diags *diags, struct rp_context_key **ret_key)
{
    RP_TRY(request_keys_find_key(request, name, RP_KEY_PRESENT, diags, ret_key));
    if (*ret_key != NULL) return RAMPART_OK;
    return request_keys_put_key(request, name, known, RP_KEY_PRESENT, diags, ret_key);
}

enum rampart_status rp_request_put_value(struct rampart_request *request, struct rp_context_key *key,
                                         struct rampart_str text, const struct rp_read_value *read,
                                         struct rampart_diags *diags)
{
    struct rp_context_value *added = RP_NEW(&request->arena, struct rp_context_value);
    RP_TRY_MEMORY(added != NULL);
    added->text = text;
    added->read = *read;
    if (key->count >= request->limits.context_values)
        return rp_request_too_many(diags, "values of a condition key", request->limits.context_values);
    if (key->last == NULL)
        key->first = added;
    else
        key->last->next = added;
    key->last = added;
    key->count++;
    return RAMPART_OK;
}

enum rampart_status rampart_request_add_context(struct rampart_request *request, struct rampart_str key,
                                                struct rampart_str value, struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    struct rampart_str copy;
    struct rp_read_value read;
    struct rp_context_key *present = NULL;
    RP_TRY(rp_request_take(request, value, "a condition key's value", diags, &copy));
    if (!rp_request_fit_value(request, rp_key_memo_find(&request->known_keys, key), &copy, &read))
        return rp_request_refuse_value(request, key, value, diags);
    RP_TRY(request_keys_add_key(request, key, RP_KEY_PRESENT, diags, &present));
    return rp_request_put_value(request, present, copy, &read, diags);
}

enum rampart_status rp_request_put_context(struct rampart_request *request, struct rampart_str name,
                                           struct rampart_str value, struct rampart_diags *diags)
{
    const struct rp_read_value unread = {.type = RP_TYPE_UNKNOWN};
    struct rp_context_key *key = NULL;
    RP_TRY(rp_request_check_length(request, value, "a condition key's value", diags));
    RP_TRY(request_keys_put_key(request, name, true, RP_KEY_PRESENT, diags, &key));
    return rp_request_put_value(request, key, value, &unread, diags);
}

enum rampart_status rampart_request_set_empty(struct rampart_request *request, struct rampart_str key,
                                              struct rampart_diags *diags)
{
    struct rp_context_key *present = NULL;
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    if (!rp_request_has_set(request, key)) return rp_request_refuse_empty(request, key, diags);
    return request_keys_add_key(request, key, RP_KEY_PRESENT, diags, &present);
}

enum rampart_status rampart_request_set_absent(struct rampart_request *request, struct rampart_str key,
                                               struct rampart_diags *diags)
{
    struct rp_context_key *absent = NULL;
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    return request_keys_add_key(request, key, RP_KEY_ABSENT, diags, &absent);
}

enum rampart_status rp_request_put_unknown(struct rampart_request *request, struct rampart_str key,
                                           struct rampart_diags *diags)
{
    struct rp_context_key *unknown = NULL;
    return request_keys_add_key(request, key, RP_KEY_UNKNOWN, diags, &unknown);
}

/* ---- the time ---- */

static const struct rampart_str time_key = {"acs:CurrentTime", sizeof "acs:CurrentTime" - 1};

static enum rampart_status request_keys_keep_time(struct rp_kept_time *kept, struct rampart_str time,
                                                  const char *otherwise, struct rampart_diags *diags)
{
    if (!rp_value_fits(RP_TYPE_DATE, time) || time.len > sizeof kept->text) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_CONTEXT, RP_NOWHERE, "invalid time: \"%.*s\"",
                RP_ARG(rp_str_part(time, 0, 200)));
        rp_diag_help(diags, "write %s%s", rp_value_expected(RP_TYPE_DATE), otherwise);
        return RAMPART_INVALID_INPUT;
    }
    memmove(kept->text, time.data, time.len);
    kept->len = (unsigned char)time.len;
    (void)rp_value_read(RP_TYPE_DATE, rp_kept_time_text(kept), &kept->read);
    return RAMPART_OK;
}

enum rampart_status rampart_request_set_clock(struct rampart_request *request, struct rampart_str time,
                                              struct rampart_diags *diags)
{
    return rp_request_open(request) ? request_keys_keep_time(&request->clock, time, "", diags) : RAMPART_MISUSE;
}

enum rampart_status rampart_request_set_time(struct rampart_request *request, struct rampart_str time,
                                             struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    bool now = rp_str_equal(time, RP_STR("now")) && request->clock.len > 0;
    request->time.len = 0;
    request->time_is_clock = now;
    if (rp_str_equal(time, RP_STR("unknown"))) return RAMPART_OK;
    return request_keys_keep_time(&request->time, now ? rp_kept_time_text(&request->clock) : time,
                                  request->clock.len > 0 ? ", now or unknown" : ", or unknown", diags);
}

bool rampart_request_has_key(const struct rampart_request *request, struct rampart_str key)
{
    if (request == NULL) return false;
    for (const struct rp_context_key *given = request->keys; given != NULL; given = given->next)
        if (rp_key_equal(given->name, key)) return true;
    return false;
}

void rp_request_fill_time(struct rampart_request *request)
{
    if (request->time.len == 0 || rampart_request_has_key(request, time_key)) return;
    struct rp_context_key *key = &request->time_key;
    request->time_value =
        (struct rp_context_value){.text = rp_kept_time_text(&request->time), .read = request->time.read};
    *key = (struct rp_context_key){.name = time_key,
                                   .state = RP_KEY_PRESENT,
                                   .known = true,
                                   .first = &request->time_value,
                                   .last = &request->time_value,
                                   .count = 1,
                                   .next = request->keys};
    request->keys = key;
    request->key_count++;
}

/* ---- looking keys up ---- */

/* Somebody always asks: a request of which nobody said by whom is made by a user or a role. */
static bool request_keys_is_of_identity(const struct rampart_request *request)
{
    switch (request->identity.kind) {
    case RP_IDENTITY_NONE:
    case RP_IDENTITY_USER:
    case RP_IDENTITY_ROLE:
    case RP_IDENTITY_ROOT: return true;
    default: return false;
    }
}

bool rp_request_carries(struct rampart_request *request, struct rampart_str name)
{
    const struct rp_catalog_key *known = rp_key_memo_find(&request->known_keys, name);
    if (known == NULL || known->carriers == RP_CARRIED_PERHAPS) return false;
    return known->carriers == RP_CARRIED_BY_EVERY || request_keys_is_of_identity(request);
}

/* The state of a key that nobody spoke of. To leave out a key that every request carries says nothing of it. */
static enum rp_key_state request_keys_unspoken(struct rampart_request *request, struct rampart_str name)
{
    return !request->complete || rp_request_carries(request, name) ? RP_KEY_UNKNOWN : RP_KEY_ABSENT;
}

enum rp_key_state rp_request_key(struct rampart_request *request, rampart_switches assumed, struct rampart_str name,
                                 const struct rp_context_key **ret_values)
{
    enum rp_key_state state = RP_KEY_UNKNOWN;
    *ret_values = NULL;
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next) {
        if (!rp_key_equal_as(assumed, key->name, name)) continue;
        if (key == &request->time_key) request->time_asked = true;
        if (key->state == RP_KEY_UNKNOWN) return RP_KEY_UNKNOWN;
        if (key->state > state) state = key->state;
        if (key->count == 0) continue;
        *ret_values = key;
        return state;
    }
    return state == RP_KEY_UNKNOWN ? request_keys_unspoken(request, name) : state;
}

const struct rp_context_key *rp_request_more_values(const struct rp_context_key *key, rampart_switches assumed,
                                                    struct rampart_str name)
{
    do key = key->next;
    while (key != NULL && (key->count == 0 || !rp_key_equal_as(assumed, key->name, name)));
    return key;
}
