/* SPDX-License-Identifier: Apache-2.0 */
/* The way from the account up to the root folder, and what is attached on it. */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "import/draft_parts.h"

/* ---- attachments by target ---- */

static int by_target(const void *a, const void *b)
{
    const struct rp_draft_control *x = *(struct rp_draft_control *const *)a;
    const struct rp_draft_control *y = *(struct rp_draft_control *const *)b;
    int order = rp_str_compare(x->target, y->target);
    if (order != 0) return order;
    return x->policy->number < y->policy->number ? -1 : x->policy->number > y->policy->number;
}

static int by_child(const void *a, const void *b)
{
    const struct rp_draft_place *x = *(struct rp_draft_place *const *)a;
    const struct rp_draft_place *y = *(struct rp_draft_place *const *)b;
    int order = rp_str_compare(x->child, y->child);
    return order != 0 ? order : rp_str_compare(x->parent, y->parent);
}

struct directory {
    struct rp_draft_control **controls;
    struct rp_draft_place **places;
};

static enum rampart_status sort_directory(struct rp_draft *draft, struct directory *directory)
{
    size_t controls = 0, places = 0;
    directory->controls = RP_NEW_ARRAY(&draft->scratch, struct rp_draft_control *, draft->control_count);
    directory->places = RP_NEW_ARRAY(&draft->scratch, struct rp_draft_place *, draft->place_count);
    RP_TRY_MEMORY(directory->controls != NULL && directory->places != NULL);
    for (struct rp_draft_control *control = draft->controls; control != NULL; control = control->next)
        directory->controls[controls++] = control;
    for (struct rp_draft_place *place = draft->places; place != NULL; place = place->next)
        directory->places[places++] = place;
    if (controls > 1) qsort(directory->controls, controls, sizeof directory->controls[0], by_target);
    if (places > 1) qsort(directory->places, places, sizeof directory->places[0], by_child);
    for (size_t i = 1; i < places; i++) {
        const struct rp_draft_place *one = directory->places[i - 1], *other = directory->places[i];
        if (rp_str_equal(one->child, other->child) && !rp_str_equal(one->parent, other->parent))
            rp_draft_conflict(draft, one->at, other->at, "\"%.*s\" lies in two folders",
                              RP_ARG(rp_str_part(other->child, 0, 80)));
    }
    return RAMPART_OK;
}

/* What something lies in; an empty parent stands for the root folder. False: nobody said. */
static bool find_parent(const struct rp_draft *draft, const struct directory *directory,
                        struct rampart_str child, struct rampart_str *ret_parent)
{
    size_t low = 0, high = draft->place_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rp_str_compare(directory->places[middle]->child, child) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == draft->place_count || !rp_str_equal(directory->places[low]->child, child)) return false;
    *ret_parent = directory->places[low]->parent;
    if (ret_parent->len == 0) *ret_parent = draft->directory.root_folder;
    return ret_parent->len > 0;
}

/* ---- levels ---- */

static enum rampart_status make_level(struct rp_draft *draft, const struct directory *directory,
                                      struct rampart_str target, struct rp_control_level *ret_level)
{
    size_t first = 0;
    while (first < draft->control_count && rp_str_compare(directory->controls[first]->target, target) < 0)
        first++;
    size_t end = first;
    while (end < draft->control_count && rp_str_equal(directory->controls[end]->target, target)) end++;
    struct rp_control *items = RP_NEW_ARRAY(&draft->account->arena, struct rp_control, end - first);
    RP_TRY_MEMORY(items != NULL);
    *ret_level = (struct rp_control_level){items, 0};
    for (size_t i = first; i < end; i++) {
        const struct rp_draft_policy *policy = directory->controls[i]->policy;
        if (i > first && directory->controls[i - 1]->policy->number == policy->number) continue;
        items[ret_level->count++] =
            (struct rp_control){&draft->account->policies[policy->number], policy->scope};
    }
    return RAMPART_OK;
}

/* Up to the root folder, or as far as the way is known. *ret_arrived: it leads there. */
static enum rampart_status make_levels(struct rp_draft *draft, const struct directory *directory,
                                       struct rp_control_level *levels, bool *ret_arrived)
{
    size_t most = draft->limits.control_levels;
    struct rampart_str at = draft->account->id, root = draft->directory.root_folder;
    bool more = at.len > 0;
    size_t count = 0;
    for (; more && count < most; count++) {
        RP_TRY(make_level(draft, directory, at, &levels[count]));
        more = (root.len == 0 || !rp_str_equal(at, root)) && find_parent(draft, directory, at, &at);
    }
    draft->account->levels = levels;
    draft->account->level_count = count;
    *ret_arrived = !more && root.len > 0 && rp_str_equal(at, root);
    return RAMPART_OK;
}

/* A level of which nothing was said is not one that denies everything. */
static void drop_empty_levels(struct rp_draft *draft, struct rp_control_level *levels)
{
    size_t left = 0;
    for (size_t i = 0; i < draft->account->level_count; i++)
        if (levels[i].count > 0) levels[left++] = levels[i];
    draft->account->level_count = left;
}

static enum rampart_status leave_open(struct rp_draft *draft, bool arrived)
{
    struct rampart_str reason = draft->broken[RP_DRAFT_CONTROLS];
    if (reason.len == 0)
        reason = draft->directory_known && !arrived
                     ? RP_STR("the input does not show the folders from the account to the root folder")
                     : RP_STR("the input does not show the control policies of the resource directory");
    struct rampart_account *account = draft->account;
    account->levels_open = true;
    while (account->level_count > 0 && account->levels[account->level_count - 1].count == 0)
        account->level_count--; /* nothing is known from there on */
    return rp_draft_add_gap(draft, RAMPART_GAP_CONTROL_POLICIES, NULL, (struct rampart_str){NULL, 0},
                            (struct rampart_str){NULL, 0}, reason);
}

/* As an account file has them. */
static enum rampart_status take_levels(struct rp_draft *draft, const struct rp_draft_part *part)
{
    const struct rampart_account *from = part->account;
    struct rampart_account *account = draft->account;
    struct rp_control_level *levels =
        RP_NEW_ARRAY(&account->arena, struct rp_control_level, from->level_count);
    RP_TRY_MEMORY(levels != NULL);
    for (size_t level = 0; level < from->level_count; level++) {
        size_t count = from->levels[level].count;
        struct rp_control *items = RP_NEW_ARRAY(&account->arena, struct rp_control, count);
        RP_TRY_MEMORY(items != NULL);
        for (size_t i = 0; i < count; i++) {
            const struct rp_control *control = &from->levels[level].items[i];
            size_t number = part->policies[control->policy - from->policies]->same->number;
            items[i] = (struct rp_control){&account->policies[number], control->scope};
        }
        levels[level] = (struct rp_control_level){items, count};
    }
    account->levels = levels;
    account->level_count = from->level_count;
    account->member = from->member;
    return RAMPART_OK;
}

enum rampart_status rp_draft_make_controls(struct rp_draft *draft)
{
    const struct rp_draft_directory *known = &draft->directory;
    struct rampart_account *account = draft->account;
    struct directory directory;
    bool arrived = false;
    bool manages = known->management_account.len > 0 && rp_str_equal(known->management_account, account->id);
    if (draft->levels_of != NULL && (draft->directory_known || draft->control_count > 0))
        rp_draft_error(draft, RP_ACC_CONFLICT, RP_NOWHERE,
                       "the control policies are told by an account file and by another input");
    if (draft->levels_of != NULL) return take_levels(draft, draft->levels_of);
    RP_TRY(sort_directory(draft, &directory));
    account->member = !(draft->directory_known && (known->none || manages));
    if (!account->member) return RAMPART_OK;
    struct rp_control_level *levels =
        RP_NEW_ARRAY(&account->arena, struct rp_control_level, draft->limits.control_levels);
    RP_TRY_MEMORY(levels != NULL);
    RP_TRY(make_levels(draft, &directory, levels, &arrived));
    bool closed = draft->complete[RP_DRAFT_CONTROLS] && draft->broken[RP_DRAFT_CONTROLS].len == 0 && arrived;
    if (closed) return RAMPART_OK;
    if (!draft->as_complete) return leave_open(draft, arrived);
    drop_empty_levels(draft, levels);
    return RAMPART_OK;
}
