/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request is finished against the catalogue: the action that authorises the API that was named, the resource that
 * parameters make, which resources are patterns, and which layers of them nobody showed. The engine asks the
 * catalogue for nothing but types, so this stands above it.
 */
#include <rampart/catalog.h>
#include <rampart/request.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/apis.h"
#include "catalog/fill.h"
#include "catalog/tables.h"
#include "decide/request_home.h"
#include "decide/request_read.h"
#include "decide/unseen.h"
#include "text/diag.h"

static void request_finish_say_not_known(const struct rampart_catalog *catalog, struct rampart_str action,
                          struct rampart_diags *diags)
{
    struct rampart_catalog_action near;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
            "the catalogue does not contain the action %.*s", RP_ARG(rp_str_part(action, 0, 200)));
    if (rampart_catalog_near_action(catalog, action, &near))
        rp_diag_help(diags, "did you mean %.*s? If not, pass the ARN with --resource", RP_ARG(near.action));
    else
        rp_diag_help(diags, "pass the ARN with --resource instead of parameters");
}

static enum rampart_status request_finish_not_in_catalog(const struct rampart_request *request,
                                                         struct rampart_diags *diags)
{
    const struct rampart_options options = {.allocator = &request->allocator};
    const struct rampart_catalog *catalog = request->catalog;
    struct rampart_catalog_action row;
    struct rampart_catalog *own = NULL;
    if (catalog == NULL) RP_TRY(rampart_catalog_open(&options, &own));
    if (catalog == NULL) catalog = own;
    if (rampart_catalog_find_action(catalog, request->action, &row)) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_CATALOG, RP_NOWHERE,
                "the catalogue has no ARN of %.*s that parameters could fill", RP_ARG(row.action));
        rp_diag_help(diags, "pass the ARN with --resource");
    } else {
        request_finish_say_not_known(catalog, request->action, diags);
    }
    rampart_catalog_free(own);
    return RAMPART_INVALID_INPUT;
}

/* A request and what is said of it. */
struct saying {
    struct rampart_request *request;
    struct rampart_diags *diags;
};

/* The last diagnostic is about this parameter. Without memory for its place it has none. */
static void request_finish_place_param(void *context, const struct rp_param *param)
{
    const struct saying *saying = context;
    rp_request_place_last(saying->request, RP_PART_PARAM, param->name, saying->diags);
}

static struct rp_param *request_finish_params_of(struct rampart_request *request)
{
    struct rp_param *params = RP_NEW_ARRAY(&request->arena, struct rp_param, request->param_count);
    size_t i = 0;
    for (const struct rp_given_param *param = request->params; param != NULL && params != NULL;
         param = param->next)
        params[i++] = (struct rp_param){param->name, param->value};
    return params;
}

/* The resources from the parameters of the call, by the catalogue's templates of the action. */
static enum rampart_status request_finish_fill_resources(struct rampart_request *request, struct rampart_diags *diags)
{
    struct rp_call_resources resources = {NULL, 0};
    struct rp_param *params = request_finish_params_of(request);
    RP_TRY_MEMORY(params != NULL);
    struct rampart_str account = request->owner;
    if (account.len == 0) account = request->identity.account;
    if (account.len == 0) account = request->account;
    struct saying saying = {request, diags};
    const struct rp_call call = {.catalog = request->catalog,
                                 .action = request->action,
                                 .params = params,
                                 .param_count = request->param_count,
                                 .account = account,
                                 .said = request_finish_place_param,
                                 .context = &saying};
    RP_TRY(rp_arn_fill(&request->arena, &call, diags, &resources));
    if (resources.count == 0) return request_finish_not_in_catalog(request, diags);
    for (size_t i = 0; i < resources.count; i++)
        RP_TRY(rampart_request_add_resource(request, resources.arns[i], diags));
    return RAMPART_OK;
}

/* ---- resources with wildcards ---- */

/* The `*` in the region of a global service is how the cloud writes that there is none, and stands for nothing else. */
static bool request_finish_stands_for_one(const struct rp_resource *resource)
{
    return resource->sent != NULL && rp_str_equal(resource->region, RP_STR("*")) &&
           resource->account.len > 0 && !rp_has_wildcard(resource->rest);
}

enum { MOST_FORMS = 4 };

/* The forms of the resources that the pattern stands for. */
static enum rampart_status request_finish_note_forms(struct rampart_request *request, struct rp_resource *resource)
{
    struct rp_template_cursor cursor = {.catalog = request->catalog};
    struct rampart_str *forms = RP_NEW_ARRAY(&request->arena, struct rampart_str, MOST_FORMS), form;
    RP_TRY_MEMORY(forms != NULL);
    while (resource->form_count < MOST_FORMS && rp_catalog_next_template(request->action, &cursor, &form))
        if (rp_str_starts(form, RP_STR("acs:"))) forms[resource->form_count++] = form;
    resource->forms = forms;
    return RAMPART_OK;
}

/* The one place that tells a pattern from a text in which a `*` stands. */
static enum rampart_status request_finish_read_patterns(struct rampart_request *request)
{
    for (struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        if (!resource->arn_shape.wildcards || request_finish_stands_for_one(resource)) continue;
        resource->pattern = !rp_catalog_is_literal(request->catalog, request->action, resource->arn);
        resource->colonless = rp_catalog_is_colonless(request->catalog, request->action, resource->arn);
        if (!request->patterns || !resource->pattern) continue;
        request->resource_set = true;
        RP_TRY(request_finish_note_forms(request, resource));
    }
    return RAMPART_OK;
}

/* ---- names of APIs ---- */

static struct rp_action_signature request_finish_signature_of(struct rampart_str action)
{
    struct rp_action_signature signature;
    rp_action_signature(action, &signature);
    return signature;
}

static enum rampart_status request_finish_know_name(struct rampart_request *request, struct rampart_str name)
{
    struct rampart_str lower;
    RP_TRY_MEMORY(rp_arena_lower(&request->arena, name, &lower));
    const uint32_t tag = request_finish_signature_of(lower).tags[0];
    request->api_bits[tag >> 6 & (RP_API_BITS - 1)] |= UINT64_C(1) << (tag & 63);
    return RAMPART_OK;
}

/* The signatures of the names of both tables: nearly every action is told by a bit that it is none of them. */
static enum rampart_status request_finish_know_apis(struct rampart_request *request)
{
    struct rampart_str name;
    size_t cursor = 0;
    while (rp_api_name_next(request->catalog, &cursor, &name)) RP_TRY(request_finish_know_name(request, name));
    cursor = 0;
    while (rp_unasked_name_next(&cursor, &name)) RP_TRY(request_finish_know_name(request, name));
    request->knows_apis = true;
    return RAMPART_OK;
}

static enum rampart_status request_finish_several_actions(struct rampart_request *request, struct rp_api_row row,
                                           bool together, struct rampart_diags *diags)
{
    struct rampart_api_action first = {.resource = {NULL, 0}}, second = first;
    (void)(rp_api_next(&row, &first) && rp_api_next(&row, &second));
    rp_diag(diags, RAMPART_ERROR, RP_REQ_ACTION, RP_NOWHERE,
            "%.*s is an API that two actions authorise: %.*s on the %.*s of the call, %.*s on its %.*s",
            RP_ARG(request->action), RP_ARG(first.action), RP_ARG(first.resource), RP_ARG(second.action),
            RP_ARG(second.resource));
    if (together)
        rp_diag_help(diags, "pass two resources: the %.*s and the %.*s, in this order",
                     RP_ARG(first.resource), RP_ARG(second.resource));
    else
        rp_diag_help(diags, "ask about each of them, on its resource");
    RP_TRY(rp_request_place_last(request, RP_PART_ACTION, request->action, diags));
    return RAMPART_INVALID_INPUT;
}

/* AssumeRoleWithOIDC is called with a token and without a principal of RAM: no user can be asked about. */
static bool request_finish_may_call(const struct rampart_request *request, struct rampart_str caller)
{
    enum rp_identity_kind kind = request->identity.kind;
    if (kind == RP_IDENTITY_NONE || caller.len == 0) return true;
    return kind == (rp_str_equal(caller, RP_STR("oidc-provider")) ? RP_IDENTITY_OIDC : RP_IDENTITY_SAML);
}

static enum rampart_status request_finish_wrong_caller(const struct rampart_request *request,
                                                       const struct rp_api_row *row, struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
            "%.*s is called by principals of the kind %.*s, not by %.*s", RP_ARG(row->api),
            RP_ARG(row->caller), RP_ARG(rp_str_part(request->principal_given, 0, 120)));
    rp_diag_help(diags, "use the principal %.*s/NAME, or the action sts:AssumeRole", RP_ARG(row->caller));
    return RAMPART_INVALID_INPUT;
}

/* A call that needs no permission needs valid credentials still: those of a user, a role, or of whoever is meant. */
static bool request_finish_is_signed(const struct rampart_request *request)
{
    const enum rp_identity_kind kind = request->identity.kind;
    return kind == RP_IDENTITY_NONE || kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE || kind == RP_IDENTITY_ROOT;
}

/* Nobody has the name of an API for an action: what is asked about is the action that authorises it. */
static enum rampart_status request_finish_ask_for_api(struct rampart_request *request, struct rampart_diags *diags)
{
    struct rampart_api_action only = {.resource = {NULL, 0}};
    struct rampart_str api = request->action;
    struct rampart_unasked_call unasked;
    struct rp_api_row row;
    const uint32_t tag = request->action_signature.tags[0];
    /* A request that is asked about once looks the name up; one that is filled again and again learns the names. */
    if (request->asked_apis && !request->knows_apis) RP_TRY(request_finish_know_apis(request));
    request->asked_apis = true;
    const bool may_be = (request->api_bits[tag >> 6 & (RP_API_BITS - 1)] >> (tag & 63) & 1) != 0;
    if (request->knows_apis && !may_be) return RAMPART_OK;
    request->unasked = request_finish_is_signed(request) && rampart_find_unasked_call(api, &unasked);
    if (request->unasked || !rp_api_find(request->catalog, api, &row)) return RAMPART_OK;
    if (rampart_api_actions(request->catalog, api, &only, 1) > 1) return request_finish_several_actions(request, row, false, diags);
    if (!request_finish_may_call(request, row.caller)) return request_finish_wrong_caller(request, &row, diags);
    RP_TRY(rp_request_put_action(request, only.action, diags));
    request->api = row.api;
    return RAMPART_OK;
}

size_t rampart_request_part_count(const struct rampart_request *request)
{
    size_t count = request == NULL ? 0 : rampart_api_actions(request->catalog, request->action, NULL, 0);
    return count > 1 ? count : 1;
}

static struct rp_resource *request_finish_resource_of(const struct rampart_request *request, size_t part)
{
    struct rp_resource *resource = request->resources;
    while (part-- > 0) resource = resource->next;
    return resource;
}

enum rampart_status rampart_request_select_part(struct rampart_request *request, size_t part,
                                              struct rampart_diags *diags)
{
    const size_t count = rampart_request_part_count(request);
    struct rampart_api_action action = {.resource = {NULL, 0}};
    struct rp_api_row row;
    if (request == NULL || request->finished || part >= count) return RAMPART_MISUSE;
    if (count == 1 || !rp_api_find(request->catalog, request->action, &row)) return RAMPART_OK;
    if (request->resource_count != count) return request_finish_several_actions(request, row, true, diags);
    struct rp_resource *resource = request_finish_resource_of(request, part);
    struct rp_api_row actions = row;
    for (size_t i = 0; i <= part; i++) (void)rp_api_next(&actions, &action);
    RP_TRY(rp_request_put_action(request, action.action, diags));
    request->api = row.api;
    resource->next = NULL;
    request->resources = request->last_resource = resource;
    request->resource_count = 1;
    return RAMPART_OK;
}

enum rampart_status rampart_request_finish(struct rampart_request *request, struct rampart_diags *diags)
{
    if (request == NULL || request->finished) return RAMPART_MISUSE;
    if (request->param_count > 0 && request->resource_count > 0) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PARAM, RP_NOWHERE,
                "the request has both a resource and parameters");
        rp_diag_help(diags,
                     "give the resource, or parameters of the call from which the catalogue makes one");
        return RAMPART_INVALID_INPUT;
    }
    if (request->organisation != NULL) RP_TRY(rp_request_find_home(request, diags));
    if (request->action.len > 0) RP_TRY(request_finish_ask_for_api(request, diags));
    const bool needs_none = request->unasked && request->resource_count == 0; /* whatever its parameters are */
    if (needs_none) RP_TRY(rampart_request_add_resource(request, RP_STR("*"), diags));
    else if (request->param_count > 0 && request->action.len > 0) RP_TRY(request_finish_fill_resources(request, diags));
    RP_TRY(rp_request_complete(request, diags));
    enum rampart_status status = request_finish_read_patterns(request);
    if (status == RAMPART_OK) status = rp_request_find_unseen(request);
    request->finished = status == RAMPART_OK; /* without its unseen layers it could be answered too surely */
    const bool limited = (request->resource_layers & 1U << RAMPART_LAYER_SESSION) != 0;
    if (status == RAMPART_OK && limited) status = rampart_request_check_session(request, diags);
    request->finished = status == RAMPART_OK;
    return status;
}
