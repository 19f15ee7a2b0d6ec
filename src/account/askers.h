/* SPDX-License-Identifier: Apache-2.0 */
/* Every principal of an account in one list, sorted by ARN: roles, root, users. */
#ifndef RP_ACCOUNT_ASKERS_H
#define RP_ACCOUNT_ASKERS_H

#include <rampart/analysis.h>

#include "account/account.h"

struct rp_holdings;

struct rp_asker {
    enum rampart_principal_kind kind;
    bool service_linked; /* a role that belongs to a service */
    struct rampart_str arn;
    const struct rp_holdings *holdings; /* what it holds (account/compiled.h); NULL: root */
};

struct rp_askers {
    struct rp_asker *items;
    size_t count;
};

/* Role i of the account is asker i. `holdings` are those of the users, then those of the roles. */
enum rampart_status rp_askers_list(struct rp_arena *arena, const struct rampart_account *account,
                                   const struct rp_holdings *holdings, struct rp_askers *ret_askers);

#endif
