/* SPDX-License-Identifier: Apache-2.0 */
/* The request that a denial is about, as far as it says: what is given beside it comes first. */
#include <rampart/denial.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/request.h"
#include "policy/key.h"
#include "policy/value.h"
#include "text/diag.h"

struct filling {
    const struct rampart_denial *denial;
    struct rampart_request *request;
    struct rampart_diags *diags;
    enum rampart_status status; /* of the first part that is wrong or missing */
};

/* Everything that is wrong is said at once. */
static enum rampart_status note(struct filling *filling, enum rampart_status status)
{
    if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return status;
    if (filling->status == RAMPART_OK) filling->status = status;
    return RAMPART_OK;
}

__attribute__((format(printf, 3, 4))) static enum rampart_status
missing(struct filling *filling, const char *option, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_coded(filling->diags, RAMPART_ERROR, rp_diag_code(RP_DEN_MISSING), RP_NOWHERE, format, values);
    va_end(values);
    rp_diag_help(filling->diags, "name it: %s", option);
    return note(filling, RAMPART_INVALID_INPUT);
}

/* ---- who asked ---- */

static bool is_id(struct rampart_str text)
{
    return rp_account_id_valid(text);
}

/* As rampart_request_set_principal() takes it, without the account; empty: the denial does not say. */
static enum rampart_status principal_text(struct filling *filling, struct rampart_str *ret_text)
{
    const struct rampart_denial *denial = filling->denial;
    struct rampart_str name = denial->principal_name;
    *ret_text = (struct rampart_str){NULL, 0};
    if (rp_str_equal_fold(denial->principal_type, RP_STR("RootUser"))) {
        *ret_text = RP_STR("root");
    } else if (rp_str_equal_fold(denial->principal_type, RP_STR("AssumedRoleUser")) && name.len > 0) {
        size_t colon = rp_str_find(name, ':');
        const struct rampart_str parts[] = {RP_STR("role/"), rp_str_part(name, 0, colon),
                                            colon < name.len ? RP_STR("/") : RP_STR(""),
                                            rp_str_from(name, colon + 1)};
        RP_TRY_MEMORY(rp_arena_join(&filling->request->arena, parts, 4, ret_text));
    } else if (rp_str_equal_fold(denial->principal_type, RP_STR("Federated"))) {
        *ret_text = name;
    }
    return RAMPART_OK;
}

static enum rampart_status ask_for_principal(struct filling *filling)
{
    const struct rampart_denial *denial = filling->denial;
    if (is_id(denial->principal_name))
        return missing(filling, "--principal user/NAME",
                       "the denial has the id of the user, %.*s, and policies are attached to names",
                       RP_ARG(rp_str_part(denial->principal_name, 0, 80)));
    return missing(filling, "--principal PRINCIPAL", "the denial does not say who asked");
}

/* An id that the request would not take as it stands is the denial's mistake, not the asker's. */
static enum rampart_status fill_principal(struct filling *filling)
{
    struct rampart_str text, owner = filling->denial->owner;
    struct rampart_request *request = filling->request;
    if (request->account.len == 0 && is_id(owner))
        RP_TRY(note(filling, rampart_request_set_account(request, owner, filling->diags)));
    if (request->identity.kind != RP_IDENTITY_NONE) return RAMPART_OK;
    RP_TRY(principal_text(filling, &text));
    if (text.len == 0) return ask_for_principal(filling);
    if (is_id(owner)) {
        const struct rampart_str parts[] = {RP_STR("acs:ram::"), owner, RP_STR(":"), text};
        RP_TRY_MEMORY(rp_arena_join(&request->arena, parts, 4, &text));
    }
    return note(filling, rampart_request_set_principal(request, text, filling->diags));
}

/* A name that was given means the principal of that name in the account at hand. */
static enum rampart_status check_account(struct filling *filling)
{
    const struct rampart_request *request = filling->request;
    struct rampart_str owner = filling->denial->owner, own = request->identity.account;
    if (own.len == 0) own = request->account;
    if (owner.len == 0 || own.len == 0 || rp_str_equal(owner, own)) return RAMPART_OK;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_ACCOUNT, RP_NOWHERE,
            "the denial is about a principal of account %.*s, not of %.*s", RP_ARG(rp_str_part(owner, 0, 80)),
            RP_ARG(rp_str_part(own, 0, 80)));
    rp_diag_help(filling->diags, "give the policies of that account");
    return note(filling, RAMPART_INVALID_INPUT);
}

/* ---- what, and under which circumstances ---- */

static enum rampart_status fill_action(struct filling *filling)
{
    if (filling->request->action.len > 0) return RAMPART_OK;
    if (filling->denial->action.len == 0)
        return missing(filling, "--action ACTION", "the denial does not say which action was refused");
    return note(filling,
                rampart_request_set_action(filling->request, filling->denial->action, filling->diags));
}

static enum rampart_status fill_resource(struct filling *filling)
{
    const struct rampart_request *request = filling->request;
    if (request->resource_count > 0 || request->param_count > 0) return RAMPART_OK;
    if (filling->denial->resource.len == 0)
        return missing(filling, "--resource ARN (or --param NAME=VALUE)",
                       "the denial does not say on which resource");
    return note(filling,
                rampart_request_add_resource(filling->request, filling->denial->resource, filling->diags));
}

/* A time that was given is not among the keys before the request is finished. */
static bool is_given(const struct rampart_request *request, struct rampart_str name)
{
    return rampart_request_has_key(request, name) ||
           (request->time.len > 0 && rp_key_equal(name, RP_STR("acs:CurrentTime")));
}

/*
 * What the cloud printed is nobody's typing error. Where it is no value of its key, the key is open: it is neither taken
 * for what it is not, nor for absent.
 */
static enum rampart_status leave_open(struct filling *filling, struct rampart_str key,
                                      struct rampart_str value, const char *expected)
{
    rp_diag(filling->diags, RAMPART_WARNING, RP_REQ_CONTEXT, RP_NOWHERE,
            "the denial has \"%.*s\" for %.*s, which it cannot be: the key is left open",
            RP_ARG(rp_str_part(value, 0, 200)), RP_ARG(rp_str_part(key, 0, 200)));
    if (expected != NULL)
        rp_diag_help(filling->diags, "give %s: --context %.*s=VALUE", expected,
                     RP_ARG(rp_str_part(key, 0, 200)));
    return rp_request_put_unknown(filling->request, key, filling->diags);
}

static enum rampart_status another(struct filling *filling, struct rampart_str arn)
{
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
            "the denial is about %.*s, not about %.*s", RP_ARG(rp_str_part(arn, 0, 200)),
            RP_ARG(rp_str_part(filling->request->principal_given, 0, 200)));
    rp_diag_help(filling->diags, "ask as the one it is about");
    return note(filling, RAMPART_INVALID_INPUT);
}

/*
 * Where a denial has the id of a user, its name was given: here the denial may say that it is another's. False in
 * *ret_good: nothing is left to be added.
 */
static enum rampart_status check_arn(struct filling *filling,
                                     const struct rampart_denial_condition *condition, bool *ret_good)
{
    *ret_good = false;
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rampart_str arn = condition->values.items[i];
        enum rp_arn_fit fit;
        RP_TRY(rp_request_weigh_arn(filling->request, arn, &fit));
        if (fit == RP_ARN_OF_ANOTHER) return another(filling, arn);
        if (fit == RP_ARN_WRITTEN_OTHERWISE) return leave_open(filling, condition->key, arn, NULL);
    }
    *ret_good = true;
    return RAMPART_OK;
}

/* Whether every value is one that the key can have; else, and where there is none, the key is left open. */
static enum rampart_status check_values(struct filling *filling,
                                        const struct rampart_denial_condition *condition, bool *ret_good)
{
    struct rp_catalog_key row;
    const struct rp_catalog_key *known = rp_catalog_key_find(condition->key, &row) ? &row : NULL;
    *ret_good = false;
    if (condition->values.count == 0)
        return rp_request_put_unknown(filling->request, condition->key, filling->diags);
    for (size_t i = 0; i < condition->values.count; i++)
        if (!rp_key_takes(known, condition->values.items[i]))
            return leave_open(filling, condition->key, condition->values.items[i],
                              rp_value_expected(known->type));
    *ret_good = true;
    return rp_key_equal(condition->key, RP_STR("acs:PrincipalARN")) ? check_arn(filling, condition, ret_good)
                                                                    : RAMPART_OK;
}

static enum rampart_status fill_key(struct filling *filling, const struct rampart_denial_condition *condition)
{
    bool good = false;
    RP_TRY(check_values(filling, condition, &good));
    for (size_t i = 0; good && i < condition->values.count; i++)
        RP_TRY(note(filling, rampart_request_add_context(filling->request, condition->key,
                                                         condition->values.items[i], filling->diags)));
    return RAMPART_OK;
}

static enum rampart_status fill_context(struct filling *filling)
{
    const struct rampart_denial *denial = filling->denial;
    for (size_t i = 0; i < denial->condition_count; i++) {
        const struct rampart_denial_condition *condition = &denial->conditions[i];
        bool given = condition->key.len == 0 || is_given(filling->request, condition->key);
        if (!given) RP_TRY(fill_key(filling, condition));
    }
    return RAMPART_OK;
}

enum rampart_status rampart_denial_fill(const struct rampart_denial *denial, struct rampart_request *request,
                                        struct rampart_diags *diags)
{
    if (denial == NULL || request == NULL || request->finished) return RAMPART_MISUSE;
    struct filling filling = {.denial = denial, .request = request, .diags = diags};
    RP_TRY(fill_action(&filling));
    RP_TRY(fill_resource(&filling));
    RP_TRY(fill_principal(&filling));
    RP_TRY(check_account(&filling));
    RP_TRY(fill_context(&filling));
    return filling.status;
}
