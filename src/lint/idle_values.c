/* SPDX-License-Identifier: Apache-2.0 */
/* Values of conditions that the others of their list make idle. */
#include "base/intern.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/edit.h"
#include "lint/idle.h"
#include "lint/look.h"

/* ---- one value written in two ways ---- */

static bool write_number(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_text)
{
    struct rp_number number;
    *ret_text = text;
    if (!rp_number_read(text, &number)) return true;
    size_t point = rp_str_find(number.digits, '.');
    struct rampart_str rest = rp_str_from(number.digits, point < number.digits.len ? point + 1 : point);
    return rp_arena_printf(arena, ret_text, "%c%lld:%.*s%.*s", number.negative ? '-' : '+',
                           (long long)number.magnitude, RP_ARG(rp_str_part(number.digits, 0, point)),
                           RP_ARG(rest));
}

static bool write_instant(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_text)
{
    struct rp_instant instant;
    *ret_text = text;
    return !rp_instant_read(text, &instant) ||
           rp_arena_printf(arena, ret_text, "%lld.%.*s", (long long)instant.seconds,
                           RP_ARG(instant.fraction));
}

static bool write_block(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_text)
{
    struct rp_block block;
    *ret_text = text;
    if (!rp_block_read(text, true, &block)) return true;
    const struct rampart_str parts[] = {{(const char *)block.bytes, block.length},
                                        {(const char *)&block.prefix, 1}};
    return rp_arena_join(arena, parts, 2, ret_text);
}

/* A text that two values have in common exactly if they are the same to the operator. */
static enum rampart_status write_plainly(struct rp_arena *arena, const struct rp_operator *op,
                                         struct rampart_str text, struct rampart_str *ret_text)
{
    bool truth, written = true;
    *ret_text = text;
    if (op->family == &rp_family_number) written = write_number(arena, text, ret_text);
    if (op->family == &rp_family_date) written = write_instant(arena, text, ret_text);
    if (op->family == &rp_family_ip) written = write_block(arena, text, ret_text);
    if (op->comparison == RP_COMPARE_EQUALS_FOLD) written = rp_arena_lower(arena, text, ret_text);
    if (op->family == &rp_family_bool && rp_truth_read(text, &truth))
        *ret_text = truth ? RP_STR("true") : RP_STR("false");
    return written ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* Whether the text is new; else it was seen. */
static enum rampart_status is_new(struct rp_intern *seen, struct rp_arena *arena, struct rampart_str text,
                                  bool *ret_new)
{
    struct rampart_str *place = rp_intern(seen, arena, text);
    RP_TRY_MEMORY(place != NULL);
    *ret_new = place->data == NULL;
    if (*ret_new) *place = text;
    return RAMPART_OK;
}

/* A value that stands there twice as it is written is RAM503's. */
static enum rampart_status same_values(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_values *values = &condition->values;
    bool varied =
        condition->op.family != &rp_family_string || condition->op.comparison == RP_COMPARE_EQUALS_FOLD;
    if (!varied || values->count < 2 || !rp_lint_asks(lint, RP_LINT_SAME_VALUE)) return RAMPART_OK;
    struct rp_intern written = {.count = 0}, meant = {.count = 0};
    for (size_t i = 0; i < values->count; i++) {
        const struct rp_value item = rp_look_at(values, i), *value = &item;
        struct rampart_str plain;
        bool newly_written, newly_meant;
        RP_TRY(write_plainly(lint->scratch, &condition->op, value->text, &plain));
        RP_TRY(is_new(&written, lint->scratch, value->text, &newly_written));
        RP_TRY(is_new(&meant, lint->scratch, plain, &newly_meant));
        if (newly_written && !newly_meant &&
            rp_lint_find(lint, RP_LINT_SAME_VALUE, value->span,
                         "%.*s means the same as a value before it in this list",
                         RP_ARG(rp_lint_shown(value->text)))) {
            rp_lint_suggest(lint, "leave one of the two out");
            rp_lint_remove(lint, values, i);
        }
    }
    return RAMPART_OK;
}

/* ---- thresholds behind another one ---- */

static bool is_ordered(const struct rp_operator *op)
{
    return op->comparison >= RP_COMPARE_LESS;
}

/* The order of two values, both of which can be read. */
static int compare(const struct rp_family *family, const struct rp_operand *a, const struct rp_operand *b)
{
    if (family == &rp_family_number) return rp_number_compare(&a->as.number, &b->as.number);
    return rp_instant_compare(&a->as.instant, &b->as.instant);
}

static enum rampart_status read_operands(const struct rp_lint *lint, const struct rp_condition *condition,
                                         struct rp_operand **ret_operands)
{
    size_t count = condition->values.count;
    struct rp_operand *operands = RP_NEW_ARRAY(lint->scratch, struct rp_operand, count);
    RP_TRY_MEMORY(operands != NULL);
    for (size_t i = 0; i < count; i++)
        RP_TRY(condition->op.family->read(lint->scratch, condition->op.comparison,
                                          rp_value_text(&condition->values, i), &operands[i]));
    *ret_operands = operands;
    return RAMPART_OK;
}

/* The values are alternatives: of "less than 5 or 10" all is said by the 10. */
static enum rampart_status thresholds(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_values *values = &condition->values;
    if (!is_ordered(&condition->op) || values->count < 2 || !rp_lint_asks(lint, RP_LINT_IDLE_THRESHOLD))
        return RAMPART_OK;
    struct rp_operand *operands;
    RP_TRY(read_operands(lint, condition, &operands));
    bool upper = condition->op.comparison <= RP_COMPARE_LESS_EQUALS;
    size_t widest = values->count;
    for (size_t i = 0; i < values->count; i++) {
        if (!rp_operand_is_read(&operands[i], 0)) continue;
        int order =
            widest == values->count ? 1 : compare(condition->op.family, &operands[i], &operands[widest]);
        if (widest == values->count || (upper ? order > 0 : order < 0)) widest = i;
    }
    for (size_t i = 0; i < values->count; i++) {
        if (!rp_operand_is_read(&operands[i], 0) ||
            compare(condition->op.family, &operands[i], &operands[widest]) == 0)
            continue;
        if (rp_lint_find(lint, RP_LINT_IDLE_THRESHOLD, values->spans[i],
                         "%.*s does nothing beside %.*s: one of the values suffices",
                         RP_ARG(rp_lint_shown(rp_value_text(values, i))),
                         RP_ARG(rp_lint_shown(rp_value_text(values, widest)))))
            rp_lint_suggest(lint, "keep the bound that is meant");
    }
    return RAMPART_OK;
}

/* ---- conditions that every value meets ---- */

static bool truths_are_both(const struct rp_values *values)
{
    bool seen[2] = {false, false}, truth;
    for (size_t i = 0; i < values->count; i++)
        if (rp_truth_read(rp_value_text(values, i), &truth)) seen[truth] = true;
    return seen[0] && seen[1];
}

static bool blocks_are_all(const struct rp_values *values)
{
    bool four = false, six = false;
    for (size_t i = 0; i < values->count; i++) {
        struct rp_block block;
        if (!rp_block_read(rp_value_text(values, i), true, &block) || block.prefix > 0) continue;
        four |= block.length == 4;
        six |= block.length == 16;
    }
    return four && six;
}

static void any_value(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    if (op->null || op->negated || op->if_exists || op->quantifier != RP_BARE) return;
    bool all = op->family == &rp_family_bool && truths_are_both(&condition->values);
    all |= op->family == &rp_family_ip && blocks_are_all(&condition->values);
    if (all && rp_lint_find(lint, RP_LINT_ANY_VALUE, rp_values_span(&condition->values),
                            "every value of %.*s meets this condition, which only asks that there is one",
                            RP_ARG(rp_lint_shown(condition->key.text))))
        rp_lint_suggest(lint, "name the values that are meant, or leave the condition out");
}

enum rampart_status rp_lint_idle_values(const struct rp_lint *lint, const struct rp_condition *condition)
{
    any_value(lint, condition);
    if (condition->op.null) return RAMPART_OK;
    RP_TRY(same_values(lint, condition));
    return thresholds(lint, condition);
}
