/* SPDX-License-Identifier: Apache-2.0 */
/* Collecting a request, checking each part as it comes. */
#include "catalog/regions.h"
#include "decide/request_parts.h"

#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "policy/assumption.h"
#include "text/diag.h"

enum rampart_status rampart_request_new(const struct rampart_options *options,
                                        struct rampart_request **ret_request)
{
    if (ret_request == NULL) return RAMPART_MISUSE;
    struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_request *request = allocator.allocate(allocator.context, sizeof *request);
    RP_TRY_MEMORY(request != NULL);
    *request = (struct rampart_request){.catalog = rp_options_catalog(options),
                                         .limits = rp_limits_of(options),
                                         .allocator = allocator,
                                         .known_keys.catalog = rp_options_catalog(options)};
    rp_arena_init(&request->arena, &allocator);
    rp_arena_init(&request->scratch, &allocator);
    enum rampart_status status = rp_matcher_init(&request->matcher, &allocator);
    if (status == RAMPART_OK)
        *ret_request = request;
    else
        rampart_request_free(request);
    return status;
}

void rampart_request_free(struct rampart_request *request)
{
    if (request == NULL) return;
    rp_matcher_free(&request->matcher);
    rp_arena_free(&request->arena);
    rp_arena_free(&request->scratch);
    if (request->known_layers != NULL)
        request->allocator.release(request->allocator.context, request->known_layers);
    request->allocator.release(request->allocator.context, request);
}

void rp_request_forget(struct rampart_request *request)
{
    memset(request, 0, offsetof(struct rampart_request, account));
}

void rampart_request_clear(struct rampart_request *request)
{
    if (request == NULL) return;
    rp_arena_reset(&request->arena);
    rp_request_forget(request);
    request->account = request->owner = (struct rampart_str){NULL, 0};
    request->organisation = NULL;
    request->patterns = false;
}

enum rampart_status rp_request_refuse(struct rampart_diags *diags, enum rp_code code, const char *what,
                                      struct rampart_str text, const char *help)
{
    rp_diag(diags, RAMPART_ERROR, code, RP_NOWHERE, "%s: \"%.*s\"", what, RP_ARG(rp_str_part(text, 0, 200)));
    if (help != NULL) rp_diag_help(diags, "%s", help);
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_request_too_many(struct rampart_diags *diags, const char *what, size_t limit)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_LIMIT, RP_NOWHERE, "more than %zu %s", limit, what);
    return RAMPART_LIMIT;
}

enum rampart_status rp_request_check_length(const struct rampart_request *request, struct rampart_str text,
                                            const char *what, struct rampart_diags *diags)
{
    if (text.len <= request->limits.string_bytes) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_LIMIT, RP_NOWHERE, "%s has %zu bytes; the limit is %zu", what,
            text.len, request->limits.string_bytes);
    return RAMPART_LIMIT;
}

/* True when a text is what every text of a request must be: not too long, valid UTF-8, without NUL. */
static enum rampart_status request_check_text(const struct rampart_request *request, struct rampart_str text,
                                              const char *what, struct rampart_diags *diags)
{
    RP_TRY(rp_request_check_length(request, text, what, diags));
    if (rp_ascii_plain_length(text) == text.len) return RAMPART_OK;
    if (rp_utf8_valid(text) != text.len || rp_str_find(text, '\0') != text.len) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_CONTEXT, RP_NOWHERE, "%s is not valid UTF-8 text", what);
        return RAMPART_INVALID_INPUT;
    }
    return RAMPART_OK;
}

enum rampart_status rp_request_take(struct rampart_request *request, struct rampart_str text,
                                    const char *what, struct rampart_diags *diags,
                                    struct rampart_str *ret_copy)
{
    RP_TRY(request_check_text(request, text, what, diags));
    return rp_arena_copy(&request->arena, text, ret_copy) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

enum rampart_status rp_request_put_principal(struct rampart_request *request, struct rampart_str principal,
                                             struct rampart_diags *diags)
{
    struct rp_identity identity;
    const char *expected = NULL;
    if (rp_str_equal(principal, RP_STR("anonymous")))
        identity = (struct rp_identity){.kind = RP_IDENTITY_ANONYMOUS};
    else if (!rp_identity_read(principal, &identity, &expected))
        return rp_request_refuse(diags, RP_REQ_PRINCIPAL, "invalid principal", principal, expected);
    request->principal_given = principal;
    request->identity = identity;
    return RAMPART_OK;
}

enum rampart_status rp_request_put_row(struct rampart_request *request, struct rampart_str arn, bool failed)
{
    struct rp_arn fields;
    if (!failed || !rp_arn_split(arn, &fields) || !rp_str_ends(arn, RP_STR("/*")))
        return rp_request_put_principal(request, arn, NULL);
    const bool user = rp_str_starts(fields.rest, RP_STR("user/"));
    request->principal_given = arn;
    request->identity = (struct rp_identity){.kind = user ? RP_IDENTITY_USER : RP_IDENTITY_ROLE,
                                             .account = fields.account,
                                             .name = rp_str_from(arn, arn.len - 1),
                                             .any = true};
    return RAMPART_OK;
}

enum rampart_status rampart_request_set_principal(struct rampart_request *request,
                                                  struct rampart_str principal, struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    struct rampart_str copy;
    RP_TRY(rp_request_take(request, principal, "the principal", diags, &copy));
    return rp_request_put_principal(request, copy, diags);
}

enum rampart_status rampart_request_set_uid(struct rampart_request *request, struct rampart_str uid,
                                            struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    struct rampart_str copy;
    RP_TRY(rp_request_take(request, uid, "the UID", diags, &copy));
    if (!rp_account_id_valid(copy))
        return rp_request_refuse(diags, RP_REQ_ACCOUNT, "invalid UID", copy,
                                 "write the digits of the user's UID, such as 200000000000000001");
    request->uid = copy;
    return RAMPART_OK;
}

enum rampart_status rampart_request_set_access_point(struct rampart_request *request, struct rampart_str access_point,
                                                     struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    struct rampart_str copy;
    struct rp_arn arn;
    RP_TRY(rp_request_take(request, access_point, "the access point", diags, &copy));
    const bool split = rp_arn_split(copy, &arn) && rp_str_equal(arn.partition, RP_STR("acs")) &&
                       rp_str_equal(arn.service, RP_STR("oss")) && rp_account_id_valid(arn.account) && arn.region.len > 0;
    const struct rampart_str head = RP_STR("accesspoint/");
    const struct rampart_str name = split && rp_str_starts(arn.rest, head) ? rp_str_from(arn.rest, head.len)
                                                                           : (struct rampart_str){NULL, 0};
    if (name.len == 0 || rp_str_find(name, '/') < name.len || rp_has_wildcard(name))
        return rp_request_refuse(diags, RP_REQ_RESOURCE, "invalid access point", copy,
                                 "write its ARN, acs:oss:<region>:<account>:accesspoint/<name>");
    request->access_point = copy;
    return RAMPART_OK;
}

enum rampart_status rampart_request_set_credential(struct rampart_request *request, struct rampart_str credential,
                                                   struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    struct rampart_str copy;
    const struct rampart_str word = RP_STR("accesskey"), named = RP_STR("accesskey:");
    RP_TRY(rp_request_take(request, credential, "the credential", diags, &copy));
    const bool names = rp_str_starts(copy, named) && copy.len > named.len, key = names || rp_str_equal(copy, word);
    if (!key && !rp_str_equal(copy, RP_STR("sts")) && !rp_str_equal(copy, RP_STR("console")))
        return rp_request_refuse(diags, RP_REQ_TYPE, "invalid credential", copy,
                                 "write accesskey, accesskey:<id>, sts or console");
    request->by_access_key = key;
    request->access_key = names ? rp_str_from(copy, named.len) : (struct rampart_str){NULL, 0};
    return RAMPART_OK;
}

/* Keeps the first id that is one. */
static void request_know_account(struct rp_known_account *known, struct rampart_str account)
{
    if (known->len > 0) return;
    memcpy(known->digits, account.data, account.len);
    known->len = (unsigned char)account.len;
}

static enum rampart_status request_take_account(struct rampart_request *request, struct rampart_str account,
                                                struct rampart_diags *diags, struct rampart_str *ret_account)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    const struct rampart_str known = {request->known_account.digits, request->known_account.len};
    struct rampart_str copy;
    if (known.len > 0 && rp_str_equal(account, known)) {
        *ret_account = known;
        return RAMPART_OK;
    }
    RP_TRY(rp_request_take(request, account, "the account id", diags, &copy));
    if (!rp_account_id_valid(copy))
        return rp_request_refuse(diags, RP_REQ_ACCOUNT, "invalid account id", copy,
                                 "write the digits of the account, such as 1234567890123456");
    request_know_account(&request->known_account, copy);
    *ret_account = copy;
    return RAMPART_OK;
}

enum rampart_status rampart_request_set_account(struct rampart_request *request, struct rampart_str account,
                                                struct rampart_diags *diags)
{
    return request == NULL ? RAMPART_MISUSE : request_take_account(request, account, diags, &request->account);
}

enum rampart_status rampart_request_set_owner(struct rampart_request *request, struct rampart_str account,
                                              struct rampart_diags *diags)
{
    return request == NULL ? RAMPART_MISUSE : request_take_account(request, account, diags, &request->owner);
}

/* Two words with a colon between them, without wildcards and blanks. */
static bool request_is_action(struct rampart_str text)
{
    const size_t colon = rp_str_find(text, ':');
    const struct rampart_str name = rp_str_from(text, colon + 1);
    if (colon == 0 || name.len == 0 || rp_str_find(name, ':') < name.len) return false;
    return (rp_ascii_kinds(text) & (RP_HAS_WILDCARD | RP_HAS_BLANK)) == 0;
}

enum rampart_status rp_request_put_action(struct rampart_request *request, struct rampart_str action,
                                          struct rampart_diags *diags)
{
    if (!request_is_action(action))
        return rp_request_refuse(
            diags, RP_REQ_ACTION, "invalid action", action,
            "write one action as service:Operation, without wildcards, such as ess:CancelInstanceRefresh");
    RP_TRY_MEMORY(rp_arena_lower(&request->arena, action, &request->action_lower));
    request->action = action;
    request->assumes_role = rp_str_equal(request->action_lower, RP_STR("sts:assumerole"));
    rp_action_signature(request->action_lower, &request->action_signature);
    return RAMPART_OK;
}

enum rampart_status rampart_request_set_action(struct rampart_request *request, struct rampart_str action,
                                               struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    struct rampart_str copy;
    RP_TRY(rp_request_take(request, action, "the action", diags, &copy));
    return rp_request_put_action(request, copy, diags);
}

/* `*` has no fields. */
bool rp_resource_read(struct rampart_str text, struct rp_resource *ret_resource)
{
    struct rp_arn arn = {.account = {NULL, 0}};
    bool any = rp_str_equal(text, RP_STR("*"));
    if (!any && (!rp_arn_split(text, &arn) || !rp_str_equal(arn.partition, RP_STR("acs")))) return false;
    if ((unsigned char)text.data[text.len - 1] <= ' ') return false; /* the end of a line that came along */
    ret_resource->arn = text;
    ret_resource->signature = any ? rp_resource_signature(text) : rp_resource_arn_signature(text, &arn);
    ret_resource->arn_shape = any ? (struct rp_arn_shape){.wildcards = true} : rp_arn_shape_of(text, &arn);
    if (rp_account_id_valid(arn.account)) ret_resource->account = arn.account;
    ret_resource->service = arn.service;
    ret_resource->region = arn.region;
    ret_resource->rest = arn.rest;
    return true;
}

void rp_request_take_resource_set(struct rampart_request *request, bool resource_set)
{
    request->resource_set = resource_set;
    for (struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next)
        resource->pattern = resource_set;
}

/* The two ways in which the region may be sent: one of two texts, and what follows either of them. */
struct region_forms {
    rampart_switches sent_by; /* the switch that chooses the second; 0: there is one way */
    struct rampart_str before[2], rest;
};

/* OSS has a region with `oss-` before it or without; a wildcard there may stand for either. */
static struct region_forms request_region_forms_of_oss(struct rampart_str region)
{
    const struct rampart_str prefix = RP_REGION_OF_OSS;
    struct rampart_str plain = region, head = region;
    if (rp_str_starts(region, prefix)) plain = rp_str_from(region, prefix.len);
    for (size_t i = 0; i < head.len; i++)
        if (head.data[i] == '*' || head.data[i] == '?') head.len = i;
    const bool either = head.len < region.len && rp_str_starts(prefix, head) && head.len < prefix.len;
    return (struct region_forms){plain.len == 0 || either ? 0 : RP_ASSUME_OSS_PLAIN, {prefix, RP_STR("")}, plain};
}

static struct region_forms request_region_forms(const struct rp_resource *resource)
{
    if (rp_str_equal(resource->service, RP_STR("oss"))) return request_region_forms_of_oss(resource->region);
    const bool open = resource->region.len == 0 || rp_str_equal(resource->region, RP_STR("*"));
    const bool global = open && resource->service.len > 0 && rp_catalog_is_global(resource->service);
    return (struct region_forms){global ? RP_ASSUME_REGION_STAR : 0, {RP_STR(""), RP_STR("*")}, RP_STR("")};
}

enum rampart_status rp_resource_write_as_sent(struct rp_arena *arena, struct rp_resource *resource)
{
    const struct region_forms forms = request_region_forms(resource);
    struct rp_arn arn;
    if (forms.sent_by == 0 || !rp_arn_split(resource->arn, &arn)) return RAMPART_OK;
    struct rampart_str *sent = RP_NEW_ARRAY(arena, struct rampart_str, 2);
    RP_TRY_MEMORY(sent != NULL);
    for (size_t i = 0; i < 2; i++) {
        struct rp_resource written = {.signature = 0};
        const struct rampart_str colon = RP_STR(":");
        const struct rampart_str parts[] = {RP_STR("acs:"), arn.service, colon,   forms.before[i], forms.rest,
                                            colon,          arn.account, colon,   arn.rest};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, sizeof parts / sizeof *parts, &sent[i]));
        if (rp_resource_read(sent[i], &written)) resource->signature &= written.signature;
    }
    resource->sent = sent;
    resource->sent_by = forms.sent_by;
    return RAMPART_OK;
}

void rp_request_take_oss_as_written(struct rampart_request *request)
{
    for (struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        if (resource->sent_by != RP_ASSUME_OSS_PLAIN) continue;
        resource->sent = NULL;
        resource->sent_by = 0;
    }
}

enum rampart_status rampart_request_add_resource(struct rampart_request *request, struct rampart_str resource,
                                                 struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    struct rampart_str copy;
    RP_TRY(rp_request_take(request, resource, "the resource", diags, &copy));
    return rp_request_put_resource(request, copy, diags);
}

enum rampart_status rp_request_put_resource(struct rampart_request *request, struct rampart_str resource,
                                            struct rampart_diags *diags)
{
    struct rp_resource *added = RP_NEW(&request->arena, struct rp_resource);
    RP_TRY_MEMORY(added != NULL);
    if (!rp_resource_read(resource, added))
        return rp_request_refuse(
            diags, RP_REQ_RESOURCE, "invalid resource", resource,
            "write acs:<service>:<region>:<account>:<resource>, or * for an action without a resource");
    RP_TRY(rp_resource_write_as_sent(&request->arena, added));
    if (request->last_resource == NULL)
        request->resources = added;
    else
        request->last_resource->next = added;
    request->last_resource = added;
    request->resource_count++;
    return RAMPART_OK;
}

enum rampart_status rampart_request_add_param(struct rampart_request *request, struct rampart_str name,
                                              struct rampart_str value, struct rampart_diags *diags)
{
    if (!rp_request_open(request)) return RAMPART_MISUSE;
    struct rp_given_param *added = RP_NEW(&request->arena, struct rp_given_param);
    RP_TRY_MEMORY(added != NULL);
    RP_TRY(rp_request_take(request, name, "a parameter's name", diags, &added->name));
    RP_TRY(rp_request_take(request, value, "a parameter's value", diags, &added->value));
    for (const struct rp_given_param *param = request->params; param != NULL; param = param->next)
        if (rp_str_equal(param->name, added->name))
            return rp_request_refuse(diags, RP_REQ_PARAM, "a parameter is given twice", added->name, NULL);
    if (request->param_count >= request->limits.context_keys)
        return rp_request_too_many(diags, "parameters", request->limits.context_keys);
    if (request->last_param == NULL)
        request->params = added;
    else
        request->last_param->next = added;
    request->last_param = added;
    request->param_count++;
    return RAMPART_OK;
}

void rampart_request_set_complete(struct rampart_request *request, bool complete)
{
    if (rp_request_open(request)) request->complete = complete;
}

void rampart_request_set_patterns(struct rampart_request *request, bool patterns)
{
    if (rp_request_open(request)) request->patterns = patterns;
}

enum rampart_status rampart_request_check_session(const struct rampart_request *request,
                                                  struct rampart_diags *diags)
{
    if (request == NULL || !request->finished) return RAMPART_MISUSE;
    enum rp_identity_kind kind = request->identity.kind;
    if (kind == RP_IDENTITY_NONE || kind == RP_IDENTITY_ROLE) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
            "%.*s cannot have a session policy: only a session of a role has one",
            RP_ARG(rp_str_part(request->principal, 0, 120)));
    rp_diag_help(diags, "use the principal role/NAME/SESSION, or leave out the session policy");
    return RAMPART_INVALID_INPUT;
}

enum rampart_expect rampart_request_expected(const struct rampart_request *request)
{
    return request == NULL ? RAMPART_EXPECT_NOTHING : (enum rampart_expect)request->expect;
}

const struct rampart_policy *rampart_request_session_policy(const struct rampart_request *request)
{
    return request == NULL ? NULL : request->session_policy;
}

struct rampart_str rampart_request_principal(const struct rampart_request *request)
{
    return request->principal;
}

struct rampart_str rampart_request_action(const struct rampart_request *request)
{
    return request->action;
}

size_t rampart_request_resource_count(const struct rampart_request *request)
{
    return request->resource_count;
}

struct rampart_str rampart_request_resource(const struct rampart_request *request, size_t i)
{
    const struct rp_resource *resource = request->resources;
    while (resource != NULL && i-- > 0) resource = resource->next;
    return resource == NULL ? (struct rampart_str){NULL, 0} : resource->arn;
}

/* ---- the same request from many principals: everything but who asks is shared ---- */

void rp_request_share(struct rampart_request *copy, const struct rampart_request *base)
{
    rampart_request_clear(copy);
    copy->alone = base->alone;
    copy->account = base->account;
    copy->action = base->action;
    copy->api = base->api;
    copy->action_lower = base->action_lower;
    copy->action_signature = base->action_signature;
    copy->assumes_role = base->assumes_role;
    copy->unasked = base->unasked;
    copy->resources = base->resources;
    copy->last_resource = base->last_resource;
    copy->resource_count = base->resource_count;
    copy->keys = base->keys; /* a key that is added stands before these and leaves them as they are */
    copy->key_count = base->key_count;
    copy->complete = base->complete;
    copy->resource_set = base->resource_set;
    copy->set_memo = base->set_memo;
}

void rp_request_share_circumstances(struct rampart_request *copy, const struct rampart_request *base)
{
    rp_request_share(copy, base);
    copy->resources = copy->last_resource = NULL;
    copy->resource_count = 0;
    copy->params = base->params;
    copy->last_param = base->last_param;
    copy->param_count = base->param_count;
    copy->owner = base->owner;
    copy->organisation = base->organisation;
    copy->patterns = base->patterns;
    copy->time = base->time;
    copy->clock = base->clock;
    copy->time_is_clock = base->time_is_clock;
}
