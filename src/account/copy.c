/* SPDX-License-Identifier: Apache-2.0 */
#include "account/copy.h"

#include "account/organisation.h"
#include "base/try.h"

/* A copy in the making. Lists point into each other: what points into the old ones points into the new ones afterwards. */
struct copying {
    struct rp_arena *arena;
    const struct rampart_account *account;
    const struct rampart_policy *from;
    struct rampart_policy *to;
    struct rp_named_policy *policies;
    struct rp_group *groups;
};

static struct rampart_policy *copy_document(const struct copying *copying, struct rampart_policy *policy)
{
    return policy == copying->from ? copying->to : policy;
}

static const struct rp_named_policy *copy_named(const struct copying *copying, const struct rp_named_policy *policy)
{
    return copying->policies + (policy - copying->account->policies);
}

static enum rampart_status copy_policies(struct copying *copying)
{
    const struct rampart_account *account = copying->account;
    copying->policies = RP_NEW_ARRAY(copying->arena, struct rp_named_policy, account->policy_count);
    RP_TRY_MEMORY(copying->policies != NULL);
    for (size_t i = 0; i < account->policy_count; i++) {
        copying->policies[i] = account->policies[i];
        copying->policies[i].policy = copy_document(copying, account->policies[i].policy);
    }
    return RAMPART_OK;
}

static enum rampart_status copy_grants(const struct copying *copying, struct rp_grants *grants)
{
    struct rp_grant *items = RP_NEW_ARRAY(copying->arena, struct rp_grant, grants->count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < grants->count; i++) {
        items[i] = grants->items[i];
        items[i].policy = copy_named(copying, grants->items[i].policy);
    }
    grants->items = items;
    return RAMPART_OK;
}

static enum rampart_status copy_groups(struct copying *copying, struct rampart_account *copy)
{
    copying->groups = RP_NEW_ARRAY(copying->arena, struct rp_group, copy->group_count);
    RP_TRY_MEMORY(copying->groups != NULL);
    for (size_t i = 0; i < copy->group_count; i++) {
        copying->groups[i] = copy->groups[i];
        RP_TRY(copy_grants(copying, &copying->groups[i].grants));
    }
    copy->groups = copying->groups;
    return RAMPART_OK;
}

static enum rampart_status copy_user(const struct copying *copying, struct rp_user *user)
{
    const struct rp_holding *old = user->held;
    struct rp_holding *held = RP_NEW(copying->arena, struct rp_holding);
    const struct rp_group **groups = RP_NEW_ARRAY(copying->arena, const struct rp_group *, old->group_count);
    RP_TRY_MEMORY(held != NULL && groups != NULL);
    for (size_t i = 0; i < old->group_count; i++)
        groups[i] = copying->groups + (old->groups[i] - copying->account->groups);
    *held = *old;
    held->groups = groups;
    user->held = held;
    return copy_grants(copying, &held->grants);
}

static enum rampart_status copy_principals(const struct copying *copying, struct rampart_account *copy)
{
    struct rp_user *users = RP_NEW_ARRAY(copying->arena, struct rp_user, copy->user_count);
    struct rp_role *roles = RP_NEW_ARRAY(copying->arena, struct rp_role, copy->role_count);
    RP_TRY_MEMORY(users != NULL && roles != NULL);
    for (size_t i = 0; i < copy->user_count; i++) {
        users[i] = copy->users[i];
        RP_TRY(copy_user(copying, &users[i]));
    }
    for (size_t i = 0; i < copy->role_count; i++) {
        roles[i] = copy->roles[i];
        roles[i].trust = copy_document(copying, roles[i].trust);
        RP_TRY(copy_grants(copying, &roles[i].grants));
    }
    copy->users = users;
    copy->roles = roles;
    return RAMPART_OK;
}

static enum rampart_status copy_level(const struct copying *copying, struct rp_control_level *level)
{
    struct rp_control *items = RP_NEW_ARRAY(copying->arena, struct rp_control, level->count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < level->count; i++) {
        items[i] = level->items[i];
        items[i].policy = copy_named(copying, level->items[i].policy);
    }
    level->items = items;
    return RAMPART_OK;
}

static enum rampart_status copy_levels(const struct copying *copying, struct rampart_account *copy)
{
    struct rp_control_level *levels = RP_NEW_ARRAY(copying->arena, struct rp_control_level, copy->level_count);
    RP_TRY_MEMORY(levels != NULL);
    for (size_t i = 0; i < copy->level_count; i++) {
        levels[i] = copy->levels[i];
        RP_TRY(copy_level(copying, &levels[i]));
    }
    copy->levels = levels;
    return RAMPART_OK;
}

static enum rampart_status copy_resources(const struct copying *copying, struct rampart_account *copy)
{
    struct rp_resource_document *documents =
        RP_NEW_ARRAY(copying->arena, struct rp_resource_document, copy->resource_document_count);
    RP_TRY_MEMORY(documents != NULL);
    for (size_t i = 0; i < copy->resource_document_count; i++) {
        documents[i] = copy->resource_documents[i];
        documents[i].policy = copy_document(copying, documents[i].policy);
    }
    copy->resource_documents = documents;
    return RAMPART_OK;
}

static enum rampart_status copy_one(struct copying *copying, struct rampart_account *copy)
{
    *copy = *copying->account;
    RP_TRY(copy_policies(copying));
    copy->policies = copying->policies;
    RP_TRY(copy_groups(copying, copy));
    RP_TRY(copy_principals(copying, copy));
    RP_TRY(copy_levels(copying, copy));
    return copy_resources(copying, copy);
}

static enum rampart_status copy_members(const struct copying *copying, struct rampart_account *copy)
{
    const struct rp_organisation *old = copy->organisation;
    struct rp_organisation *organisation = RP_NEW(copying->arena, struct rp_organisation);
    RP_TRY_MEMORY(organisation != NULL);
    *organisation = *old;
    organisation->members = RP_NEW_ARRAY(copying->arena, struct rampart_account *, old->count);
    RP_TRY_MEMORY(organisation->members != NULL);
    for (size_t i = 0; i < old->count; i++) {
        struct copying member = *copying;
        struct rampart_account *made = RP_NEW(copying->arena, struct rampart_account);
        RP_TRY_MEMORY(made != NULL);
        member.account = old->members[i];
        RP_TRY(copy_one(&member, made));
        made->home = copy;
        organisation->members[i] = made;
    }
    copy->organisation = organisation;
    return RAMPART_OK;
}

enum rampart_status rp_account_copy(struct rp_arena *arena, const struct rampart_account *account,
                                    const struct rampart_policy *from, struct rampart_policy *to,
                                    const struct rampart_account **ret_copy)
{
    struct copying copying = {.arena = arena, .account = account, .from = from, .to = to};
    struct rampart_account *copy = RP_NEW(arena, struct rampart_account);
    RP_TRY_MEMORY(copy != NULL);
    RP_TRY(copy_one(&copying, copy));
    if (copy->organisation != NULL) RP_TRY(copy_members(&copying, copy));
    *ret_copy = copy;
    return RAMPART_OK;
}
