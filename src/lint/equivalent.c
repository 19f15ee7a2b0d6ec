/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/equivalent.h"

#include "base/str.h"
#include "base/try.h"
#include "lint/lint_util.h"
#include "policy/key.h"

/* ---- lists of values, as an operator compares them ---- */

struct side {
    const struct rp_values *values;
    struct rp_operand_use *uses; /* only those that can be met */
    struct rp_operand *operands;
    size_t count;
};

static enum rampart_status equivalent_read_side(struct rp_arena *arena, const struct rp_operator *op,
                                                const struct rp_values *values, struct side *ret_side)
{
    struct side side = {values, RP_NEW_ARRAY(arena, struct rp_operand_use, values->count),
                        RP_NEW_ARRAY(arena, struct rp_operand, values->count), 0};
    RP_TRY_MEMORY(side.uses != NULL && side.operands != NULL);
    for (size_t i = 0; i < values->count; i++) {
        struct rp_operand *operand = &side.operands[side.count];
        RP_TRY(op->family->read(arena, op->comparison, rp_value_text(values, i), operand));
        if (!rp_operand_is_read(operand, 0)) continue;
        side.uses[side.count++] = (struct rp_operand_use){operand, op->comparison, rp_value_text(values, i)};
    }
    *ret_side = side;
    return RAMPART_OK;
}

static enum rampart_status equivalent_any_holds(const struct rp_operator *op, const struct side *side,
                                                struct rp_matcher *matcher, struct rampart_str value,
                                                bool *ret_holds)
{
    const struct rp_comparing comparing = {op->comparison, 0, matcher, NULL};
    enum rampart_truth holds = RAMPART_FALSE;
    for (size_t i = 0; i < side->count && holds != RAMPART_TRUE; i++)
        RP_TRY(op->family->holds(&side->operands[i], &comparing, value, &holds));
    *ret_holds = holds == RAMPART_TRUE;
    return RAMPART_OK;
}

static enum rampart_status equivalent_for_all(const struct rp_operator *op, const struct side *a,
                                              const struct side *b, const struct rp_cells *values,
                                              struct rp_matcher *matcher, bool *ret_equal)
{
    *ret_equal = values->complete;
    for (size_t i = 0; i < values->count && *ret_equal; i++) {
        bool left, right;
        RP_TRY(equivalent_any_holds(op, a, matcher, values->texts[i], &left));
        RP_TRY(equivalent_any_holds(op, b, matcher, values->texts[i], &right));
        *ret_equal = left == right;
    }
    return RAMPART_OK;
}

/* An empty list is not compared: the rule "empty-list" reports it. */
static enum rampart_status equivalent_values(struct rp_arena *arena, const struct rp_operator *op,
                                             const struct rp_values *a, const struct rp_values *b,
                                             bool *ret_equal)
{
    struct side left, right;
    *ret_equal = rp_lint_values_equal(a, b);
    if (*ret_equal || a->count == 0 || b->count == 0) return RAMPART_OK;
    RP_TRY(equivalent_read_side(arena, op, a, &left));
    RP_TRY(equivalent_read_side(arena, op, b, &right));
    struct rp_operand_use *uses = RP_NEW_ARRAY(arena, struct rp_operand_use, left.count + right.count);
    RP_TRY_MEMORY(uses != NULL);
    for (size_t i = 0; i < left.count; i++) uses[i] = left.uses[i];
    for (size_t i = 0; i < right.count; i++) uses[left.count + i] = right.uses[i];
    struct rp_cells values;
    RP_TRY(op->family->representatives(arena, uses, left.count + right.count, &values));
    struct rp_matcher matcher;
    RP_TRY(rp_matcher_init(&matcher, &arena->allocator));
    enum rampart_status status = equivalent_for_all(op, &left, &right, &values, &matcher, ret_equal);
    rp_matcher_free(&matcher);
    return status;
}

/* ---- elements ---- */

static enum rampart_status equivalent_lower_all(struct rp_arena *arena, const struct rp_values *values,
                                                struct rp_values *ret_lower)
{
    struct rp_span *spans;
    struct rampart_str *texts;
    RP_TRY_MEMORY(rp_lint_values_alloc(arena, values->count, ret_lower, &spans, &texts));
    for (size_t i = 0; i < values->count; i++) {
        spans[i] = values->spans[i];
        RP_TRY_MEMORY(rp_arena_lower(arena, rp_value_text(values, i), &texts[i]));
    }
    return RAMPART_OK;
}

/* Actions and resources match like values of StringLike; actions in lower case. */
static enum rampart_status equivalent_element(struct rp_arena *arena, const struct rp_values *a,
                                              const struct rp_values *b, bool fold, bool *ret_equal)
{
    struct rp_operator like;
    struct rp_values left = *a, right = *b;
    *ret_equal = a->present == b->present && a->negated == b->negated;
    if (!*ret_equal || rp_lint_values_equal(&left, &right)) return RAMPART_OK;
    (void)rp_operator_find(RP_STR("StringLike"), &like);
    if (fold) RP_TRY(equivalent_lower_all(arena, a, &left));
    if (fold) RP_TRY(equivalent_lower_all(arena, b, &right));
    return equivalent_values(arena, &like, &left, &right, ret_equal);
}

static bool equivalent_principals(const struct rp_statement *a, const struct rp_statement *b)
{
    if (rp_principal_count(a) != rp_principal_count(b)) return false;
    for (size_t i = 0; i < rp_principal_count(a); i++)
        if (!rp_str_equal(a->principals->items[i].value.text, b->principals->items[i].value.text))
            return false;
    return true;
}

/* The answers that a Null names: bit 1 for true, bit 0 for false. */
static unsigned equivalent_null_answers(const struct rp_values *values)
{
    unsigned found = 0;
    for (size_t i = 0; i < values->count; i++) {
        bool truth;
        if (rp_truth_read(rp_value_text(values, i), &truth)) found |= 1U << truth;
    }
    return found;
}

static enum rampart_status equivalent_condition(struct rp_arena *arena, const struct rp_condition *a,
                                                const struct rp_condition *b, bool *ret_equal)
{
    *ret_equal = rp_str_equal(a->op_name, b->op_name) && rp_key_equal(a->key.text, b->key.text);
    if (!*ret_equal || rp_lint_values_equal(&a->values, &b->values)) return RAMPART_OK;
    if (!a->op.null) return equivalent_values(arena, &a->op, &a->values, &b->values, ret_equal);
    *ret_equal = equivalent_null_answers(&a->values) == equivalent_null_answers(&b->values);
    return RAMPART_OK;
}

static enum rampart_status equivalent_statement(struct rp_arena *arena, const struct rp_statement *a,
                                                const struct rp_statement *b, bool *ret_equal)
{
    *ret_equal = a->effect == b->effect && rp_str_equal(a->sid, b->sid) && equivalent_principals(a, b) &&
                 a->condition_count == b->condition_count;
    if (*ret_equal) RP_TRY(equivalent_element(arena, &a->action, &b->action, true, ret_equal));
    if (*ret_equal) RP_TRY(equivalent_element(arena, &a->resource, &b->resource, false, ret_equal));
    for (size_t i = 0; i < a->condition_count && *ret_equal; i++)
        RP_TRY(equivalent_condition(arena, &a->conditions[i], &b->conditions[i], ret_equal));
    return RAMPART_OK;
}

enum rampart_status rp_lint_equivalent(struct rp_arena *arena, const struct rampart_policy *a,
                                       const struct rampart_policy *b, bool *ret_equivalent)
{
    *ret_equivalent = a->kind == b->kind && a->statement_count == b->statement_count;
    for (size_t i = 0; i < a->statement_count && *ret_equivalent; i++)
        RP_TRY(equivalent_statement(arena, &a->statements[i], &b->statements[i], ret_equivalent));
    return RAMPART_OK;
}
