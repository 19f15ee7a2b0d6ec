/* SPDX-License-Identifier: Apache-2.0 */
/* An account and its file side by side: who stands where. */
#include "lint/whole.h"

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"

/* A section of the file, and the account's list that it became, which is sorted by name. */
struct section {
    const struct rp_node *node; /* NULL: the file has none */
    const void *items;
    size_t count, size;
};

const char *rp_party_word(const struct rp_party *party)
{
    static const char *const words[] = {"user", "group", "role"};
    return words[party->kind];
}

static const struct rp_node *first_of(const struct rp_node *list)
{
    return list == NULL ? NULL : list->first;
}

static const struct rp_node *members_of(const struct section *section)
{
    return first_of(section->node);
}

static size_t index_of(const struct section *section, const struct rp_node *member)
{
    return rp_names_find(section->items, section->count, section->size, member->key);
}

/* ---- users, groups and roles ---- */

static void fill_parties(const struct rampart_account *account, struct rp_party *users,
                         struct rp_party *groups, struct rp_party *roles)
{
    for (size_t i = 0; i < account->group_count; i++) {
        const struct rp_group *group = &account->groups[i];
        groups[i] = (struct rp_party){.kind = RP_PARTY_GROUP, .name = group->name, .grants = &group->grants};
    }
    for (size_t i = 0; i < account->user_count; i++) {
        const struct rp_user *user = &account->users[i];
        users[i] = (struct rp_party){
            .kind = RP_PARTY_USER, .name = user->name, .grants = &user->grants, .user = user};
        for (size_t k = 0; k < user->group_count; k++) groups[user->groups[k] - account->groups].members++;
    }
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        roles[i] = (struct rp_party){
            .kind = RP_PARTY_ROLE, .name = role->name, .grants = &role->grants, .role = role};
    }
}

static void place_parties(const struct section *section, struct rp_party *parties)
{
    for (const struct rp_node *member = members_of(section); member != NULL; member = member->next) {
        struct rp_party *party = &parties[index_of(section, member)];
        party->span = member->key_span;
        party->grant_nodes = first_of(rp_node_member(member, RP_STR("policies")));
    }
}

static enum rampart_status list_parties(struct rp_whole *whole, const struct rp_node *root)
{
    const struct rampart_account *account = whole->account;
    const struct section users = {rp_node_member(root, RP_STR("users")), account->users, account->user_count,
                                  sizeof account->users[0]};
    const struct section groups = {rp_node_member(root, RP_STR("groups")), account->groups,
                                   account->group_count, sizeof account->groups[0]};
    const struct section roles = {rp_node_member(root, RP_STR("roles")), account->roles, account->role_count,
                                  sizeof account->roles[0]};
    whole->party_count = users.count + groups.count + roles.count;
    struct rp_party *parties = RP_NEW_ARRAY(whole->lint->scratch, struct rp_party, whole->party_count);
    RP_TRY_MEMORY(parties != NULL);
    struct rp_party *behind_users = parties + users.count, *behind_groups = behind_users + groups.count;
    fill_parties(account, parties, behind_users, behind_groups);
    place_parties(&users, parties);
    place_parties(&groups, behind_users);
    place_parties(&roles, behind_groups);
    whole->parties = parties;
    return RAMPART_OK;
}

/* ---- policies ---- */

/* A custom policy stands before the system policy of the same name. */
static void place_policies(const struct rampart_account *account, const struct rp_node *node, bool system,
                           struct rp_trait *traits)
{
    const struct section section = {node, account->policies, account->defined_count,
                                    sizeof account->policies[0]};
    for (const struct rp_node *member = members_of(&section); member != NULL; member = member->next) {
        size_t i = index_of(&section, member);
        if (account->policies[i].system != system) i++;
        traits[i].span = member->key_span;
    }
}

static void mark_used(const struct rp_whole *whole, struct rp_trait *traits)
{
    const struct rampart_account *account = whole->account;
    for (size_t i = 0; i < whole->party_count; i++)
        for (size_t k = 0; k < whole->parties[i].grants->count; k++)
            traits[whole->parties[i].grants->items[k].policy - account->policies].is_used = true;
    for (size_t i = 0; i < account->level_count; i++)
        for (size_t k = 0; k < account->levels[i].count; k++)
            traits[account->levels[i].items[k].policy - account->policies].is_control = true;
}

static enum rampart_status list_policies(struct rp_whole *whole, const struct rp_node *root)
{
    const struct rampart_account *account = whole->account;
    const struct rp_node *custom = rp_node_member(root, RP_STR("policies"));
    struct rp_trait *traits = RP_NEW_ARRAY(whole->lint->scratch, struct rp_trait, account->policy_count);
    RP_TRY_MEMORY(traits != NULL);
    rp_whole_traits(account, traits);
    place_policies(account, custom, false, traits);
    place_policies(account, rp_node_member(root, RP_STR("systemPolicies")), true, traits);
    mark_used(whole, traits);
    if (custom != NULL) whole->policies = custom->key_span;
    whole->traits = traits;
    return RAMPART_OK;
}

/* ---- the rest ---- */

static enum rampart_status list_resource_groups(struct rp_whole *whole, const struct rp_node *root)
{
    const struct rampart_account *account = whole->account;
    const struct section section = {rp_node_member(root, RP_STR("resourceGroups")), account->resource_groups,
                                    account->resource_group_count, sizeof account->resource_groups[0]};
    struct rp_span *spans = RP_NEW_ARRAY(whole->lint->scratch, struct rp_span, section.count);
    RP_TRY_MEMORY(spans != NULL);
    for (const struct rp_node *member = members_of(&section); member != NULL; member = member->next)
        spans[index_of(&section, member)] = member->key_span;
    whole->resource_groups = spans;
    return RAMPART_OK;
}

static void place_levels(struct rp_whole *whole, const struct rp_node *root)
{
    const struct rp_node *directory = rp_node_member(root, RP_STR("resourceDirectory"));
    if (directory == NULL) return;
    whole->levels = first_of(rp_node_member(directory, RP_STR("controlPolicies")));
}

static enum rampart_status ask_rules(const struct rp_whole *whole)
{
    rp_lint_whole_quota(whole);
    rp_lint_whole_name(whole);
    RP_TRY(rp_lint_whole_unused(whole));
    RP_TRY(rp_lint_whole_twice(whole));
    rp_lint_whole_deny(whole);
    rp_lint_whole_control(whole);
    rp_lint_whole_admin(whole);
    RP_TRY(rp_lint_whole_pass(whole));
    return rp_lint_whole_escalation(whole);
}

static enum rampart_status lint(struct rp_whole *whole, const struct rp_node *root)
{
    RP_TRY(list_parties(whole, root));
    RP_TRY(list_policies(whole, root));
    RP_TRY(list_resource_groups(whole, root));
    place_levels(whole, root);
    return ask_rules(whole);
}

enum rampart_status rp_lint_whole(struct rp_lint_file *file, const struct rampart_account *account,
                                  const struct rp_node *root)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, file->linter->options.allocator);
    const struct rampart_policy stand_in = {.name = file->name, .source = &file->source};
    const struct rp_lint about = {
        .linter = file->linter, .policy = &stand_in, .findings = file->findings, .scratch = &scratch};
    struct rp_whole whole = {.lint = &about, .account = account};
    size_t first = rampart_diags_count(file->findings);
    enum rampart_status status = lint(&whole, root);
    rp_arena_free(&scratch);
    rp_diags_sort(file->findings, first);
    return status;
}
