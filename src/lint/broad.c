/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "broad": an Allow that grants more than it seems to, or than anybody needs. */
#include "lint/broad.h"

#include "lint/look.h"
#include "policy/arn.h"
#include "policy/pattern.h"

/* ---- everything ---- */

static bool is_everything(struct rampart_str action)
{
    return rp_str_equal(action, RP_STR("*")) || rp_str_equal(action, RP_STR("*:*"));
}

/* Every action of one service: `ecs:*`. */
static bool is_whole_service(struct rampart_str action)
{
    struct rampart_str service, operation;
    return rp_look_action(action, &service, &operation) && !rp_has_wildcard(service) &&
           rp_str_equal(operation, RP_STR("*"));
}

static void on_everything(const struct rp_lint *lint, const struct rp_value *value)
{
    if (is_everything(value->text) &&
        rp_lint_find(lint, RP_LINT_ALLOW_EVERYTHING, value->span,
                     "every action on every resource is allowed: this is an administrator"))
        rp_lint_suggest(lint, "name the services and actions that are needed");
    if (is_whole_service(value->text) &&
        rp_lint_find(lint, RP_LINT_ALLOW_SERVICE, value->span,
                     "every action of the service is allowed on all of its resources: %.*s",
                     RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "name the actions that are needed, or the resources");
}

/* ---- wildcards that reach further than they look ---- */

static void wildcard_service(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str service = value->text, operation;
    if (is_everything(value->text)) return;
    (void)rp_look_action(value->text, &service, &operation);
    if (!rp_has_wildcard(service)) return;
    if (rp_lint_find(lint, RP_LINT_WILDCARD_SERVICE, value->span,
                     "%.*s grants actions of every service that fits, those of tomorrow included",
                     RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "name the services");
}

/* Part of it written out, and part left open; an id that was masked is another rule's business. */
static bool is_partial(struct rampart_str field)
{
    enum { MASK = 3 };
    if (!rp_has_wildcard(field) || field.len == 1) return false;
    size_t stars = rp_str_count(field, '*'), open = stars + rp_str_count(field, '?');
    return open > 0 && open < field.len && stars < MASK;
}

static void partial_fields(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn arn;
    if (!rp_arn_split(value->text, &arn)) return;
    if (is_partial(arn.region) &&
        rp_lint_find(lint, RP_LINT_PARTIAL_REGION, value->span,
                     "the region %.*s is every region that fits, those of tomorrow included",
                     RP_ARG(rp_lint_shown(arn.region))))
        rp_lint_suggest(lint, "name the regions, each in a Resource of its own");
    if (is_partial(arn.account) &&
        rp_lint_find(lint, RP_LINT_PARTIAL_ACCOUNT, value->span,
                     "the account %.*s is every account whose id fits", RP_ARG(rp_lint_shown(arn.account))))
        rp_lint_suggest(lint, "write the account's whole id");
}

static void not_resource_allow(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_ALLOW || !statement->resource.negated) return;
    if (rp_lint_find(lint, RP_LINT_NOT_RESOURCE_ALLOW, rp_values_span(&statement->resource),
                     "an Allow of NotResource grants the actions on every other resource"))
        rp_lint_suggest(lint, "name the resources in Resource, or deny those that are left out");
}

/* ---- conditions that let everybody in ---- */

static void any_address(const struct rp_lint *lint, const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (condition->op.null || condition->op.family != &rp_family_ip) continue;
        if (condition->op.negated != (statement->effect == RAMPART_DENY)) continue;
        for (size_t k = 0; k < condition->values.count; k++) {
            struct rp_block block;
            const struct rp_value item = rp_look_at(&condition->values, k), *value = &item;
            if (!rp_block_read(value->text, true, &block) || block.prefix > 0) continue;
            if (rp_lint_find(lint, RP_LINT_ANY_ADDRESS, value->span,
                             "%.*s is every address: it keeps nobody out",
                             RP_ARG(rp_lint_shown(value->text))))
                rp_lint_suggest(lint, "name the addresses that are meant, or leave the condition out");
        }
    }
}

/* ---- all of them ---- */

/* Session and control policies grant nothing: they leave more or less of what others grant. */
static void look_at(const struct rp_lint *lint, const struct rp_statement *statement)
{
    bool identity = lint->policy->kind == RAMPART_POLICY_IDENTITY;
    any_address(lint, statement);
    if (lint->policy->kind == RAMPART_POLICY_TRUST) rp_lint_broad_trust(lint, statement);
    if (identity) not_resource_allow(lint, statement);
    if (!identity || !rp_look_grants(statement)) return;
    if (statement->condition_count == 0 && rp_look_has_star(&statement->resource))
        rp_look_each(lint, &statement->action, on_everything);
    rp_look_each(lint, &statement->action, wildcard_service);
    rp_look_each(lint, &statement->resource, partial_fields);
    rp_lint_broad_role(lint, statement);
}

enum rampart_status rp_lint_broad(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) look_at(lint, &lint->policy->statements[i]);
    if (lint->policy->kind == RAMPART_POLICY_IDENTITY) rp_lint_broad_escalation(lint);
    return RAMPART_OK;
}
