/* SPDX-License-Identifier: Apache-2.0 */
/* Who is no administrator, but may hand a role that is one to a service. */
#include "base/glob.h"
#include "base/try.h"
#include "lint/look.h"
#include "lint/whole.h"
#include "policy/arn.h"

/* One of them is enough to say; with a limit the time does not grow with their number. */
enum { MOST_ROLES = 16 };

struct passing {
    const struct rp_whole *whole;
    const struct rp_party *roles[MOST_ROLES]; /* administrators that a service may be */
    size_t count;
    const struct rp_party **passed; /* by each policy; NULL: none */
    bool *is_admin;                 /* each party, by itself or by a group */
};

/* ---- administrators ---- */

static bool trusts_service(const struct rampart_policy *trust)
{
    for (size_t i = 0; trust != NULL && i < trust->statement_count; i++) {
        const struct rp_statement *statement = &trust->statements[i];
        if (statement->effect != RAMPART_ALLOW) continue;
        for (size_t k = 0; k < statement->principals->count; k++)
            if (statement->principals->items[k].kind == RP_PRINCIPAL_SERVICE) return true;
    }
    return false;
}

static bool holds_admin(const struct rp_whole *whole, const struct rp_grants *grants)
{
    for (size_t i = 0; i < grants->count; i++)
        if (rp_grant_group(&grants->items[i]) == NULL &&
            rp_whole_trait(whole, grants->items[i].policy)->is_admin)
            return true;
    return false;
}

static void find_admins(struct passing *passing)
{
    const struct rp_whole *whole = passing->whole;
    for (size_t i = 0; i < whole->party_count; i++) {
        const struct rp_party *party = &whole->parties[i];
        passing->is_admin[i] = holds_admin(whole, party->grants);
        if (party->role == NULL || party->role->service_linked || !passing->is_admin[i]) continue;
        if (passing->count < MOST_ROLES && trusts_service(party->role->trust))
            passing->roles[passing->count++] = party;
    }
    for (size_t i = 0; i < whole->account->user_count; i++)
        for (size_t k = 0; k < whole->parties[i].user->group_count; k++) {
            const struct rp_party *group = rp_whole_group(whole, whole->parties[i].user->groups[k]);
            passing->is_admin[i] |= passing->is_admin[group - whole->parties];
        }
}

/* ---- what a policy lets be passed ---- */

static bool names_role(const struct passing *passing, struct rampart_str pattern, struct rampart_str role)
{
    struct rp_arn arn;
    if (rp_str_equal(pattern, RP_STR("*"))) return true;
    if (!rp_arn_split(pattern, &arn) || !rp_glob(arn.service, RP_STR("ram"))) return false;
    if (!rp_glob(arn.account, passing->whole->account->id)) return false;
    const struct rampart_str word = RP_STR("role/");
    if (rp_str_starts(arn.rest, word)) return rp_glob(rp_str_from(arn.rest, word.len), role);
    return rp_str_equal(arn.rest, RP_STR("*"));
}

/* The service that it may be handed to may be limited, and is one that runs things for whoever asks. */
static bool may_pass(const struct rp_statement *statement)
{
    if (!rp_look_grants(statement)) return false;
    if (statement->condition_count > 1 ||
        (statement->condition_count == 1 && !rp_look_has_key(statement, RP_STR("acs:Service"))))
        return false;
    for (size_t i = 0; i < statement->action.count; i++)
        if (rp_glob(rp_value_text(&statement->action, i), RP_STR("ram:PassRole"))) return true;
    return false;
}

static const struct rp_party *passed_by(const struct passing *passing, const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (!may_pass(statement)) continue;
        for (size_t k = 0; k < statement->resource.count; k++)
            for (size_t n = 0; n < passing->count; n++)
                if (names_role(passing, rp_value_text(&statement->resource, k), passing->roles[n]->name))
                    return passing->roles[n];
    }
    return NULL;
}

/* ---- reporting ---- */

static void look_at(const struct passing *passing, const struct rp_party *party)
{
    const struct rp_whole *whole = passing->whole;
    const struct rp_node *node = party->grant_nodes;
    for (size_t i = 0; i < party->grants->count; i++, node = node->next) {
        const struct rp_grant *grant = &party->grants->items[i];
        const struct rp_party *role = passing->passed[grant->policy - whole->account->policies];
        if (role == NULL || rp_grant_group(grant) != NULL) continue;
        if (rp_lint_find(whole->lint, RP_LINT_PASS_ADMIN, node->span,
                         "the %s \"%.*s\" may hand the role \"%.*s\" to a service, and that role is an "
                         "administrator",
                         rp_party_word(party), RP_ARG(rp_lint_shown(party->name)),
                         RP_ARG(rp_lint_shown(role->name))))
            rp_lint_suggest(whole->lint, "name other roles in the Resource of ram:PassRole, or give the role "
                                         "no more than the service needs");
        return;
    }
}

enum rampart_status rp_lint_whole_pass(const struct rp_whole *whole)
{
    struct passing passing = {.whole = whole};
    if (!rp_lint_asks(whole->lint, RP_LINT_PASS_ADMIN)) return RAMPART_OK;
    passing.is_admin = RP_NEW_ARRAY(whole->lint->scratch, bool, whole->party_count);
    passing.passed =
        RP_NEW_ARRAY(whole->lint->scratch, const struct rp_party *, whole->account->policy_count);
    RP_TRY_MEMORY(passing.is_admin != NULL && passing.passed != NULL);
    find_admins(&passing);
    if (passing.count == 0) return RAMPART_OK;
    for (size_t i = 0; i < whole->account->policy_count; i++)
        passing.passed[i] = passed_by(&passing, whole->account->policies[i].policy);
    for (size_t i = 0; i < whole->party_count; i++)
        if (!passing.is_admin[i]) look_at(&passing, &whole->parties[i]);
    return RAMPART_OK;
}
