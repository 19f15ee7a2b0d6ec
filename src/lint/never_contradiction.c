/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions of one statement on one key that no value meets together. Asked of keys that have one value at the most: of
 * several values, one may meet this condition and another one that.
 */
#include "base/intern.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/keys.h"
#include "catalog/tsv.h"
#include "lint/look.h"
#include "lint/never.h"

/* Few operands are tried on few values: who contradicts himself in a long list has other worries. */
enum { MOST_OPERANDS = 8, MOST_CONDITIONS = 4, LONGEST_TEXT = 200 };

/* The conditions on one key, all of one type. */
struct group {
    const struct rp_condition *conditions[MOST_CONDITIONS];
    size_t count;
    struct rp_operand operands[MOST_OPERANDS]; /* those of the first condition come first */
    struct rp_operand_use uses[MOST_OPERANDS];
    size_t operand_count;
};

static bool has_one_value(const struct rp_condition *condition)
{
    enum { VALUES = 2 };
    struct rampart_str line;
    return rp_catalog_key_row(rp_tsv_rows(rp_catalog_condition_keys()), condition->key.text, &line) &&
           rp_str_equal(rp_tsv_field(line, VALUES), RP_STR("single"));
}

/* ---- gathering ---- */

static bool has_long_text(const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        if (rp_value_text(values, i).len > LONGEST_TEXT) return true;
    return false;
}

/* Whether the condition is of a kind that is looked at. */
static bool is_plain(const struct rp_condition *condition)
{
    return rp_operator_supported(&condition->op) && condition->values.count > 0 &&
           condition->values.count < MOST_OPERANDS && !has_long_text(&condition->values);
}

/* Adds the conditions from the `first`-th on that are on its key. False: they are too many, or of several types. */
static bool gather(const struct rp_statement *statement, size_t first, struct group *group)
{
    const struct rp_condition *one = &statement->conditions[first];
    size_t operands = 0;
    group->count = 0;
    for (size_t i = first; i < statement->condition_count; i++) {
        const struct rp_condition *other = &statement->conditions[i];
        if (!rp_str_equal_fold(one->key.text, other->key.text)) continue;
        operands += other->values.count;
        if (!is_plain(other) || other->op.family != one->op.family || operands > MOST_OPERANDS) return false;
        if (group->count == MOST_CONDITIONS) return false;
        group->conditions[group->count++] = other;
    }
    return group->count > 1;
}

static enum rampart_status read_operands(const struct rp_lint *lint, struct group *group, bool *ret_usable)
{
    group->operand_count = 0;
    *ret_usable = true;
    for (size_t i = 0; i < group->count; i++) {
        const struct rp_condition *condition = group->conditions[i];
        for (size_t k = 0; k < condition->values.count; k++) {
            struct rp_operand *operand = &group->operands[group->operand_count];
            struct rampart_str text = rp_value_text(&condition->values, k);
            RP_TRY(condition->op.family->read(lint->scratch, condition->op.comparison, text, operand));
            *ret_usable &= rp_operand_is_read(operand, 0);
            group->uses[group->operand_count++] =
                (struct rp_operand_use){operand, condition->op.comparison, text};
        }
    }
    return RAMPART_OK;
}

/* ---- trying ---- */

static enum rampart_status meets_all(const struct group *group, struct rp_matcher *matcher,
                                     struct rampart_str value, bool *ret_meets)
{
    const struct rp_operand *operand = group->operands;
    *ret_meets = true;
    for (size_t i = 0; i < group->count; i++) {
        const struct rp_condition *condition = group->conditions[i];
        bool any = false;
        for (size_t k = 0; k < condition->values.count; k++, operand++) {
            const struct rp_comparing comparing = {condition->op.comparison, 0, matcher};
            enum rampart_truth holds;
            RP_TRY(condition->op.family->holds(operand, &comparing, value, &holds));
            any |= holds == RAMPART_TRUE;
        }
        *ret_meets &= any != condition->op.negated;
    }
    return RAMPART_OK;
}

/* An absent key meets what is negated. */
static bool absent_meets_all(const struct group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (!group->conditions[i]->op.negated) return false;
    return true;
}

/* What must be equal to one of a few texts can be nothing else; other texts are not followed: that takes too long. */
static bool few_texts(struct rp_arena *arena, const struct group *group, struct rp_cells *ret_values)
{
    for (size_t i = 0; i < group->count; i++) {
        const struct rp_condition *condition = group->conditions[i];
        if (condition->op.negated || condition->op.comparison != RP_COMPARE_EQUALS) continue;
        struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, condition->values.count);
        if (texts == NULL) return false;
        for (size_t k = 0; k < condition->values.count; k++) texts[k] = rp_value_text(&condition->values, k);
        *ret_values = (struct rp_cells){texts, condition->values.count, true};
        return true;
    }
    *ret_values = (struct rp_cells){.complete = false};
    return true;
}

static enum rampart_status values_to_try(const struct rp_lint *lint, const struct group *group,
                                         struct rp_cells *ret_values)
{
    const struct rp_family *family = group->conditions[0]->op.family;
    if (family != &rp_family_string)
        return family->stand_ins(lint->scratch, group->uses, group->operand_count, ret_values);
    return few_texts(lint->scratch, group, ret_values) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status try_values(const struct group *group, const struct rp_cells *values,
                                      const struct rampart_allocator *allocator, bool *ret_met)
{
    struct rp_matcher matcher = {.general = NULL};
    bool texts = group->conditions[0]->op.family == &rp_family_string; /* nothing else needs a matcher */
    if (texts) RP_TRY(rp_matcher_init(&matcher, allocator));
    enum rampart_status status = RAMPART_OK;
    *ret_met = false;
    for (size_t i = 0; i < values->count && !*ret_met && status == RAMPART_OK; i++)
        status = meets_all(group, &matcher, values->texts[i], ret_met);
    if (texts) rp_matcher_free(&matcher);
    return status;
}

static enum rampart_status can_be_met(const struct rp_lint *lint, struct group *group, bool *ret_met)
{
    struct rp_cells values;
    bool usable;
    *ret_met = true;
    RP_TRY(read_operands(lint, group, &usable));
    if (!usable || absent_meets_all(group)) return RAMPART_OK;
    RP_TRY(values_to_try(lint, group, &values));
    if (!values.complete) return RAMPART_OK;
    return try_values(group, &values, lint->linter->options.allocator, ret_met);
}

/* ---- reporting ---- */

/* What was gathered already with the first condition on the key. */
static bool is_repeated(const struct rp_statement *statement, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (rp_str_equal_fold(statement->conditions[i].key.text, statement->conditions[number].key.text))
            return true;
    return false;
}

static enum rampart_status look_at(const struct rp_lint *lint, const struct rp_statement *statement,
                                   size_t first)
{
    struct group group;
    bool met = true;
    if (is_repeated(statement, first) || !has_one_value(&statement->conditions[first])) return RAMPART_OK;
    if (!gather(statement, first, &group)) return RAMPART_OK;
    RP_TRY(can_be_met(lint, &group, &met));
    if (met) return RAMPART_OK;
    if (rp_lint_find(lint, RP_LINT_CONTRADICTION, rp_values_span(&group.conditions[group.count - 1]->values),
                     "no value of %.*s meets this and the other condition on it: the statement never matches",
                     RP_ARG(rp_lint_shown(group.conditions[0]->key.text))))
        rp_lint_suggest(lint,
                        "all conditions of a statement must hold; write two statements for alternatives");
    return RAMPART_OK;
}

/* Statements have a handful of conditions; one with many is not looked at. */
enum rampart_status rp_lint_never_contradiction(const struct rp_lint *lint,
                                                const struct rp_statement *statement)
{
    enum { MOST = 16 };
    if (statement->condition_count > MOST || !rp_lint_asks(lint, RP_LINT_CONTRADICTION)) return RAMPART_OK;
    for (size_t i = 0; i + 1 < statement->condition_count; i++) RP_TRY(look_at(lint, statement, i));
    return RAMPART_OK;
}
