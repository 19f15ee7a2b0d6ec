/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/subsumes.h"

#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "lint/lint_util.h"
#include "policy/key.h"

enum {
    COMPARISONS = 4096,      /* that every document may cost */
    COMPARISONS_A_VALUE = 8, /* and a large one more, for each value */
    DEEP_COMPARISONS = 16,   /* that follow two patterns through all texts */
    DEEP_CHARACTERS = 256    /* of both patterns */
};

/* ---- patterns ---- */

struct rp_lint_budget rp_lint_budget(struct rp_arena *arena, size_t values)
{
    return (struct rp_lint_budget){arena, COMPARISONS + COMPARISONS_A_VALUE * values, DEEP_COMPARISONS};
}

/* Keeps the first bytes, those that are missing as 0, and marks those of them that stand before the first wildcard. */
static void subsumes_begin(struct rp_lint_pattern *pattern)
{
    enum { WORD = sizeof pattern->first };
    static const unsigned char marks[2 * WORD] = {255, 255, 255, 255, 255, 255, 255, 255};
    const struct rampart_str text = pattern->text;
    char bytes[WORD] = {0};
    const char *begin = text.len < WORD ? bytes : text.data;
    if (text.len < WORD && text.len > 0) memcpy(bytes, text.data, text.len);
    memcpy(&pattern->first, begin, WORD);
    if (pattern->fold) pattern->first = rp_lower_word(begin);
    memcpy(&pattern->literal, marks + WORD - (pattern->head < WORD ? pattern->head : WORD), WORD);
}

/* Counts the bytes before the first wildcard and behind the last. */
static void subsumes_measure(struct rp_lint_pattern *pattern)
{
    const struct rampart_str text = pattern->text;
    size_t head = rp_literal_length(text), tail = text.len;
    if (head < text.len)
        for (tail = 0; text.data[text.len - tail - 1] != '*' && text.data[text.len - tail - 1] != '?';)
            tail++;
    pattern->head = (uint32_t)head;
    pattern->tail = (uint32_t)tail;
    pattern->has_question = rp_str_find(text, '?') < text.len;
    subsumes_begin(pattern);
}

enum rampart_status rp_lint_patterns(struct rp_arena *arena, const struct rp_values *values, bool fold,
                                     struct rp_lint_patterns *ret_patterns)
{
    struct rp_lint_pattern *items = RP_NEW_ARRAY(arena, struct rp_lint_pattern, values->count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < values->count; i++) {
        items[i] = (struct rp_lint_pattern){.text = rp_value_text(values, i), .fold = fold};
        subsumes_measure(&items[i]);
    }
    *ret_patterns = (struct rp_lint_patterns){items, values->count};
    return RAMPART_OK;
}

static bool subsumes_equal(const struct rp_lint_pattern *pattern, struct rampart_str a, struct rampart_str b)
{
    return pattern->fold ? rp_str_equal_fold(a, b) : rp_str_equal(a, b);
}

bool rp_lint_pattern_equal(const struct rp_lint_pattern *a, const struct rp_lint_pattern *b)
{
    return a->text.len == b->text.len && subsumes_equal(a, a->text, b->text);
}

/*
 * All texts of a pattern begin and end with the same bytes, so the narrow pattern must begin and end like the wide one.
 * Most pairs do not.
 */
static bool subsumes_may_cover(const struct rp_lint_pattern *wide, const struct rp_lint_pattern *narrow)
{
    const struct rampart_str outer = wide->text, inner = narrow->text;
    if (wide->head == outer.len || inner.len < wide->head || inner.len < wide->tail) return false;
    if (wide->head > 0 && rp_lower(inner.data[wide->head - 1]) != rp_lower(outer.data[wide->head - 1])) return false;
    return subsumes_equal(wide, rp_str_part(inner, 0, wide->head), rp_str_part(outer, 0, wide->head)) &&
           subsumes_equal(wide, rp_str_from(inner, inner.len - wide->tail),
                          rp_str_from(outer, outer.len - wide->tail));
}

static enum rampart_status subsumes_make_lower(struct rp_arena *arena, struct rp_lint_pattern *pattern)
{
    if (!pattern->fold || pattern->is_lower) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_lower(arena, pattern->text, &pattern->text));
    pattern->is_lower = true;
    return RAMPART_OK;
}

/* A `?` of the wide pattern needs a character that a `*` of the narrow one need not have. */
static enum rampart_status subsumes_covers_deep(struct rp_lint_budget *budget, struct rampart_str wide,
                                                struct rampart_str narrow, bool *ret_covers)
{
    if (budget->deep == 0 || wide.len + narrow.len > DEEP_CHARACTERS) return RAMPART_OK;
    budget->deep--;
    const struct rp_cell_pattern a = {wide, true, false, RP_CROSSES}, b = {narrow, true, false, RP_CROSSES};
    enum rp_relation relation;
    RP_TRY(rp_pattern_relation(&budget->arena->allocator, &a, &b, &relation));
    *ret_covers = relation == RP_RELATION_EVERY;
    return RAMPART_OK;
}

/*
 * A pattern without `?` covers another exactly if it matches the other's text: there the wildcards are ordinary
 * characters that only a `*` can match, and that `*` matches everything that they stand for as well.
 */
enum rampart_status rp_lint_covers(struct rp_lint_budget *budget, struct rp_lint_pattern *wide,
                                   struct rp_lint_pattern *narrow, bool *ret_covers)
{
    *ret_covers = false;
    if (budget->comparisons == 0) return RAMPART_OK;
    budget->comparisons--;
    *ret_covers = rp_lint_pattern_equal(wide, narrow);
    if (*ret_covers || !rp_lint_begins_alike(wide, narrow) || !subsumes_may_cover(wide, narrow)) return RAMPART_OK;
    RP_TRY(subsumes_make_lower(budget->arena, wide));
    RP_TRY(subsumes_make_lower(budget->arena, narrow));
    if (wide->has_question) return subsumes_covers_deep(budget, wide->text, narrow->text, ret_covers);
    if (wide->pattern.kind == RP_PATTERN_NOTHING)
        RP_TRY(rp_pattern_compile(budget->arena, wide->text, &wide->pattern));
    return rp_pattern_match(&wide->pattern, NULL, narrow->text, ret_covers);
}

enum rampart_status rp_lint_any_covers(struct rp_lint_budget *budget, const struct rp_lint_patterns *wide,
                                       struct rp_lint_pattern *narrow, bool *ret_covers)
{
    *ret_covers = false;
    for (size_t i = 0; i < wide->count && !*ret_covers && budget->comparisons > 0; i++)
        RP_TRY(rp_lint_covers(budget, &wide->items[i], narrow, ret_covers));
    return RAMPART_OK;
}

/* ---- statements ---- */

enum rampart_status rp_lint_prepare(struct rp_arena *arena, const struct rp_statement *statement,
                                    struct rp_lint_prepared *ret_prepared)
{
    struct rp_lint_prepared prepared = {.statement = statement};
    RP_TRY(rp_lint_patterns(arena, &statement->action, true, &prepared.actions));
    RP_TRY(rp_lint_patterns(arena, &statement->resource, false, &prepared.resources));
    *ret_prepared = prepared;
    return RAMPART_OK;
}

bool rp_lint_principals_subsume(const struct rp_statement *wide, const struct rp_statement *narrow)
{
    size_t count = rp_principal_count(wide);
    if (count == 1 && wide->principals->items[0].kind == RP_PRINCIPAL_EVERYBODY) return true;
    if (count != rp_principal_count(narrow)) return false;
    for (size_t i = 0; i < count; i++)
        if (!rp_str_equal(wide->principals->items[i].value.text, narrow->principals->items[i].value.text))
            return false;
    return true;
}

static bool subsumes_equal_conditions(const struct rp_condition *a, const struct rp_condition *b)
{
    return rp_str_equal(a->op_name, b->op_name) && rp_key_equal(a->key.text, b->key.text) &&
           rp_lint_values_equal(&a->values, &b->values);
}

bool rp_lint_conditions_subsume(const struct rp_statement *wide, const struct rp_statement *narrow)
{
    if (wide->condition_count > narrow->condition_count) return false;
    for (size_t i = 0; i < wide->condition_count; i++) {
        size_t k = 0;
        while (k < narrow->condition_count &&
               !subsumes_equal_conditions(&wide->conditions[i], &narrow->conditions[k]))
            k++;
        if (k == narrow->condition_count) return false;
    }
    return true;
}

/* Says whether each narrow pattern is covered. */
static enum rampart_status subsumes_covers_each(struct rp_lint_budget *budget,
                                                const struct rp_lint_patterns *wide,
                                                const struct rp_lint_patterns *narrow, bool *ret_covers)
{
    *ret_covers = true;
    for (size_t i = 0; i < narrow->count && *ret_covers; i++)
        RP_TRY(rp_lint_any_covers(budget, wide, &narrow->items[i], ret_covers));
    return RAMPART_OK;
}

static bool subsumes_has_everything(const struct rp_lint_patterns *patterns)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (rp_str_equal(patterns->items[i].text, RP_STR("*"))) return true;
    return false;
}

/* One element of two statements. */
struct pair {
    const struct rp_values *wide, *narrow;
    const struct rp_lint_patterns *wide_patterns, *narrow_patterns;
};

/* NotAction matches all that its patterns leave, so the patterns of the narrow one must cover those of the wide one. */
static enum rampart_status subsumes_element(struct rp_lint_budget *budget, const struct pair *pair,
                                            bool *ret_subsumes)
{
    *ret_subsumes = false;
    if (pair->wide->present != pair->narrow->present) return RAMPART_OK;
    if (pair->wide->negated != pair->narrow->negated) {
        *ret_subsumes = pair->narrow->negated && subsumes_has_everything(pair->wide_patterns);
        return RAMPART_OK;
    }
    if (pair->wide->negated)
        return subsumes_covers_each(budget, pair->narrow_patterns, pair->wide_patterns, ret_subsumes);
    if (pair->narrow_patterns->count == 0) return RAMPART_OK;
    return subsumes_covers_each(budget, pair->wide_patterns, pair->narrow_patterns, ret_subsumes);
}

enum rampart_status rp_lint_actions_subsume(struct rp_lint_budget *budget,
                                            const struct rp_lint_prepared *wide,
                                            const struct rp_lint_prepared *narrow, bool *ret_subsumes)
{
    const struct pair pair = {&wide->statement->action, &narrow->statement->action, &wide->actions,
                              &narrow->actions};
    return subsumes_element(budget, &pair, ret_subsumes);
}

enum rampart_status rp_lint_resources_subsume(struct rp_lint_budget *budget,
                                              const struct rp_lint_prepared *wide,
                                              const struct rp_lint_prepared *narrow, bool *ret_subsumes)
{
    const struct pair pair = {&wide->statement->resource, &narrow->statement->resource, &wide->resources,
                              &narrow->resources};
    return subsumes_element(budget, &pair, ret_subsumes);
}

enum rampart_status rp_lint_subsumes(struct rp_lint_budget *budget, const struct rp_lint_prepared *wide,
                                     const struct rp_lint_prepared *narrow, bool *ret_subsumes)
{
    *ret_subsumes = false;
    if (!rp_lint_principals_subsume(wide->statement, narrow->statement)) return RAMPART_OK;
    if (!rp_lint_conditions_subsume(wide->statement, narrow->statement)) return RAMPART_OK;
    RP_TRY(rp_lint_actions_subsume(budget, wide, narrow, ret_subsumes));
    return *ret_subsumes ? rp_lint_resources_subsume(budget, wide, narrow, ret_subsumes) : RAMPART_OK;
}
