/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "never matches": what no request can meet. */
#include "base/str.h"
#include "base/try.h"
#include "lint/lint.h"

/* ---- values that are none of their operator's type ---- */

static void bad_operand(const struct rp_lint *lint, const struct rp_condition *condition, size_t i)
{
    const struct rp_family *family = condition->op.family;
    if (rp_lint_find(lint, RP_LINT_BAD_OPERAND, condition->values.spans[i], "\"%.*s\" is no %s: %s",
                     RP_ARG(rp_lint_shown(rp_value_text(&condition->values, i))), family->name,
                     condition->op.negated ? "the condition is met whatever the request says"
                                           : "no request meets the condition by it"))
        rp_lint_suggest(lint, "write %s", family->expected);
}

static enum rampart_status bad_operands(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    if (op->null || !rp_lint_asks(lint, RP_LINT_BAD_OPERAND)) return RAMPART_OK;
    for (size_t i = 0; i < condition->values.count; i++) {
        struct rp_operand operand;
        RP_TRY(
            op->family->read(lint->scratch, op->comparison, rp_value_text(&condition->values, i), &operand));
        if (!operand.usable) bad_operand(lint, condition, i);
    }
    return RAMPART_OK;
}

/* ---- all of them ---- */

enum rampart_status rp_lint_never(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        for (size_t k = 0; k < statement->condition_count; k++)
            RP_TRY(bad_operands(lint, &statement->conditions[k]));
    }
    return RAMPART_OK;
}
