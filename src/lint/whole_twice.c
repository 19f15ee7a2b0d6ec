/* SPDX-License-Identifier: Apache-2.0 */
/* What a user is granted that it has already: from a group, or on the whole account. */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "lint/whole.h"

/* The cloud takes fewer, and whoever is in more is told so. */
enum { MOST_GROUPS = 32 };

/* What a party has on the whole account: indices of policies, sorted. */
struct holding {
    size_t *policies;
    size_t count;
};

static int by_index(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static enum rampart_status list(const struct rp_whole *whole, const struct rp_party *party,
                                struct holding *holding)
{
    const struct rp_grants *grants = party->grants;
    holding->policies = RP_NEW_ARRAY(whole->lint->scratch, size_t, grants->count);
    RP_TRY_MEMORY(holding->policies != NULL);
    for (size_t i = 0; i < grants->count; i++)
        if (rp_grant_group(&grants->items[i]) == NULL)
            holding->policies[holding->count++] =
                (size_t)(grants->items[i].policy - whole->account->policies);
    if (holding->count > 1) qsort(holding->policies, holding->count, sizeof(size_t), by_index);
    return RAMPART_OK;
}

static bool has(const struct holding *holding, size_t policy)
{
    return holding->count > 0 &&
           bsearch(&policy, holding->policies, holding->count, sizeof policy, by_index) != NULL;
}

static void find(const struct rp_whole *whole, const struct rp_node *node, const struct rp_grant *grant,
                 const struct rp_group *group)
{
    struct rampart_str name = rp_lint_shown(grant->policy->name);
    const struct rp_lint *lint = whole->lint;
    bool found = group == NULL ? rp_lint_find(lint, RP_LINT_HAS_ALREADY, node->span,
                                              "\"%.*s\" is granted on the whole account as well: on the "
                                              "resource group it adds nothing",
                                              RP_ARG(name))
                               : rp_lint_find(lint, RP_LINT_HAS_ALREADY, node->span,
                                              "the user has \"%.*s\" from the group \"%.*s\" already",
                                              RP_ARG(name), RP_ARG(rp_lint_shown(group->name)));
    if (found)
        rp_lint_suggest(lint, "keep one of the two: who takes this one away has not taken the policy away");
}

/* The group that gives the policy on the whole account; NULL: none does. */
static const struct rp_group *giver(const struct rp_whole *whole, const struct holding *groups,
                                    const struct rp_user *user, size_t policy)
{
    if (user == NULL) return NULL;
    for (size_t i = 0; i < user->group_count && i < MOST_GROUPS; i++)
        if (has(&groups[user->groups[i] - whole->account->groups], policy)) return user->groups[i];
    return NULL;
}

static void look_at(const struct rp_whole *whole, const struct rp_party *party, const struct holding *own,
                    const struct holding *groups)
{
    const struct rp_node *node = party->grant_nodes;
    for (size_t i = 0; i < party->grants->count; i++, node = node->next) {
        const struct rp_grant *grant = &party->grants->items[i];
        size_t policy = (size_t)(grant->policy - whole->account->policies);
        const struct rp_group *group = giver(whole, groups, party->user, policy);
        bool beside = rp_grant_group(grant) != NULL && has(own, policy);
        if (beside || group != NULL) find(whole, node, grant, beside ? NULL : group);
    }
}

enum rampart_status rp_lint_whole_twice(const struct rp_whole *whole)
{
    if (!rp_lint_asks(whole->lint, RP_LINT_HAS_ALREADY)) return RAMPART_OK;
    struct holding *holdings = RP_NEW_ARRAY(whole->lint->scratch, struct holding, whole->party_count);
    RP_TRY_MEMORY(holdings != NULL);
    for (size_t i = 0; i < whole->party_count; i++) RP_TRY(list(whole, &whole->parties[i], &holdings[i]));
    for (size_t i = 0; i < whole->party_count; i++)
        look_at(whole, &whole->parties[i], &holdings[i], holdings + whole->account->user_count);
    return RAMPART_OK;
}
