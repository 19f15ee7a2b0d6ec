/* SPDX-License-Identifier: Apache-2.0 */
/* What is there and does nothing for anybody. */
#include "lint/whole.h"

#include "base/str.h"
#include "base/try.h"

static void policies(const struct rp_whole *whole)
{
    for (size_t i = 0; i < whole->account->defined_count; i++) {
        const struct rp_named_policy *policy = &whole->account->policies[i];
        const struct rp_trait *trait = &whole->traits[i];
        if (policy->system || trait->is_used || trait->is_control) continue;
        if (rp_lint_find(whole->lint, RP_LINT_UNUSED_POLICY, trait->span,
                         "the policy \"%.*s\" is attached to nobody", RP_ARG(rp_lint_shown(policy->name))))
            rp_lint_suggest(whole->lint, "delete it, or attach it to whom it is meant for");
    }
}

/* A file without any user is about something else: it says nothing of who is in a group. */
static void group(const struct rp_whole *whole, const struct rp_party *party)
{
    const char *what = NULL;
    if (party->grants->count == 0) what = "policies";
    if (party->members == 0 && whole->account->user_count > 0) what = "members";
    if (what == NULL) return;
    if (rp_lint_find(whole->lint, RP_LINT_EMPTY_GROUP, party->span, "the group \"%.*s\" has no %s",
                     RP_ARG(rp_lint_shown(party->name)), what))
        rp_lint_suggest(whole->lint, "delete it, or give it %s", what);
}

static void mark_granted(const struct rp_whole *whole, bool *granted)
{
    const struct rp_resource_group *groups = whole->account->resource_groups;
    for (size_t i = 0; i < whole->party_count; i++) {
        const struct rp_grants *grants = whole->parties[i].grants;
        for (size_t k = 0; k < grants->count; k++)
            if (rp_grant_group(&grants->items[k]) != NULL)
                granted[rp_grant_group(&grants->items[k]) - groups] = true;
    }
}

static enum rampart_status resource_groups(const struct rp_whole *whole)
{
    size_t count = whole->account->resource_group_count;
    bool *granted = RP_NEW_ARRAY(whole->lint->scratch, bool, count);
    RP_TRY_MEMORY(granted != NULL);
    mark_granted(whole, granted);
    for (size_t i = 0; i < count; i++) {
        if (granted[i]) continue;
        if (rp_lint_find(whole->lint, RP_LINT_UNUSED_RESOURCE_GROUP, whole->resource_groups[i],
                         "nothing is granted on the resource group \"%.*s\"",
                         RP_ARG(rp_lint_shown(whole->account->resource_groups[i].name))))
            rp_lint_suggest(whole->lint, "leave it out, or name it in resourceGroup of a grant");
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_whole_unused(const struct rp_whole *whole)
{
    policies(whole);
    for (size_t i = 0; i < whole->party_count; i++)
        if (whole->parties[i].kind == RP_PARTY_GROUP) group(whole, &whole->parties[i]);
    return resource_groups(whole);
}
