/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/request_home.h"

#include "account/organisation.h"
#include "base/buf.h"
#include "base/try.h"
#include "decide/request_parts.h"
#include "image/image.h"

/* So many candidates are told. */
enum { MOST_CANDIDATES = 5 };

static bool home_has_user(const struct rampart_account *account, struct rampart_str name)
{
    if (account->image == NULL) return rp_account_user(account, name) != NULL;
    const struct rp_image *image = account->image;
    return rp_image_user(image, name) < image->counts[RP_IMAGE_PRINCIPALS];
}

static bool home_has_role(const struct rampart_account *account, struct rampart_str name)
{
    if (account->image == NULL) return rp_account_role(account, name) != NULL;
    const struct rp_image *image = account->image;
    return rp_image_role(image, name) < image->counts[RP_IMAGE_PRINCIPALS];
}

/* Every account has an owner, and none lists its identity providers. */
static bool home_may_have(const struct rampart_account *account, const struct rp_identity *identity)
{
    if (identity->kind == RP_IDENTITY_USER) return home_has_user(account, identity->name);
    if (identity->kind == RP_IDENTITY_ROLE) return home_has_role(account, identity->name);
    return true;
}

/* The candidates' ARNs, as many as are told. */
static enum rampart_status home_list(struct rampart_request *request, struct rampart_str *ret_list)
{
    const struct rampart_account *organisation = request->organisation;
    const size_t count = rampart_account_member_count(organisation);
    struct rampart_str list = RP_STR("");
    size_t found = 0;
    for (size_t i = 0; i < count && found <= MOST_CANDIDATES; i++) {
        const struct rampart_account *account = rampart_account_member(organisation, i);
        if (!home_may_have(account, &request->identity)) continue;
        if (found++ == MOST_CANDIDATES) {
            const struct rampart_str parts[] = {list, RP_STR(", …")};
            RP_TRY_MEMORY(rp_arena_join(&request->arena, parts, 2, &list));
            break;
        }
        const struct rampart_str parts[] = {list, found > 1 ? RP_STR(", acs:ram::") : RP_STR("acs:ram::"), account->id,
                                            RP_STR(":"), request->principal_given};
        RP_TRY_MEMORY(rp_arena_join(&request->arena, parts, 5, &list));
    }
    *ret_list = list;
    return RAMPART_OK;
}

static enum rampart_status home_refuse(struct rampart_request *request, size_t found, struct rampart_diags *diags)
{
    struct rampart_str list;
    const struct rampart_str given = rp_str_part(request->principal_given, 0, 120);
    if (found == 0) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE, "no account of the organisation has \"%.*s\"",
                RP_ARG(given));
        rp_diag_help(diags, "pass the principal's full ARN, such as acs:ram::1234567890123456:%.*s", RP_ARG(given));
        return RAMPART_INVALID_INPUT;
    }
    RP_TRY(home_list(request, &list));
    rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
            "%zu accounts of the organisation may have \"%.*s\"", found, RP_ARG(given));
    rp_diag_help(diags, "pass its full ARN, one of: %.*s", RP_ARG(list));
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_request_find_home(struct rampart_request *request, struct rampart_diags *diags)
{
    const struct rampart_account *organisation = request->organisation, *home = NULL;
    const struct rp_identity *identity = &request->identity;
    const bool named = identity->account.len > 0 || request->account.len > 0;
    size_t found = 0;
    if (organisation == NULL || named || identity->kind == RP_IDENTITY_NONE ||
        identity->kind == RP_IDENTITY_SERVICE || identity->kind == RP_IDENTITY_ANONYMOUS)
        return RAMPART_OK;
    for (size_t i = 0; i < rampart_account_member_count(organisation); i++) {
        const struct rampart_account *account = rampart_account_member(organisation, i);
        if (!home_may_have(account, identity)) continue;
        home = account;
        found++;
    }
    if (found != 1) return home_refuse(request, found, diags);
    request->account = home->id;
    return RAMPART_OK;
}

enum rampart_status rampart_request_set_account_of(struct rampart_request *request,
                                                   const struct rampart_account *account,
                                                   struct rampart_diags *diags)
{
    if (!rp_request_open(request) || account == NULL) return RAMPART_MISUSE;
    if (account->organisation == NULL) return rampart_request_set_account(request, account->id, diags);
    request->organisation = account;
    return RAMPART_OK;
}
