/* SPDX-License-Identifier: Apache-2.0 */
/* Fills a request from the denial of it. Values that the caller gave come first. */
#include <rampart/denial.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded_rows.h"
#include "catalog/tsv.h"
#include "decide/request.h"
#include "policy/key.h"
#include "text/diag.h"

struct filling {
    const struct rampart_denial *denial;
    struct rampart_request *request;
    struct rampart_diags *diags;
    unsigned optional;          /* parts that may stay missing */
    enum rampart_status status; /* of the first part that is wrong or missing */
};

/* Keeps the first error and goes on: all errors are reported at once. */
static enum rampart_status denied_status(struct filling *filling, enum rampart_status status)
{
    if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return status;
    if (filling->status == RAMPART_OK) filling->status = status;
    return RAMPART_OK;
}

__attribute__((format(printf, 3, 4))) static enum rampart_status
denied_missing(struct filling *filling, const char *option, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    rp_diag_coded(filling->diags, RAMPART_ERROR, rp_diag_code(RP_DEN_MISSING), RP_NOWHERE, format, values);
    va_end(values);
    rp_diag_help(filling->diags, "pass it with %s", option);
    return denied_status(filling, RAMPART_INVALID_INPUT);
}

/* ---- the principal ---- */

/* True when the denial names it, and not by the id of a user alone. */
static bool denied_names_principal(const struct rampart_denial *denial)
{
    const struct rampart_str type = denial->principal_type;
    if (rp_str_equal_fold(type, RP_STR("RootUser"))) return true;
    return denial->principal_name.len > 0 &&
           (rp_str_equal_fold(type, RP_STR("AssumedRoleUser")) || rp_str_equal_fold(type, RP_STR("Federated")));
}

/* The text that rampart_request_set_principal() takes, without the account; empty: the denial does not say. */
static enum rampart_status denied_principal_text(struct filling *filling, struct rampart_str *ret_text)
{
    const struct rampart_denial *denial = filling->denial;
    struct rampart_str name = denial->principal_name;
    *ret_text = (struct rampart_str){NULL, 0};
    if (!denied_names_principal(denial)) return RAMPART_OK;
    if (rp_str_equal_fold(denial->principal_type, RP_STR("RootUser"))) {
        *ret_text = RP_STR("root");
    } else if (rp_str_equal_fold(denial->principal_type, RP_STR("AssumedRoleUser"))) {
        size_t colon = rp_str_find(name, ':');
        const struct rampart_str parts[] = {RP_STR("role/"), rp_str_part(name, 0, colon),
                                            colon < name.len ? RP_STR("/") : RP_STR(""),
                                            rp_str_from(name, colon + 1)};
        RP_TRY_MEMORY(rp_arena_join(&filling->request->arena, parts, 4, ret_text));
    } else {
        *ret_text = name;
    }
    return RAMPART_OK;
}

static enum rampart_status denied_ask_for_principal(struct filling *filling)
{
    const struct rampart_denial *denial = filling->denial;
    if (rp_account_id_valid(denial->principal_name))
        return denied_missing(
            filling, "--principal user/NAME",
            "the error has only the ID of the user, %.*s, but policies are attached to names",
            RP_ARG(rp_str_part(denial->principal_name, 0, 80)));
    return denied_missing(filling, "--principal PRINCIPAL", "the denial has no principal");
}

/* An account id that a request would refuse is the denial's mistake, not the caller's: it is left out. */
static enum rampart_status denied_fill_principal(struct filling *filling)
{
    struct rampart_str text, owner = filling->denial->owner;
    struct rampart_request *request = filling->request;
    if (request->account.len == 0 && rp_account_id_valid(owner))
        RP_TRY(denied_status(filling, rampart_request_set_account(request, owner, filling->diags)));
    if (request->identity.kind != RP_IDENTITY_NONE) return RAMPART_OK;
    RP_TRY(denied_principal_text(filling, &text));
    if (text.len == 0 && (filling->optional & RAMPART_DENIAL_PRINCIPAL) != 0) return RAMPART_OK;
    if (text.len == 0) return denied_ask_for_principal(filling);
    if (rp_account_id_valid(owner)) {
        const struct rampart_str parts[] = {RP_STR("acs:ram::"), owner, RP_STR(":"), text};
        RP_TRY_MEMORY(rp_arena_join(&request->arena, parts, 4, &text));
    }
    return denied_status(filling, rampart_request_set_principal(request, text, filling->diags));
}

/* A principal given by name is one of the account of the policies. */
static enum rampart_status denied_check_account(struct filling *filling)
{
    const struct rampart_request *request = filling->request;
    struct rampart_str owner = filling->denial->owner, own = request->identity.account;
    if (own.len == 0) own = request->account;
    if (owner.len == 0 || own.len == 0 || rp_str_equal(owner, own)) return RAMPART_OK;
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_ACCOUNT, RP_NOWHERE,
            "the error is about a principal of account %.*s, not of %.*s", RP_ARG(rp_str_part(owner, 0, 80)),
            RP_ARG(rp_str_part(own, 0, 80)));
    rp_diag_help(filling->diags, "pass the policies of that account");
    return denied_status(filling, RAMPART_INVALID_INPUT);
}

/* ---- action, resource and condition keys ---- */

static enum rampart_status denied_fill_action(struct filling *filling)
{
    if (filling->request->action.len > 0) return RAMPART_OK;
    if (filling->denial->action.len == 0)
        return denied_missing(filling, "--action ACTION", "the denial has no action");
    return denied_status(
        filling, rampart_request_set_action(filling->request, filling->denial->action, filling->diags));
}

static bool denied_has_resource(const struct filling *filling)
{
    return filling->request->resource_count > 0 || filling->request->param_count > 0;
}

/* True when the bucket and the object that the error names are the resource of the action. */
static bool denied_is_on_bucket(const struct filling *filling, bool *ret_object)
{
    struct rampart_str row;
    if (filling->denial->resource.len > 0 || filling->denial->bucket.len == 0) return false;
    if (!rp_embedded_find(RP_EMBEDDED_oss_levels, filling->request->action, &row)) return false;
    *ret_object = rp_str_equal(rp_tsv_field(row, 1), RP_STR("object"));
    return rp_str_equal(rp_tsv_field(row, 1), RP_STR("bucket")) ||
           (*ret_object && filling->denial->object.len > 0);
}

static enum rampart_status denied_fill_resource(struct filling *filling)
{
    const struct rampart_denial *denial = filling->denial;
    bool object;
    if (denied_has_resource(filling) || denied_is_on_bucket(filling, &object)) return RAMPART_OK;
    if (denial->resource.len == 0 && denial->bucket.len > 0)
        return denied_missing(
            filling, "--resource ARN",
            "the error has only the bucket %.*s, which does not tell the resource of this action",
            RP_ARG(rp_str_part(denial->bucket, 0, 80)));
    if (denial->resource.len == 0)
        return denied_missing(filling, "--resource ARN (or --param NAME=VALUE)",
                              "the denial has no resource");
    return denied_status(filling,
                         rampart_request_add_resource(filling->request, denial->resource, filling->diags));
}

/* OSS names the bucket and not its owner. As with --param it is taken as one of the account, and that is said. */
static enum rampart_status denied_fill_bucket(struct filling *filling)
{
    const struct rampart_denial *denial = filling->denial;
    struct rampart_request *request = filling->request;
    struct rampart_str account = request->account.len > 0 ? request->account : request->identity.account, arn;
    bool object = false;
    if (denied_has_resource(filling) || !denied_is_on_bucket(filling, &object)) return RAMPART_OK;
    if (account.len == 0) return denied_missing(filling, "--account-id ID", "the denial has no account");
    const struct rampart_str parts[] = {RP_STR("acs:oss:*:"),
                                        account,
                                        RP_STR(":"),
                                        denial->bucket,
                                        object ? RP_STR("/") : RP_STR(""),
                                        object ? denial->object : RP_STR("")};
    RP_TRY_MEMORY(rp_arena_join(&request->arena, parts, sizeof parts / sizeof *parts, &arn));
    rp_diag(filling->diags, RAMPART_WARNING, RP_DEN_BUCKET, RP_NOWHERE,
            "the error does not name the owner of the bucket %.*s: it is taken as one of account %.*s",
            RP_ARG(rp_str_part(denial->bucket, 0, 80)), RP_ARG(account));
    rp_diag_help(filling->diags, "pass --resource acs:oss:*:OWNER:%.*s if it is of another account",
                 RP_ARG(rp_str_part(rp_str_from(arn, 10 + account.len + 1), 0, 200)));
    return denied_status(filling, rampart_request_add_resource(request, arn, filling->diags));
}

/* The time that the caller gave becomes a key only when the request is finished. */
static bool denied_is_given(const struct rampart_request *request, struct rampart_str name)
{
    return rampart_request_has_key(request, name) ||
           (request->time.len > 0 && rp_key_equal(name, RP_STR("acs:CurrentTime")));
}

/*
 * The cloud printed the value, so it is no typing error of the caller. A value that its key cannot have leaves the key
 * open: neither that value nor an absent key is assumed.
 */
static enum rampart_status denied_leave_open(struct filling *filling, struct rampart_str key,
                                             struct rampart_str value, const char *expected)
{
    rp_diag(filling->diags, RAMPART_WARNING, RP_REQ_CONTEXT, RP_NOWHERE,
            "the denial has the invalid value \"%.*s\" for %.*s: the key is taken as unknown",
            RP_ARG(rp_str_part(value, 0, 200)), RP_ARG(rp_str_part(key, 0, 200)));
    if (expected != NULL)
        rp_diag_help(filling->diags, "pass %s with --context %.*s=VALUE", expected,
                     RP_ARG(rp_str_part(key, 0, 200)));
    return rp_request_put_unknown(filling->request, key, filling->diags);
}

static enum rampart_status denied_other_principal(struct filling *filling, struct rampart_str arn)
{
    rp_diag(filling->diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
            "the error is about %.*s, not about %.*s", RP_ARG(rp_str_part(arn, 0, 200)),
            RP_ARG(rp_str_part(filling->request->principal_given, 0, 200)));
    rp_diag_help(filling->diags, "pass that principal");
    return denied_status(filling, RAMPART_INVALID_INPUT);
}

/*
 * A denial that has only the id of a user may tell by acs:PrincipalARN that it is about another one than the caller
 * named. False in *ret_good: the key is not added.
 */
static enum rampart_status denied_check_arn(struct filling *filling,
                                            const struct rampart_denial_condition *condition, bool *ret_good)
{
    *ret_good = false;
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rampart_str arn = condition->values.items[i];
        enum rp_arn_fit fit;
        RP_TRY(rp_request_weigh_arn(filling->request, arn, &fit));
        if (fit == RP_ARN_OF_ANOTHER) return denied_other_principal(filling, arn);
        if (fit == RP_ARN_WRITTEN_OTHERWISE) return denied_leave_open(filling, condition->key, arn, NULL);
    }
    *ret_good = true;
    return RAMPART_OK;
}

/* True in *ret_good: the key can have every value. A key with another value, or with none, is left open. */
static enum rampart_status
denied_check_values(struct filling *filling, const struct rampart_denial_condition *condition, bool *ret_good)
{
    struct rp_catalog_key row;
    const struct rp_catalog_key *known = rp_catalog_key_find(filling->request->catalog, condition->key, &row) ? &row : NULL;
    *ret_good = false;
    if (condition->values.count == 0)
        return rp_request_put_unknown(filling->request, condition->key, filling->diags);
    for (size_t i = 0; i < condition->values.count; i++)
        if (!rp_key_takes(known, condition->values.items[i]))
            return denied_leave_open(filling, condition->key, condition->values.items[i],
                                     rp_value_expected(known->type));
    *ret_good = true;
    return rp_key_equal(condition->key, RP_STR("acs:PrincipalARN"))
               ? denied_check_arn(filling, condition, ret_good)
               : RAMPART_OK;
}

static enum rampart_status denied_fill_key(struct filling *filling,
                                           const struct rampart_denial_condition *condition)
{
    bool good = false;
    RP_TRY(denied_check_values(filling, condition, &good));
    for (size_t i = 0; good && i < condition->values.count; i++)
        RP_TRY(
            denied_status(filling, rampart_request_add_context(filling->request, condition->key,
                                                               condition->values.items[i], filling->diags)));
    return RAMPART_OK;
}

static enum rampart_status denied_fill_context(struct filling *filling)
{
    const struct rampart_denial *denial = filling->denial;
    for (size_t i = 0; i < denial->condition_count; i++) {
        const struct rampart_denial_condition *condition = &denial->conditions[i];
        bool given = condition->key.len == 0 || denied_is_given(filling->request, condition->key);
        if (!given) RP_TRY(denied_fill_key(filling, condition));
    }
    return RAMPART_OK;
}

/* What the text says in two ways is missing below: the two ways are the reason. */
static void denied_report_conflicts(const struct filling *filling)
{
    for (size_t i = 0; i < filling->denial->conflicts.count; i++)
        rp_diag(filling->diags, RAMPART_WARNING, RP_DEN_CONFLICT, RP_NOWHERE,
                "the error contradicts itself: %.*s", RP_ARG(filling->denial->conflicts.items[i]));
}

unsigned rampart_denial_lacks(const struct rampart_denial *denial)
{
    unsigned lacks = 0;
    if (denial == NULL) return 0;
    if (denial->action.len == 0) lacks |= RAMPART_DENIAL_ACTION;
    if (denial->resource.len == 0 && denial->bucket.len == 0) lacks |= RAMPART_DENIAL_RESOURCE;
    if (!denied_names_principal(denial)) lacks |= RAMPART_DENIAL_PRINCIPAL;
    return lacks;
}

enum rampart_status rampart_denial_fill(const struct rampart_denial *denial, struct rampart_request *request,
                                        unsigned optional, struct rampart_diags *diags)
{
    if (denial == NULL || request == NULL || request->finished) return RAMPART_MISUSE;
    struct filling filling = {.denial = denial, .request = request, .diags = diags, .optional = optional};
    denied_report_conflicts(&filling);
    RP_TRY(denied_fill_action(&filling));
    RP_TRY(denied_fill_resource(&filling));
    RP_TRY(denied_fill_principal(&filling));
    RP_TRY(denied_check_account(&filling));
    RP_TRY(denied_fill_bucket(&filling));
    RP_TRY(denied_fill_context(&filling));
    return filling.status;
}
