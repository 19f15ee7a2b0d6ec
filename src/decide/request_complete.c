/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of a request that it determines itself: the principal's ARN and acs:PrincipalARN. docs/semantics.md,
 * "ARN".
 */
#include "base/ascii.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/regions.h"
#include "decide/request.h"
#include "decide/request_read.h"
#include "policy/key.h"
#include "text/diag.h"

static enum rampart_status request_complete_missing(struct rampart_diags *diags, const char *what, const char *help)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE, "the request has no %s", what);
    rp_diag_help(diags, "%s", help);
    return RAMPART_INVALID_INPUT;
}

/* acs:sts::ACCOUNT:assumed-role/ROLE/SESSION is written otherwise than the ARN of what it names. */
static bool request_complete_is_of_sts(struct rampart_str principal)
{
    struct rp_arn arn;
    return rp_arn_split(principal, &arn) && rp_str_equal(arn.service, RP_STR("sts"));
}

/* Without an account there is no ARN: the principal stays as it was given, and its keys stay unknown. */
static bool request_complete_principal(struct rampart_request *request)
{
    struct rp_identity *identity = &request->identity;
    bool given_account = identity->account.len > 0;
    if (!given_account) identity->account = request->account;
    request->principal = request->principal_given;
    if (identity->kind == RP_IDENTITY_SERVICE) request->principal = identity->name;
    if (identity->kind == RP_IDENTITY_ANONYMOUS) identity->account = (struct rampart_str){NULL, 0};
    if (identity->kind == RP_IDENTITY_NONE || identity->kind == RP_IDENTITY_SERVICE ||
        identity->account.len == 0)
        return true;
    const struct rampart_str short_form[] = {RP_STR("acs:ram::"), identity->account, RP_STR(":"),
                                             request->principal_given};
    if (!given_account) return rp_arena_join(&request->arena, short_form, 4, &request->principal);
    if (!request_complete_is_of_sts(request->principal_given)) return true;
    const struct rampart_str session[] = {RP_STR("acs:ram::"), identity->account, RP_STR(":role/"),
                                          identity->name,      RP_STR("/"),       identity->session};
    return rp_arena_join(&request->arena, session, 6, &request->principal);
}

/* ---- acs:PrincipalARN ---- */

static bool request_complete_has_arn(enum rp_identity_kind kind)
{
    return kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE || kind == RP_IDENTITY_ROOT;
}

/* A role session presents its role, and the platform writes role names in lower case. */
static bool request_complete_write_arn(struct rampart_request *request, struct rampart_str account,
                                       struct rampart_str *ret_arn)
{
    const struct rp_identity *identity = &request->identity;
    const struct rampart_str types[] = {[RP_IDENTITY_USER] = RP_STR(":user/"),
                                        [RP_IDENTITY_ROLE] = RP_STR(":role/"),
                                        [RP_IDENTITY_ROOT] = RP_STR(":root")};
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), account, types[identity->kind], identity->name};
    if (!rp_arena_join(&request->arena, parts, sizeof parts / sizeof *parts, ret_arn)) return false;
    return identity->kind != RP_IDENTITY_ROLE || rp_arena_lower(&request->arena, *ret_arn, ret_arn);
}

/* The ARN of the caller. The principal is that already, but for sessions and for roles with capitals. */
static enum rampart_status request_complete_own_arn(struct rampart_request *request, struct rampart_str *ret_arn)
{
    const struct rp_identity *identity = &request->identity;
    const bool otherwise = identity->kind == RP_IDENTITY_ROLE &&
                           (identity->session.len > 0 || (rp_ascii_kinds(identity->name) & RP_HAS_CAPITAL) != 0);
    if (otherwise) RP_TRY_MEMORY(request_complete_write_arn(request, identity->account, ret_arn));
    if (!otherwise) *ret_arn = request->principal;
    return RAMPART_OK;
}

static bool request_complete_same_name(const struct rp_identity *a, const struct rp_identity *b)
{
    return a->kind == RP_IDENTITY_ROLE ? rp_str_equal_fold(a->name, b->name) : rp_str_equal(a->name, b->name);
}

enum rampart_status rp_request_weigh_arn(struct rampart_request *request, struct rampart_str text,
                                         enum rp_arn_fit *ret_fit)
{
    const struct rp_identity *principal = &request->identity;
    struct rampart_str account = principal->account.len > 0 ? principal->account : request->account, arn;
    struct rp_identity named = {.kind = RP_IDENTITY_NONE};
    const char *expected = NULL;
    *ret_fit = RP_ARN_OF_ANOTHER;
    bool reads = rp_identity_read(text, &named, &expected);
    if (!request_complete_has_arn(principal->kind)) {
        bool nobody = principal->kind == RP_IDENTITY_NONE;
        if (nobody || !reads || !request_complete_has_arn(named.kind)) *ret_fit = RP_ARN_OF_PRINCIPAL;
        return RAMPART_OK;
    }
    if (account.len == 0) account = named.account;
    if (named.kind != principal->kind || !request_complete_same_name(principal, &named) ||
        !rp_str_equal(named.account, account))
        return RAMPART_OK;
    RP_TRY_MEMORY(request_complete_write_arn(request, account, &arn));
    *ret_fit = rp_str_equal(text, arn) ? RP_ARN_OF_PRINCIPAL : RP_ARN_WRITTEN_OTHERWISE;
    return RAMPART_OK;
}

static enum rampart_status request_complete_refuse_arn(struct rampart_request *request,
                                                       const struct rp_context_key *key, struct rampart_str value,
                                                       struct rampart_diags *diags)
{
    const struct rp_identity *principal = &request->identity;
    struct rampart_str arn;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_CONTEXT, RP_NOWHERE, "%.*s cannot be \"%.*s\" in a request of %.*s",
            RP_ARG(key->name), RP_ARG(rp_str_part(value, 0, 200)),
            RP_ARG(rp_str_part(request->principal, 0, 200)));
    if (!request_complete_has_arn(principal->kind)) {
        rp_diag_help(diags, "leave it out: only users, roles and the owner of an account have one");
    } else if (principal->account.len == 0) {
        rp_diag_help(diags, "leave it out, and name the account of the principal");
    } else {
        RP_TRY_MEMORY(request_complete_write_arn(request, principal->account, &arn));
        rp_diag_help(diags, "leave it out: it is %.*s", RP_ARG(rp_str_part(arn, 0, 200)));
    }
    RP_TRY(rp_request_place_last(request, RP_PART_KEY, key->name, diags));
    return RAMPART_INVALID_INPUT;
}

/* The caller determines the key: with another value no such request can be. */
static enum rampart_status request_complete_check_arn(struct rampart_request *request, const struct rp_context_key *key,
                                                      struct rampart_diags *diags)
{
    for (const struct rp_context_value *value = key->first; value != NULL; value = value->next) {
        enum rp_arn_fit fit;
        RP_TRY(rp_request_weigh_arn(request, value->text, &fit));
        if (fit != RP_ARN_OF_PRINCIPAL) return request_complete_refuse_arn(request, key, value->text, diags);
    }
    return RAMPART_OK;
}

static enum rampart_status request_complete_fill_principal_arn(struct rampart_request *request,
                                                               struct rampart_diags *diags)
{
    static const struct rampart_str name = {"acs:PrincipalARN", sizeof "acs:PrincipalARN" - 1};
    struct rampart_str arn;
    bool given = false;
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next) {
        if (!rp_key_equal(key->name, name)) continue;
        RP_TRY(request_complete_check_arn(request, key, diags));
        given = true;
    }
    if (request->identity.any && !given) return rp_request_put_unknown(request, name, diags);
    if (given || !request_complete_has_arn(request->identity.kind) || request->identity.account.len == 0)
        return RAMPART_OK;
    RP_TRY(request_complete_own_arn(request, &arn));
    return rp_request_put_context(request, name, arn, diags);
}

/* ---- what the principal and the access point determine ---- */

/* What no request of the principal can have. */
static enum rampart_status request_complete_check_identity(const struct rampart_request *request,
                                                           struct rampart_diags *diags)
{
    const enum rp_identity_kind kind = request->identity.kind;
    const bool user = kind == RP_IDENTITY_USER || kind == RP_IDENTITY_NONE;
    if (request->uid.len > 0 && !user) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_ACCOUNT, RP_NOWHERE, "a UID is a user's, and %.*s is none",
                RP_ARG(rp_str_part(request->principal_given, 0, 120)));
        rp_diag_help(diags, "leave it out: an account goes by its own number, a role by its session");
        return RAMPART_INVALID_INPUT;
    }
    if (request->by_access_key && !user && kind != RP_IDENTITY_ROOT) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE, "%.*s has no AccessKey",
                RP_ARG(rp_str_part(request->principal_given, 0, 120)));
        rp_diag_help(diags, "users and the owner of an account have; a session of a role is signed by sts");
        return RAMPART_INVALID_INPUT;
    }
    return RAMPART_OK;
}

/* Keys of conditions that the access point fills in, in the spelling of their page. */
static enum rampart_status request_complete_fill_access_point(struct rampart_request *request,
                                                              struct rampart_diags *diags)
{
    static const struct rampart_str keys[] = {{"oss:DataAccessPointArn", sizeof "oss:DataAccessPointArn" - 1},
                                              {"oss:DataAccessPointAccount", sizeof "oss:DataAccessPointAccount" - 1}};
    struct rp_arn arn;
    struct rampart_str text;
    if (request->access_point.len == 0 || !rp_arn_split(request->access_point, &arn)) return RAMPART_OK;
    const bool prefixed = rp_str_starts(arn.region, RP_REGION_OF_OSS);
    const struct rampart_str parts[] = {RP_STR("acs:oss:"), prefixed ? RP_STR("") : RP_REGION_OF_OSS,
                                        arn.region,         RP_STR(":"),
                                        arn.account,        RP_STR(":"),
                                        arn.rest};
    RP_TRY_MEMORY(rp_arena_join(&request->arena, parts, sizeof parts / sizeof *parts, &text));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (rampart_request_has_key(request, keys[i])) continue;
        RP_TRY(rp_request_put_context(request, keys[i], i == 0 ? text : arn.account, diags));
    }
    return RAMPART_OK;
}

enum rampart_status rp_request_complete(struct rampart_request *request, struct rampart_diags *diags)
{
    enum rampart_status status = RAMPART_OK;
    if (request->action.len == 0)
        status = request_complete_missing(diags, "action", "give one, such as ess:CancelInstanceRefresh");
    if (request->resource_count == 0)
        status = request_complete_missing(
            diags, "resource", "give an ARN, or parameters of the call from which the catalogue makes one");
    RP_TRY(status);
    RP_TRY_MEMORY(request_complete_principal(request));
    RP_TRY(request_complete_check_identity(request, diags));
    RP_TRY(request_complete_fill_access_point(request, diags));
    RP_TRY(request_complete_fill_principal_arn(request, diags));
    rp_request_fill_time(request);
    request->name_hash = rp_hash(request->identity.name);
    request->finished = true;
    return RAMPART_OK;
}
