/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access configurations of CloudSSO are roles of the accounts that they are assigned in: AliyunReservedSSO-NAME, in ARNs in
 * lower case. Who may use one is told by the directory of CloudSSO, in another account than the role's.
 * https://www.alibabacloud.com/help/en/cloudsso/user-guide/overview-1 (2026-06-02)
 */
#include <stdlib.h>

#include "account/names.h"
#include "base/str.h"
#include "base/try.h"
#include "import/account_builder_records.h"

enum rampart_status rp_builder_assign(struct rp_builder *builder, const struct rp_builder_assignment *assignment)
{
    struct rp_builder_sso *sso = RP_NEW(&builder->scratch, struct rp_builder_sso);
    RP_TRY_MEMORY(sso != NULL);
    struct rp_builder_assignment *kept = &sso->assignment;
    const struct rampart_str given[] = {assignment->account, assignment->configuration, assignment->principal,
                                        assignment->group};
    struct rampart_str *const places[] = {&kept->account, &kept->configuration, &kept->principal, &kept->group};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        RP_TRY_MEMORY(rp_arena_copy(&builder->account->arena, given[i], places[i]));
    RP_TRY(rp_builder_lower(builder, &kept->configuration)); /* as the names of roles are */
    sso->next = builder->sso;
    builder->sso = sso;
    builder->sso_count++;
    return RAMPART_OK;
}

enum rampart_status rp_builder_note_member(struct rp_builder *builder, struct rampart_str group, struct rampart_str user)
{
    return rp_builder_assign(builder, &(struct rp_builder_assignment){.principal = user, .group = group});
}

/* ---- sorted, each once ---- */

static int sso_compare(const struct rp_builder_assignment *x, const struct rp_builder_assignment *y)
{
    int order = rp_str_compare(x->account, y->account);
    if (order == 0) order = rp_str_compare(x->configuration, y->configuration);
    if (order == 0) order = rp_str_compare(x->group, y->group);
    return order != 0 ? order : rp_str_compare(x->principal, y->principal);
}

static int sso_by_account(const void *a, const void *b)
{
    return sso_compare(*(const struct rp_builder_assignment *const *)a, *(const struct rp_builder_assignment *const *)b);
}

enum rampart_status rp_builder_close_assignments(struct rp_builder *builder)
{
    const struct rp_builder_assignment **sorted =
        RP_NEW_ARRAY(&builder->scratch, const struct rp_builder_assignment *, builder->sso_count);
    size_t count = 0, left = 0;
    RP_TRY_MEMORY(sorted != NULL);
    for (const struct rp_builder_sso *sso = builder->sso; sso != NULL; sso = sso->next) sorted[count++] = &sso->assignment;
    if (count > 1) qsort(sorted, count, sizeof *sorted, sso_by_account);
    for (size_t i = 0; i < count; i++)
        if (left == 0 || sso_compare(sorted[left - 1], sorted[i]) != 0) sorted[left++] = sorted[i];
    builder->assignments = (struct rp_builder_assignments){sorted, left};
    return RAMPART_OK;
}

/* The first that is not before those of this account and configuration, or of this group. */
static size_t sso_find(const struct rp_builder_assignments *assignments, struct rp_builder_assignment wanted)
{
    size_t low = 0, high = assignments->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sso_compare(assignments->items[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- holders of a role ---- */

struct holders {
    struct rp_arena *arena;
    const struct rp_builder_assignments *assignments;
    struct rampart_str *items;
    size_t count, room;
};

static enum rampart_status sso_add_holder(struct holders *holders, const struct rampart_str *parts, size_t count)
{
    struct rampart_str *items =
        rp_arena_grow(holders->arena, holders->items, holders->count, &holders->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL && rp_arena_join(holders->arena, parts, count, &items[holders->count]));
    holders->items = items;
    holders->count++;
    return RAMPART_OK;
}

/* A group by its name, then each of its members behind it. */
static enum rampart_status sso_add_group(struct holders *holders, const struct rp_builder_assignment *assignment)
{
    const struct rampart_str parts[] = {RP_STR("group/"), assignment->principal};
    const struct rp_builder_assignments *all = holders->assignments;
    RP_TRY(sso_add_holder(holders, parts, 2));
    for (size_t i = sso_find(all, (struct rp_builder_assignment){.group = assignment->group});
         i < all->count && all->items[i]->account.len == 0 && rp_str_equal(all->items[i]->group, assignment->group); i++) {
        const struct rampart_str member[] = {parts[0], parts[1], RP_STR("/"), all->items[i]->principal};
        RP_TRY(sso_add_holder(holders, member, 4));
    }
    return RAMPART_OK;
}

/* What an account file says stands where nothing is assigned. */
static enum rampart_status sso_find_holders(struct rp_builder *builder, struct rampart_str configuration,
                                            struct rampart_strs *ret_holders)
{
    const struct rp_builder_assignments *all = builder->assigned;
    struct holders holders = {.arena = &builder->account->arena, .assignments = all};
    for (size_t i = sso_find(all, (struct rp_builder_assignment){.account = builder->id, .configuration = configuration});
         i < all->count; i++) {
        const struct rp_builder_assignment *one = all->items[i];
        const struct rampart_str user[] = {RP_STR("user/"), one->principal};
        if (!rp_str_equal(one->account, builder->id) || !rp_str_equal(one->configuration, configuration)) break;
        RP_TRY(one->group.len > 0 ? sso_add_group(&holders, one) : sso_add_holder(&holders, user, 2));
    }
    if (holders.count > 0) *ret_holders = (struct rampart_strs){holders.items, holders.count};
    return RAMPART_OK;
}

/* Of an account without an id nobody knows what is assigned in it. */
enum rampart_status rp_builder_make_holders(struct rp_builder *builder, struct rp_role *roles)
{
    if (builder->sso != NULL) RP_TRY(rp_builder_close_assignments(builder));
    if (builder->sso != NULL) builder->assigned = &builder->assignments;
    for (size_t i = 0; i < builder->account->role_count && builder->assigned != NULL && builder->id.len > 0; i++)
        if (rp_names_sso(roles[i].name))
            RP_TRY(sso_find_holders(builder, rp_str_from(roles[i].name, sizeof RP_SSO_PREFIX - 1), &roles[i].held_by));
    return RAMPART_OK;
}
