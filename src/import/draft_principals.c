/* SPDX-License-Identifier: Apache-2.0 */
/* Users, groups and roles of the account, and what is attached to them. */
#include <stdlib.h>

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/draft_parts.h"

/* ---- who there is ---- */

static int by_name(const void *a, const void *b)
{
    const struct rp_draft_holder *x = *(struct rp_draft_holder *const *)a;
    const struct rp_draft_holder *y = *(struct rp_draft_holder *const *)b;
    return rp_str_compare(x->name, y->name);
}

/* Those of one kind, in the order of their names, which is that of their numbers. */
struct roll {
    struct rp_draft_holder **items;
    size_t count;
};

static enum rampart_status call_roll(struct rp_draft *draft, enum rp_draft_kind kind, struct roll *roll)
{
    roll->items = RP_NEW_ARRAY(&draft->scratch, struct rp_draft_holder *, draft->holder_count);
    RP_TRY_MEMORY(roll->items != NULL);
    for (struct rp_draft_holder *holder = draft->holders; holder != NULL; holder = holder->next)
        if (holder->same == holder && holder->kind == kind) roll->items[roll->count++] = holder;
    if (roll->count > 1) qsort(roll->items, roll->count, sizeof roll->items[0], by_name);
    for (size_t i = 0; i < roll->count; i++) roll->items[i]->number = i;
    return RAMPART_OK;
}

/* ---- resource groups ---- */

static int by_group(const void *a, const void *b)
{
    const struct rp_draft_group *x = *(struct rp_draft_group *const *)a;
    const struct rp_draft_group *y = *(struct rp_draft_group *const *)b;
    int order = rp_str_compare(x->name, y->name);
    if (order != 0) return order;
    return (x->known == NULL) - (y->known == NULL); /* those that are known first */
}

static bool same_patterns(const struct rp_resource_group *a, const struct rp_resource_group *b)
{
    if (a->patterns.count != b->patterns.count) return false;
    for (size_t i = 0; i < a->patterns.count; i++)
        if (!rp_str_equal(a->patterns.items[i], b->patterns.items[i])) return false;
    return true;
}

static struct rp_resource_group group_of(const struct rp_draft_group *group)
{
    if (group->known != NULL) return (struct rp_resource_group){group->name, group->known->patterns, false};
    return (struct rp_resource_group){.name = group->name, .unknown = true};
}

/* Those of one name stand together, the first of them is the best known. */
static size_t unite_groups(struct rp_draft *draft, struct rp_draft_group *const *sorted,
                           struct rp_resource_group *groups)
{
    const struct rp_draft_group *first = NULL;
    size_t left = 0;
    for (size_t i = 0; i < draft->group_count; i++) {
        const struct rp_draft_group *group = sorted[i];
        if (first == NULL || !rp_str_equal(first->name, group->name)) {
            first = group;
            groups[left++] = group_of(group);
        } else if (group->known != NULL && !same_patterns(first->known, group->known)) {
            rp_draft_conflict(draft, first->at, group->at,
                              "resource group \"%.*s\" has two lists that differ",
                              RP_ARG(rp_str_part(group->name, 0, 80)));
        }
    }
    return left;
}

static enum rampart_status make_resource_groups(struct rp_draft *draft)
{
    struct rp_resource_group *groups =
        RP_NEW_ARRAY(&draft->account->arena, struct rp_resource_group, draft->group_count);
    struct rp_draft_group **sorted =
        RP_NEW_ARRAY(&draft->scratch, struct rp_draft_group *, draft->group_count);
    RP_TRY_MEMORY(groups != NULL && sorted != NULL);
    size_t count = 0;
    for (struct rp_draft_group *group = draft->groups; group != NULL; group = group->next)
        sorted[count++] = group;
    if (count > 1) qsort(sorted, count, sizeof sorted[0], by_group);
    draft->account->resource_groups = groups;
    draft->account->resource_group_count = unite_groups(draft, sorted, groups);
    return RAMPART_OK;
}

static const struct rp_resource_group *find_resource_group(const struct rp_draft *draft,
                                                           struct rampart_str name)
{
    const struct rp_resource_group *groups = draft->account->resource_groups;
    return &groups[rp_names_find(groups, draft->account->resource_group_count, sizeof groups[0], name)];
}

/* ---- grants ---- */

/* By holder, then by what is granted where; the first that was said of the same stands first. */
static int compare_grants(const struct rp_draft_grant *x, const struct rp_draft_grant *y)
{
    if (x->holder->kind != y->holder->kind) return x->holder->kind < y->holder->kind ? -1 : 1;
    if (x->holder != y->holder) return x->holder->number < y->holder->number ? -1 : 1;
    if (x->policy->number != y->policy->number) return x->policy->number < y->policy->number ? -1 : 1;
    if (x->scope != y->scope) return x->scope < y->scope ? -1 : 1;
    return rp_str_compare(x->group, y->group);
}

static int by_grant(const void *a, const void *b)
{
    const struct rp_draft_grant *x = *(struct rp_draft_grant *const *)a;
    const struct rp_draft_grant *y = *(struct rp_draft_grant *const *)b;
    int order = compare_grants(x, y);
    if (order != 0) return order;
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

/* All of them, sorted, and how far they have been given out. */
struct grants {
    struct rp_draft_grant **items;
    size_t count, next;
};

static enum rampart_status sort_grants(struct rp_draft *draft, struct grants *grants)
{
    grants->items = RP_NEW_ARRAY(&draft->scratch, struct rp_draft_grant *, draft->grant_count);
    RP_TRY_MEMORY(grants->items != NULL);
    for (struct rp_draft_grant *grant = draft->grants; grant != NULL; grant = grant->next)
        grants->items[grants->count++] = grant;
    if (grants->count > 1) qsort(grants->items, grants->count, sizeof grants->items[0], by_grant);
    return RAMPART_OK;
}

/*
 * A grant without a scope may be one of those with a scope, which stand before it. It is, if those are known to be all;
 * otherwise it may be another one.
 */
static bool says_nothing_new(const struct rp_draft *draft, const struct rp_draft_grant *before,
                             const struct rp_draft_grant *grant)
{
    if (before == NULL || before->policy->number != grant->policy->number) return false;
    if (compare_grants(before, grant) == 0) return true;
    bool all = draft->complete[RP_DRAFT_GRANTS] && draft->broken[RP_DRAFT_GRANTS].len == 0;
    return grant->scope == RP_DRAFT_SCOPE_UNSEEN && all;
}

static enum rampart_status make_grant(struct rp_draft *draft, const struct rp_draft_grant *grant,
                                      struct rp_grant *ret_grant)
{
    struct rampart_str reason = RP_STR("the input does not show the scope of the attachment");
    const struct rp_draft_holder *holder = grant->holder;
    *ret_grant = (struct rp_grant){.policy = &draft->account->policies[grant->policy->number]};
    if (grant->scope == RP_DRAFT_RESOURCE_GROUP) ret_grant->scope = find_resource_group(draft, grant->group);
    if (grant->scope != RP_DRAFT_SCOPE_UNSEEN) return RAMPART_OK;
    ret_grant->scope = &rp_scope_unknown;
    return rp_draft_add_gap(draft, RAMPART_GAP_SCOPE, rp_draft_kind_word(holder->kind), holder->name,
                            ret_grant->policy->name, reason);
}

static enum rampart_status give_grants(struct rp_draft *draft, const struct rp_draft_holder *holder,
                                       struct grants *grants, struct rp_grants *ret_grants)
{
    size_t first = grants->next, end = first;
    const struct rp_draft_grant *before = NULL;
    while (end < grants->count && grants->items[end]->holder == holder) end++;
    struct rp_grant *given = RP_NEW_ARRAY(&draft->account->arena, struct rp_grant, end - first);
    RP_TRY_MEMORY(given != NULL);
    ret_grants->items = given;
    ret_grants->open = rp_draft_is_open(draft, holder, RP_DRAFT_GRANTS);
    for (; grants->next < end; grants->next++) {
        const struct rp_draft_grant *grant = grants->items[grants->next];
        if (says_nothing_new(draft, before, grant)) continue;
        RP_TRY(make_grant(draft, grant, &given[ret_grants->count++]));
        before = grant;
    }
    return RAMPART_OK;
}

/* ---- groups ---- */

static enum rampart_status make_groups(struct rp_draft *draft, const struct roll *roll, struct grants *grants)
{
    struct rp_group *groups = RP_NEW_ARRAY(&draft->account->arena, struct rp_group, roll->count);
    RP_TRY_MEMORY(groups != NULL);
    for (size_t i = 0; i < roll->count; i++) {
        groups[i].name = roll->items[i]->name;
        RP_TRY(give_grants(draft, roll->items[i], grants, &groups[i].grants));
    }
    draft->account->groups = groups;
    draft->account->group_count = roll->count;
    return RAMPART_OK;
}

/* ---- users ---- */

static int by_join(const void *a, const void *b)
{
    const struct rp_draft_join *x = *(struct rp_draft_join *const *)a;
    const struct rp_draft_join *y = *(struct rp_draft_join *const *)b;
    if (x->user != y->user) return x->user->number < y->user->number ? -1 : 1;
    return x->group->number < y->group->number ? -1 : x->group->number > y->group->number;
}

struct joins {
    struct rp_draft_join **items;
    size_t count, next;
};

static enum rampart_status sort_joins(struct rp_draft *draft, struct joins *joins)
{
    joins->items = RP_NEW_ARRAY(&draft->scratch, struct rp_draft_join *, draft->join_count);
    RP_TRY_MEMORY(joins->items != NULL);
    for (struct rp_draft_join *join = draft->joins; join != NULL; join = join->next)
        joins->items[joins->count++] = join;
    if (joins->count > 1) qsort(joins->items, joins->count, sizeof joins->items[0], by_join);
    return RAMPART_OK;
}

static enum rampart_status give_groups(struct rp_draft *draft, const struct rp_draft_holder *holder,
                                       struct joins *joins, struct rp_user *user)
{
    size_t first = joins->next, end = first;
    while (end < joins->count && joins->items[end]->user == holder) end++;
    const struct rp_group **groups =
        RP_NEW_ARRAY(&draft->account->arena, const struct rp_group *, end - first);
    RP_TRY_MEMORY(groups != NULL);
    for (; joins->next < end; joins->next++) {
        const struct rp_group *group = &draft->account->groups[joins->items[joins->next]->group->number];
        if (user->group_count == 0 || groups[user->group_count - 1] != group)
            groups[user->group_count++] = group;
    }
    user->groups = groups;
    user->groups_open = rp_draft_is_open(draft, holder, RP_DRAFT_MEMBERSHIPS);
    return RAMPART_OK;
}

static enum rampart_status make_users(struct rp_draft *draft, const struct roll *roll, struct grants *grants)
{
    struct joins joins = {.count = 0};
    struct rp_user *users = RP_NEW_ARRAY(&draft->account->arena, struct rp_user, roll->count);
    RP_TRY_MEMORY(users != NULL);
    RP_TRY(sort_joins(draft, &joins));
    for (size_t i = 0; i < roll->count; i++) {
        users[i].name = roll->items[i]->name;
        RP_TRY(give_groups(draft, roll->items[i], &joins, &users[i]));
        RP_TRY(give_grants(draft, roll->items[i], grants, &users[i].grants));
    }
    draft->account->users = users;
    draft->account->user_count = roll->count;
    return RAMPART_OK;
}

/* ---- roles ---- */

/* A trust policy that is not known is one that was not given: the layer stays open. */
static enum rampart_status give_trust(struct rp_draft *draft, struct rp_draft_holder *holder,
                                      struct rp_role *role)
{
    struct rp_draft_text *trust = &holder->trust;
    struct rampart_str aside = {NULL, 0};
    RP_TRY(rp_draft_put_aside(draft, trust, (struct rp_document_of){RP_OF_ROLE, holder->name}, &aside));
    if (trust->policy != NULL && trust->unknown.len == 0 && aside.len == 0) {
        trust->policy->hidden = trust->hidden;
        role->trust = trust->policy;
        return RAMPART_OK;
    }
    struct rampart_str why = aside.len > 0            ? aside
                             : trust->unknown.len > 0 ? trust->unknown
                                                      : RP_STR("the input does not show its trust policy");
    return rp_draft_add_gap(draft, RAMPART_GAP_TRUST, "role", holder->name, (struct rampart_str){NULL, 0},
                            why);
}

static enum rampart_status make_roles(struct rp_draft *draft, const struct roll *roll, struct grants *grants)
{
    struct rp_role *roles = RP_NEW_ARRAY(&draft->account->arena, struct rp_role, roll->count);
    RP_TRY_MEMORY(roles != NULL);
    for (size_t i = 0; i < roll->count; i++) {
        const struct rp_draft_holder *holder = roll->items[i];
        roles[i].name = holder->name;
        roles[i].service_linked =
            holder->service_linked || (!holder->declared && rp_names_linked(holder->name));
        RP_TRY(give_trust(draft, roll->items[i], &roles[i]));
        RP_TRY(give_grants(draft, roll->items[i], grants, &roles[i].grants));
    }
    draft->account->roles = roles;
    draft->account->role_count = roll->count;
    return RAMPART_OK;
}

/* Grants are given out in the order they are sorted in: users, groups, roles. */
enum rampart_status rp_draft_make_principals(struct rp_draft *draft)
{
    struct roll rolls[RP_DRAFT_KINDS] = {{.count = 0}};
    struct grants grants = {.count = 0};
    for (int kind = 0; kind < RP_DRAFT_KINDS; kind++)
        RP_TRY(call_roll(draft, (enum rp_draft_kind)kind, &rolls[kind]));
    RP_TRY(make_resource_groups(draft));
    RP_TRY(sort_grants(draft, &grants));
    struct grants of_groups = grants;
    while (of_groups.next < grants.count && grants.items[of_groups.next]->holder->kind == RP_DRAFT_USER)
        of_groups.next++;
    RP_TRY(make_groups(draft, &rolls[RP_DRAFT_GROUP], &of_groups));
    RP_TRY(make_users(draft, &rolls[RP_DRAFT_USER], &grants));
    grants.next = of_groups.next;
    return make_roles(draft, &rolls[RP_DRAFT_ROLE], &grants);
}
