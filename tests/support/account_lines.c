/* SPDX-License-Identifier: Apache-2.0 */
#include "support/account_lines.h"

#include <stdarg.h>
#include <stdio.h>

#include "account/account.h"
#include "base/str.h"

struct lines {
    char *buffer;
    size_t size, at;
};

__attribute__((format(printf, 2, 3))) static void add(struct lines *lines, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    size_t room = lines->size - lines->at;
    int length = vsnprintf(lines->buffer + lines->at, room, format, values);
    va_end(values);
    lines->at += length < 0 ? 0 : (size_t)length < room ? (size_t)length : room - 1;
}

/* ---- documents ---- */

static void add_values(struct lines *lines, const char *joint, const struct rp_values *values)
{
    if (!values->present) return;
    add(lines, "%s%s", joint, values->negated ? "not " : "");
    for (size_t i = 0; i < values->count; i++)
        add(lines, "%s%.*s", i > 0 ? "," : "", RP_ARG(rp_value_text(values, i)));
}

static void add_statement(struct lines *lines, const struct rp_statement *statement)
{
    add(lines, " {%s", statement->effect == RAMPART_ALLOW ? "Allow" : "Deny");
    add_values(lines, " ", &statement->action);
    add_values(lines, " on ", &statement->resource);
    for (size_t i = 0; i < rp_principal_count(statement); i++)
        add(lines, " by %.*s", RP_ARG(statement->principals->items[i].value.text));
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        add(lines, " if %.*s %.*s", RP_ARG(condition->op_name), RP_ARG(condition->key.text));
        for (size_t j = 0; j < condition->values.count; j++)
            add(lines, " %.*s", RP_ARG(rp_value_text(&condition->values, j)));
    }
    add(lines, "}");
}

static void add_document(struct lines *lines, const struct rampart_policy *policy)
{
    if (policy == NULL || policy->unknown) {
        add(lines, " unknown");
        return;
    }
    if (policy->hidden) add(lines, " hidden");
    for (size_t i = 0; i < policy->statement_count; i++) add_statement(lines, &policy->statements[i]);
}

/* ---- who ---- */

static void add_grants(struct lines *lines, const struct rp_grants *grants)
{
    add(lines, " policies");
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        add(lines, " %s%.*s", grant->policy->system ? "System:" : "", RP_ARG(grant->policy->name));
        if (rp_grant_group(grant) != NULL) add(lines, "@%.*s", RP_ARG(rp_grant_group(grant)->name));
        if (grant->scope == &rp_scope_unknown) add(lines, "@?");
    }
    add(lines, "%s\n", grants->open ? " +" : "");
}

static void add_users(struct lines *lines, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->user_count; i++) {
        const struct rp_user *user = &account->users[i];
        add(lines, "user %.*s groups", RP_ARG(user->name));
        for (size_t j = 0; j < user->held->group_count; j++) add(lines, " %.*s", RP_ARG(user->held->groups[j]->name));
        add(lines, "%s", user->held->groups_open ? " +" : "");
        add_grants(lines, &user->held->grants);
    }
}

static void add_holders(struct lines *lines, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->group_count; i++) {
        add(lines, "group %.*s", RP_ARG(account->groups[i].name));
        add_grants(lines, &account->groups[i].grants);
    }
    add_users(lines, account);
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        add(lines, "role %.*s%s trust", RP_ARG(role->name), role->service_linked ? " linked" : "");
        add_document(lines, role->trust);
        add_grants(lines, &role->grants);
    }
}

static void add_levels(struct lines *lines, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->level_count; i++) {
        add(lines, "level");
        for (size_t j = 0; j < account->levels[i].count; j++)
            add(lines, " %.*s%s", RP_ARG(account->levels[i].items[j].policy->name),
                account->levels[i].items[j].scope == RAMPART_SCOPE_ALL ? "/All" : "");
        add(lines, "\n");
    }
    add(lines, "%s%s", account->member ? "member\n" : "", account->levels_open ? "levels +\n" : "");
}

static void add_gaps(struct lines *lines, const struct rampart_account *account)
{
    for (size_t i = 0; i < rampart_account_gap_count(account); i++) {
        const struct rampart_gap *gap = rampart_account_gap(account, i);
        add(lines, "gap %s %.*s%s%.*s: %.*s\n", rampart_gap_name(gap->kind), RP_ARG(gap->subject),
            gap->policy.len > 0 ? " by " : "", RP_ARG(gap->policy), RP_ARG(gap->reason));
    }
}

const char *account_lines(const struct rampart_account *account, char *buffer, size_t size)
{
    struct lines lines = {buffer, size, 0};
    buffer[0] = '\0';
    add(&lines, "account %.*s\n", RP_ARG(account->id));
    for (size_t i = 0; i < account->policy_count; i++) {
        const struct rp_named_policy *policy = &account->policies[i];
        add(&lines, "policy %s%.*s", policy->system ? "System:" : "", RP_ARG(policy->name));
        if (!policy->system) add_document(&lines, policy->policy);
        add(&lines, "\n");
    }
    add_holders(&lines, account);
    for (size_t i = 0; i < account->resource_group_count; i++)
        add(&lines, "resource-group %.*s%s\n", RP_ARG(account->resource_groups[i].name),
            account->resource_groups[i].unknown ? " unknown" : "");
    add_levels(&lines, account);
    add_gaps(&lines, account);
    return buffer;
}
