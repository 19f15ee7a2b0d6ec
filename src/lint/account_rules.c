/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about an account as a whole: quotas, names, parts without use, grants that a user has twice, trust. */
#include "lint/account_rules.h"

#include <stdlib.h>

#include "account/names.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/embedded.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/pattern.h"

/* ---- quotas (docs/semantics.md, "Sizes and names") ---- */

enum {
    MOST_SYSTEM = 20,
    MOST_CUSTOM = 10,
    MOST_GROUPS = 10,
    MOST_POLICIES = 1500,
    MOST_CONTROLS = 10,
};

/* Grants on resource groups are left out: the cloud does not document how it counts them. */
static size_t rules_count_type(const struct rp_grants *grants, bool system)
{
    size_t count = 0;
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        count += grant->policy->system == system && rp_grant_group(grant) == NULL;
    }
    return count;
}

static void rules_attachments(const struct rp_account_map *map, const struct rp_party *party, bool system)
{
    size_t count = rules_count_type(party->grants, system), most = system ? MOST_SYSTEM : MOST_CUSTOM;
    if (count <= most) return;
    if (rp_lint_report(map->lint, RP_LINT_TOO_MANY_ATTACHMENTS, party->span,
                       "%zu %s policies are attached to the %s on the whole account: the cloud takes %zu",
                       count, system ? "system" : "custom", rp_party_word(party), most))
        rp_lint_suggest(map->lint, "%s",
                        party->kind == RP_PARTY_USER ? "put some of them on a group, or merge them"
                                                     : "merge some of them");
}

static void rules_groups_of_user(const struct rp_account_map *map, const struct rp_party *party)
{
    if (party->user == NULL || party->user->held->group_count <= MOST_GROUPS) return;
    if (rp_lint_report(map->lint, RP_LINT_TOO_MANY_GROUPS, party->span,
                       "the user is in %u groups: the cloud takes %d", (unsigned)party->user->held->group_count,
                       MOST_GROUPS))
        rp_lint_suggest(map->lint, "merge groups that the same users are in");
}

static void rules_custom_policies(const struct rp_account_map *map)
{
    size_t count = 0;
    for (size_t i = 0; i < map->account->defined_count; i++) count += !map->account->policies[i].system;
    if (count <= MOST_POLICIES) return;
    if (rp_lint_report(map->lint, RP_LINT_TOO_MANY_POLICIES, map->policies,
                       "%zu custom policies in the account: the cloud takes %d", count, MOST_POLICIES))
        rp_lint_suggest(map->lint, "merge those that the same users have, and delete those nobody has");
}

static void rules_control_policies(const struct rp_account_map *map, const struct rp_node *level)
{
    if (level->count <= MOST_CONTROLS) return;
    const struct rp_node *node = level->first;
    for (size_t i = 0; i < MOST_CONTROLS; i++) node = node->next;
    if (rp_lint_report(map->lint, RP_LINT_TOO_MANY_CONTROLS, node->span,
                       "%zu control policies at one level: the cloud takes %d, and this is the first beyond",
                       level->count, MOST_CONTROLS))
        rp_lint_suggest(map->lint, "merge some of them, or attach them to a folder above");
}

static void rules_quotas(const struct rp_account_map *map)
{
    for (size_t i = 0; i < map->party_count; i++) {
        rules_attachments(map, &map->parties[i], true);
        rules_attachments(map, &map->parties[i], false);
        rules_groups_of_user(map, &map->parties[i]);
    }
    rules_custom_policies(map);
    for (const struct rp_node *level = map->levels; level != NULL; level = level->next)
        rules_control_policies(map, level);
}

/* ---- names that the cloud refuses (docs/semantics.md, "Sizes and names") ---- */

/* The names of one kind. */
struct name_form {
    enum rp_lint_rule rule;
    const char *what, *signs, *words; /* signs: allowed beside letters and digits */
    size_t most;
};

static const struct name_form policy_form = {RP_LINT_POLICY_NAME, "policy", "-",
                                             "letters, digits and hyphens", 128};
static const struct name_form party_forms[] = {
    [RP_PARTY_USER] = {RP_LINT_USER_NAME, "user", "._-", "letters, digits, periods, underscores and hyphens",
                       64},
    [RP_PARTY_GROUP] = {RP_LINT_GROUP_NAME, "group", "._-",
                        "letters, digits, periods, underscores and hyphens", 64},
    [RP_PARTY_ROLE] = {RP_LINT_ROLE_NAME, "role", ".-", "letters, digits, periods and hyphens", 64},
};

static bool rules_may_stand_in_name(const struct name_form *form, char c)
{
    return rp_lint_is_letter(c) || rp_is_digit(c) ||
           rp_str_find(rampart_str(form->signs), c) < rampart_str(form->signs).len;
}

static void rules_name(const struct rp_account_map *map, const struct name_form *form,
                       struct rampart_str name, struct rp_span span)
{
    size_t i = 0;
    while (i < name.len && rules_may_stand_in_name(form, name.data[i])) i++;
    if (i < name.len && rp_lint_report(map->lint, form->rule, span,
                                       "the cloud refuses \"%.*s\": the name of a %s has %s alone",
                                       RP_ARG(rp_lint_shown(name)), form->what, form->words))
        rp_lint_suggest(map->lint, "write another sign where \"%.*s\" begins",
                        RP_ARG(rp_lint_shown(rp_str_from(name, i))));
    if (i == name.len && i > form->most &&
        rp_lint_report(map->lint, form->rule, span,
                       "the name of the %s has %zu characters: the cloud takes %zu", form->what, i,
                       form->most))
        rp_lint_suggest(map->lint, "shorten it");
}

static void rules_control_name(const struct rp_account_map *map, struct rampart_str name, struct rp_span span)
{
    if (rp_lint_is_letter(name.data[0])) return;
    if (rp_lint_report(map->lint, RP_LINT_POLICY_NAME, span,
                       "the name of a control policy begins with a letter"))
        rp_lint_suggest(map->lint, "write a letter before it");
}

static void rules_policy_name(const struct rp_account_map *map, const struct rp_named_policy *policy)
{
    const struct rp_trait *trait = rp_account_map_trait(map, policy);
    if (policy->system) return;
    rules_name(map, &policy_form, policy->name, trait->span);
    if (trait->is_control) rules_control_name(map, policy->name, trait->span);
}

static void rules_names(const struct rp_account_map *map)
{
    for (size_t i = 0; i < map->account->defined_count; i++)
        rules_policy_name(map, &map->account->policies[i]);
    for (size_t i = 0; i < map->party_count; i++) {
        const struct rp_party *party = &map->parties[i];
        if (party->role != NULL && party->role->service_linked) continue; /* the cloud named it */
        rules_name(map, &party_forms[party->kind], party->name, party->span);
    }
}

/* ---- parts that do nothing ---- */

static void rules_unused_policies(const struct rp_account_map *map)
{
    for (size_t i = 0; i < map->account->defined_count; i++) {
        const struct rp_named_policy *policy = &map->account->policies[i];
        const struct rp_trait *trait = &map->traits[i];
        if (policy->system || trait->is_used || trait->is_control) continue;
        if (rp_lint_report(map->lint, RP_LINT_UNUSED_POLICY, trait->span,
                           "the policy \"%.*s\" is attached to nobody", RP_ARG(rp_lint_shown(policy->name))))
            rp_lint_suggest(map->lint, "delete it, or attach it to whom it is meant for");
    }
}

/* A file without users does not say who is in a group. */
static void rules_empty_group(const struct rp_account_map *map, const struct rp_party *party)
{
    const char *what = NULL;
    if (party->grants->count == 0) what = "policies";
    if (party->members == 0 && map->account->user_count > 0) what = "members";
    if (what == NULL) return;
    if (rp_lint_report(map->lint, RP_LINT_EMPTY_GROUP, party->span, "the group \"%.*s\" has no %s",
                       RP_ARG(rp_lint_shown(party->name)), what))
        rp_lint_suggest(map->lint, "delete it, or give it %s", what);
}

static void rules_mark_granted(const struct rp_account_map *map, bool *granted)
{
    const struct rp_resource_group *groups = map->account->resource_groups;
    for (size_t i = 0; i < map->party_count; i++) {
        const struct rp_grants *grants = map->parties[i].grants;
        for (size_t k = 0; k < grants->count; k++)
            if (rp_grant_group(&grants->items[k]) != NULL)
                granted[rp_grant_group(&grants->items[k]) - groups] = true;
    }
}

static enum rampart_status rules_unused_resource_groups(const struct rp_account_map *map)
{
    size_t count = map->account->resource_group_count;
    bool *granted = RP_NEW_ARRAY(map->lint->scratch, bool, count);
    RP_TRY_MEMORY(granted != NULL);
    rules_mark_granted(map, granted);
    for (size_t i = 0; i < count; i++) {
        if (granted[i]) continue;
        if (rp_lint_report(map->lint, RP_LINT_UNUSED_RESOURCE_GROUP, map->resource_groups[i],
                           "nothing is granted on the resource group \"%.*s\"",
                           RP_ARG(rp_lint_shown(map->account->resource_groups[i].name))))
            rp_lint_suggest(map->lint, "leave it out, or name it in resourceGroup of a grant");
    }
    return RAMPART_OK;
}

static enum rampart_status rules_unused(const struct rp_account_map *map)
{
    rules_unused_policies(map);
    for (size_t i = 0; i < map->party_count; i++)
        if (map->parties[i].kind == RP_PARTY_GROUP) rules_empty_group(map, &map->parties[i]);
    return rules_unused_resource_groups(map);
}

/* ---- grants that a user has from a group, or on the whole account, already ---- */

/* The cloud takes fewer, and "too-many-groups" reports more. */
enum { MOST_GROUPS_SEARCHED = 32 };

/* The policies that a party has on the whole account: their indices, sorted. */
struct holding {
    size_t *policies;
    size_t count;
};

static int rules_by_index(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static enum rampart_status rules_list_holding(const struct rp_account_map *map, const struct rp_party *party,
                                              struct holding *holding)
{
    const struct rp_grants *grants = party->grants;
    holding->policies = RP_NEW_ARRAY(map->lint->scratch, size_t, grants->count);
    RP_TRY_MEMORY(holding->policies != NULL);
    for (size_t i = 0; i < grants->count; i++)
        if (rp_grant_group(&grants->items[i]) == NULL)
            holding->policies[holding->count++] = (size_t)(grants->items[i].policy - map->account->policies);
    if (holding->count > 1) qsort(holding->policies, holding->count, sizeof(size_t), rules_by_index);
    return RAMPART_OK;
}

static bool rules_holds(const struct holding *holding, size_t policy)
{
    return holding->count > 0 &&
           bsearch(&policy, holding->policies, holding->count, sizeof policy, rules_by_index) != NULL;
}

static void rules_report_twice(const struct rp_account_map *map, const struct rp_node *node,
                               const struct rp_grant *grant, const struct rp_group *group)
{
    struct rampart_str name = rp_lint_shown(grant->policy->name);
    const struct rp_lint *lint = map->lint;
    bool found = group == NULL ? rp_lint_report(lint, RP_LINT_HAS_ALREADY, rp_account_map_span(node),
                                                "\"%.*s\" is granted on the whole account as well: on the "
                                                "resource group it adds nothing",
                                                RP_ARG(name))
                               : rp_lint_report(lint, RP_LINT_HAS_ALREADY, rp_account_map_span(node),
                                                "the user has \"%.*s\" from the group \"%.*s\" already",
                                                RP_ARG(name), RP_ARG(rp_lint_shown(group->name)));
    if (found) rp_lint_suggest(lint, "keep one of the two: removing this one does not take the policy away");
}

/* The group that gives the policy on the whole account; NULL: none does. */
static const struct rp_group *rules_giver(const struct rp_account_map *map, const struct holding *groups,
                                          const struct rp_user *user, size_t policy)
{
    if (user == NULL) return NULL;
    for (size_t i = 0; i < user->held->group_count && i < MOST_GROUPS_SEARCHED; i++)
        if (rules_holds(&groups[user->held->groups[i] - map->account->groups], policy)) return user->held->groups[i];
    return NULL;
}

static void rules_grants_of_party(const struct rp_account_map *map, const struct rp_party *party,
                                  const struct holding *own, const struct holding *groups)
{
    const struct rp_node *node = party->grant_nodes;
    for (size_t i = 0; i < party->grants->count; i++, node = rp_account_map_next(node)) {
        const struct rp_grant *grant = &party->grants->items[i];
        size_t policy = (size_t)(grant->policy - map->account->policies);
        const struct rp_group *group = rules_giver(map, groups, party->user, policy);
        bool beside = rp_grant_group(grant) != NULL && rules_holds(own, policy);
        if (beside || group != NULL) rules_report_twice(map, node, grant, beside ? NULL : group);
    }
}

static enum rampart_status rules_twice(const struct rp_account_map *map)
{
    if (!rp_lint_enabled(map->lint, RP_LINT_HAS_ALREADY)) return RAMPART_OK;
    struct holding *holdings = RP_NEW_ARRAY(map->lint->scratch, struct holding, map->party_count);
    RP_TRY_MEMORY(holdings != NULL);
    for (size_t i = 0; i < map->party_count; i++)
        RP_TRY(rules_list_holding(map, &map->parties[i], &holdings[i]));
    for (size_t i = 0; i < map->party_count; i++)
        rules_grants_of_party(map, &map->parties[i], &holdings[i], holdings + map->account->user_count);
    return RAMPART_OK;
}

/* ---- trust policies that name users and roles that the account does not define ---- */

enum { MOST_SEARCHES = 20 };

/* The users or the roles of the account. */
struct named {
    const char *word;
    const void *items; /* each begins with its name */
    size_t count, size;
    struct rampart_str **folded;
};

static bool rules_named_kind(struct rp_lint_trusted *trusted, enum rp_identity_kind kind,
                             struct named *ret_named)
{
    const struct rampart_account *account = trusted->account;
    if (kind == RP_IDENTITY_USER)
        *ret_named = (struct named){"user", account->users, account->user_count, sizeof account->users[0],
                                    &trusted->users};
    else if (kind == RP_IDENTITY_ROLE)
        *ret_named = (struct named){"role", account->roles, account->role_count, sizeof account->roles[0],
                                    &trusted->roles};
    return kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE;
}

static enum rampart_status rules_list_folded(const struct rp_lint *lint, const struct named *named)
{
    struct rampart_str *folded = RP_NEW_ARRAY(lint->scratch, struct rampart_str, named->count);
    RP_TRY_MEMORY(folded != NULL);
    for (size_t i = 0; i < named->count; i++) {
        const void *item = (const char *)named->items + i * named->size;
        RP_TRY_MEMORY(rp_arena_lower(lint->scratch, *(const struct rampart_str *)item, &folded[i]));
    }
    rp_names_sort(folded, named->count, sizeof folded[0]);
    *named->folded = folded;
    return RAMPART_OK;
}

/* Names in ARNs may have other capitals (docs/semantics.md, "Case"). */
static enum rampart_status rules_is_defined(const struct rp_lint *lint, const struct named *named,
                                            struct rampart_str name, bool *ret_defined)
{
    struct rampart_str lower;
    *ret_defined = rp_names_find(named->items, named->count, named->size, name) < named->count;
    if (*ret_defined) return RAMPART_OK;
    if (*named->folded == NULL) RP_TRY(rules_list_folded(lint, named));
    RP_TRY_MEMORY(rp_arena_lower(lint->scratch, name, &lower));
    *ret_defined = rp_names_find(*named->folded, named->count, sizeof lower, lower) < named->count;
    return RAMPART_OK;
}

static struct rampart_str rules_nearest(struct rp_lint_trusted *trusted, const struct named *named,
                                        struct rampart_str name)
{
    if (trusted->searches++ >= MOST_SEARCHES) return (struct rampart_str){NULL, 0};
    return rp_names_meant(named->items, named->count, named->size, name);
}

static void rules_report_undefined(const struct rp_lint *lint, struct rp_lint_trusted *trusted,
                                   const struct named *named, const struct rp_value *value,
                                   struct rampart_str name)
{
    if (!rp_lint_report(lint, RP_LINT_TRUSTED_UNDEFINED, value->span,
                        "the account has no %s \"%.*s\": this principal matches nobody", named->word,
                        RP_ARG(rp_lint_shown(name))))
        return;
    struct rampart_str near = rules_nearest(trusted, named, name);
    if (near.len > 0)
        rp_lint_suggest(lint, "did you mean \"%.*s\"?", RP_ARG(rp_lint_shown(near)));
    else
        rp_lint_suggest(lint, "leave it out, or define the %s", named->word);
}

/* A file without users, or without roles, does not define them. */
static enum rampart_status rules_trusted_principal(const struct rp_lint *lint,
                                                   struct rp_lint_trusted *trusted,
                                                   const struct rp_value *value)
{
    struct rp_identity identity;
    struct named named;
    const char *expected;
    bool defined;
    if (rp_has_wildcard(value->text) || !rp_identity_read(value->text, &identity, &expected))
        return RAMPART_OK;
    if (!rp_str_equal(identity.account, trusted->account->id)) return RAMPART_OK;
    if (!rules_named_kind(trusted, identity.kind, &named) || named.count == 0) return RAMPART_OK;
    RP_TRY(rules_is_defined(lint, &named, identity.name, &defined));
    if (!defined) rules_report_undefined(lint, trusted, &named, value, identity.name);
    return RAMPART_OK;
}

enum rampart_status rp_lint_account_trust(const struct rp_lint *lint, struct rp_lint_trusted *trusted)
{
    if (!rp_lint_enabled(lint, RP_LINT_TRUSTED_UNDEFINED)) return RAMPART_OK;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        for (size_t k = 0; statement->effect == RAMPART_ALLOW && k < statement->principals->count; k++)
            if (statement->principals->items[k].kind == RP_PRINCIPAL_RAM)
                RP_TRY(rules_trusted_principal(lint, trusted, &statement->principals->items[k].value));
    }
    return RAMPART_OK;
}

/* ---- all of them ---- */

/* In a part of an account nothing is said to be unused, and a level of which not all is shown to lock anybody out. */
static enum rampart_status rules_run(const struct rp_account_map *map, bool whole)
{
    bool *opens = RP_NEW_ARRAY(map->lint->scratch, bool, map->party_count);
    RP_TRY_MEMORY(opens != NULL);
    rules_quotas(map);
    rules_names(map);
    if (whole) RP_TRY(rules_unused(map));
    RP_TRY(rules_twice(map));
    rp_lint_access_denies(map);
    if (whole || !map->account->levels_open) rp_lint_access_controls(map);
    rp_lint_access_admins(map);
    RP_TRY(rp_lint_access_pass(map));
    RP_TRY(rp_lint_access_escalation(map, opens));
    return rp_lint_access_reach(map, opens);
}

enum rampart_status rp_lint_account_rules(struct rp_lint_file *file, const struct rampart_account *account,
                                          const struct rp_node *root, bool whole)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch, file->linter->options.allocator);
    const struct rampart_policy stand_in = {.name = file->name, .source = &file->source};
    const struct rp_lint lint = {
        .linter = file->linter, .policy = &stand_in, .findings = file->findings, .scratch = &scratch, .placeless = root == NULL};
    struct rp_account_map map = {.lint = &lint, .account = account};
    size_t first = rampart_diags_count(file->findings);
    enum rampart_status status = rp_account_map_make(&map, root);
    if (status == RAMPART_OK) status = rules_run(&map, whole);
    rp_arena_free(&scratch);
    rp_diags_sort(file->findings, first);
    return status;
}
