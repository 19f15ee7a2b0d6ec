/* SPDX-License-Identifier: Apache-2.0 */
/* More of something than the cloud takes (docs/semantics.md, "Sizes and names"). */
#include "lint/whole.h"

#include "base/str.h"

enum {
    MOST_SYSTEM = 20,
    MOST_CUSTOM = 10,
    MOST_GROUPS = 10,
    MOST_POLICIES = 1500,
    MOST_CONTROLS = 10,
};

/* How the cloud counts grants on resource groups is not clear, so that they are left out. */
static size_t count_type(const struct rp_grants *grants, bool system)
{
    size_t count = 0;
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        count += grant->policy->system == system && rp_grant_group(grant) == NULL;
    }
    return count;
}

static void attachments(const struct rp_whole *whole, const struct rp_party *party, bool system)
{
    size_t count = count_type(party->grants, system), most = system ? MOST_SYSTEM : MOST_CUSTOM;
    if (count <= most) return;
    if (rp_lint_find(whole->lint, RP_LINT_TOO_MANY_ATTACHMENTS, party->span,
                     "%zu %s policies are attached to the %s on the whole account: the cloud takes %zu",
                     count, system ? "system" : "custom", rp_party_word(party), most))
        rp_lint_suggest(whole->lint, "%s",
                        party->kind == RP_PARTY_USER ? "put some of them on a group, or merge them"
                                                     : "merge some of them");
}

static void groups(const struct rp_whole *whole, const struct rp_party *party)
{
    if (party->user == NULL || party->user->group_count <= MOST_GROUPS) return;
    if (rp_lint_find(whole->lint, RP_LINT_TOO_MANY_GROUPS, party->span,
                     "the user is in %u groups: the cloud takes %d", (unsigned)party->user->group_count,
                     MOST_GROUPS))
        rp_lint_suggest(whole->lint, "merge groups that the same users are in");
}

static void policies(const struct rp_whole *whole)
{
    size_t count = 0;
    for (size_t i = 0; i < whole->account->defined_count; i++) count += !whole->account->policies[i].system;
    if (count <= MOST_POLICIES) return;
    if (rp_lint_find(whole->lint, RP_LINT_TOO_MANY_POLICIES, whole->policies,
                     "%zu custom policies in the account: the cloud takes %d", count, MOST_POLICIES))
        rp_lint_suggest(whole->lint, "merge those that the same users have, and delete those nobody has");
}

static void controls(const struct rp_whole *whole, const struct rp_node *level)
{
    if (level->count <= MOST_CONTROLS) return;
    const struct rp_node *node = level->first;
    for (size_t i = 0; i < MOST_CONTROLS; i++) node = node->next;
    if (rp_lint_find(whole->lint, RP_LINT_TOO_MANY_CONTROLS, node->span,
                     "%zu control policies at one level: the cloud takes %d, and this is the first beyond",
                     level->count, MOST_CONTROLS))
        rp_lint_suggest(whole->lint, "merge some of them, or attach them to a folder above");
}

void rp_lint_whole_quota(const struct rp_whole *whole)
{
    for (size_t i = 0; i < whole->party_count; i++) {
        attachments(whole, &whole->parties[i], true);
        attachments(whole, &whole->parties[i], false);
        groups(whole, &whole->parties[i]);
    }
    policies(whole);
    for (const struct rp_node *level = whole->levels; level != NULL; level = level->next)
        controls(whole, level);
}
