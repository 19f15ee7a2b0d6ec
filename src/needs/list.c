/* SPDX-License-Identifier: Apache-2.0 */
#include "base/try.h"
#include "needs/needs.h"

enum rampart_status rp_needs_add(struct rampart_needs *needs, const struct rampart_need *told, struct rp_need **ret_need)
{
    struct rp_need **items = rp_arena_grow(&needs->arena, needs->items, needs->count, &needs->room, sizeof(struct rp_need *));
    RP_TRY_MEMORY(items != NULL);
    needs->items = items;
    struct rp_need *need = RP_NEW(&needs->arena, struct rp_need);
    RP_TRY_MEMORY(need != NULL);
    need->told = *told;
    need->told.plan = needs->plan_count; /* it is kept when all of its needs are */
    items[needs->count++] = *ret_need = need;
    return RAMPART_OK;
}
