/* SPDX-License-Identifier: Apache-2.0 */
/* The words true and false, in any case. */
#include "policy/operand.h"

#include "base/str.h"

bool rp_truth_read(struct rampart_str text, bool *ret_truth)
{
    bool truth = rp_str_equal_fold(text, RP_STR("true"));
    if (!truth && !rp_str_equal_fold(text, RP_STR("false"))) return false;
    *ret_truth = truth;
    return true;
}

static enum rampart_status read(struct rp_arena *arena, enum rp_comparison comparison,
                                struct rampart_str text, struct rp_operand *ret_operand)
{
    (void)arena;
    (void)comparison;
    struct rp_operand operand = {0};
    operand.usable = rp_truth_read(text, &operand.as.truth);
    *ret_operand = operand;
    return RAMPART_OK;
}

/* Bool has one comparison only. */
static enum rampart_status holds(const struct rp_operand *operand, const struct rp_comparing *comparing,
                                 struct rampart_str value, enum rampart_truth *ret_truth)
{
    bool truth;
    (void)comparing;
    *ret_truth = RAMPART_FALSE;
    if (!operand->usable) return RAMPART_OK;
    if (!rp_truth_read(value, &truth))
        *ret_truth = RAMPART_UNKNOWN;
    else if (truth == operand->as.truth)
        *ret_truth = RAMPART_TRUE;
    return RAMPART_OK;
}

static enum rampart_status stand_ins(struct rp_arena *arena, const struct rp_operand_use *uses, size_t count,
                                     struct rp_cells *ret_values)
{
    static const struct rampart_str values[] = {{"true", 4}, {"false", 5}};
    (void)arena;
    (void)uses;
    (void)count;
    *ret_values = (struct rp_cells){values, sizeof values / sizeof *values, true};
    return RAMPART_OK;
}

const struct rp_family rp_family_bool = {
    RP_TYPE_BOOL, "boolean", "\"true\" or \"false\"", read, holds, stand_ins, NULL, NULL};
