/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RAM719: paths to administrator that a principal has by several of its policies, its own, those of its groups, and those that
 * it has on a resource group alone. Each finding tells which statement gives which step.
 */
#include "lint/account_rules.h"

#include "base/str.h"
#include "base/try.h"
#include "lint/escalation.h"
#include "lint/lint_util.h"

/* Actions that are granted, and paths that one of the policies opens alone: a bit each. */
struct means {
    struct rp_escalation escalation;
    uint64_t alone;
};

struct searching {
    const struct rp_account_map *map;
    struct rp_escalation_path paths[RP_ESCALATION_ACTIONS];
    size_t path_count;
    uint64_t scoped; /* actions that a grant on a resource group gives as well */
    struct means *policies, *parties;
};

static uint64_t escalation_opened(const struct searching *searching, uint64_t granted)
{
    uint64_t paths = 0;
    for (size_t i = 0; i < searching->path_count; i++)
        if ((searching->paths[i].needed & ~granted) == 0) paths |= UINT64_C(1) << i;
    return paths;
}

static void escalation_add_means(struct means *sum, const struct means *one)
{
    sum->escalation.granted |= one->escalation.granted;
    sum->escalation.denied |= one->escalation.denied;
    sum->alone |= one->alone;
}

static uint64_t escalation_opened_by(const struct searching *searching, const struct means *means)
{
    return escalation_opened(searching, means->escalation.granted & ~means->escalation.denied);
}

static const struct means *escalation_means_of(const struct searching *searching, const struct rp_grant *grant)
{
    return &searching->policies[grant->policy - searching->map->account->policies];
}

/* A Deny on a resource group takes nothing away from the account. */
static void escalation_add_grants(const struct searching *searching, const struct rp_party *party, struct means *means)
{
    for (size_t i = 0; i < party->grants->count; i++) {
        const struct rp_grant *grant = &party->grants->items[i];
        if (rp_grant_group(grant) == NULL)
            escalation_add_means(means, escalation_means_of(searching, grant));
        else
            means->escalation.granted |= escalation_means_of(searching, grant)->escalation.granted & searching->scoped;
    }
}

/* A path that a group opens alone is reported for the group, and not for each of its users. */
static void escalation_add_groups(const struct searching *searching, const struct rp_user *user, struct means *means)
{
    for (size_t i = 0; user != NULL && i < user->held->group_count; i++) {
        size_t group = (size_t)(rp_account_map_group(searching->map, user->held->groups[i]) - searching->map->parties);
        escalation_add_means(means, &searching->parties[group]);
        means->alone |= escalation_opened_by(searching, &searching->parties[group]);
    }
}

/* ---- the way: which statement gives which step ---- */

/* A grant that gives an action; `group`: of this group; NULL: of the party itself. */
struct giver {
    const struct rp_grant *grant;
    const struct rp_group *group;
};

static bool escalation_gives(const struct searching *searching, const struct rp_grant *grant, uint64_t bit)
{
    const uint64_t granted = escalation_means_of(searching, grant)->escalation.granted;
    return (granted & bit) != 0 && (rp_grant_group(grant) == NULL || (searching->scoped & bit) != 0);
}

static bool escalation_find_among(const struct searching *searching, const struct rp_grants *grants, uint64_t bit,
                                  struct giver *giver)
{
    for (size_t i = 0; i < grants->count; i++) {
        if (!escalation_gives(searching, &grants->items[i], bit)) continue;
        giver->grant = &grants->items[i];
        return true;
    }
    return false;
}

static bool escalation_find_giver(const struct searching *searching, const struct rp_party *party, uint64_t bit,
                                  struct giver *ret_giver)
{
    *ret_giver = (struct giver){.group = NULL};
    if (escalation_find_among(searching, party->grants, bit, ret_giver)) return true;
    for (size_t i = 0; party->user != NULL && i < party->user->held->group_count; i++) {
        ret_giver->group = party->user->held->groups[i];
        if (escalation_find_among(searching, &party->user->held->groups[i]->grants, bit, ret_giver)) return true;
    }
    return false;
}

static bool escalation_print_step(const struct searching *searching, const struct giver *giver, struct rampart_str action,
                                  struct rampart_str before, struct rampart_str *ret_way)
{
    const struct rp_lint *lint = searching->map->lint;
    const struct rp_named_policy *policy = giver->grant->policy;
    const struct rp_resource_group *scope = rp_grant_group(giver->grant);
    const struct rampart_str none = {NULL, 0};
    const struct rampart_str group = giver->group != NULL ? rp_lint_shown(giver->group->name) : none;
    const struct rampart_str on = scope != NULL && scope != &rp_scope_unknown ? rp_lint_shown(scope->name) : none;
    return rp_arena_printf(lint->scratch, ret_way, "%.*s%s%.*s (statement %zu of \"%.*s\"%s%.*s%s%s%.*s%s)", RP_ARG(before),
                           before.len > 0 ? ", " : "", RP_ARG(action),
                           rp_escalation_statement(lint->linter->catalog, policy->policy, action),
                           RP_ARG(rp_lint_shown(policy->name)), group.len > 0 ? " of the group \"" : "", RP_ARG(group),
                           group.len > 0 ? "\"" : "", on.len > 0 ? " on the resource group \"" : "", RP_ARG(on),
                           on.len > 0 ? "\"" : "");
}

static enum rampart_status escalation_way(const struct searching *searching, const struct rp_party *party,
                                          const struct rp_escalation_path *path, struct rampart_str *ret_way)
{
    struct rampart_str way = {NULL, 0};
    for (size_t i = 0; i < RP_ESCALATION_ACTIONS; i++) {
        struct giver giver;
        const uint64_t bit = UINT64_C(1) << i;
        if ((path->needed & bit) == 0 || !escalation_find_giver(searching, party, bit, &giver)) continue;
        RP_TRY_MEMORY(escalation_print_step(searching, &giver, rp_escalation_action(i), way, &way));
    }
    *ret_way = way;
    return RAMPART_OK;
}

/* ---- reporting ---- */

static enum rampart_status escalation_report_path(const struct searching *searching, const struct rp_party *party,
                                                  uint64_t paths)
{
    const struct rp_lint *lint = searching->map->lint;
    struct rampart_str way;
    size_t i = 0;
    while (i < searching->path_count && (paths & UINT64_C(1) << i) == 0) i++;
    if (i == searching->path_count) return RAMPART_OK;
    const struct rp_escalation_path *path = &searching->paths[i];
    RP_TRY(escalation_way(searching, party, path, &way));
    if (rp_lint_report(lint, RP_LINT_ESCALATION_TOGETHER, party->span,
                       "the policies of the %s \"%.*s\" together make an administrator: with %.*s it %.*s",
                       rp_party_word(party), RP_ARG(rp_lint_shown(party->name)), RP_ARG(way), RP_ARG(path->how)))
        rp_lint_suggest(lint, "take one of these actions away, or name in Resource what it may be done to");
    return RAMPART_OK;
}

static enum rampart_status escalation_search_parties(const struct searching *searching, bool *opens)
{
    const struct rp_account_map *map = searching->map;
    for (size_t i = 0; i < map->party_count; i++)
        escalation_add_grants(searching, &map->parties[i], &searching->parties[i]);
    for (size_t i = 0; i < map->party_count; i++) {
        const struct rp_party *party = &map->parties[i];
        struct means means = searching->parties[i];
        escalation_add_groups(searching, party->user, &means);
        const uint64_t opened = escalation_opened_by(searching, &means);
        opens[i] = opened != 0;
        RP_TRY(escalation_report_path(searching, party, opened & ~means.alone));
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_access_escalation(const struct rp_account_map *map, bool *ret_opens)
{
    struct searching searching = {.map = map, .scoped = rp_escalation_scoped()};
    searching.policies = RP_NEW_ARRAY(map->lint->scratch, struct means, map->account->policy_count);
    searching.parties = RP_NEW_ARRAY(map->lint->scratch, struct means, map->party_count);
    RP_TRY_MEMORY(searching.policies != NULL && searching.parties != NULL);
    searching.path_count = rp_escalation_paths(searching.paths);
    for (size_t i = 0; i < map->account->policy_count; i++) {
        struct means *means = &searching.policies[i];
        if (map->account->policies[i].policy->hidden) continue; /* nothing of it is said */
        rp_escalation_of(map->lint->linter->catalog, map->account->policies[i].policy, &means->escalation);
        means->alone = escalation_opened(&searching, means->escalation.granted);
    }
    return escalation_search_parties(&searching, ret_opens);
}
