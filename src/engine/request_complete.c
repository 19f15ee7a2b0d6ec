/* SPDX-License-Identifier: Apache-2.0 */
/* What a request itself determines: the principal's ARN and acs:PrincipalARN. docs/semantics.md, "ARN". */
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "engine/request.h"
#include "policy/key.h"
#include "text/diag.h"

static enum rampart_status missing(struct rampart_diags *diags, const char *what, const char *help)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE, "the request has no %s", what);
    rp_diag_help(diags, "%s", help);
    return RAMPART_INVALID_INPUT;
}

/* acs:sts::ACCOUNT:assumed-role/ROLE/SESSION is written otherwise than the ARN of what it names. */
static bool is_of_sts(struct rampart_str principal)
{
    struct rp_arn arn;
    return rp_arn_split(principal, &arn) && rp_str_equal(arn.service, RP_STR("sts"));
}

/* Without an account there is no ARN: the principal stays as it was given, and its keys stay unknown. */
static bool complete_principal(struct rampart_request *request)
{
    struct rp_identity *identity = &request->identity;
    bool given_account = identity->account.len > 0;
    if (!given_account) identity->account = request->account;
    request->principal = request->principal_given;
    if (identity->kind == RP_IDENTITY_SERVICE) request->principal = identity->name;
    if (identity->kind == RP_IDENTITY_NONE || identity->kind == RP_IDENTITY_SERVICE ||
        identity->account.len == 0)
        return true;
    const struct rampart_str short_form[] = {RP_STR("acs:ram::"), identity->account, RP_STR(":"),
                                             request->principal_given};
    if (!given_account) return rp_arena_join(&request->arena, short_form, 4, &request->principal);
    if (!is_of_sts(request->principal_given)) return true;
    const struct rampart_str session[] = {RP_STR("acs:ram::"), identity->account, RP_STR(":role/"),
                                          identity->name,      RP_STR("/"),       identity->session};
    return rp_arena_join(&request->arena, session, 6, &request->principal);
}

/* A role session presents its role, and the platform writes role names in lower case. */
static bool principal_arn(struct rampart_request *request, struct rampart_str *ret_arn)
{
    const struct rp_identity *identity = &request->identity;
    if (identity->kind != RP_IDENTITY_ROLE) {
        *ret_arn = request->principal;
        return true;
    }
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), identity->account, RP_STR(":role/"),
                                        identity->name};
    if (!rp_arena_join(&request->arena, parts, sizeof parts / sizeof *parts, ret_arn)) return false;
    return rp_arena_lower(&request->arena, *ret_arn, ret_arn);
}

static enum rampart_status fill_principal_arn(struct rampart_request *request, struct rampart_diags *diags)
{
    static const struct rampart_str name = {"acs:PrincipalARN", sizeof "acs:PrincipalARN" - 1};
    enum rp_identity_kind kind = request->identity.kind;
    bool known = kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE || kind == RP_IDENTITY_ROOT;
    if (!known || request->identity.account.len == 0) return RAMPART_OK;
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (rp_key_equal(key->name, name)) return RAMPART_OK;
    struct rampart_str arn;
    RP_TRY_MEMORY(principal_arn(request, &arn));
    return rp_request_put_context(request, name, arn, diags);
}

enum rampart_status rp_request_complete(struct rampart_request *request, struct rampart_diags *diags)
{
    enum rampart_status status = RAMPART_OK;
    if (request->action.len == 0)
        status = missing(diags, "action", "name one, such as ess:CancelInstanceRefresh");
    if (request->resource_count == 0)
        status = missing(diags, "resource",
                         "name an ARN, or the parameters of the call to fill one from the catalogue");
    RP_TRY(status);
    RP_TRY_MEMORY(complete_principal(request));
    RP_TRY(fill_principal_arn(request, diags));
    rp_request_fill_time(request);
    request->name_hash = rp_hash(request->identity.name);
    request->finished = true;
    return RAMPART_OK;
}
