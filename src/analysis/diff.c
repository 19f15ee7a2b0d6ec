/* SPDX-License-Identifier: Apache-2.0 */
/* Two sets compared: what bears on each principal, side by side. */
#include <rampart/catalog.h>
#include <rampart/diff.h>

#include "account/organisation.h"
#include "analysis/diff_account.h"
#include "analysis/diff_compare.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"
#include "text/diag.h"

/* ---- the result ---- */

enum rampart_status rp_diff_new(const struct rampart_allocator *allocator, struct rampart_diff **ret_diff)
{
    struct rp_arena arena;
    rp_arena_init(&arena, allocator);
    struct rampart_diff *diff = RP_NEW(&arena, struct rampart_diff);
    RP_TRY_MEMORY(diff != NULL);
    diff->arena = arena;
    diff->allocator = arena.allocator;
    diff->steps_left = RP_DIFF_STEPS;
    *ret_diff = diff;
    return RAMPART_OK;
}

void rampart_diff_free(struct rampart_diff *diff)
{
    if (diff == NULL) return;
    for (size_t i = 0; i < diff->decision_count; i++) rampart_decision_free(diff->decisions[i]);
    for (int side = 0; side < RP_DIFF_SIDES; side++) rampart_set_free(diff->own[side]);
    struct rp_arena arena = diff->arena; /* the diff lives in it */
    rp_arena_free(&arena);
}

size_t rampart_diff_count(const struct rampart_diff *diff)
{
    return diff->count;
}

const struct rampart_diff_row *rampart_diff_row(const struct rampart_diff *diff, size_t i)
{
    return i < diff->count ? &diff->rows[i] : NULL;
}

size_t rampart_diff_open_count(const struct rampart_diff *diff)
{
    return diff->open_count;
}

const struct rampart_diff_open *rampart_diff_open(const struct rampart_diff *diff, size_t i)
{
    return i < diff->open_count ? &diff->open[i] : NULL;
}

static struct rampart_str diff_id(const struct rampart_set *set)
{
    return set->compiled->account->id;
}

/* ---- policies alone ---- */

/* A policy that nobody knows has its like on the other side, or it is left open what it does. */
static bool diff_has_like(const struct rampart_set *set, const struct rampart_attachment *unknown)
{
    for (size_t i = 0; i < set->attachment_count; i++) {
        const struct rampart_attachment *other = &set->attachments[i];
        const bool known = other->policy != NULL && !other->policy->unknown;
        if (!known && other->layer == unknown->layer && other->level == unknown->level &&
            rp_str_equal(other->unseen, unknown->unseen) && other->absent == unknown->absent &&
            rp_str_equal(other->of, unknown->of))
            return true;
    }
    return false;
}

static enum rampart_status diff_add_unknown(struct rampart_diff *diff, const struct rampart_attachment *attachment)
{
    struct rampart_diff_open open = {.reason = RAMPART_DIFF_UNREAD};
    const struct rampart_str name = attachment->policy != NULL ? attachment->policy->name : attachment->unseen;
    if (attachment->layer > RAMPART_LAYER_RESOURCE_GROUP) open.reason = RAMPART_DIFF_SETTING;
    RP_TRY_MEMORY(rp_arena_copy(&diff->arena, name, &open.what));
    return rp_diff_add_open(diff, &open);
}

/* A level of control policies without any policy denies everything, which no statement says. */
static enum rampart_status diff_add_levels(struct rp_diff_pool *pool, enum rp_diff_side side,
                                           const struct rampart_set *set)
{
    for (unsigned level = 0; level < set->control_levels; level++) {
        const struct rampart_attachment here = {.layer = RAMPART_LAYER_CONTROL, .level = level};
        RP_TRY(rp_diff_pool_add_other(pool, side, &here, RP_STR("")));
    }
    return RAMPART_OK;
}

static enum rampart_status diff_add_set(struct rampart_diff *diff, struct rp_diff_pool *pool, enum rp_diff_side side,
                                        const struct rampart_set *set, const struct rampart_set *other)
{
    for (size_t i = 0; i < set->attachment_count; i++) {
        const struct rampart_attachment *attachment = &set->attachments[i];
        const bool known = attachment->policy != NULL && !attachment->policy->unknown;
        if (!known && !diff_has_like(other, attachment)) RP_TRY(diff_add_unknown(diff, attachment));
        if (known) RP_TRY(rp_diff_pool_add(pool, side, attachment));
    }
    return diff_add_levels(pool, side, set);
}

static enum rampart_status diff_policies(struct rampart_diff *diff, struct rp_diff_asker *asker,
                                         const struct rampart_catalog *catalog,
                                         const struct rampart_diff_options *how)
{
    struct rp_diff_pool pool;
    struct rp_arena arena;
    rp_arena_init(&arena, &diff->allocator);
    rp_diff_pool_init(&pool, &arena);
    const struct rp_diff_subject subject = {.asker = asker, .pool = &pool, .catalog = catalog,
                                            .first = how != NULL && how->first,
                                            .gains = how != NULL && how->gains};
    enum rampart_status status = RAMPART_OK;
    for (int side = 0; side < RP_DIFF_SIDES && status == RAMPART_OK; side++)
        status = diff_add_set(diff, &pool, (enum rp_diff_side)side, asker->sides[side], asker->sides[!side]);
    if (status == RAMPART_OK) status = rp_diff_compare(diff, &subject);
    rp_arena_free(&arena);
    return status;
}

/* ---- two sets ---- */

static enum rampart_status diff_check(const struct rampart_set *old_side, const struct rampart_set *new_side,
                                      struct rampart_diags *diags)
{
    const char *why = NULL;
    if ((old_side->account == NULL) != (new_side->account == NULL))
        why = "an account and policies alone cannot be compared";
    else if (old_side->options.assumptions != new_side->options.assumptions)
        why = "both sides must read the undocumented points alike";
    else if ((old_side->members == NULL) != (new_side->members == NULL))
        why = "an account and an organisation cannot be compared";
    else if (old_side->account != NULL && (old_side->attachment_count > 0 || new_side->attachment_count > 0))
        why = "accounts are compared without policies beside them";
    else if (old_side->compiled != NULL && new_side->compiled != NULL && !rp_str_equal(diff_id(old_side), diff_id(new_side)))
        why = "both sides must be versions of one account";
    else if (old_side->options.catalog != new_side->options.catalog)
        why = "both sides must have one catalogue";
    if (why == NULL) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_SIDES, RP_NOWHERE, "%s", why);
    return RAMPART_INVALID_INPUT;
}

/* ---- accounts ---- */

static enum rampart_status diff_add_member(struct rampart_diff *diff, struct rampart_str id)
{
    struct rampart_diff_open open = {.reason = RAMPART_DIFF_UNREAD};
    RP_TRY_MEMORY(rp_arena_printf(&diff->arena, &open.what, "account %.*s, which is on one side only", RP_ARG(id)));
    return rp_diff_add_open(diff, &open);
}

/* Members of two organisations, which are sorted by their ids. */
static enum rampart_status diff_members(struct rampart_diff *diff, const struct rp_diff_asker *asker,
                                        const struct rampart_catalog *catalog, const struct rampart_diff_options *how)
{
    const struct rampart_set *old = asker->sides[RP_DIFF_OLD], *new = asker->sides[RP_DIFF_NEW];
    for (size_t i = 0, k = 0; i < old->member_count || k < new->member_count;) {
        const int order = i == old->member_count   ? 1
                          : k == new->member_count ? -1
                                                   : rp_str_compare(diff_id(old->members[i]), diff_id(new->members[k]));
        struct rp_diff_asker own = {.request = asker->request, .asks = asker->asks, .names_resources = asker->names_resources};
        if (order == 0) {
            own.sides[RP_DIFF_OLD] = old->members[i];
            own.sides[RP_DIFF_NEW] = new->members[k];
            RP_TRY(rp_diff_accounts(diff, &own, catalog, how));
        } else {
            RP_TRY(diff_add_member(diff, diff_id(order < 0 ? old->members[i] : new->members[k])));
        }
        i += order <= 0;
        k += order >= 0;
    }
    return RAMPART_OK;
}

static enum rampart_status diff_sides(struct rampart_diff *diff, struct rp_diff_asker *asker,
                                      const struct rampart_catalog *catalog, const struct rampart_diff_options *how)
{
    if (asker->sides[0]->account == NULL) return diff_policies(diff, asker, catalog, how);
    if (asker->sides[0]->members != NULL) return diff_members(diff, asker, catalog, how);
    return rp_diff_accounts(diff, asker, catalog, how);
}

static enum rampart_status diff_with_catalog(struct rampart_diff *diff, struct rp_diff_asker *asker,
                                             const struct rampart_diff_options *how)
{
    const struct rampart_options *options = &asker->sides[RP_DIFF_OLD]->options;
    struct rampart_catalog *own = NULL;
    if (options->catalog == NULL) RP_TRY(rampart_catalog_open(options, &own));
    enum rampart_status status = diff_sides(diff, asker, own != NULL ? own : options->catalog, how);
    rampart_catalog_free(own);
    return status;
}

static enum rampart_status diff_make(struct rampart_diff *diff, const struct rampart_set *const sides[RP_DIFF_SIDES],
                                     const struct rampart_diff_options *how, const struct rampart_catalog *model)
{
    struct rp_diff_asker asker = {.sides = {sides[0], sides[1]}, .names_resources = model != NULL};
    RP_TRY(rampart_request_new(&sides[0]->options, &asker.request));
    enum rampart_status status =
        model != NULL ? diff_sides(diff, &asker, model, how) : diff_with_catalog(diff, &asker, how);
    rampart_request_free(asker.request);
    return status == RAMPART_OK ? rp_diff_finish(diff) : status;
}

static enum rampart_status diff_sets(const struct rampart_set *const sides[RP_DIFF_SIDES], const struct rampart_diff_options *how,
                                     const struct rampart_catalog *model, struct rampart_diags *diags,
                                     struct rampart_diff **ret_diff)
{
    struct rampart_diff *diff = NULL;
    for (int side = 0; side < RP_DIFF_SIDES; side++) RP_TRY(rp_set_check_compiled(sides[side], diags));
    RP_TRY(diff_check(sides[0], sides[1], diags));
    RP_TRY(rp_diff_new(&sides[0]->allocator, &diff));
    const enum rampart_status status = diff_make(diff, sides, how, model);
    if (status == RAMPART_OK)
        *ret_diff = diff;
    else
        rampart_diff_free(diff);
    return status;
}

enum rampart_status rampart_diff(const struct rampart_set *old_side, const struct rampart_set *new_side,
                                 const struct rampart_diff_options *how, struct rampart_diags *diags,
                                 struct rampart_diff **ret_diff)
{
    const struct rampart_set *const sides[] = {old_side, new_side};
    if (old_side == NULL || new_side == NULL || ret_diff == NULL) return RAMPART_MISUSE;
    return diff_sets(sides, how, NULL, diags, ret_diff);
}

enum rampart_status rp_diff_beyond(const struct rampart_set *model, const struct rampart_set *set,
                                   const struct rampart_diff_options *how, const struct rampart_catalog *catalog,
                                   struct rampart_diags *diags, struct rampart_diff **ret_diff)
{
    const struct rampart_set *const sides[] = {model, set};
    return diff_sets(sides, how, catalog, diags, ret_diff);
}

/* ---- two documents ---- */

static enum rampart_status diff_set_of(const struct rampart_options *options, const struct rampart_policy *policy,
                                       struct rampart_diags *diags, struct rampart_set **ret_set)
{
    const struct rampart_attachment attachment = {.policy = policy};
    const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
    return rampart_set_new(options, &parts, diags, ret_set);
}

enum rampart_status rampart_diff_policies(const struct rampart_options *options,
                                          const struct rampart_policy *old_policy,
                                          const struct rampart_policy *new_policy, struct rampart_diags *diags,
                                          struct rampart_diff **ret_diff)
{
    struct rampart_set *sets[RP_DIFF_SIDES] = {NULL, NULL};
    struct rampart_diff *diff = NULL;
    if (old_policy == NULL || new_policy == NULL || ret_diff == NULL) return RAMPART_MISUSE;
    enum rampart_status status = diff_set_of(options, old_policy, diags, &sets[RP_DIFF_OLD]);
    if (status == RAMPART_OK) status = diff_set_of(options, new_policy, diags, &sets[RP_DIFF_NEW]);
    if (status == RAMPART_OK) status = rampart_diff(sets[RP_DIFF_OLD], sets[RP_DIFF_NEW], NULL, diags, &diff);
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        if (diff != NULL)
            diff->own[side] = sets[side];
        else
            rampart_set_free(sets[side]);
    }
    if (status == RAMPART_OK) *ret_diff = diff;
    return status;
}
