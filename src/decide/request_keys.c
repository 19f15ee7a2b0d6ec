/* SPDX-License-Identifier: Apache-2.0 */
/* The condition keys of a request: adding them, checked, and looking them up. */
#include "base/str.h"
#include "base/try.h"
#include "decide/request_parts.h"
#include "policy/assumption.h"
#include "policy/key.h"
#include "text/diag.h"

static struct rp_context_key *find_key(const struct rampart_request *request, unsigned assumed,
                                       struct rampart_str name)
{
    struct rp_context_key *key = request->keys;
    while (key != NULL && !rp_key_equal_as(assumed, key->name, name)) key = key->next;
    return key;
}

/* A key that nobody spoke of, which the catalogue knows or not; the name lives as long as the request does. */
static enum rampart_status put_key(struct rampart_request *request, struct rampart_str name, bool known,
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

/*
 * The key, added as `state` when nobody spoke of it; present and absent exclude each other. Each spelling is kept for
 * itself, since which of them are one key is an assumption.
 */
static enum rampart_status add_key(struct rampart_request *request, struct rampart_str name,
                                   enum rp_key_state state, struct rampart_diags *diags,
                                   struct rp_context_key **ret_key)
{
    struct rp_context_key *key = find_key(request, 0, name);
    if (key != NULL && key->state != state)
        return rp_request_refuse(diags, RP_REQ_CONTEXT, "a condition key cannot be both present and absent",
                                 name, NULL);
    key = find_key(request, RP_ASSUME_KEY_EXACT, name);
    if (key == NULL) {
        if (name.len == 0)
            return rp_request_refuse(diags, RP_REQ_CONTEXT, "invalid condition key", name,
                                     "write a key such as acs:SourceIp");
        struct rampart_str copy;
        RP_TRY(rp_request_take(request, name, "a condition key", diags, &copy));
        const bool known = rp_key_memo_find(&request->known_keys, copy) != NULL;
        return put_key(request, copy, known, state, diags, ret_key);
    }
    *ret_key = key;
    return RAMPART_OK;
}

/* `text` lives as long as the request does. */
static enum rampart_status put_value(struct rampart_request *request, struct rp_context_key *key,
                                     struct rampart_str text, struct rampart_diags *diags)
{
    struct rp_context_value *added = RP_NEW(&request->arena, struct rp_context_value);
    RP_TRY_MEMORY(added != NULL);
    added->text = text;
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
    struct rp_context_key *present = NULL;
    RP_TRY(rp_request_take(request, value, "a condition key's value", diags, &copy));
    if (!rp_request_fit_value(request, rp_key_memo_find(&request->known_keys, key), &copy))
        return rp_request_refuse_value(request, key, value, diags);
    RP_TRY(add_key(request, key, RP_KEY_PRESENT, diags, &present));
    return put_value(request, present, copy, diags);
}

enum rampart_status rp_request_put_context(struct rampart_request *request, struct rampart_str name,
                                           struct rampart_str value, struct rampart_diags *diags)
{
    struct rp_context_key *key = NULL;
    RP_TRY(rp_request_check_length(request, value, "a condition key's value", diags));
    RP_TRY(put_key(request, name, true, RP_KEY_PRESENT, diags, &key));
    return put_value(request, key, value, diags);
}

enum rampart_status rampart_request_set_empty(struct rampart_request *request, struct rampart_str key,
                                              struct rampart_diags *diags)
{
    struct rp_context_key *present = NULL;
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    if (!rp_request_has_set(request, key)) return rp_request_refuse_empty(request, key, diags);
    return add_key(request, key, RP_KEY_PRESENT, diags, &present);
}

enum rampart_status rampart_request_set_absent(struct rampart_request *request, struct rampart_str key,
                                               struct rampart_diags *diags)
{
    struct rp_context_key *absent = NULL;
    return rp_request_open(request) ? add_key(request, key, RP_KEY_ABSENT, diags, &absent) : RAMPART_MISUSE;
}

enum rampart_status rp_request_put_unknown(struct rampart_request *request, struct rampart_str key,
                                           struct rampart_diags *diags)
{
    struct rp_context_key *unknown = NULL;
    return add_key(request, key, RP_KEY_UNKNOWN, diags, &unknown);
}

/* Somebody always asks: a request of which nobody said by whom is made by a user or a role. */
static bool is_of_identity(const struct rampart_request *request)
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
    return known->carriers == RP_CARRIED_BY_EVERY || is_of_identity(request);
}

/* Of a key that nobody spoke of. To leave out what the request carries in any case says nothing of it. */
static enum rp_key_state unspoken(struct rampart_request *request, struct rampart_str name)
{
    return !request->complete || rp_request_carries(request, name) ? RP_KEY_UNKNOWN : RP_KEY_ABSENT;
}

enum rp_key_state rp_request_key(struct rampart_request *request, unsigned assumed, struct rampart_str name,
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
    return state == RP_KEY_UNKNOWN ? unspoken(request, name) : state;
}

const struct rp_context_key *rp_request_more_values(const struct rp_context_key *key, unsigned assumed,
                                                    struct rampart_str name)
{
    do key = key->next;
    while (key != NULL && (key->count == 0 || !rp_key_equal_as(assumed, key->name, name)));
    return key;
}
