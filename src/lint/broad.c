/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "broad": an Allow that grants more than it seems to, or than anybody needs. */
#include "lint/families.h"

#include "lint/coverage.h"
#include "lint/escalation.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/coverage.h"
#include "policy/pattern.h"

/* ==== roles that a principal may hand to a service, or assume ==== */

/* The place of the first action that matches the wanted one, among others. Most begin with another letter. */
static bool broad_find_action(const struct rp_statement *statement, struct rampart_str wanted,
                              struct rp_span *ret_span)
{
    for (size_t i = 0; i < statement->action.count; i++) {
        const struct rampart_str action = rp_value_text(&statement->action, i);
        const char first = action.len > 0 ? rp_lower(action.data[0]) : '\0';
        if ((first != wanted.data[0] && first != '*' && first != '?') || !rp_glob(action, wanted)) continue;
        if (rp_covers_actions(action, RP_STR(""))) continue;
        *ret_span = statement->action.spans[i];
        return true;
    }
    return false;
}

static void broad_pass_role(const struct rp_lint *lint, const struct rp_statement *statement,
                            struct rp_span span)
{
    if (rp_lint_has_key(statement, RP_STR("acs:Service"))) return;
    if (rp_lint_report(
            lint, RP_LINT_PASS_ROLE_ANY, span,
            "any role may be passed to any service: whoever runs something there acts as that role"))
        rp_lint_suggest(lint, "name the role in Resource, and the service in a condition on acs:Service");
}

static void broad_assume_role(const struct rp_lint *lint, const struct rp_statement *statement,
                              struct rp_span span)
{
    if (!rp_lint_is_unconditional(statement)) return;
    if (rp_lint_report(lint, RP_LINT_ASSUME_ROLE_ANY, span,
                       "every role that trusts the account may be assumed, future ones included"))
        rp_lint_suggest(lint, "name the roles in Resource: acs:ram:*:<account>:role/<name>");
}

static void broad_roles(const struct rp_lint *lint, const struct rp_statement *statement)
{
    struct rp_span pass, assume;
    bool passes = broad_find_action(statement, RP_STR("ram:PassRole"), &pass);
    bool assumes = broad_find_action(statement, RP_STR("sts:AssumeRole"), &assume);
    if ((!passes && !assumes) || !rp_lint_covers_template(statement, RP_EVERY_ROLE)) return;
    if (passes) broad_pass_role(lint, statement, pass);
    if (assumes) broad_assume_role(lint, statement, assume);
}

/* ==== trust policies ==== */

/* True when a condition binds the key to values, none of which is `*`. */
static bool broad_is_bound(const struct rp_statement *statement, struct rampart_str key)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (!rp_lint_key_is(condition, key) || !rp_lint_is_positive(condition)) continue;
        if (!rp_lint_has_star(&condition->values)) return true;
    }
    return false;
}

/* The keys that the conditions bind, of principals that an identity provider signs in. */
struct bounds {
    bool subject, audience, recipient;
};

static void broad_oidc(const struct rp_lint *lint, const struct bounds *bounds, const struct rp_value *value)
{
    if (!bounds->subject &&
        rp_lint_report(
            lint, RP_LINT_OIDC_SUBJECT, value->span,
            "everybody whom the provider signs in may assume the role: no condition is on oidc:sub"))
        rp_lint_suggest(lint, "add a condition on oidc:sub that names the workload or the user");
    if (!bounds->audience &&
        rp_lint_report(lint, RP_LINT_OIDC_AUDIENCE, value->span,
                       "tokens that were made for another audience are accepted as well"))
        rp_lint_suggest(lint, "add a condition on oidc:aud, such as \"sts.aliyuncs.com\"");
}

static void broad_saml(const struct rp_lint *lint, const struct bounds *bounds, const struct rp_value *value)
{
    if (bounds->recipient) return;
    if (rp_lint_report(lint, RP_LINT_SAML_RECIPIENT, value->span,
                       "assertions that were made for another recipient are accepted as well"))
        rp_lint_suggest(lint, "add \"StringEquals\": {\"saml:recipient\": "
                              "\"https://signin.aliyun.com/saml-role/sso\"}");
}

static void broad_trusted_account(const struct rp_lint *lint, const struct rp_statement *statement,
                                  const struct rp_value *value)
{
    if (statement->condition_count > 0 || !rp_str_ends(value->text, RP_STR(":root"))) return;
    if (rp_lint_report(lint, RP_LINT_TRUST_ACCOUNT, value->span,
                       "every user and role of the account that may call sts:AssumeRole may assume the role"))
        rp_lint_suggest(lint, "name the user or the role, or add a condition");
}

static void broad_trusted_everybody(const struct rp_lint *lint, const struct rp_value *value)
{
    if (rp_lint_report(lint, RP_LINT_TRUST_EVERYBODY, value->span,
                       "everybody may assume the role, of any account"))
        rp_lint_suggest(lint, "name the principals: {\"RAM\": \"acs:ram::<account>:user/<name>\"}");
}

static void broad_trusted_provider(const struct rp_lint *lint, const struct bounds *bounds,
                                   const struct rp_value *value)
{
    if (rp_lint_find_text(value->text, RP_STR(":oidc-provider/")) < value->text.len)
        broad_oidc(lint, bounds, value);
    else
        broad_saml(lint, bounds, value);
}

static void broad_trust(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_ALLOW) return;
    const struct bounds bounds = {.subject = broad_is_bound(statement, RP_STR("oidc:sub")),
                                  .audience = broad_is_bound(statement, RP_STR("oidc:aud")),
                                  .recipient = broad_is_bound(statement, RP_STR("saml:recipient"))};
    for (size_t i = 0; i < statement->principals->count; i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        if (principal->kind == RP_PRINCIPAL_EVERYBODY) broad_trusted_everybody(lint, &principal->value);
        if (principal->kind == RP_PRINCIPAL_RAM) broad_trusted_account(lint, statement, &principal->value);
        if (principal->kind == RP_PRINCIPAL_FEDERATED)
            broad_trusted_provider(lint, &bounds, &principal->value);
    }
}

/* ==== actions, resources and addresses ==== */

/* ---- everything ---- */

static void broad_everything(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action;
    size_t i = 0;
    if (!rp_lint_allows_everything(statement)) return;
    while (!rp_covers_actions(rp_value_text(actions, i), RP_STR(""))) i++;
    if (rp_lint_report(lint, RP_LINT_ALLOW_EVERYTHING, actions->spans[i],
                       "every action on every resource is allowed: this is an administrator"))
        rp_lint_suggest(lint, "name the services and actions that are needed");
}

/* ---- every action of a service ---- */

/* The service of `ecs:*`, `ecs:?*`; false: the action is no pattern of all actions of one service. */
static bool broad_whole_service(struct rampart_str action, struct rampart_str *ret_service)
{
    struct rampart_str operation;
    return rp_lint_split_action(action, ret_service, &operation) && ret_service->len > 0 &&
           !rp_has_wildcard(*ret_service) && rp_covers_actions(action, *ret_service);
}

static void broad_report_service(const struct rp_lint *lint, struct rp_span span, struct rampart_str service)
{
    if (rp_lint_report(lint, RP_LINT_ALLOW_SERVICE, span,
                       "every action of the service is allowed on all of its resources: %.*s:*",
                       RP_ARG(rp_lint_shown(service))))
        rp_lint_suggest(lint, "name the actions that are needed, or the resources");
}

/* The same the other way round: every action of any service, on all resources of one. */
static void broad_service_of_resource(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn arn;
    if (!rp_arn_split(value->text, &arn) || arn.service.len == 0 || rp_has_wildcard(arn.service)) return;
    if (rp_covers_service(value->text, arn.service)) broad_report_service(lint, value->span, arn.service);
}

static void broad_services(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action;
    bool everything = false;
    if (!rp_lint_is_unconditional(statement)) return;
    for (size_t i = 0; i < actions->count; i++) {
        const struct rp_value value = rp_lint_value_at(actions, i);
        struct rampart_str service;
        everything = everything || rp_covers_actions(value.text, RP_STR(""));
        if (broad_whole_service(value.text, &service) && rp_lint_covers_service(statement, service))
            broad_report_service(lint, value.span, service);
    }
    if (everything) rp_lint_each_value(lint, &statement->resource, broad_service_of_resource);
}

/* ---- wildcards that match more than they seem to ---- */

static void broad_wildcard_service(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str service = value->text, operation;
    if (rp_covers_actions(value->text, RP_STR(""))) return;
    (void)rp_lint_split_action(value->text, &service, &operation);
    if (!rp_has_wildcard(service)) return;
    if (rp_lint_report(lint, RP_LINT_WILDCARD_SERVICE, value->span,
                       "%.*s grants actions of every service that matches, future ones included",
                       RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "name the services");
}

/* Partly spelt out and partly open: `cn-*`. "masked-id" reports several asterisks. */
static bool broad_is_partial(struct rampart_str field)
{
    enum { MASK = 3 };
    if (!rp_has_wildcard(field) || field.len == 1) return false;
    size_t stars = rp_str_count(field, '*'), open = stars + rp_str_count(field, '?');
    return open > 0 && open < field.len && stars < MASK;
}

static void broad_partial_fields(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn arn;
    if (!rp_arn_split(value->text, &arn)) return;
    if (broad_is_partial(arn.region) &&
        rp_lint_report(lint, RP_LINT_PARTIAL_REGION, value->span,
                       "the region %.*s is every region that matches, future ones included",
                       RP_ARG(rp_lint_shown(arn.region))))
        rp_lint_suggest(lint, "name the regions, each in a Resource of its own");
    if (broad_is_partial(arn.account) && rp_lint_report(lint, RP_LINT_PARTIAL_ACCOUNT, value->span,
                                                        "the account %.*s is every account whose id matches",
                                                        RP_ARG(rp_lint_shown(arn.account))))
        rp_lint_suggest(lint, "write the account's whole id");
}

static void broad_not_resource_allow(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_ALLOW || !statement->resource.negated) return;
    if (rp_lint_report(lint, RP_LINT_NOT_RESOURCE_ALLOW, rp_values_span(&statement->resource),
                       "an Allow of NotResource grants the actions on every other resource"))
        rp_lint_suggest(lint, "name the resources in Resource, or deny those that are left out");
}

/* ---- conditions that let everybody in ---- */

static void broad_any_address(const struct rp_lint *lint, const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (condition->op.null || condition->op.family != &rp_family_ip) continue;
        if (condition->op.negated != (statement->effect == RAMPART_DENY)) continue;
        for (size_t k = 0; k < condition->values.count; k++) {
            struct rp_block block;
            const struct rp_value value = rp_lint_value_at(&condition->values, k);
            if (!rp_block_read(value.text, true, &block) || block.prefix > 0) continue;
            if (rp_lint_report(lint, RP_LINT_ANY_ADDRESS, value.span,
                               "%.*s is every address: it keeps nobody out",
                               RP_ARG(rp_lint_shown(value.text))))
                rp_lint_suggest(lint, "name the addresses that are meant, or leave the condition out");
        }
    }
}

/* ---- all of them ---- */

/* Session and control policies grant nothing; they only limit. */
static void broad_statement(const struct rp_lint *lint, const struct rp_statement *statement)
{
    bool identity = lint->policy->kind == RAMPART_POLICY_IDENTITY;
    broad_any_address(lint, statement);
    if (lint->policy->kind == RAMPART_POLICY_TRUST) broad_trust(lint, statement);
    if (identity) broad_not_resource_allow(lint, statement);
    if (!identity || !rp_lint_grants(statement)) return;
    broad_everything(lint, statement);
    broad_services(lint, statement);
    rp_lint_each_value(lint, &statement->action, broad_wildcard_service);
    rp_lint_each_value(lint, &statement->resource, broad_partial_fields);
    broad_roles(lint, statement);
    rp_lint_broad_writes(lint, statement);
}

enum rampart_status rp_lint_broad(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        broad_statement(lint, &lint->policy->statements[i]);
    if (lint->policy->kind == RAMPART_POLICY_IDENTITY) rp_lint_escalation(lint);
    return RAMPART_OK;
}
