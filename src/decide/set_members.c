/* SPDX-License-Identifier: Apache-2.0 */
/* A set of an organisation has one for each of its accounts: which of them answers a request. */
#include "account/organisation.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"
#include "text/diag.h"

/* The place of the account that owns a resource; the number of members: nobody knows it, or it names none. */
static size_t members_owner(const struct rampart_set *set, const struct rp_resource *resource)
{
    return resource->account.len == 0 ? set->member_count : rp_organisation_find(set->account, resource->account);
}

static enum rampart_status members_refuse_several(const struct rampart_set *set, const struct rampart_request *request,
                                                  struct rampart_diags *diags)
{
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        if (members_owner(set, resource) == members_owner(set, request->resources)) continue;
        rp_diag(diags, RAMPART_ERROR, RP_REQ_RESOURCE, RP_NOWHERE,
                "a request cannot be about resources of several accounts: %.*s, %.*s",
                RP_ARG(rp_str_part(request->resources->arn, 0, 200)), RP_ARG(rp_str_part(resource->arn, 0, 200)));
        rp_diag_help(diags, "ask about the resources of one account at a time");
        return RAMPART_INVALID_INPUT;
    }
    return RAMPART_OK;
}

/* A name alone means somebody of every account: whose it is, is found when the request is finished, or not at all. */
static bool members_are_meant(const struct rampart_request *request)
{
    const enum rp_identity_kind kind = request->identity.kind;
    return request->identity.account.len == 0 && kind != RP_IDENTITY_NONE && kind != RP_IDENTITY_SERVICE &&
           kind != RP_IDENTITY_ANONYMOUS;
}

static enum rampart_status members_refuse_name(const struct rampart_request *request, struct rampart_diags *diags)
{
    rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE, "\"%.*s\" may be of any account of the organisation",
            RP_ARG(rp_str_part(request->principal, 0, 200)));
    rp_diag_help(diags, "pass the principal's full ARN, such as acs:ram::1234567890123456:user/alice");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status members_refuse_strangers(const struct rampart_request *request, struct rampart_diags *diags)
{
    const struct rampart_str principal = request->principal;
    if (request->identity.kind == RP_IDENTITY_NONE) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_MISSING, RP_NOWHERE, "the request has no principal");
        rp_diag_help(diags, "give a principal of one of the accounts, such as acs:ram::1234567890123456:user/alice");
        return RAMPART_INVALID_INPUT;
    }
    rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
            "neither \"%.*s\" nor the resource is of an account of the organisation",
            RP_ARG(rp_str_part(principal, 0, 200)));
    rp_diag_help(diags, "name a principal or a resource of one of its accounts");
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_set_asked(const struct rampart_set *set, const struct rampart_request *request,
                                 struct rampart_diags *diags, const struct rampart_set **ret_set)
{
    const struct rampart_str caller = request->identity.account;
    *ret_set = set;
    if (set->members == NULL) return RAMPART_OK;
    RP_TRY(members_refuse_several(set, request, diags));
    size_t at = caller.len > 0 ? rp_organisation_find(set->account, caller) : set->member_count;
    if (request->identity.kind == RP_IDENTITY_NONE) return members_refuse_strangers(request, diags);
    if (members_are_meant(request)) return members_refuse_name(request, diags);
    if (at == set->member_count) at = members_owner(set, request->resources);
    if (at == set->member_count) return members_refuse_strangers(request, diags);
    *ret_set = set->members[at];
    return RAMPART_OK;
}
