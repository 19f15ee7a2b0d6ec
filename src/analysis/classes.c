/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/classes.h"

#include "base/try.h"

/* The class that it begins in. */
static uint32_t classing_first(const struct rampart_account *account, size_t holder)
{
    if (holder < account->user_count) return rp_user_uid(&account->users[holder]).len > 0 ? 0 : 1;
    return account->roles[holder - account->user_count].service_linked ? 3 : 2;
}

static void classing_open(struct rp_classing *classing)
{
    for (size_t i = 0; rp_account_has_open(classing->compiled->account) && i < classing->holders; i++)
        if (rp_subject_at(classing->compiled, i)->open) rp_classing_single(classing, (struct rp_grantee_id){(uint32_t)i});
}

enum rampart_status rp_classing_make(struct rp_arena *arena, const struct rp_compiled *compiled,
                                     struct rp_classing *ret_classing)
{
    const struct rampart_account *account = compiled->account;
    const size_t holders = account->user_count + account->role_count;
    struct rp_classing classing = {.compiled = compiled, .arena = arena, .holders = holders};
    classing.of = RP_NEW_ARRAY(arena, uint32_t, holders);
    classing.seen = RP_NEW_ARRAY(arena, bool, holders);
    RP_TRY_MEMORY(classing.of != NULL && classing.seen != NULL);
    classing.classes = rp_arena_grow(arena, NULL, 0, &classing.room, sizeof *classing.classes); /* of more than the first */
    RP_TRY_MEMORY(classing.classes != NULL);
    *ret_classing = classing;
    return RAMPART_OK;
}

void rp_classing_begin(struct rp_classing *classing)
{
    classing->count = RP_FIRST_CLASSES;
    for (size_t i = 0; i < RP_FIRST_CLASSES; i++) classing->classes[i] = (struct rp_class_in_split){.size = 0};
    for (size_t i = 0; i < classing->holders; i++) {
        classing->of[i] = classing_first(classing->compiled->account, i);
        classing->classes[classing->of[i]].size++;
    }
    classing_open(classing);
}

/* Counts how many of each class the list has. */
static void classing_meet(struct rp_classing *classing, const struct rp_grantee_id *items, size_t count)
{
    classing->split++;
    for (size_t i = 0; i < count; i++) {
        const uint32_t holder = items[i].at;
        if (holder >= classing->holders || classing->seen[holder]) continue;
        struct rp_class_in_split *class = &classing->classes[classing->of[holder]];
        classing->seen[holder] = true;
        if (class->split != classing->split)
            *class = (struct rp_class_in_split){.size = class->size, .to = classing->of[holder], .split = classing->split};
        class->met++;
    }
}

/* Takes those whom the list has out of the class, which it keeps under its number. False: memory was refused. */
static bool classing_part(struct rp_classing *classing, uint32_t number)
{
    struct rp_class_in_split *classes =
        rp_arena_grow(classing->arena, classing->classes, classing->count, &classing->room, sizeof *classes);
    if (classes == NULL) return false;
    classing->classes = classes;
    struct rp_class_in_split *class = &classes[number];
    class->to = classing->count;
    class->size -= class->met;
    classes[classing->count++] = (struct rp_class_in_split){.size = class->met};
    return true;
}

/* A class that the list has all of stays as it is. */
void rp_classing_split(struct rp_classing *classing, const struct rp_grantee_id *items, size_t count)
{
    classing_meet(classing, items, count);
    for (size_t i = 0; i < count; i++) {
        const uint32_t holder = items[i].at;
        if (holder >= classing->holders || !classing->seen[holder]) continue;
        const uint32_t number = classing->of[holder];
        const struct rp_class_in_split *class = &classing->classes[number];
        classing->seen[holder] = false; /* a second time in the list, it stays where it is */
        if (class->to == number) {
            if (class->met == class->size) continue;
            classing->failed = classing->failed || !classing_part(classing, number);
            if (classing->failed) return;
        }
        classing->of[holder] = classing->classes[number].to;
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

enum rampart_status rp_classing_finish(const struct rp_classing *classing, struct rp_classes *ret_classes)
{
    struct rp_classes classes = {.of = classing->of, .holders = classing->holders, .count = classing->count};
    RP_TRY_MEMORY(!classing->failed);
    classes.starts = RP_NEW_ARRAY(classing->arena, uint32_t, classes.count + 1);
    classes.members = RP_NEW_ARRAY(classing->arena, uint32_t, classes.holders);
    RP_TRY_MEMORY(classes.starts != NULL && classes.members != NULL);
    for (size_t i = 0; i < classes.count; i++) classes.starts[i + 1] = classes.starts[i] + classing->classes[i].size;
    for (size_t i = classes.holders; i-- > 0;) { /* each place is filled from its end, so that it begins where it should */
        classes.members[--classes.starts[classes.of[i] + 1]] = (uint32_t)i;
    }
    for (size_t i = 0; i < classes.count; i++) classes.starts[i + 1] = classes.starts[i] + classing->classes[i].size;
    *ret_classes = classes;
    return RAMPART_OK;
}
