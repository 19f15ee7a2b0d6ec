/* SPDX-License-Identifier: Apache-2.0 */
#include "support/account_text.h"

#include "base/str.h"

/* ---- documents ---- */

static void add_values(struct rp_buf *buf, const char *before, const struct rp_values *values)
{
    if (!values->present && values->count == 0) return;
    rp_buf_printf(buf, "%s%s", before, values->negated ? "not " : "");
    for (size_t i = 0; i < values->count; i++)
        rp_buf_printf(buf, "%s%.*s", i > 0 ? "," : "", RP_ARG(rp_value_text(values, i)));
}

static void add_principals(struct rp_buf *buf, const struct rp_statement *statement)
{
    static const char *const kinds[] = {"*", "RAM ", "Service ", "Federated "};
    for (size_t i = 0; i < rp_principal_count(statement); i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        rp_buf_printf(buf, "%s%s%.*s", i > 0 ? "," : " to ", kinds[principal->kind],
                      RP_ARG(principal->value.text));
    }
}

static void add_statement(struct rp_buf *buf, const struct rp_statement *statement)
{
    rp_buf_printf(buf, "%s", statement->effect == RAMPART_ALLOW ? "Allow" : "Deny");
    add_values(buf, " ", &statement->action);
    add_values(buf, " on ", &statement->resource);
    add_principals(buf, statement);
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        rp_buf_printf(buf, " if %.*s %.*s", RP_ARG(condition->key.text), RP_ARG(condition->op_name));
        add_values(buf, " ", &condition->values);
    }
}

static void add_document(struct rp_buf *buf, const struct rampart_policy *policy)
{
    if (policy == NULL || policy->unknown) {
        rp_buf_printf(buf, " unknown");
        return;
    }
    for (size_t i = 0; i < policy->statement_count; i++) {
        rp_buf_printf(buf, "%s", i > 0 ? "; " : " ");
        add_statement(buf, &policy->statements[i]);
    }
}

/* ---- principals ---- */

static void add_grants(struct rp_buf *buf, const struct rp_grants *grants)
{
    rp_buf_printf(buf, " policies");
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        rp_buf_printf(buf, "%s %s %.*s", i > 0 ? "," : "", grant->policy->system ? "system" : "custom",
                      RP_ARG(grant->policy->name));
        if (grant->group != NULL) rp_buf_printf(buf, " @ %.*s", RP_ARG(grant->group->name));
        if (grant->scope_unknown) rp_buf_printf(buf, " @ ?");
    }
    if (grants->open) rp_buf_printf(buf, " +?");
}

static void add_user(struct rp_buf *buf, const struct rp_user *user)
{
    rp_buf_printf(buf, "user %.*s: groups", RP_ARG(user->name));
    for (size_t i = 0; i < user->group_count; i++) rp_buf_printf(buf, " %.*s", RP_ARG(user->groups[i]->name));
    rp_buf_printf(buf, "%s,", user->groups_open ? " +?" : "");
    add_grants(buf, &user->grants);
    rp_buf_add_byte(buf, '\n');
}

static void add_role(struct rp_buf *buf, const struct rp_role *role)
{
    rp_buf_printf(buf, "role %.*s:", RP_ARG(role->name));
    add_grants(buf, &role->grants);
    rp_buf_printf(buf, "; trust");
    add_document(buf, role->trust);
    rp_buf_add_byte(buf, '\n');
}

static void add_policy(struct rp_buf *buf, const struct rp_named_policy *policy)
{
    rp_buf_printf(buf, "policy%s %.*s:", policy->system ? " system" : "", RP_ARG(policy->name));
    if (policy->system)
        rp_buf_printf(buf, " %s", policy->policy == NULL || policy->policy->unknown ? "unknown" : "known");
    else
        add_document(buf, policy->policy);
    rp_buf_add_byte(buf, '\n');
}

/* ---- the account ---- */

static void add_levels(struct rp_buf *buf, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->level_count; i++) {
        rp_buf_printf(buf, "control %zu:", i);
        for (size_t j = 0; j < account->levels[i].count; j++) {
            const struct rp_control *control = &account->levels[i].items[j];
            rp_buf_printf(buf, " %.*s %s", RP_ARG(control->policy->name),
                          control->scope == RAMPART_SCOPE_RAM ? "RAM" : "All");
        }
        rp_buf_add_byte(buf, '\n');
    }
}

void gap_text(struct rp_buf *buf, const struct rampart_gap *gap)
{
    rp_buf_printf(buf, "gap %s%s%.*s: %.*s\n", rampart_gap_name(gap->kind), gap->subject.len > 0 ? " " : "",
                  RP_ARG(gap->subject), RP_ARG(gap->reason));
}

void account_text(struct rp_buf *buf, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->user_count; i++) add_user(buf, &account->users[i]);
    for (size_t i = 0; i < account->group_count; i++) {
        rp_buf_printf(buf, "group %.*s:", RP_ARG(account->groups[i].name));
        add_grants(buf, &account->groups[i].grants);
        rp_buf_add_byte(buf, '\n');
    }
    for (size_t i = 0; i < account->role_count; i++) add_role(buf, &account->roles[i]);
    for (size_t i = 0; i < account->policy_count; i++) add_policy(buf, &account->policies[i]);
    add_levels(buf, account);
}
