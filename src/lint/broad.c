/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "broad": an Allow that grants more than it seems to, or than anybody needs. */
#include "lint/families.h"

#include "lint/escalation.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/pattern.h"

/* ==== roles that a principal may hand to a service, or assume ==== */

/* The place of the first action that names the wanted one with its service; other rules report `*`. */
static bool broad_find_action(const struct rp_statement *statement, struct rampart_str wanted,
                              struct rp_span *ret_span)
{
    const struct rampart_str service = rp_str_part(wanted, 0, rp_str_find(wanted, ':') + 1);
    for (size_t i = 0; i < statement->action.count; i++) {
        if (!rp_lint_names_action(rp_value_text(&statement->action, i), service, wanted)) continue;
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
    if (statement->condition_count > 0) return;
    if (rp_lint_report(lint, RP_LINT_ASSUME_ROLE_ANY, span,
                       "every role that trusts the account may be assumed, future ones included"))
        rp_lint_suggest(lint, "name the roles in Resource: acs:ram:*:<account>:role/<name>");
}

static void broad_roles(const struct rp_lint *lint, const struct rp_statement *statement)
{
    struct rp_span pass, assume;
    bool passes = broad_find_action(statement, RP_STR("ram:PassRole"), &pass);
    bool assumes = broad_find_action(statement, RP_STR("sts:AssumeRole"), &assume);
    if ((!passes && !assumes) || !rp_lint_names_resource(statement, RP_STR("ram"), RP_STR("role/*"))) return;
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

static bool broad_is_everything(struct rampart_str action)
{
    return rp_str_equal(action, RP_STR("*")) || rp_str_equal(action, RP_STR("*:*"));
}

/* True for every action of one service: `ecs:*`. */
static bool broad_is_whole_service(struct rampart_str action)
{
    struct rampart_str service, operation;
    return rp_lint_split_action(action, &service, &operation) && !rp_has_wildcard(service) &&
           rp_str_equal(operation, RP_STR("*"));
}

static void broad_on_everything(const struct rp_lint *lint, const struct rp_value *value)
{
    if (broad_is_everything(value->text) &&
        rp_lint_report(lint, RP_LINT_ALLOW_EVERYTHING, value->span,
                       "every action on every resource is allowed: this is an administrator"))
        rp_lint_suggest(lint, "name the services and actions that are needed");
    if (broad_is_whole_service(value->text) &&
        rp_lint_report(lint, RP_LINT_ALLOW_SERVICE, value->span,
                       "every action of the service is allowed on all of its resources: %.*s",
                       RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "name the actions that are needed, or the resources");
}

/* ---- wildcards that match more than they seem to ---- */

static void broad_wildcard_service(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rampart_str service = value->text, operation;
    if (broad_is_everything(value->text)) return;
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
    if (statement->condition_count == 0 && rp_lint_has_star(&statement->resource))
        rp_lint_each_value(lint, &statement->action, broad_on_everything);
    rp_lint_each_value(lint, &statement->action, broad_wildcard_service);
    rp_lint_each_value(lint, &statement->resource, broad_partial_fields);
    broad_roles(lint, statement);
}

enum rampart_status rp_lint_broad(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        broad_statement(lint, &lint->policy->statements[i]);
    if (lint->policy->kind == RAMPART_POLICY_IDENTITY) rp_lint_escalation(lint);
    return RAMPART_OK;
}
