/* SPDX-License-Identifier: Apache-2.0 */
#include "account/holdings.h"

#include "base/hash.h"
#include "base/try.h"

static uint64_t holdings_hash_bytes(const void *items, size_t count, size_t size)
{
    return count == 0 ? 0 : rp_hash((struct rampart_str){items, count * size});
}

/* Both lists are of pointers: their bytes are what they are. */
static size_t holdings_hash(const struct rp_holding *held)
{
    enum { TIMES = 31 };
    uint64_t hash = holdings_hash_bytes(held->groups, held->group_count, sizeof *held->groups);
    hash = hash * TIMES + holdings_hash_bytes(held->grants.items, held->grants.count, sizeof *held->grants.items);
    hash = hash * TIMES + held->group_count + 2 * (size_t)held->groups_open + held->grants.open;
    return (size_t)(hash ^ hash >> 32);
}

static bool holdings_is_same(const struct rp_holding *a, const struct rp_holding *b)
{
    if (a->group_count != b->group_count || a->grants.count != b->grants.count) return false;
    if (a->groups_open != b->groups_open || a->grants.open != b->grants.open) return false;
    for (uint32_t i = 0; i < a->group_count; i++)
        if (a->groups[i] != b->groups[i]) return false;
    for (uint32_t i = 0; i < a->grants.count; i++)
        if (a->grants.items[i].policy != b->grants.items[i].policy || a->grants.items[i].scope != b->grants.items[i].scope)
            return false;
    return true;
}

/* Where it is, or belongs. */
static size_t holdings_place(const struct rp_holdings *index, const struct rp_holding *held)
{
    size_t at = holdings_hash(held) & index->mask;
    while (index->slots[at] != NULL && !holdings_is_same(index->slots[at], held)) at = (at + 1) & index->mask;
    return at;
}

static enum rampart_status holdings_grow(struct rp_holdings *index, struct rp_arena *scratch)
{
    enum { FIRST_SLOTS = 64 };
    const struct rp_holdings before = *index;
    const size_t slots = before.slots == NULL ? FIRST_SLOTS : 2 * (before.mask + 1);
    if (before.slots != NULL && 2 * (before.count + 1) <= before.mask + 1) return RAMPART_OK;
    index->slots = RP_NEW_ARRAY(scratch, const struct rp_holding *, slots);
    RP_TRY_MEMORY(index->slots != NULL);
    index->mask = slots - 1;
    for (size_t i = 0; before.slots != NULL && i <= before.mask; i++)
        if (before.slots[i] != NULL) index->slots[holdings_place(index, before.slots[i])] = before.slots[i];
    return RAMPART_OK;
}

static enum rampart_status holdings_copy(struct rp_arena *arena, const struct rp_holding *held, const struct rp_holding **ret_copy)
{
    struct rp_holding *copy = RP_NEW(arena, struct rp_holding);
    const struct rp_group **groups = RP_NEW_ARRAY(arena, const struct rp_group *, held->group_count);
    struct rp_grant *grants = RP_NEW_ARRAY(arena, struct rp_grant, held->grants.count);
    RP_TRY_MEMORY(copy != NULL && groups != NULL && grants != NULL);
    for (uint32_t i = 0; i < held->group_count; i++) groups[i] = held->groups[i];
    for (uint32_t i = 0; i < held->grants.count; i++) grants[i] = held->grants.items[i];
    *copy = *held;
    copy->groups = groups;
    copy->grants.items = grants;
    *ret_copy = copy;
    return RAMPART_OK;
}

enum rampart_status rp_holdings_share(struct rp_holdings *index, struct rp_arena *scratch, struct rp_arena *arena,
                                  const struct rp_holding *held, const struct rp_holding **ret_shared)
{
    RP_TRY(holdings_grow(index, scratch));
    const size_t at = holdings_place(index, held);
    if (index->slots[at] == NULL) {
        RP_TRY(holdings_copy(arena, held, &index->slots[at]));
        index->count++;
    }
    *ret_shared = index->slots[at];
    return RAMPART_OK;
}
