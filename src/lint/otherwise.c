/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "means otherwise": the document does something else than it seems to say. */
#include "lint/otherwise.h"

/* docs/semantics.md, "Elements": every action there is, but for the named ones, those of tomorrow included. */
static void not_action_allow(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_ALLOW || !statement->action.negated) return;
    if (rp_lint_find(lint, RP_LINT_NOT_ACTION_ALLOW, rp_values_span(&statement->action),
                     "an Allow of NotAction grants every other action of every service"))
        rp_lint_suggest(lint,
                        "name what is allowed in Action, or deny what must not be in a statement of its own");
}

enum rampart_status rp_lint_otherwise(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        not_action_allow(lint, statement);
        rp_lint_otherwise_condition(lint, statement);
        rp_lint_otherwise_value(lint, statement);
        rp_lint_otherwise_pattern(lint, statement);
    }
    return rp_lint_otherwise_document(lint);
}
