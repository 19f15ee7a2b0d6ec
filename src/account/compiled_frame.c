/* SPDX-License-Identifier: Apache-2.0 */
/* Who asks a compiled account, and what bears on the request besides the policies of the one who asks. */
#include "account/compiled.h"
#include "account/held.h"
#include "base/str.h"

bool rp_compiled_holdings(const struct rp_compiled *compiled, const struct rampart_request *request,
                          const struct rp_holdings **ret_holdings)
{
    const struct rp_identity *identity = &request->identity;
    bool ram = identity->kind == RP_IDENTITY_USER || identity->kind == RP_IDENTITY_ROLE;
    *ret_holdings = NULL;
    if (rp_held_check(compiled->account, request, NULL) != RAMPART_OK) return false;
    bool own = identity->account.len == 0 || rp_str_equal(identity->account, compiled->account->id);
    if (!ram) return identity->kind != RP_IDENTITY_NONE && (own || identity->kind != RP_IDENTITY_ROOT);
    if (!own) return true;
    *ret_holdings = rp_holdings_of(compiled, request);
    return *ret_holdings != NULL && !(*ret_holdings)->open;
}

/* A service-linked role is the service's own: the directory does not bind it. */
static bool is_bound(const struct rp_compiled *compiled, const struct rp_identity *identity,
                     const struct rp_holdings *holdings)
{
    if (identity->kind != RP_IDENTITY_ROLE || holdings == NULL) return true;
    size_t role = (size_t)(holdings - compiled->holdings) - compiled->account->user_count;
    return !compiled->account->roles[role].service_linked;
}

void rp_compiled_frame(const struct rp_compiled *compiled, const struct rampart_request *request,
                       const struct rp_holdings *holdings, struct rp_rules *rules)
{
    static const struct rp_unit identity = {.layer = RAMPART_LAYER_IDENTITY, .present = true};
    static const struct rp_unit group = {.layer = RAMPART_LAYER_RESOURCE_GROUP, .present = true};
    static const struct rp_unit session = {.layer = RAMPART_LAYER_SESSION};
    static const struct rp_unit trust = {.layer = RAMPART_LAYER_TRUST};
    enum rp_identity_kind kind = request->identity.kind;
    rules->identity = identity;
    rules->identity.unknown = holdings == NULL && (kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE);
    rules->resource_group = group;
    rules->session = session;
    rules->trust = trust;
    rules->assumed = compiled->account->assumed;
    rules->absent_layers = compiled->account->absent_layers;
    rules->held_layers = compiled->held_layers;
    rules->control = compiled->control->control;
    rules->control_levels =
        is_bound(compiled, &request->identity, holdings) ? compiled->control->control_levels : 0;
    if (!rp_request_assumes_role(request)) return;
    const struct rp_role *role = rp_account_role_at(compiled->account, request->resources->arn);
    if (role != NULL) rules->trust = compiled->trusts[role - compiled->account->roles];
}
