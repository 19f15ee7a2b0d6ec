/* SPDX-License-Identifier: Apache-2.0 */
/* Every principal of an account in one list, sorted by ARN: roles, root, users. */
#ifndef RP_ANALYSIS_PRINCIPALS_H
#define RP_ANALYSIS_PRINCIPALS_H

#include <rampart/analysis.h>

#include "account/account.h"

struct rp_asker {
    enum rampart_principal_kind kind;
    struct rampart_str arn;
    const struct rp_user *user; /* of a user */
    const struct rp_role *role; /* of a role */
};

struct rp_askers {
    struct rp_asker *items;
    size_t count;
};

/* Role i of the account is asker i. */
enum rampart_status rp_askers_list(struct rp_arena *arena, const struct rampart_account *account,
                                   struct rp_askers *ret_askers);

#endif
