/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "refused": what can be read here, and the cloud does not take. */
#include "base/try.h"
#include "lint/lint.h"

/* Whether the cloud takes a Deny here is open (docs/semantics.md, "Assumptions": trust-deny). */
static void trust_deny(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (lint->policy->kind != RAMPART_POLICY_TRUST || statement->effect != RAMPART_DENY) return;
    if (rp_lint_find(lint, RP_LINT_TRUST_DENY, statement->principals->span,
                     "a Deny in a trust policy may be refused by the cloud"))
        rp_lint_suggest(lint, "name those who may assume the role in an Allow, and nobody else");
}

enum rampart_status rp_lint_refused(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) trust_deny(lint, &lint->policy->statements[i]);
    return RAMPART_OK;
}
