/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/custom_conditions.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/key.h"

/* A condition whose values are read. */
struct reads {
    const struct rp_condition *condition;
    struct rp_operand *operands;
    bool all; /* each value can be read */
};

static enum rampart_status conditions_read(struct rp_arena *arena, const struct rp_condition *condition, struct reads *ret_reads)
{
    const struct rp_operator *op = &condition->op;
    struct reads reads = {condition, RP_NEW_ARRAY(arena, struct rp_operand, condition->values.count), true};
    RP_TRY_MEMORY(reads.operands != NULL);
    for (size_t i = 0; i < condition->values.count; i++) {
        RP_TRY(op->family->read(arena, op->comparison, rp_value_text(&condition->values, i), &reads.operands[i]));
        reads.all = reads.all && rp_operand_is_read(&reads.operands[i], 0);
    }
    *ret_reads = reads;
    return RAMPART_OK;
}

static enum rampart_status conditions_hold(const struct reads *reads, struct rp_matcher *matcher, struct rampart_str value,
                                           bool *ret_holds)
{
    const struct rp_operator *op = &reads->condition->op;
    const struct rp_comparing comparing = {op->comparison, 0, matcher, NULL};
    enum rampart_truth holds = RAMPART_FALSE;
    for (size_t i = 0; i < reads->condition->values.count && holds != RAMPART_TRUE; i++)
        RP_TRY(op->family->holds(&reads->operands[i], &comparing, value, &holds));
    *ret_holds = (holds == RAMPART_TRUE) != op->negated;
    return RAMPART_OK;
}

/* Which of the four are there: neither holds, a alone, b alone, both. */
struct cases {
    bool seen[2][2]; /* by whether a holds, whether b holds */
    bool complete;
};

/* What is compared here: one value, by an operator of RAM's. */
static bool conditions_are_plain(const struct rp_condition *a, const struct rp_condition *b)
{
    return a->op.family != NULL && a->op.family == b->op.family && a->op.quantifier == RP_BARE &&
           b->op.quantifier == RP_BARE && !a->op.if_exists && !b->op.if_exists;
}

static enum rampart_status conditions_try_all(const struct reads *a, const struct reads *b, const struct rp_cells *values,
                                              struct rp_matcher *matcher, struct cases *cases)
{
    for (size_t i = 0; i < values->count; i++) {
        bool left, right;
        RP_TRY(conditions_hold(a, matcher, values->texts[i], &left));
        RP_TRY(conditions_hold(b, matcher, values->texts[i], &right));
        cases->seen[left][right] = true;
    }
    cases->seen[a->condition->op.negated][b->condition->op.negated] = true; /* a request without the key */
    cases->complete = values->complete;
    return RAMPART_OK;
}

static enum rampart_status conditions_cases(struct rp_arena *arena, const struct rp_condition *a,
                                            const struct rp_condition *b, struct cases *ret_cases)
{
    struct reads left, right;
    struct rp_matcher matcher;
    struct rp_cells values;
    *ret_cases = (struct cases){.complete = false};
    if (!conditions_are_plain(a, b)) return RAMPART_OK;
    RP_TRY(conditions_read(arena, a, &left));
    RP_TRY(conditions_read(arena, b, &right));
    if (!left.all || !right.all) return RAMPART_OK;
    const size_t count = a->values.count + b->values.count;
    struct rp_operand_use *uses = RP_NEW_ARRAY(arena, struct rp_operand_use, count);
    RP_TRY_MEMORY(uses != NULL);
    for (size_t i = 0; i < count; i++) {
        const bool first = i < a->values.count;
        const struct reads *of = first ? &left : &right;
        const size_t k = first ? i : i - a->values.count;
        uses[i] = (struct rp_operand_use){&of->operands[k], of->condition->op.comparison, rp_value_text(&of->condition->values, k)};
    }
    RP_TRY(a->op.family->representatives(arena, uses, count, &values));
    RP_TRY(rp_matcher_init(&matcher, &arena->allocator));
    enum rampart_status status = conditions_try_all(&left, &right, &values, &matcher, ret_cases);
    rp_matcher_free(&matcher);
    return status;
}

static bool conditions_share_key(const struct rp_condition *a, const struct rp_condition *b)
{
    return rp_key_equal(a->key.text, b->key.text);
}

enum rampart_status rp_conditions_imply(struct rp_arena *arena, const struct rp_statement *a, const struct rp_statement *b,
                                        bool *ret_imply)
{
    *ret_imply = true;
    for (size_t i = 0; i < b->condition_count && *ret_imply; i++) {
        *ret_imply = false;
        for (size_t k = 0; k < a->condition_count && !*ret_imply; k++) {
            struct cases cases;
            if (!conditions_share_key(&a->conditions[k], &b->conditions[i])) continue;
            RP_TRY(conditions_cases(arena, &a->conditions[k], &b->conditions[i], &cases));
            *ret_imply = cases.complete && !cases.seen[true][false];
        }
    }
    return RAMPART_OK;
}

enum rampart_status rp_conditions_may_meet(struct rp_arena *arena, const struct rp_statement *a,
                                           const struct rp_statement *b, bool *ret_may)
{
    *ret_may = true;
    for (size_t i = 0; i < a->condition_count && *ret_may; i++)
        for (size_t k = 0; k < b->condition_count && *ret_may; k++) {
            struct cases cases;
            if (!conditions_share_key(&a->conditions[i], &b->conditions[k])) continue;
            RP_TRY(conditions_cases(arena, &a->conditions[i], &b->conditions[k], &cases));
            *ret_may = !cases.complete || cases.seen[true][true];
        }
    return RAMPART_OK;
}

enum rampart_status rp_conditions_leave_none(struct rp_arena *arena, const struct rp_statement *a,
                                             const struct rp_statement *b, bool *ret_none)
{
    struct cases cases;
    *ret_none = a->condition_count == 0 || b->condition_count == 0;
    if (*ret_none || a->condition_count > 1 || b->condition_count > 1) return RAMPART_OK;
    if (!conditions_share_key(&a->conditions[0], &b->conditions[0])) return RAMPART_OK;
    RP_TRY(conditions_cases(arena, &a->conditions[0], &b->conditions[0], &cases));
    *ret_none = cases.complete && !cases.seen[false][false];
    return RAMPART_OK;
}
