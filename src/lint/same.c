/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/same.h"

#include "base/str.h"
#include "base/try.h"
#include "lint/look.h"
#include "policy/key.h"

/* ---- lists of values, as an operator compares them ---- */

struct side {
    const struct rp_values *values;
    struct rp_operand_use *uses; /* only those that can be met */
    struct rp_operand *operands;
    size_t count;
};

static enum rampart_status read_side(struct rp_arena *arena, const struct rp_operator *op,
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

static enum rampart_status any_holds(const struct rp_operator *op, const struct side *side,
                                     struct rp_matcher *matcher, struct rampart_str value, bool *ret_holds)
{
    const struct rp_comparing comparing = {op->comparison, 0, matcher};
    enum rampart_truth holds = RAMPART_FALSE;
    for (size_t i = 0; i < side->count && holds != RAMPART_TRUE; i++)
        RP_TRY(op->family->holds(&side->operands[i], &comparing, value, &holds));
    *ret_holds = holds == RAMPART_TRUE;
    return RAMPART_OK;
}

static enum rampart_status same_for_all(const struct rp_operator *op, const struct side *a,
                                        const struct side *b, const struct rp_cells *values,
                                        struct rp_matcher *matcher, bool *ret_same)
{
    *ret_same = values->complete;
    for (size_t i = 0; i < values->count && *ret_same; i++) {
        bool left, right;
        RP_TRY(any_holds(op, a, matcher, values->texts[i], &left));
        RP_TRY(any_holds(op, b, matcher, values->texts[i], &right));
        *ret_same = left == right;
    }
    return RAMPART_OK;
}

static bool are_written_alike(const struct rp_values *a, const struct rp_values *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!rp_str_equal(rp_value_text(a, i), rp_value_text(b, i))) return false;
    return true;
}

/* An empty list is not a list that nothing meets: another rule speaks of it. */
static enum rampart_status same_values(struct rp_arena *arena, const struct rp_operator *op,
                                       const struct rp_values *a, const struct rp_values *b, bool *ret_same)
{
    struct side left, right;
    *ret_same = are_written_alike(a, b);
    if (*ret_same || a->count == 0 || b->count == 0) return RAMPART_OK;
    RP_TRY(read_side(arena, op, a, &left));
    RP_TRY(read_side(arena, op, b, &right));
    struct rp_operand_use *uses = RP_NEW_ARRAY(arena, struct rp_operand_use, left.count + right.count);
    RP_TRY_MEMORY(uses != NULL);
    for (size_t i = 0; i < left.count; i++) uses[i] = left.uses[i];
    for (size_t i = 0; i < right.count; i++) uses[left.count + i] = right.uses[i];
    struct rp_cells values;
    RP_TRY(op->family->stand_ins(arena, uses, left.count + right.count, &values));
    struct rp_matcher matcher;
    RP_TRY(rp_matcher_init(&matcher, &arena->allocator));
    enum rampart_status status = same_for_all(op, &left, &right, &values, &matcher, ret_same);
    rp_matcher_free(&matcher);
    return status;
}

/* ---- elements ---- */

static enum rampart_status lower_all(struct rp_arena *arena, const struct rp_values *values,
                                     struct rp_values *ret_lower)
{
    struct rp_span *spans;
    struct rampart_str *texts;
    RP_TRY_MEMORY(rp_look_make_values(arena, values->count, ret_lower, &spans, &texts));
    for (size_t i = 0; i < values->count; i++) {
        spans[i] = values->spans[i];
        RP_TRY_MEMORY(rp_arena_lower(arena, rp_value_text(values, i), &texts[i]));
    }
    return RAMPART_OK;
}

/* Patterns of actions and resources match as the values of StringLike do, actions in lower case. */
static enum rampart_status same_element(struct rp_arena *arena, const struct rp_values *a,
                                        const struct rp_values *b, bool fold, bool *ret_same)
{
    struct rp_operator like;
    struct rp_values left = *a, right = *b;
    *ret_same = a->present == b->present && a->negated == b->negated;
    if (!*ret_same || are_written_alike(&left, &right)) return RAMPART_OK;
    (void)rp_operator_find(RP_STR("StringLike"), &like);
    if (fold) RP_TRY(lower_all(arena, a, &left));
    if (fold) RP_TRY(lower_all(arena, b, &right));
    return same_values(arena, &like, &left, &right, ret_same);
}

static bool same_principals(const struct rp_statement *a, const struct rp_statement *b)
{
    if (rp_principal_count(a) != rp_principal_count(b)) return false;
    for (size_t i = 0; i < rp_principal_count(a); i++)
        if (!rp_str_equal(a->principals->items[i].value.text, b->principals->items[i].value.text))
            return false;
    return true;
}

/* The answers that a Null has: bit 1 for true, bit 0 for false. */
static unsigned answers(const struct rp_values *values)
{
    unsigned found = 0;
    for (size_t i = 0; i < values->count; i++) {
        bool truth;
        if (rp_truth_read(rp_value_text(values, i), &truth)) found |= 1U << truth;
    }
    return found;
}

static enum rampart_status same_condition(struct rp_arena *arena, const struct rp_condition *a,
                                          const struct rp_condition *b, bool *ret_same)
{
    *ret_same = rp_str_equal(a->op_name, b->op_name) && rp_key_equal(a->key.text, b->key.text);
    if (!*ret_same || are_written_alike(&a->values, &b->values)) return RAMPART_OK;
    if (!a->op.null) return same_values(arena, &a->op, &a->values, &b->values, ret_same);
    *ret_same = answers(&a->values) == answers(&b->values);
    return RAMPART_OK;
}

static enum rampart_status same_statement(struct rp_arena *arena, const struct rp_statement *a,
                                          const struct rp_statement *b, bool *ret_same)
{
    *ret_same = a->effect == b->effect && rp_str_equal(a->sid, b->sid) && same_principals(a, b) &&
                a->condition_count == b->condition_count;
    if (*ret_same) RP_TRY(same_element(arena, &a->action, &b->action, true, ret_same));
    if (*ret_same) RP_TRY(same_element(arena, &a->resource, &b->resource, false, ret_same));
    for (size_t i = 0; i < a->condition_count && *ret_same; i++)
        RP_TRY(same_condition(arena, &a->conditions[i], &b->conditions[i], ret_same));
    return RAMPART_OK;
}

enum rampart_status rp_lint_same(struct rp_arena *arena, const struct rampart_policy *a,
                                 const struct rampart_policy *b, bool *ret_same)
{
    *ret_same = a->kind == b->kind && a->statement_count == b->statement_count;
    for (size_t i = 0; i < a->statement_count && *ret_same; i++)
        RP_TRY(same_statement(arena, &a->statements[i], &b->statements[i], ret_same));
    return RAMPART_OK;
}
