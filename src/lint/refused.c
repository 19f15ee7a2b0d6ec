/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "refused": what can be read here, and the cloud does not take. */
#include "lint/refused.h"

#include "lint/look.h"

/* ---- trust policies ---- */

/* Whether the cloud takes a Deny here is open (docs/semantics.md, "Assumptions": trust-deny). */
static void trust_deny(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_DENY) return;
    if (rp_lint_find(lint, RP_LINT_TRUST_DENY, statement->principals->span,
                     "a Deny in a trust policy may be refused by the cloud"))
        rp_lint_suggest(lint, "name those who may assume the role in an Allow, and nobody else");
}

/* What a session may bring along has an action of its own. */
static bool is_trust_action(struct rampart_str action)
{
    return rp_str_equal_fold(action, RP_STR("sts:AssumeRole")) ||
           rp_str_equal_fold(action, RP_STR("sts:SetSourceIdentity"));
}

static void trust_action(const struct rp_lint *lint, const struct rp_value *value)
{
    if (is_trust_action(value->text)) return;
    if (rp_lint_find(lint, RP_LINT_TRUST_ACTION, value->span,
                     "a trust policy is about sts:AssumeRole alone, not about %.*s",
                     RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "write sts:AssumeRole; it covers SAML and OIDC as well");
}

static void trust_not_action(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (rp_lint_find(lint, RP_LINT_TRUST_ACTION, rp_values_span(&statement->action),
                     "a trust policy is about sts:AssumeRole alone, and NotAction is about all the rest"))
        rp_lint_suggest(lint, "write \"Action\": \"sts:AssumeRole\"");
}

static void trust_rules(const struct rp_lint *lint, const struct rp_statement *statement)
{
    trust_deny(lint, statement);
    if (statement->action.negated)
        trust_not_action(lint, statement);
    else
        rp_look_each(lint, &statement->action, trust_action);
}

/* ---- all of them ---- */

enum rampart_status rp_lint_refused(const struct rp_lint *lint)
{
    rp_lint_refused_size(lint);
    if (lint->policy->kind != RAMPART_POLICY_TRUST) return RAMPART_OK;
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        trust_rules(lint, &lint->policy->statements[i]);
    return RAMPART_OK;
}
