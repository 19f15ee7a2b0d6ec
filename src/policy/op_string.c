/* SPDX-License-Identifier: Apache-2.0 */
/* Texts: byte for byte, without case, or with wildcards. Every text is a value, the empty one too. */
#include "policy/operand.h"

#include "base/try.h"

static enum rampart_status compile(struct rp_arena *arena, enum rp_comparison comparison,
                                   struct rampart_str text, struct rp_pattern *ret_pattern)
{
    if (comparison == RP_COMPARE_LIKE) return rp_pattern_compile(arena, text, ret_pattern);
    if (comparison == RP_COMPARE_EQUALS_FOLD) return rp_pattern_compile_fold(arena, text, ret_pattern);
    *ret_pattern = (struct rp_pattern){.kind = RP_PATTERN_EXACT, .head = text}; /* `*` is a star here */
    return RAMPART_OK;
}

static enum rampart_status read(struct rp_arena *arena, enum rp_comparison comparison,
                                struct rampart_str text, struct rp_operand *ret_operand)
{
    struct rp_operand operand = {.usable = true};
    RP_TRY(compile(arena, comparison, text, &operand.as.pattern));
    *ret_operand = operand;
    return RAMPART_OK;
}

static enum rampart_status holds(const struct rp_operand *operand, const struct rp_comparing *comparing,
                                 struct rampart_str value, enum rampart_truth *ret_truth)
{
    bool match = false; /* the pattern was compiled for the comparison */
    if (operand->usable) RP_TRY(rp_pattern_match(&operand->as.pattern, comparing->matcher, value, &match));
    *ret_truth = match ? RAMPART_TRUE : RAMPART_FALSE;
    return RAMPART_OK;
}

static enum rampart_status stand_ins(struct rp_arena *arena, const struct rp_operand_use *uses, size_t count,
                                     struct rp_cells *ret_values)
{
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(arena, struct rp_cell_pattern, count);
    RP_TRY_MEMORY(patterns != NULL);
    for (size_t i = 0; i < count; i++)
        patterns[i] = (struct rp_cell_pattern){.text = uses[i].text,
                                               .wild = uses[i].comparison == RP_COMPARE_LIKE,
                                               .fold = uses[i].comparison == RP_COMPARE_EQUALS_FOLD};
    return rp_pattern_cells(arena, patterns, count, ret_values);
}

const struct rp_family rp_family_string = {RP_TYPE_STRING, "string",  "a text", read,
                                           holds,          stand_ins, NULL,     NULL};
