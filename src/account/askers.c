/* SPDX-License-Identifier: Apache-2.0 */
#include "account/askers.h"

#include "account/compiled.h"
#include "base/str.h"
#include "base/try.h"

static bool name_asker(struct rp_arena *arena, const struct rampart_account *account, const char *type,
                       struct rampart_str name, struct rp_asker *asker)
{
    return rp_arena_printf(arena, &asker->arn, "acs:ram::%.*s:%s%.*s", RP_ARG(account->id), type,
                           RP_ARG(name));
}

enum rampart_status rp_askers_list(struct rp_arena *arena, const struct rampart_account *account,
                                   const struct rp_holdings *holdings, struct rp_askers *ret_askers)
{
    size_t count = account->role_count + 1 + account->user_count;
    struct rp_asker *items = RP_NEW_ARRAY(arena, struct rp_asker, count);
    RP_TRY_MEMORY(items != NULL);
    *ret_askers = (struct rp_askers){items, count};
    for (size_t i = 0; i < account->role_count; i++, items++) {
        *items = (struct rp_asker){.kind = RAMPART_PRINCIPAL_ROLE,
                                   .service_linked = account->roles[i].service_linked,
                                   .holdings = &holdings[account->user_count + i]};
        RP_TRY_MEMORY(name_asker(arena, account, "role/", items->holdings->name, items));
    }
    *items = (struct rp_asker){.kind = RAMPART_PRINCIPAL_ROOT};
    RP_TRY_MEMORY(name_asker(arena, account, "root", RP_STR(""), items));
    items++;
    for (size_t i = 0; i < account->user_count; i++, items++) {
        *items = (struct rp_asker){.kind = RAMPART_PRINCIPAL_USER, .holdings = &holdings[i]};
        RP_TRY_MEMORY(name_asker(arena, account, "user/", items->holdings->name, items));
    }
    return RAMPART_OK;
}
