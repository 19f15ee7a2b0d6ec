/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The levels of control policies: the folders from the account up to the root folder, as the account's own inputs show
 * them, or another account of the organisation.
 */
#include <stdlib.h>

#include "account/names.h"
#include "base/str.h"
#include "base/try.h"
#include "import/account_builder_records.h"

/* ---- the resource directory: the folders from the account up to the root folder ---- */

static int builder_by_target(const void *a, const void *b)
{
    const struct rp_builder_control_attachment *x = *(struct rp_builder_control_attachment *const *)a;
    const struct rp_builder_control_attachment *y = *(struct rp_builder_control_attachment *const *)b;
    int order = rp_str_compare(x->target, y->target);
    if (order != 0) return order;
    return x->policy->number < y->policy->number ? -1 : x->policy->number > y->policy->number;
}

static int builder_by_child(const void *a, const void *b)
{
    const struct rp_builder_placement *x = *(struct rp_builder_placement *const *)a;
    const struct rp_builder_placement *y = *(struct rp_builder_placement *const *)b;
    int order = rp_str_compare(x->child, y->child);
    return order != 0 ? order : rp_str_compare(x->parent, y->parent);
}

static enum rampart_status builder_sort_directory(struct rp_builder *builder,
                                                  struct rp_builder_order *directory)
{
    size_t controls = 0, placements = 0;
    directory->controls =
        RP_NEW_ARRAY(&builder->scratch, struct rp_builder_control_attachment *, builder->control_count);
    directory->placements =
        RP_NEW_ARRAY(&builder->scratch, struct rp_builder_placement *, builder->placement_count);
    RP_TRY_MEMORY(directory->controls != NULL && directory->placements != NULL);
    for (struct rp_builder_control_attachment *control = builder->controls; control != NULL;
         control = control->next)
        directory->controls[controls++] = control;
    for (struct rp_builder_placement *row = builder->placements; row != NULL; row = row->next)
        directory->placements[placements++] = row;
    if (controls > 1) qsort(directory->controls, controls, sizeof directory->controls[0], builder_by_target);
    if (placements > 1)
        qsort(directory->placements, placements, sizeof directory->placements[0], builder_by_child);
    for (size_t i = 1; i < placements; i++) {
        const struct rp_builder_placement *one = directory->placements[i - 1],
                                          *other = directory->placements[i];
        if (rp_str_equal(one->child, other->child) && !rp_str_equal(one->parent, other->parent))
            rp_builder_conflict(builder, one->at, other->at, "\"%.*s\" lies in two folders",
                                RP_ARG(rp_str_part(other->child, 0, 80)));
    }
    return RAMPART_OK;
}

/* The folder that holds a folder or an account; an empty parent is the root folder. False: it is not known. */
static bool builder_find_parent(const struct rp_builder *builder, const struct rp_builder_order *directory,
                                struct rampart_str child, struct rampart_str *ret_parent)
{
    size_t low = 0, high = builder->placement_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rp_str_compare(directory->placements[middle]->child, child) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == builder->placement_count || !rp_str_equal(directory->placements[low]->child, child))
        return false;
    *ret_parent = directory->placements[low]->parent;
    if (ret_parent->len == 0) *ret_parent = builder->directory.root_folder;
    return ret_parent->len > 0;
}

/* ---- levels of control policies ---- */

/* The attachments to a folder or an account, which stand side by side. */
static void builder_find_attached(const struct rp_builder *builder, const struct rp_builder_order *directory,
                                  struct rampart_str target, size_t *ret_first, size_t *ret_end)
{
    size_t low = 0, high = builder->control_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (rp_str_compare(directory->controls[middle]->target, target) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_first = low;
    while (low < builder->control_count && rp_str_equal(directory->controls[low]->target, target)) low++;
    *ret_end = low;
}

static enum rampart_status builder_make_level(struct rp_builder *builder, const struct rp_builder_order *directory,
                                              struct rampart_str target, struct rp_control_level *ret_level)
{
    size_t first, end;
    builder_find_attached(builder, directory, target, &first, &end);
    struct rp_control *items = RP_NEW_ARRAY(&builder->account->arena, struct rp_control, end - first);
    RP_TRY_MEMORY(items != NULL);
    *ret_level = (struct rp_control_level){items, 0};
    for (size_t i = first; i < end; i++) {
        const struct rp_builder_policy *policy = directory->controls[i]->policy;
        if (i > first && directory->controls[i - 1]->policy->number == policy->number) continue;
        items[ret_level->count++] =
            (struct rp_control){&builder->account->policies[policy->number], policy->scope};
    }
    return RAMPART_OK;
}

/* A level for each folder, up to the root folder or as far as the folders are known. */
static enum rampart_status builder_make_levels(struct rp_builder *builder,
                                               const struct rp_builder_order *directory,
                                               struct rp_control_level *levels, bool *ret_reaches_root)
{
    size_t most = builder->limits.control_levels;
    struct rampart_str at = builder->account->id, root = builder->directory.root_folder;
    bool more = at.len > 0;
    size_t count = 0;
    for (; more && count < most; count++) {
        RP_TRY(builder_make_level(builder, directory, at, &levels[count]));
        more = (root.len == 0 || !rp_str_equal(at, root)) && builder_find_parent(builder, directory, at, &at);
    }
    builder->account->levels = levels;
    builder->account->level_count = count;
    *ret_reaches_root = !more && root.len > 0 && rp_str_equal(at, root);
    return RAMPART_OK;
}

/* A level with no control policy would deny everything; here it only means that the input does not show any. */
static void builder_drop_empty_levels(struct rp_builder *builder, struct rp_control_level *levels)
{
    size_t left = 0;
    for (size_t i = 0; i < builder->account->level_count; i++)
        if (levels[i].count > 0) levels[left++] = levels[i];
    builder->account->level_count = left;
}

static enum rampart_status builder_leave_levels_open(struct rp_builder *builder, bool reaches_root)
{
    struct rampart_str reason = builder->incomplete[RP_BUILDER_CONTROLS];
    if (reason.len == 0)
        reason = builder->directory_known && !reaches_root
                     ? RP_STR("the input does not show the folders from the account to the root folder")
                     : RP_STR("the input does not show the control policies of the resource directory");
    struct rampart_account *account = builder->account;
    account->levels_open = true;
    while (account->level_count > 0 && account->levels[account->level_count - 1].count == 0)
        account->level_count--; /* nothing is known from there on */
    return rp_builder_add_gap_of(builder, RAMPART_GAP_CONTROL_POLICIES, NULL, (struct rampart_str){NULL, 0},
                                 (struct rampart_str){NULL, 0}, reason);
}

/* The levels of an account file. */
static enum rampart_status builder_take_levels(struct rp_builder *builder,
                                               const struct rp_builder_account_file *part)
{
    const struct rampart_account *from = part->account;
    struct rampart_account *account = builder->account;
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

enum rampart_status rp_builder_make_controls(struct rp_builder *builder)
{
    const struct rp_builder_directory *known = &builder->directory;
    struct rampart_account *account = builder->account;
    struct rp_builder_order *const directory = &builder->order;
    bool reaches_root = false;
    bool manages = known->management_account.len > 0 && rp_str_equal(known->management_account, account->id);
    RP_TRY(builder_sort_directory(builder, directory));
    if (builder->levels_of != NULL && (builder->directory_known || builder->control_count > 0))
        rp_builder_error(builder, RP_ACC_CONFLICT, RP_NOWHERE,
                         "an account file and another input both have control policies");
    if (builder->levels_of != NULL) return builder_take_levels(builder, builder->levels_of);
    account->member = !(builder->directory_known && (known->none || manages));
    if (!account->member) return RAMPART_OK;
    struct rp_control_level *levels =
        RP_NEW_ARRAY(&account->arena, struct rp_control_level, builder->limits.control_levels);
    RP_TRY_MEMORY(levels != NULL);
    RP_TRY(builder_make_levels(builder, directory, levels, &reaches_root));
    bool closed = rp_builder_is_complete(builder, RP_BUILDER_CONTROLS) && reaches_root;
    if (closed) return RAMPART_OK;
    if (!builder->assume_complete) return builder_leave_levels_open(builder, reaches_root);
    builder_drop_empty_levels(builder, levels);
    return RAMPART_OK;
}

/* ---- the directory that another account of the organisation shows ---- */

void rp_builder_keep_directory(struct rp_builder *builder)
{
    builder->keeps_directory = true;
}

enum rampart_status rp_builder_note_covered(struct rp_builder *builder, struct rampart_str target)
{
    struct rp_builder_covered *covered = RP_NEW(&builder->scratch, struct rp_builder_covered);
    RP_TRY_MEMORY(covered != NULL && rp_arena_copy(&builder->scratch, target, &covered->target));
    covered->next = builder->covered;
    builder->covered = covered;
    builder->covered_count++;
    return RAMPART_OK;
}

enum rampart_status rp_builder_close_directory(struct rp_builder *builder)
{
    size_t count = 0;
    builder->targets = RP_NEW_ARRAY(&builder->scratch, struct rampart_str, builder->covered_count);
    RP_TRY_MEMORY(builder->targets != NULL);
    for (const struct rp_builder_covered *covered = builder->covered; covered != NULL; covered = covered->next)
        builder->targets[count++] = covered->target;
    rp_names_sort(builder->targets, count, sizeof builder->targets[0]);
    return rp_builder_close_assignments(builder);
}

static bool directory_is_covered(const struct rp_builder *shown, struct rampart_str target)
{
    return shown->all_controls ||
           rp_names_find(shown->targets, shown->covered_count, sizeof shown->targets[0], target) < shown->covered_count;
}

/* The policy under its id, with the document that the other account read: its text and its places are that one's. */
static enum rampart_status directory_add_policy(struct rp_builder *builder, const struct rp_builder_policy *shown,
                                                struct rp_builder_policy **ret_policy)
{
    struct rp_builder_policy *policy = NULL;
    RP_TRY(rp_builder_add_control(builder, shown->id, shown->at, &policy));
    policy->name = shown->name;
    policy->version = shown->version;
    policy->system = shown->system;
    policy->named = shown->named;
    policy->scoped = shown->scoped;
    policy->scope = shown->scope;
    policy->document = shown->document;
    if (shown->document.policy != NULL) {
        policy->document.policy = RP_NEW(&builder->account->arena, struct rampart_policy);
        RP_TRY_MEMORY(policy->document.policy != NULL);
        *policy->document.policy = *shown->document.policy;
    }
    *ret_policy = policy;
    return RAMPART_OK;
}

static enum rampart_status directory_add_attached(struct rp_builder *builder, const struct rp_builder *shown,
                                                  struct rampart_str target)
{
    size_t first, end;
    builder_find_attached(shown, &shown->order, target, &first, &end);
    for (size_t i = first; i < end; i++) {
        const struct rp_builder_control_attachment *control = shown->order.controls[i];
        struct rp_builder_policy *policy = NULL;
        RP_TRY(directory_add_policy(builder, control->policy, &policy));
        RP_TRY(rp_builder_attach_control(builder, policy, target, control->at));
    }
    return RAMPART_OK;
}

/* From the account up to the root folder. A circle ends at the limit of levels, as in one account. */
static enum rampart_status directory_add_path(struct rp_builder *builder, const struct rp_builder *shown,
                                              bool *ret_whole)
{
    const struct rampart_str root = shown->directory.root_folder;
    struct rampart_str at = builder->id, parent;
    bool covered = true, more = true;
    for (size_t i = 0; more && i < builder->limits.control_levels; i++) {
        covered = covered && directory_is_covered(shown, at);
        RP_TRY(directory_add_attached(builder, shown, at));
        more = (root.len == 0 || !rp_str_equal(at, root)) && builder_find_parent(shown, &shown->order, at, &parent);
        if (more) RP_TRY(rp_builder_set_parent(builder, at, parent, RP_NOWHERE));
        if (more) at = parent;
    }
    *ret_whole = covered && !more && root.len > 0 && rp_str_equal(at, root);
    return RAMPART_OK;
}

static enum rampart_status directory_open(struct rp_builder *builder, const struct rp_builder *shown, const char *what)
{
    struct rampart_str why;
    RP_TRY_MEMORY(rp_arena_printf(&builder->scratch, &why, "account %.*s shows the resource directory, %s",
                                  RP_ARG(shown->id), what));
    return rp_builder_incomplete(builder, RP_BUILDER_CONTROLS, why.data);
}

/* What the account shows of the directory itself goes: it was not enough. */
static enum rampart_status directory_use(struct rp_builder *builder, const struct rp_builder *shown, bool manages)
{
    bool whole = false;
    builder->controls = NULL;
    builder->placements = NULL;
    builder->control_count = builder->placement_count = 0;
    builder->incomplete[RP_BUILDER_CONTROLS] = shown->directory_doubt;
    builder->complete[RP_BUILDER_CONTROLS] = false;
    builder->directory = shown->directory;
    builder->directory_known = true;
    if (manages || shown->directory.none) return RAMPART_OK;
    RP_TRY(directory_add_path(builder, shown, &whole));
    if (!whole) return directory_open(builder, shown, "but not all that is attached from the account up to its root");
    rp_builder_complete(builder, RP_BUILDER_CONTROLS);
    return RAMPART_OK;
}

enum rampart_status rp_builder_use_directory(struct rp_builder *builder, const struct rp_builder *shown, bool outside)
{
    const bool manages = rp_str_equal(shown->directory.management_account, builder->id);
    struct rampart_str parent;
    if (builder->sso == NULL) builder->assigned = &shown->assignments;
    if (builder->levels_of != NULL || builder->id.len == 0) return RAMPART_OK;
    if (rp_builder_is_complete(builder, RP_BUILDER_CONTROLS) && builder->placement_count > 0) return RAMPART_OK;
    if (manages || builder_find_parent(shown, &shown->order, builder->id, &parent))
        return directory_use(builder, shown, manages);
    if (!outside || !shown->all_accounts || shown->directory_doubt.len > 0)
        return directory_open(builder, shown, "and the account is not in it");
    builder->directory_known = builder->directory.none = true;
    return RAMPART_OK;
}
