/* SPDX-License-Identifier: Apache-2.0 */
/* The records of one name become one: the first of the input, to which the others add what they know. */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "import/draft_parts.h"

/* ---- users, groups, roles ---- */

static int by_holder(const void *a, const void *b)
{
    const struct rp_draft_holder *x = *(struct rp_draft_holder *const *)a;
    const struct rp_draft_holder *y = *(struct rp_draft_holder *const *)b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    int order = rp_str_compare(x->name, y->name);
    if (order != 0) return order;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void add_holder(struct rp_draft *draft, struct rp_draft_holder *first, struct rp_draft_holder *other)
{
    other->same = first;
    first->declared |= other->declared;
    first->service_linked |= other->service_linked;
    first->complete |= other->complete;
    first->broken |= other->broken;
    if (first->why_broken.len == 0) first->why_broken = other->why_broken;
    rp_draft_unite_texts(draft, &first->trust, &other->trust, "the trust policy of role", first->name);
}

static enum rampart_status unite_holders(struct rp_draft *draft)
{
    struct rp_draft_holder **sorted =
        RP_NEW_ARRAY(&draft->scratch, struct rp_draft_holder *, draft->holder_count);
    RP_TRY_MEMORY(sorted != NULL);
    size_t count = 0;
    for (struct rp_draft_holder *holder = draft->holders; holder != NULL; holder = holder->next) {
        holder->number = count;
        sorted[count++] = holder;
    }
    if (count > 1) qsort(sorted, count, sizeof sorted[0], by_holder);
    for (size_t i = 1; i < count; i++) {
        struct rp_draft_holder *before = sorted[i - 1]->same, *holder = sorted[i];
        if (before->kind == holder->kind && rp_str_equal(before->name, holder->name))
            add_holder(draft, before, holder);
    }
    return RAMPART_OK;
}

/* ---- policies ---- */

/* Control policies are told apart by their ids, the others by name and type. */
static int compare(const struct rp_draft_policy *x, const struct rp_draft_policy *y)
{
    int order = rp_str_compare(x->id, y->id);
    if (order != 0 || x->id.len > 0) return order;
    order = rp_str_compare(x->name, y->name);
    return order != 0 ? order : (int)x->system - (int)y->system;
}

static int by_policy(const void *a, const void *b)
{
    const struct rp_draft_policy *x = *(struct rp_draft_policy *const *)a;
    const struct rp_draft_policy *y = *(struct rp_draft_policy *const *)b;
    int order = compare(x, y);
    if (order != 0) return order;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void add_name(struct rp_draft *draft, struct rp_draft_policy *first, struct rp_draft_policy *other)
{
    bool alike = rp_str_equal(first->name, other->name) && first->system == other->system;
    if (!other->named) return;
    if (first->named && !alike)
        rp_draft_conflict(draft, first->at, other->at, "control policy %.*s has two names",
                          RP_ARG(rp_str_part(first->id, 0, 80)));
    first->named = true;
    first->name = other->name;
    first->system = other->system;
}

static void add_scope(struct rp_draft *draft, struct rp_draft_policy *first, struct rp_draft_policy *other)
{
    if (!other->scoped) return;
    if (first->scoped && first->scope != other->scope)
        rp_draft_conflict(draft, first->at, other->at, "control policy %.*s has two effect scopes",
                          RP_ARG(rp_str_part(first->id, 0, 80)));
    first->scoped = true;
    first->scope = other->scope;
}

static void add_policy(struct rp_draft *draft, struct rp_draft_policy *first, struct rp_draft_policy *other)
{
    other->same = first;
    if (first->id.len > 0) {
        add_name(draft, first, other);
        add_scope(draft, first, other);
    }
    rp_draft_unite_texts(draft, &first->document, &other->document, "policy", first->name);
}

static enum rampart_status unite_policies(struct rp_draft *draft)
{
    struct rp_draft_policy **sorted =
        RP_NEW_ARRAY(&draft->scratch, struct rp_draft_policy *, draft->policy_count);
    RP_TRY_MEMORY(sorted != NULL);
    size_t count = 0;
    for (struct rp_draft_policy *policy = draft->policies; policy != NULL; policy = policy->next) {
        policy->number = count;
        sorted[count++] = policy;
    }
    if (count > 1) qsort(sorted, count, sizeof sorted[0], by_policy);
    for (size_t i = 1; i < count; i++)
        if (compare(sorted[i - 1], sorted[i]) == 0) add_policy(draft, sorted[i - 1]->same, sorted[i]);
    return RAMPART_OK;
}

/* The control policies of an account file. */
static void use_levels(const struct rp_draft_part *part)
{
    for (size_t level = 0; part != NULL && level < part->account->level_count; level++) {
        const struct rp_control_level *controls = &part->account->levels[level];
        for (size_t i = 0; i < controls->count; i++)
            part->policies[controls->items[i].policy - part->account->policies]->same->used = true;
    }
}

enum rampart_status rp_draft_unite(struct rp_draft *draft)
{
    RP_TRY(unite_holders(draft));
    RP_TRY(unite_policies(draft));
    use_levels(draft->levels_of);
    for (struct rp_draft_grant *grant = draft->grants; grant != NULL; grant = grant->next) {
        grant->holder = grant->holder->same;
        grant->policy = grant->policy->same;
        grant->policy->used = true;
    }
    for (struct rp_draft_join *join = draft->joins; join != NULL; join = join->next) {
        join->user = join->user->same;
        join->group = join->group->same;
    }
    for (struct rp_draft_control *control = draft->controls; control != NULL; control = control->next) {
        control->policy = control->policy->same;
        control->policy->used = true;
    }
    return RAMPART_OK;
}
