/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_rows.h"

#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "policy/pattern_pair.h"

/* ---- regions ---- */

/* Patterns with their texts, as they are left over. */
struct list {
    const struct rp_cell_pattern **patterns;
    struct rampart_str *texts;
    size_t count;
};

struct region {
    struct list *within;
    size_t within_count;
    struct list except;
};

static enum rampart_status diff_rows_list(struct rp_arena *arena, size_t room, struct list *ret_list)
{
    *ret_list = (struct list){RP_NEW_ARRAY(arena, const struct rp_cell_pattern *, room),
                              RP_NEW_ARRAY(arena, struct rampart_str, room), 0};
    return ret_list->patterns == NULL || ret_list->texts == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
}

static void diff_rows_append(struct list *list, const struct rp_diff_element *element)
{
    for (size_t i = 0; i < element->set.count; i++) {
        list->patterns[list->count] = &element->set.patterns[i];
        list->texts[list->count++] = element->hidden ? RP_STR("(sensitive)") : element->texts[i];
    }
}

static enum rampart_status diff_rows_take(struct rp_arena *arena, const struct rp_diff_element *element, bool in,
                                          struct region *region)
{
    if (in == element->set.negated) {
        diff_rows_append(&region->except, element);
        return RAMPART_OK;
    }
    struct list *list = &region->within[region->within_count++];
    RP_TRY(diff_rows_list(arena, element->set.count, list));
    diff_rows_append(list, element);
    return RAMPART_OK;
}

/* Whether each text of `part` lies in `whole`, as pairs of patterns show. */
static bool diff_rows_takes(const struct list *whole, const struct list *part)
{
    for (size_t i = 0; i < part->count; i++) {
        bool taken = false;
        for (size_t k = 0; k < whole->count && !taken; k++)
            taken = rp_pattern_takes(whole->patterns[k], part->patterns[i]);
        if (!taken) return false;
    }
    return true;
}

static bool diff_rows_is_apart(const struct list *list, const struct rp_cell_pattern *pattern)
{
    for (size_t i = 0; i < list->count; i++)
        if (!rp_patterns_are_apart(list->patterns[i], pattern)) return false;
    return true;
}

/* Leaves out a list that takes in all of another one. */
static void diff_rows_leave_wider(struct region *region)
{
    for (size_t i = 0; i < region->within_count;) {
        bool wider = false;
        for (size_t k = 0; k < region->within_count && !wider; k++)
            wider = k != i && diff_rows_takes(&region->within[i], &region->within[k]);
        if (!wider) {
            i++;
            continue;
        }
        region->within_count--;
        for (size_t k = i; k < region->within_count; k++) region->within[k] = region->within[k + 1];
    }
}

/* Leaves out patterns that have no text in common with one of the lists. */
static void diff_rows_leave_apart(const struct region *region, struct list *list)
{
    size_t left = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool apart = false;
        for (size_t k = 0; k < region->within_count && !apart; k++)
            apart = &region->within[k] != list && diff_rows_is_apart(&region->within[k], list->patterns[i]);
        if (apart) continue;
        list->patterns[left] = list->patterns[i];
        list->texts[left++] = list->texts[i];
    }
    list->count = left;
}

/* Leaves out patterns of which nothing is left. */
static void diff_rows_leave_excepted(const struct list *except, struct list *list)
{
    size_t left = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool taken = false;
        for (size_t k = 0; k < except->count && !taken; k++)
            taken = rp_pattern_takes(except->patterns[k], list->patterns[i]);
        if (taken) continue;
        list->patterns[left] = list->patterns[i];
        list->texts[left++] = list->texts[i];
    }
    list->count = left;
}

/* Leaves out patterns that another one takes in. */
static void diff_rows_leave_taken(struct list *list)
{
    for (size_t i = 0; i < list->count;) {
        bool taken = false;
        for (size_t k = 0; k < list->count && !taken; k++)
            taken = k != i && rp_pattern_takes(list->patterns[k], list->patterns[i]);
        if (!taken) {
            i++;
            continue;
        }
        list->count--;
        for (size_t k = i; k < list->count; k++) {
            list->patterns[k] = list->patterns[k + 1];
            list->texts[k] = list->texts[k + 1];
        }
    }
}

static enum rampart_status diff_rows_hand_out(struct rp_arena *arena, const struct region *region,
                                              struct rampart_diff_region *ret_region)
{
    static const struct rampart_str star = {"*", 1};
    const size_t count = region->within_count == 0 ? 1 : region->within_count;
    struct rampart_strs *within = RP_NEW_ARRAY(arena, struct rampart_strs, count);
    RP_TRY_MEMORY(within != NULL);
    within[0] = (struct rampart_strs){&star, 1};
    for (size_t i = 0; i < region->within_count; i++)
        within[i] = (struct rampart_strs){region->within[i].texts, region->within[i].count};
    *ret_region = (struct rampart_diff_region){within, count, {region->except.texts, region->except.count}};
    return RAMPART_OK;
}

enum rampart_status rp_diff_region_make(struct rp_arena *arena, const struct rp_diff_element *elements, size_t base,
                                        const struct rp_diff_terms *terms, struct rampart_diff_region *ret_region)
{
    struct region region = {.within = RP_NEW_ARRAY(arena, struct list, terms->count + 1)};
    size_t room = elements[base].set.count;
    for (size_t i = 0; i < terms->count; i++) room += elements[terms->numbers[i]].set.count;
    RP_TRY_MEMORY(region.within != NULL);
    RP_TRY(diff_rows_list(arena, room, &region.except));
    RP_TRY(diff_rows_take(arena, &elements[base], true, &region));
    for (size_t i = 0; i < terms->count; i++)
        RP_TRY(diff_rows_take(arena, &elements[terms->numbers[i]], terms->signs[i] == RP_DIFF_IN, &region));
    diff_rows_leave_wider(&region);
    for (size_t i = 0; i < region.within_count; i++) {
        diff_rows_leave_apart(&region, &region.within[i]);
        diff_rows_leave_excepted(&region.except, &region.within[i]);
        diff_rows_leave_taken(&region.within[i]);
    }
    diff_rows_leave_apart(&region, &region.except);
    diff_rows_leave_taken(&region.except);
    return diff_rows_hand_out(arena, &region, ret_region);
}

/* ---- formulas ---- */

static enum rampart_status diff_rows_term(struct rp_arena *arena, const struct rp_diff_statement *statement,
                                          struct rampart_diff_term *ret_term)
{
    const struct rp_rule rule = {
        .effect = statement->source->effect, .attachment = &statement->attachment, .statement = statement->source};
    const struct rp_statement *source = statement->source;
    struct rampart_condition *conditions = RP_NEW_ARRAY(arena, struct rampart_condition, source->condition_count);
    RP_TRY_MEMORY(conditions != NULL);
    for (size_t i = 0; i < source->condition_count; i++) {
        const struct rp_condition *condition = &source->conditions[i];
        const struct rampart_reason reason = rp_reason_of(&rule);
        conditions[i] = (struct rampart_condition){.effect = source->effect,
                                                   .policy = reason.policy,
                                                   .layer = reason.layer,
                                                   .statement = reason.statement,
                                                   .op = condition->op_name,
                                                   .key = condition->key.text,
                                                   .state = RAMPART_UNKNOWN,
                                                   .place = rp_place_of(&rule, condition->key.span.start)};
        RP_TRY_MEMORY(rp_value_texts(arena, &rule, &condition->values, &conditions[i].values));
    }
    *ret_term = (struct rampart_diff_term){conditions, source->condition_count};
    return RAMPART_OK;
}

/* Whether one of the first `count` statements of this side and part of the formula says the same. */
static bool diff_rows_is_said(const struct rp_diff_pool *pool, struct rp_diff_numbers statements, size_t at,
                              enum rp_diff_side side)
{
    const struct rp_diff_statement *statement = &pool->statements[statements.items[at]];
    for (size_t i = 0; i < at; i++) {
        const struct rp_diff_statement *other = &pool->statements[statements.items[i]];
        if (other->of[side] && !other->placeholder && other->source->effect == statement->source->effect &&
            rp_diff_grants(other->attachment.layer) == rp_diff_grants(statement->attachment.layer) &&
            rp_str_equal(other->condition, statement->condition))
            return true;
    }
    return false;
}

static enum rampart_status diff_rows_terms(struct rp_arena *arena, const struct rp_diff_pool *pool,
                                           struct rp_diff_numbers statements, enum rp_diff_side side,
                                           enum rampart_effect effect, const struct rampart_diff_term **ret_terms,
                                           size_t *ret_count)
{
    struct rampart_diff_term *terms = RP_NEW_ARRAY(arena, struct rampart_diff_term, statements.count);
    size_t count = 0;
    RP_TRY_MEMORY(terms != NULL);
    for (size_t i = 0; i < statements.count; i++) {
        const struct rp_diff_statement *statement = &pool->statements[statements.items[i]];
        if (!statement->of[side] || statement->placeholder || statement->source->effect != effect) continue;
        if (effect == RAMPART_ALLOW && !rp_diff_grants(statement->attachment.layer)) continue;
        if (diff_rows_is_said(pool, statements, i, side)) continue;
        RP_TRY(diff_rows_term(arena, statement, &terms[count++]));
        if (terms[count - 1].count > 0) continue;
        terms[0] = terms[count - 1]; /* it always holds: the others say no more */
        count = 1;
        break;
    }
    *ret_terms = terms;
    *ret_count = count;
    return RAMPART_OK;
}

enum rampart_status rp_diff_formula_make(struct rp_arena *arena, const struct rp_diff_pool *pool,
                                         struct rp_diff_numbers statements, enum rp_diff_side side,
                                         struct rampart_diff_formula *ret_formula)
{
    RP_TRY(diff_rows_terms(arena, pool, statements, side, RAMPART_ALLOW, &ret_formula->any, &ret_formula->any_count));
    return diff_rows_terms(arena, pool, statements, side, RAMPART_DENY, &ret_formula->unless, &ret_formula->unless_count);
}

/* ---- causes ---- */

bool rp_diff_is_cause(const struct rp_diff_statement *statement, enum rampart_diff_change change)
{
    const bool added = statement->of[RP_DIFF_NEW], allow = statement->source->effect == RAMPART_ALLOW;
    return rp_diff_is_changed(statement) && !statement->placeholder && (added == allow) == (change == RAMPART_DIFF_GAIN);
}

static struct rampart_diff_cause diff_rows_cause(const struct rp_diff_statement *statement)
{
    const struct rp_rule rule = {
        .effect = statement->source->effect, .attachment = &statement->attachment, .statement = statement->source};
    const struct rampart_reason reason = rp_reason_of(&rule);
    return (struct rampart_diff_cause){.added = statement->of[RP_DIFF_NEW],
                                       .effect = reason.effect,
                                       .layer = reason.layer,
                                       .policy = reason.policy,
                                       .statement = reason.statement,
                                       .place = reason.place};
}

enum rampart_status rp_diff_causes_make(struct rp_arena *arena, const struct rp_diff_pool *pool,
                                        struct rp_diff_numbers statements, enum rampart_diff_change change,
                                        const struct rampart_diff_cause **ret_causes, size_t *ret_count)
{
    struct rampart_diff_cause *causes = RP_NEW_ARRAY(arena, struct rampart_diff_cause, statements.count);
    size_t count = 0;
    RP_TRY_MEMORY(causes != NULL);
    for (int all = 0; all < 2 && count == 0; all++)
        for (size_t i = 0; i < statements.count; i++) {
            const struct rp_diff_statement *statement = &pool->statements[statements.items[i]];
            if (statement->placeholder || !rp_diff_is_changed(statement)) continue;
            if (all || rp_diff_is_cause(statement, change)) causes[count++] = diff_rows_cause(statement);
        }
    *ret_causes = causes;
    *ret_count = count;
    return RAMPART_OK;
}
