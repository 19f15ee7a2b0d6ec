/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Deny on a resource group is asked only when nothing on the whole account allows or denies (docs/semantics.md, "The
 * walk over the layers"): what an Allow there covers, it cannot take away.
 */
#include "base/glob.h"
#include "lint/look.h"
#include "lint/whole.h"
#include "policy/assumption.h"

/* As many as a user may have by the cloud's limits, and short patterns: it must not take long whatever is written. */
enum { MOST_ALLOWS = 330, LONGEST_PATTERN = 256, MOST_WORK = 1 << 28 };

struct comparing {
    const struct rp_whole *whole;
    size_t work; /* spent on comparing patterns; beyond the limit nothing covers anything any more */
    size_t allows;
    const struct rp_statement *denied;
};

/* ---- whether one statement covers another ---- */

/* What matches a pattern as a text matches all that the pattern stands for, if it has no `?`. */
static bool covers(struct comparing *comparing, struct rampart_str pattern, struct rampart_str text)
{
    if (rp_str_equal(pattern, RP_STR("*"))) return true;
    if (pattern.len > LONGEST_PATTERN || rp_str_find(pattern, '?') < pattern.len) return false;
    comparing->work += pattern.len * text.len + 1;
    return comparing->work < MOST_WORK && rp_glob(pattern, text);
}

static bool one_covers(struct comparing *comparing, const struct rp_values *patterns, struct rampart_str text)
{
    for (size_t i = 0; i < patterns->count && comparing->work < MOST_WORK; i++)
        if (covers(comparing, rp_value_text(patterns, i), text)) return true;
    return false;
}

static bool covers_all(struct comparing *comparing, const struct rp_values *patterns,
                       const struct rp_values *texts)
{
    if (rp_look_has_star(patterns)) return true;
    if (texts->negated) return false;
    for (size_t i = 0; i < texts->count; i++)
        if (!one_covers(comparing, patterns, rp_value_text(texts, i))) return false;
    return true;
}

static bool covers_statement(struct comparing *comparing, const struct rp_statement *allow,
                             const struct rp_statement *deny)
{
    return rp_look_grants(allow) && allow->condition_count == 0 &&
           covers_all(comparing, &allow->resource, &deny->resource) &&
           covers_all(comparing, &allow->action, &deny->action);
}

/* ---- policies ---- */

/* Whether an Allow of one policy covers a Deny of the other, which is remembered. */
static bool covers_deny(struct comparing *comparing, const struct rampart_policy *allowing,
                        const struct rampart_policy *denying)
{
    for (size_t i = 0; i < denying->statement_count; i++) {
        const struct rp_statement *deny = &denying->statements[i];
        if (deny->effect != RAMPART_DENY) continue;
        comparing->denied = deny;
        for (size_t k = 0; k < allowing->statement_count && comparing->work++ < MOST_WORK; k++)
            if (covers_statement(comparing, &allowing->statements[k], deny)) return true;
    }
    return false;
}

/* The policy among those granted on the whole account that covers a Deny of this one; NULL: none does. */
static const struct rp_named_policy *find_among(struct comparing *comparing, const struct rp_grants *grants,
                                                const struct rp_named_policy *denying)
{
    for (size_t i = 0; i < grants->count && comparing->allows < MOST_ALLOWS; i++) {
        const struct rp_grant *grant = &grants->items[i];
        comparing->allows++;
        if (rp_grant_group(grant) == NULL && covers_deny(comparing, grant->policy->policy, denying->policy))
            return grant->policy;
    }
    return NULL;
}

static const struct rp_named_policy *find_allow(struct comparing *comparing, const struct rp_party *party,
                                                const struct rp_named_policy *denying)
{
    comparing->allows = 0;
    const struct rp_named_policy *found = find_among(comparing, party->grants, denying);
    for (size_t i = 0; found == NULL && party->user != NULL && i < party->user->group_count; i++)
        found = find_among(comparing, &party->user->groups[i]->grants, denying);
    return found;
}

/* ---- reporting ---- */

static void look_at(struct comparing *comparing, const struct rp_party *party)
{
    const struct rp_whole *whole = comparing->whole;
    const struct rp_node *node = party->grant_nodes;
    for (size_t i = 0; i < party->grants->count; i++, node = node->next) {
        const struct rp_grant *grant = &party->grants->items[i];
        if (rp_grant_group(grant) == NULL || !rp_whole_trait(whole, grant->policy)->denies) continue;
        const struct rp_named_policy *allow = find_allow(comparing, party, grant->policy);
        if (allow == NULL) continue;
        size_t number = (size_t)(comparing->denied - grant->policy->policy->statements) + 1;
        if (rp_lint_find(whole->lint, RP_LINT_GROUP_DENY, node->span,
                         "the Deny in statement %zu of \"%.*s\" does nothing on a resource group: \"%.*s\" "
                         "allows the same on the whole account, which is asked first",
                         number, RP_ARG(rp_lint_shown(grant->policy->name)),
                         RP_ARG(rp_lint_shown(allow->name))))
            rp_lint_suggest(whole->lint, "grant the Deny on the whole account, with the resources in it, or "
                                         "grant the Allow on resource groups");
    }
}

void rp_lint_whole_deny(const struct rp_whole *whole)
{
    struct comparing comparing = {.whole = whole};
    if ((whole->lint->linter->options.assumptions & RP_ASSUME_GROUP_DENY) != 0) return;
    if (!rp_lint_asks(whole->lint, RP_LINT_GROUP_DENY)) return;
    for (size_t i = 0; i < whole->party_count; i++) look_at(&comparing, &whole->parties[i]);
}
