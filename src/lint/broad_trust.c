/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a role trusts: everybody, an account as a whole, whoever a provider signs in. */
#include "lint/broad.h"
#include "lint/look.h"

/* Whether a condition asks for one value of the key, or for a pattern that is not open at once. */
static bool is_bound(const struct rp_statement *statement, struct rampart_str key)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (!rp_look_key_is(condition, key) || !rp_look_positive(condition)) continue;
        if (!rp_look_has_star(&condition->values)) return true;
    }
    return false;
}

/* What the conditions of a statement ask of those whom a provider signs in. */
struct bounds {
    bool subject, audience, recipient;
};

static void oidc(const struct rp_lint *lint, const struct bounds *bounds, const struct rp_value *value)
{
    if (!bounds->subject &&
        rp_lint_find(lint, RP_LINT_OIDC_SUBJECT, value->span,
                     "everybody whom the provider signs in may assume the role: nothing asks for oidc:sub"))
        rp_lint_suggest(lint, "add a condition on oidc:sub that names the workload or the user");
    if (!bounds->audience && rp_lint_find(lint, RP_LINT_OIDC_AUDIENCE, value->span,
                                          "tokens that were made for another audience are taken as well"))
        rp_lint_suggest(lint, "add a condition on oidc:aud, such as \"sts.aliyuncs.com\"");
}

static void saml(const struct rp_lint *lint, const struct bounds *bounds, const struct rp_value *value)
{
    if (bounds->recipient) return;
    if (rp_lint_find(lint, RP_LINT_SAML_RECIPIENT, value->span,
                     "assertions that were made for another recipient are taken as well"))
        rp_lint_suggest(lint, "add \"StringEquals\": {\"saml:recipient\": "
                              "\"https://signin.aliyun.com/saml-role/sso\"}");
}

static void account(const struct rp_lint *lint, const struct rp_statement *statement,
                    const struct rp_value *value)
{
    if (statement->condition_count > 0 || !rp_str_ends(value->text, RP_STR(":root"))) return;
    if (rp_lint_find(lint, RP_LINT_TRUST_ACCOUNT, value->span,
                     "every user and role of the account that may call sts:AssumeRole may assume the role"))
        rp_lint_suggest(lint, "name the user or the role, or add a condition");
}

static void everybody(const struct rp_lint *lint, const struct rp_value *value)
{
    if (rp_lint_find(lint, RP_LINT_TRUST_EVERYBODY, value->span,
                     "everybody may assume the role, of any account"))
        rp_lint_suggest(lint, "name who is meant: {\"RAM\": \"acs:ram::<account>:user/<name>\"}");
}

static void provider(const struct rp_lint *lint, const struct bounds *bounds, const struct rp_value *value)
{
    if (rp_look_find(value->text, RP_STR(":oidc-provider/")) < value->text.len)
        oidc(lint, bounds, value);
    else
        saml(lint, bounds, value);
}

void rp_lint_broad_trust(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_ALLOW) return;
    const struct bounds bounds = {.subject = is_bound(statement, RP_STR("oidc:sub")),
                                  .audience = is_bound(statement, RP_STR("oidc:aud")),
                                  .recipient = is_bound(statement, RP_STR("saml:recipient"))};
    for (size_t i = 0; i < statement->principals->count; i++) {
        const struct rp_principal *principal = &statement->principals->items[i];
        if (principal->kind == RP_PRINCIPAL_EVERYBODY) everybody(lint, &principal->value);
        if (principal->kind == RP_PRINCIPAL_RAM) account(lint, statement, &principal->value);
        if (principal->kind == RP_PRINCIPAL_FEDERATED) provider(lint, &bounds, &principal->value);
    }
}
