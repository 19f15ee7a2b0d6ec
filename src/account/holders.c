/* SPDX-License-Identifier: Apache-2.0 */
#include "account/holders.h"

#include "account/compiled.h"
#include "base/try.h"

/* Lists in the making: counted first, then filled. */
struct listing {
    uint32_t *ends;           /* of the lists so far */
    uint32_t *items, *beside; /* NULL: nothing is kept, entries are only counted */
    size_t lists, total;
};

struct turning {
    const struct rp_compiled *compiled;
    struct listing documents, scoped, members;
};

static void put(struct listing *listing, uint32_t list, uint32_t item, uint32_t beside)
{
    uint32_t place = listing->ends[list]++;
    listing->total++;
    if (listing->items != NULL) listing->items[place] = item;
    if (listing->beside != NULL) listing->beside[place] = beside;
}

static void put_holder(struct turning *turning, const struct rp_holder *holder, uint32_t number)
{
    for (uint32_t i = 0; i < holder->count; i++) put(&turning->documents, holder->documents[i], number, 0);
    for (uint32_t i = 0; i < holder->scoped_count; i++)
        put(&turning->scoped, holder->scoped[i].group, number, holder->scoped[i].document);
}

static void put_all(struct turning *turning)
{
    const struct rp_compiled *compiled = turning->compiled;
    const struct rampart_account *account = compiled->account;
    uint32_t number = 0;
    for (size_t i = 0; i < account->user_count + account->role_count; i++, number++) {
        const struct rp_holdings *holdings = &compiled->holdings[i];
        put_holder(turning, &holdings->own, number);
        for (size_t j = 0; j < holdings->group_count; j++)
            put(&turning->members, holdings->groups[j], number, 0);
    }
    for (size_t i = 0; i < account->group_count; i++) put_holder(turning, &compiled->groups[i], number++);
}

/* The lists' sizes stand two places behind where a list starts: added up they are the starts of the next ones. */
static enum rampart_status open_listing(struct rp_arena *arena, struct listing *listing, size_t lists)
{
    uint32_t *starts = RP_NEW_ARRAY(arena, uint32_t, lists + 2);
    RP_TRY_MEMORY(starts != NULL);
    *listing = (struct listing){.ends = starts + 2, .lists = lists};
    return RAMPART_OK;
}

/* From here on an entry finds its place: filling a list moves its start to its end, which is the next one's start. */
static enum rampart_status make_room(struct rp_arena *arena, struct listing *listing)
{
    if (listing->total >= UINT32_MAX) return RAMPART_LIMIT;
    for (size_t i = 1; i < listing->lists; i++) listing->ends[i] += listing->ends[i - 1];
    listing->ends--;
    listing->items = RP_NEW_ARRAY(arena, uint32_t, listing->total);
    return listing->items != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static struct rp_lists lists_of(const struct listing *listing)
{
    return (struct rp_lists){listing->ends - 1, listing->items};
}

enum rampart_status rp_holders_make(struct rp_arena *arena, const struct rp_compiled *compiled,
                                    struct rp_holders *ret_holders)
{
    const struct rampart_account *account = compiled->account;
    struct turning turning = {.compiled = compiled};
    RP_TRY(open_listing(arena, &turning.documents, account->policy_count));
    RP_TRY(open_listing(arena, &turning.scoped, account->resource_group_count));
    RP_TRY(open_listing(arena, &turning.members, account->group_count));
    put_all(&turning);
    RP_TRY(make_room(arena, &turning.documents));
    RP_TRY(make_room(arena, &turning.scoped));
    RP_TRY(make_room(arena, &turning.members));
    turning.scoped.beside = RP_NEW_ARRAY(arena, uint32_t, turning.scoped.total);
    RP_TRY_MEMORY(turning.scoped.beside != NULL);
    put_all(&turning);
    *ret_holders = (struct rp_holders){.documents = lists_of(&turning.documents),
                                       .scoped = lists_of(&turning.scoped),
                                       .scoped_documents = turning.scoped.beside,
                                       .members = lists_of(&turning.members)};
    return RAMPART_OK;
}
