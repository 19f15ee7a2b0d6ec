/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/account_map.h"

#include "account/names.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/coverage.h"

/* ---- the traits of a policy ---- */

static bool account_map_writes(const struct rampart_catalog *catalog, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action;
    size_t i = 0;
    if (statement->effect != RAMPART_ALLOW) return false;
    while (!actions->negated && i < actions->count && !rp_lint_may_write(catalog, rp_value_text(actions, i))) i++;
    return actions->negated || i < actions->count;
}

static void account_map_trait_of(const struct rampart_catalog *catalog, const struct rampart_policy *policy,
                                 struct rp_trait *trait)
{
    if (policy->hidden) return; /* nothing of it is said */
    for (size_t i = 0; i < policy->statement_count; i++) {
        trait->is_admin = trait->is_admin || rp_lint_allows_everything(&policy->statements[i]);
        trait->writes = trait->writes || account_map_writes(catalog, &policy->statements[i]);
        trait->denies |= policy->statements[i].effect == RAMPART_DENY;
    }
}

/* ---- sections of the file ---- */

/* A section of the file, and the account's list that it became, which is sorted by name. */
struct section {
    const struct rp_node *node; /* NULL: the file has none */
    const void *items;
    size_t count, size;
};

static const struct rp_node *account_map_first(const struct rp_node *list)
{
    return list == NULL ? NULL : list->first;
}

static size_t account_map_index_of(const struct section *section, const struct rp_node *member)
{
    return rp_names_find(section->items, section->count, section->size, member->key);
}

/* ---- users, groups and roles ---- */

static void account_map_fill_parties(const struct rampart_account *account, struct rp_party *users,
                                     struct rp_party *groups, struct rp_party *roles)
{
    for (size_t i = 0; i < account->group_count; i++) {
        const struct rp_group *group = &account->groups[i];
        groups[i] = (struct rp_party){.kind = RP_PARTY_GROUP, .name = group->name, .grants = &group->grants};
    }
    for (size_t i = 0; i < account->user_count; i++) {
        const struct rp_user *user = &account->users[i];
        users[i] = (struct rp_party){
            .kind = RP_PARTY_USER, .name = user->name, .grants = &user->held->grants, .user = user};
        for (size_t k = 0; k < user->held->group_count; k++) groups[user->held->groups[k] - account->groups].members++;
    }
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        roles[i] = (struct rp_party){
            .kind = RP_PARTY_ROLE, .name = role->name, .grants = &role->grants, .role = role};
    }
}

static void account_map_place_parties(const struct section *section, struct rp_party *parties)
{
    for (const struct rp_node *member = account_map_first(section->node); member != NULL;
         member = member->next) {
        struct rp_party *party = &parties[account_map_index_of(section, member)];
        party->span = member->key_span;
        party->grant_nodes = account_map_first(rp_node_member(member, RP_STR("policies")));
    }
}

static enum rampart_status account_map_list_parties(struct rp_account_map *map, const struct rp_node *root)
{
    const struct rampart_account *account = map->account;
    const struct section users = {rp_node_member(root, RP_STR("users")), account->users, account->user_count,
                                  sizeof account->users[0]};
    const struct section groups = {rp_node_member(root, RP_STR("groups")), account->groups,
                                   account->group_count, sizeof account->groups[0]};
    const struct section roles = {rp_node_member(root, RP_STR("roles")), account->roles, account->role_count,
                                  sizeof account->roles[0]};
    map->party_count = users.count + groups.count + roles.count;
    struct rp_party *parties = RP_NEW_ARRAY(map->lint->scratch, struct rp_party, map->party_count);
    RP_TRY_MEMORY(parties != NULL);
    struct rp_party *behind_users = parties + users.count, *behind_groups = behind_users + groups.count;
    account_map_fill_parties(account, parties, behind_users, behind_groups);
    account_map_place_parties(&users, parties);
    account_map_place_parties(&groups, behind_users);
    account_map_place_parties(&roles, behind_groups);
    map->parties = parties;
    return RAMPART_OK;
}

/* ---- policies ---- */

/* A custom policy stands before the system policy of the same name. */
static void account_map_place_policies(const struct rampart_account *account, const struct rp_node *node,
                                       bool system, struct rp_trait *traits)
{
    const struct section section = {node, account->policies, account->defined_count,
                                    sizeof account->policies[0]};
    for (const struct rp_node *member = account_map_first(section.node); member != NULL;
         member = member->next) {
        size_t i = account_map_index_of(&section, member);
        if (account->policies[i].system != system) i++;
        traits[i].span = member->key_span;
    }
}

static void account_map_mark_used(const struct rp_account_map *map, struct rp_trait *traits)
{
    const struct rampart_account *account = map->account;
    for (size_t i = 0; i < map->party_count; i++)
        for (size_t k = 0; k < map->parties[i].grants->count; k++)
            traits[map->parties[i].grants->items[k].policy - account->policies].is_used = true;
    for (size_t i = 0; i < account->level_count; i++)
        for (size_t k = 0; k < account->levels[i].count; k++)
            traits[account->levels[i].items[k].policy - account->policies].is_control = true;
}

static enum rampart_status account_map_list_policies(struct rp_account_map *map, const struct rp_node *root)
{
    const struct rampart_account *account = map->account;
    const struct rp_node *custom = rp_node_member(root, RP_STR("policies"));
    struct rp_trait *traits = RP_NEW_ARRAY(map->lint->scratch, struct rp_trait, account->policy_count);
    RP_TRY_MEMORY(traits != NULL);
    for (size_t i = 0; i < account->policy_count; i++)
        account_map_trait_of(map->lint->linter->catalog, account->policies[i].policy, &traits[i]);
    account_map_place_policies(account, custom, false, traits);
    account_map_place_policies(account, rp_node_member(root, RP_STR("systemPolicies")), true, traits);
    account_map_mark_used(map, traits);
    if (custom != NULL) map->policies = custom->key_span;
    map->traits = traits;
    return RAMPART_OK;
}

/* ---- resource groups and levels ---- */

static enum rampart_status account_map_list_resource_groups(struct rp_account_map *map,
                                                            const struct rp_node *root)
{
    const struct rampart_account *account = map->account;
    const struct section section = {rp_node_member(root, RP_STR("resourceGroups")), account->resource_groups,
                                    account->resource_group_count, sizeof account->resource_groups[0]};
    struct rp_span *spans = RP_NEW_ARRAY(map->lint->scratch, struct rp_span, section.count);
    RP_TRY_MEMORY(spans != NULL);
    for (const struct rp_node *member = account_map_first(section.node); member != NULL;
         member = member->next)
        spans[account_map_index_of(&section, member)] = member->key_span;
    map->resource_groups = spans;
    return RAMPART_OK;
}

static void account_map_place_levels(struct rp_account_map *map, const struct rp_node *root)
{
    const struct rp_node *directory = rp_node_member(root, RP_STR("resourceDirectory"));
    if (directory == NULL) return;
    map->levels = account_map_first(rp_node_member(directory, RP_STR("controlPolicies")));
}

/* ---- all of it ---- */

enum rampart_status rp_account_map_make(struct rp_account_map *map, const struct rp_node *root)
{
    RP_TRY(account_map_list_parties(map, root));
    RP_TRY(account_map_list_policies(map, root));
    RP_TRY(account_map_list_resource_groups(map, root));
    account_map_place_levels(map, root);
    return RAMPART_OK;
}

const char *rp_party_word(const struct rp_party *party)
{
    static const char *const words[] = {"user", "group", "role"};
    return words[party->kind];
}
