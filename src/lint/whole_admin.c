/* SPDX-License-Identifier: Apache-2.0 */
/* Who is an administrator, and who may become what a role is. */
#include "base/str.h"
#include "lint/whole.h"

/* ---- administrators ---- */

static void say_admin(const struct rp_whole *whole, const struct rp_party *party, const struct rp_node *node)
{
    const struct rampart_str name = rp_lint_shown(party->name);
    bool found =
        party->kind == RP_PARTY_GROUP
            ? rp_lint_find(whole->lint, RP_LINT_ADMINISTRATOR, node->span,
                           "every user of the group \"%.*s\" is an administrator (%zu of them)", RP_ARG(name),
                           party->members)
            : rp_lint_find(whole->lint, RP_LINT_ADMINISTRATOR, node->span,
                           "the %s \"%.*s\" is an administrator", rp_party_word(party), RP_ARG(name));
    if (found)
        rp_lint_suggest(whole->lint, "grant what is needed for the work, and keep this for emergencies");
}

/* The first grant by which a party is an administrator; NULL: it is none by itself. */
static const struct rp_node *admin_grant(const struct rp_whole *whole, const struct rp_party *party)
{
    const struct rp_node *node = party->grant_nodes;
    for (size_t i = 0; i < party->grants->count; i++, node = node->next) {
        const struct rp_grant *grant = &party->grants->items[i];
        if (rp_grant_group(grant) == NULL && rp_whole_trait(whole, grant->policy)->is_admin) return node;
    }
    return NULL;
}

/* ---- roles that everybody may assume ---- */

static bool trusts_everybody(const struct rampart_policy *trust)
{
    for (size_t i = 0; trust != NULL && i < trust->statement_count; i++) {
        const struct rp_statement *statement = &trust->statements[i];
        if (statement->effect != RAMPART_ALLOW || statement->condition_count > 0) continue;
        for (size_t k = 0; k < statement->principals->count; k++)
            if (statement->principals->items[k].kind == RP_PRINCIPAL_EVERYBODY) return true;
    }
    return false;
}

static const struct rp_named_policy *find_writing(const struct rp_whole *whole,
                                                  const struct rp_grants *grants)
{
    for (size_t i = 0; i < grants->count; i++)
        if (rp_whole_trait(whole, grants->items[i].policy)->writes) return grants->items[i].policy;
    return NULL;
}

static void open_role(const struct rp_whole *whole, const struct rp_party *party)
{
    if (party->role == NULL || !trusts_everybody(party->role->trust)) return;
    const struct rp_named_policy *policy = find_writing(whole, party->grants);
    if (policy == NULL) return;
    if (rp_lint_find(
            whole->lint, RP_LINT_OPEN_ROLE, party->span,
            "anybody of any account may assume the role \"%.*s\", and \"%.*s\" lets it change things",
            RP_ARG(rp_lint_shown(party->name)), RP_ARG(rp_lint_shown(policy->name))))
        rp_lint_suggest(whole->lint, "name in the trust policy who is meant");
}

void rp_lint_whole_admin(const struct rp_whole *whole)
{
    for (size_t i = 0; i < whole->party_count; i++) {
        const struct rp_party *party = &whole->parties[i];
        const struct rp_node *node = admin_grant(whole, party);
        if (node != NULL) say_admin(whole, party, node);
        open_role(whole, party);
    }
}
