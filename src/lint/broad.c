/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "broad": an Allow that grants more than it seems to, or than anybody needs. */
#include "lint/families.h"

#include "lint/coverage.h"
#include "lint/escalation.h"
#include "base/try.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/coverage.h"
#include "policy/pattern.h"
#include "policy/pattern_sets.h"

/* ==== roles that a principal may hand to a service, or assume ==== */

/* True when a pattern matches the wanted action, among others. Most begin with another letter. */
static bool broad_names(struct rampart_str pattern, struct rampart_str wanted)
{
    const char first = pattern.len > 0 ? rp_lower(pattern.data[0]) : '\0';
    if ((first != wanted.data[0] && first != '*' && first != '?') || !rp_glob(pattern, wanted)) return false;
    return !rp_covers_actions(pattern, RP_STR(""));
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
    const struct rp_values *actions = &statement->action;
    for (size_t i = 0; i < actions->count; i++) {
        const struct rampart_str action = rp_value_text(actions, i);
        const bool passes = broad_names(action, RP_STR("ram:PassRole"));
        const bool assumes = broad_names(action, RP_STR("sts:AssumeRole"));
        if (!passes && !assumes) continue;
        if (!rp_lint_covers_template(statement, RP_EVERY_ROLE)) return;
        if (passes) broad_pass_role(lint, statement, actions->spans[i]);
        if (assumes) broad_assume_role(lint, statement, actions->spans[i]);
    }
}

/* ==== trust policies ==== */

/* ---- subjects of tokens: who a workload or a user is, by its provider ---- */

/* The beginning of the subjects that Kubernetes gives, before the namespace. */
#define SERVICE_ACCOUNT RP_STR("system:serviceaccount:")

/* The beginning of the subjects of GitHub, before the owner of the repository. */
#define REPOSITORY RP_STR("repo:")

/* One word and a colon: what kind of subject it is, but not which. */
static bool broad_is_kind_alone(struct rampart_str beginning)
{
    size_t colon = rp_str_find(beginning, ':');
    return colon + 1 == beginning.len && rp_str_find(beginning, '/') == beginning.len;
}

/*
 * True when a pattern of subjects leaves open whose they are: `repo:*` is every repository of every owner, `repo:web*`
 * those of owners that anybody may name so, and what follows the first wildcard does not help.
 */
static bool broad_is_any_subject(struct rampart_str pattern)
{
    const struct rampart_str beginning = rp_str_part(pattern, 0, rp_literal_length(pattern));
    if (beginning.len == pattern.len) return false;
    if (beginning.len == 0 || broad_is_kind_alone(beginning)) return true;
    if (rp_str_starts(SERVICE_ACCOUNT, beginning)) return true;
    return rp_str_starts(beginning, REPOSITORY) && rp_str_find(beginning, '/') == beginning.len;
}

static bool broad_is_any_text(struct rampart_str pattern)
{
    return pattern.len > 0 && rp_str_count(pattern, '*') + rp_str_count(pattern, '?') == pattern.len;
}

/* ---- conditions that bind a key ---- */

/* The place of the value by which a condition on the key lets all in; no place: there is no condition on it. */
struct bound {
    bool bound, open;
    struct rp_value value; /* of an open one */
};

static struct bound broad_bound_by(const struct rp_condition *condition, bool (*is_open)(struct rampart_str))
{
    const bool like = condition->op.comparison == RP_COMPARE_LIKE;
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rp_value value = rp_lint_value_at(&condition->values, i);
        if (like ? is_open(value.text) : rp_str_equal(value.text, RP_STR("*"))) return (struct bound){false, true, value};
    }
    return (struct bound){.bound = true};
}

/* All conditions must hold, so that one that binds the key is enough. */
static struct bound broad_bound(const struct rp_statement *statement, struct rampart_str key,
                                bool (*is_open)(struct rampart_str))
{
    struct bound found = {.bound = false};
    for (size_t i = 0; i < statement->condition_count && !found.bound; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (rp_lint_key_is(condition, key) && rp_lint_is_positive(condition)) found = broad_bound_by(condition, is_open);
    }
    return found;
}

/* The keys that the conditions bind, of principals that an identity provider signs in. */
struct bounds {
    struct bound subject, audience, recipient;
};

static void broad_subject(const struct rp_lint *lint, const struct bound *subject, const struct rp_value *provider)
{
    if (subject->bound) return;
    if (subject->open
            ? rp_lint_report(lint, RP_LINT_OIDC_SUBJECT, subject->value.span,
                             "%.*s does not tell whom it lets in: whoever can have such a subject at the provider may "
                             "assume the role",
                             RP_ARG(rp_lint_shown(subject->value.text)))
            : rp_lint_report(
                  lint, RP_LINT_OIDC_SUBJECT, provider->span,
                  "everybody whom the provider signs in may assume the role: no condition is on oidc:sub"))
        rp_lint_suggest(lint, subject->open ? "name the owner at least, such as \"repo:<owner>/<repository>:*\" or "
                                              "\"system:serviceaccount:<namespace>:<name>\""
                                            : "add a condition on oidc:sub that names the workload or the user");
}

static void broad_oidc(const struct rp_lint *lint, const struct bounds *bounds, const struct rp_value *value)
{
    broad_subject(lint, &bounds->subject, value);
    if (!bounds->audience.bound &&
        rp_lint_report(lint, RP_LINT_OIDC_AUDIENCE, value->span,
                       "tokens that were made for another audience are accepted as well"))
        rp_lint_suggest(lint, "add a condition on oidc:aud, such as \"sts.aliyuncs.com\"");
}

static void broad_saml(const struct rp_lint *lint, const struct bounds *bounds, const struct rp_value *value)
{
    if (bounds->recipient.bound) return;
    if (rp_lint_report(lint, RP_LINT_SAML_RECIPIENT, value->span,
                       "assertions that were made for another recipient are accepted as well"))
        rp_lint_suggest(lint, "add \"StringEquals\": {\"saml:recipient\": "
                              "\"https://signin.aliyun.com/saml-role/sso\"}");
}

static bool broad_report_account(const struct rp_lint *lint, struct rp_span span, struct rampart_str account)
{
    if (lint->account.len > 0 && rp_str_equal(lint->account, account))
        return rp_lint_report(lint, RP_LINT_TRUST_ACCOUNT, span,
                              "every user and role of this account that may call sts:AssumeRole may assume the role");
    return rp_lint_report(lint, RP_LINT_TRUST_ACCOUNT, span,
                          "every user and role of %s %.*s that may call sts:AssumeRole there may assume the role",
                          lint->account.len > 0 ? "another account," : "the account", RP_ARG(account));
}

static void broad_trusted_account(const struct rp_lint *lint, const struct rp_statement *statement,
                                  const struct rp_value *value)
{
    struct rp_identity identity;
    const char *expected;
    if (statement->condition_count > 0 || !rp_identity_read(value->text, &identity, &expected)) return;
    if (identity.kind != RP_IDENTITY_ROOT || !broad_report_account(lint, value->span, rp_lint_shown(identity.account)))
        return;
    rp_lint_suggest(lint, "name the user or the role, or add a condition: for an account that is not yours on "
                          "sts:ExternalId");
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
    const struct bounds bounds = {
        .subject = broad_bound(statement, RP_STR("oidc:sub"), broad_is_any_subject),
        .audience = broad_bound(statement, RP_STR("oidc:aud"), broad_is_any_text),
        .recipient = broad_bound(statement, RP_STR("saml:recipient"), broad_is_any_text)};
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

/* Services and operations begin with a letter, of which each must be named by some pattern. */
enum { LETTERS = 26, ALL_LETTERS = (1 << LETTERS) - 1, TOGETHER_STEPS = 1 << 18 };

/* The letters that what the patterns match may begin with: few lists name all, and only these cost a search. */
static bool broad_names_every_letter(const struct rp_values *actions)
{
    unsigned letters = 0;
    for (size_t i = 0; i < actions->count; i++) {
        const struct rampart_str text = rp_value_text(actions, i);
        const char first = text.len > 0 ? rp_lower(text.data[0]) : '\0';
        if (first == '*' || first == '?') letters = ALL_LETTERS;
        if (first >= 'a' && first <= 'z') letters |= 1U << (first - 'a');
    }
    return letters == ALL_LETTERS;
}

/* Patterns that match every action only together, such as `a*` to `z*`: no action lies beyond them. */
static enum rampart_status broad_covers_together(const struct rp_lint *lint, const struct rp_values *actions, bool *ret_covers)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    struct rp_cell_pattern *services = RP_NEW_ARRAY(lint->scratch, struct rp_cell_pattern, LETTERS);
    struct rp_cell_pattern *operations = RP_NEW_ARRAY(lint->scratch, struct rp_cell_pattern, LETTERS);
    struct rp_cell_pattern *listed = RP_NEW_ARRAY(lint->scratch, struct rp_cell_pattern, actions->count);
    struct rampart_str witness;
    size_t steps = TOGETHER_STEPS;
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    RP_TRY_MEMORY(services != NULL && operations != NULL && listed != NULL);
    for (size_t i = 0; i < LETTERS; i++) {
        const struct rampart_str letter = {letters + i, 1};
        const struct rampart_str service[] = {letter, RP_STR("*:*")}, operation[] = {RP_STR("*:"), letter, RP_STR("*")};
        services[i] = operations[i] = (struct rp_cell_pattern){.wild = true, .fold = true, .crossing = RP_NEVER_CROSSES};
        RP_TRY_MEMORY(rp_arena_join(lint->scratch, service, 2, &services[i].text));
        RP_TRY_MEMORY(rp_arena_join(lint->scratch, operation, 3, &operations[i].text));
    }
    for (size_t i = 0; i < actions->count; i++)
        listed[i] = (struct rp_cell_pattern){.text = rp_value_text(actions, i), .wild = true, .fold = true};
    const struct rp_pattern_set within[] = {{services, LETTERS}, {operations, LETTERS}}, beyond = {listed, actions->count};
    const struct rp_sets_question question = {within, &beyond, 2, 1};
    RP_TRY(rp_pattern_sets_find_in(lint->scratch, &question, &steps, &answer, &witness));
    *ret_covers = answer == RP_SETS_NONE;
    return RAMPART_OK;
}

static enum rampart_status broad_everything_together(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action;
    bool covers = false;
    if (actions->count < 2 || !rp_lint_enabled(lint, RP_LINT_ALLOW_EVERYTHING)) return RAMPART_OK;
    if (rp_lint_allows_everything(statement) || !broad_names_every_letter(actions)) return RAMPART_OK;
    if (!rp_lint_covers_service(statement, RP_STR("")) || !rp_lint_is_unconditional(statement)) return RAMPART_OK;
    RP_TRY(broad_covers_together(lint, actions, &covers));
    if (covers && rp_lint_report(lint, RP_LINT_ALLOW_EVERYTHING, actions->spans[0],
                                 "these %u patterns are together every action, on every resource: this is an administrator",
                                 actions->count))
        rp_lint_suggest(lint, "name the services and actions that are needed");
    return RAMPART_OK;
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
    if (!rp_lint_enabled(lint, RP_LINT_ALLOW_SERVICE)) return;
    const struct rp_service_size size = rp_lint_service_size(lint->linter->catalog, service);
    if (size.writes > 0 ? rp_lint_report(lint, RP_LINT_ALLOW_SERVICE, span,
                                         "every action of %.*s is allowed on all of its resources: %zu are known, and %zu of "
                                         "them write",
                                         RP_ARG(rp_lint_shown(service)), size.actions, size.writes)
                        : rp_lint_report(lint, RP_LINT_ALLOW_SERVICE, span,
                                         "every action of %.*s is allowed on all of its resources",
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
static enum rampart_status broad_statement(const struct rp_lint *lint, const struct rp_statement *statement)
{
    bool identity = lint->policy->kind == RAMPART_POLICY_IDENTITY;
    broad_any_address(lint, statement);
    if (lint->policy->kind == RAMPART_POLICY_TRUST) broad_trust(lint, statement);
    if (identity) broad_not_resource_allow(lint, statement);
    if (!identity || !rp_lint_grants(statement)) return RAMPART_OK;
    broad_everything(lint, statement);
    RP_TRY(broad_everything_together(lint, statement));
    broad_services(lint, statement);
    rp_lint_each_value(lint, &statement->action, broad_wildcard_service);
    rp_lint_each_value(lint, &statement->resource, broad_partial_fields);
    broad_roles(lint, statement);
    return RAMPART_OK;
}

enum rampart_status rp_lint_broad(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        RP_TRY(broad_statement(lint, &lint->policy->statements[i]));
    if (lint->policy->kind != RAMPART_POLICY_IDENTITY) return RAMPART_OK;
    struct rp_escalation_places escalation;
    rp_lint_escalation(lint, &escalation);
    rp_lint_broad_writes(lint, &escalation);
    return RAMPART_OK;
}
