/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/classes.h"

#include "base/try.h"

/* The class that it begins in. */
static uint32_t classing_first(const struct rampart_account *account, size_t holder)
{
    if (holder < account->user_count) return account->users[holder].uid.len > 0 ? 0 : 1;
    return account->roles[holder - account->user_count].service_linked ? 3 : 2;
}

static void classing_open(struct rp_classing *classing)
{
    for (size_t i = 0; rp_account_has_open(classing->compiled->account) && i < classing->holders; i++)
        if (classing->compiled->subjects[i].open) rp_classing_single(classing, (struct rp_grantee_id){(uint32_t)i});
}

enum rampart_status rp_classing_make(struct rp_arena *arena, const struct rp_compiled *compiled,
                                     struct rp_classing *ret_classing)
{
    const struct rampart_account *account = compiled->account;
    const size_t holders = account->user_count + account->role_count, most = holders + RP_FIRST_CLASSES;
    struct rp_classing classing = {.compiled = compiled, .holders = holders};
    classing.of = RP_NEW_ARRAY(arena, uint32_t, holders);
    classing.seen = RP_NEW_ARRAY(arena, uint32_t, holders);
    classing.sizes = RP_NEW_ARRAY(arena, uint32_t, most);
    classing.met = RP_NEW_ARRAY(arena, uint32_t, most);
    classing.to = RP_NEW_ARRAY(arena, uint32_t, most);
    classing.splits = RP_NEW_ARRAY(arena, uint32_t, most);
    RP_TRY_MEMORY(classing.of != NULL && classing.seen != NULL && classing.sizes != NULL);
    RP_TRY_MEMORY(classing.met != NULL && classing.to != NULL && classing.splits != NULL);
    *ret_classing = classing;
    return RAMPART_OK;
}

void rp_classing_begin(struct rp_classing *classing)
{
    classing->count = RP_FIRST_CLASSES;
    for (size_t i = 0; i < RP_FIRST_CLASSES; i++) classing->sizes[i] = 0;
    for (size_t i = 0; i < classing->holders; i++) {
        classing->of[i] = classing_first(classing->compiled->account, i);
        classing->sizes[classing->of[i]]++;
    }
    classing_open(classing);
}

/* Counts how many of each class the list has. */
static void classing_meet(struct rp_classing *classing, const struct rp_grantee_id *items, size_t count)
{
    classing->split++;
    for (size_t i = 0; i < count; i++) {
        const uint32_t holder = items[i].at;
        if (holder >= classing->holders || classing->seen[holder] == classing->split) continue;
        const uint32_t class = classing->of[holder];
        classing->seen[holder] = classing->split;
        if (classing->splits[class] != classing->split) {
            classing->splits[class] = classing->split;
            classing->met[class] = 0;
            classing->to[class] = class;
        }
        classing->met[class]++;
    }
}

/* A class that the list has all of stays as it is. */
void rp_classing_split(struct rp_classing *classing, const struct rp_grantee_id *items, size_t count)
{
    classing_meet(classing, items, count);
    for (size_t i = 0; i < count; i++) {
        const uint32_t holder = items[i].at;
        if (holder >= classing->holders || classing->seen[holder] != classing->split) continue;
        const uint32_t class = classing->of[holder];
        classing->seen[holder] = 0; /* a second time in the list, it stays where it is */
        if (classing->to[class] == class) {
            if (classing->met[class] == classing->sizes[class]) continue;
            classing->to[class] = classing->count;
            classing->sizes[classing->count++] = classing->met[class];
            classing->sizes[class] -= classing->met[class];
        }
        classing->of[holder] = classing->to[class];
    }
}

void rp_classing_single(struct rp_classing *classing, struct rp_grantee_id holder)
{
    rp_classing_split(classing, &holder, 1);
}

static void classing_by_list(struct rp_classing *classing, const struct rp_lists *lists, size_t list)
{
    rp_classing_split(classing, lists->items + lists->starts[list], lists->starts[list + 1] - lists->starts[list]);
}

void rp_classing_by_document(struct rp_classing *classing, struct rp_document_id document)
{
    classing_by_list(classing, &classing->compiled->grantees.documents, document.at);
}

void rp_classing_by_group(struct rp_classing *classing, struct rp_group_id group)
{
    classing_by_list(classing, &classing->compiled->grantees.members, group.at);
}

enum rampart_status rp_classing_finish(const struct rp_classing *classing, struct rp_arena *arena,
                                       struct rp_classes *ret_classes)
{
    struct rp_classes classes = {.holders = classing->holders, .count = classing->count};
    classes.of = RP_NEW_ARRAY(arena, uint32_t, classes.holders);
    classes.starts = RP_NEW_ARRAY(arena, uint32_t, classes.count + 1);
    classes.members = RP_NEW_ARRAY(arena, uint32_t, classes.holders);
    RP_TRY_MEMORY(classes.of != NULL && classes.starts != NULL && classes.members != NULL);
    for (size_t i = 0; i < classes.count; i++) classes.starts[i + 1] = classes.starts[i] + classing->sizes[i];
    for (size_t i = classes.holders; i-- > 0;) { /* each place is filled from its end, so that it begins where it should */
        const uint32_t class = classes.of[i] = classing->of[i];
        classes.members[--classes.starts[class + 1]] = (uint32_t)i;
    }
    for (size_t i = 0; i < classes.count; i++) classes.starts[i + 1] = classes.starts[i] + classing->sizes[i];
    *ret_classes = classes;
    return RAMPART_OK;
}
