/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules about an account want to know of each document: found once, however many have it. */
#include "lint/look.h"
#include "lint/whole.h"

static bool is_everything(const struct rp_values *actions)
{
    for (size_t i = 0; i < actions->count; i++)
        if (rp_str_equal(rp_value_text(actions, i), RP_STR("*:*"))) return true;
    return rp_look_has_star(actions);
}

bool rp_allows_everything(const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (rp_look_grants(statement) && statement->condition_count == 0 &&
            rp_look_has_star(&statement->resource) && is_everything(&statement->action))
            return true;
    }
    return false;
}

/* By the beginnings that operations have which change nothing. */
static bool only_reads(struct rampart_str action)
{
    static const char *const beginnings[] = {"Get", "List", "Describe", "Query", "Search", "Check"};
    struct rampart_str service, operation;
    if (!rp_look_action(action, &service, &operation)) return false;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        const struct rampart_str beginning = rampart_str(beginnings[i]);
        if (rp_str_equal_fold(rp_str_part(operation, 0, beginning.len), beginning)) return true;
    }
    return false;
}

static bool writes(const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action;
    size_t i = 0;
    if (statement->effect != RAMPART_ALLOW) return false;
    while (!actions->negated && i < actions->count && only_reads(rp_value_text(actions, i))) i++;
    return actions->negated || i < actions->count;
}

static void look_at(const struct rampart_policy *policy, struct rp_trait *trait)
{
    trait->is_admin = rp_allows_everything(policy);
    for (size_t i = 0; i < policy->statement_count; i++) {
        trait->writes |= writes(&policy->statements[i]);
        trait->denies |= policy->statements[i].effect == RAMPART_DENY;
    }
}

void rp_whole_traits(const struct rampart_account *account, struct rp_trait *traits)
{
    for (size_t i = 0; i < account->policy_count; i++) look_at(account->policies[i].policy, &traits[i]);
}
