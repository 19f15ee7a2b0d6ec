/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/lint_util.h"

#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"

/* ---- characters and texts ---- */

/* Few texts have a byte as low as a blank. The first loop finds that out without a branch; the second runs seldom. */
bool rp_lint_has_blank(struct rampart_str text)
{
    unsigned char low = 0;
    for (size_t i = 0; i < text.len; i++) low = (unsigned char)(low | ((unsigned char)text.data[i] <= ' '));
    for (size_t i = 0; low != 0 && i < text.len; i++)
        if (rp_is_blank(text.data[i])) return true;
    return false;
}

bool rp_lint_starts_fold(struct rampart_str text, struct rampart_str prefix)
{
    return rp_str_equal_fold(rp_str_part(text, 0, prefix.len), prefix);
}

bool rp_lint_is_masked(struct rampart_str text)
{
    enum { MASK = 3 };
    size_t run = 0;
    for (size_t i = rp_str_find(text, '*'); i < text.len; i++) {
        run = text.data[i] == '*' ? run + 1 : 0;
        if (run == MASK) return true;
    }
    return false;
}

size_t rp_lint_find_text(struct rampart_str text, struct rampart_str part)
{
    size_t at = 0;
    while (at + part.len <= text.len) {
        at += rp_str_find(rp_str_from(text, at), part.data[0]);
        if (at + part.len <= text.len && memcmp(text.data + at, part.data, part.len) == 0) return at;
        at++;
    }
    return text.len;
}

enum rampart_status rp_lint_is_new(struct rp_intern *set, struct rp_arena *arena, struct rampart_str text,
                                   bool *ret_new)
{
    struct rampart_str *place = rp_intern(set, arena, text);
    RP_TRY_MEMORY(place != NULL);
    *ret_new = place->data == NULL;
    if (*ret_new) *place = text;
    return RAMPART_OK;
}

/* ---- lists of values ---- */

bool rp_lint_values_alloc(struct rp_arena *arena, size_t count, struct rp_values *ret_values,
                          struct rp_span **ret_spans, struct rampart_str **ret_texts)
{
    struct rp_span *spans = rp_arena_alloc(arena, count, sizeof(struct rp_span) + sizeof(struct rampart_str));
    if (spans == NULL) return false;
    *ret_values =
        (struct rp_values){.spans = spans, .count = (unsigned)count & RP_MOST_VALUES, .present = true};
    *ret_spans = spans;
    *ret_texts = (struct rampart_str *)(void *)(spans + count); /* where rp_value_text() looks for them */
    return true;
}

void rp_lint_each_value(const struct rp_lint *lint, const struct rp_values *values,
                        void (*rule)(const struct rp_lint *lint, const struct rp_value *value))
{
    for (size_t i = 0; i < values->count; i++) {
        const struct rp_value value = rp_lint_value_at(values, i);
        rule(lint, &value);
    }
}

bool rp_lint_values_equal(const struct rp_values *a, const struct rp_values *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!rp_str_equal(rp_value_text(a, i), rp_value_text(b, i))) return false;
    return true;
}

bool rp_lint_has_star(const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        if (rp_str_equal(rp_value_text(values, i), RP_STR("*"))) return true;
    return false;
}

/* ---- actions ---- */

bool rp_lint_split_action(struct rampart_str action, struct rampart_str *ret_service,
                          struct rampart_str *ret_operation)
{
    size_t colon = rp_str_find(action, ':');
    if (colon == action.len) return false;
    *ret_service = rp_str_part(action, 0, colon);
    *ret_operation = rp_str_from(action, colon + 1);
    return true;
}

bool rp_lint_matches_action(const struct rp_statement *statement, struct rampart_str action)
{
    const struct rp_values *patterns = &statement->action;
    bool named = false;
    for (size_t i = 0; i < patterns->count && !named; i++)
        named = rp_glob(rp_value_text(patterns, i), action);
    return named != patterns->negated;
}

/* ---- resources ---- */

bool rp_lint_may_be_arn(struct rampart_str pattern)
{
    const struct rampart_str beginning = RP_STR("acs:");
    if (rp_str_starts(pattern, beginning)) return true;
    struct rampart_str literal = rp_str_part(pattern, 0, rp_literal_length(pattern));
    if (literal.len >= beginning.len || literal.len == pattern.len) return rp_str_starts(literal, beginning);
    return rp_str_starts(beginning, literal);
}

/* ---- statements and conditions ---- */

unsigned rp_lint_line(const struct rp_lint *lint, struct rp_span span)
{
    return rp_source_position(lint->policy->source, span.start).line;
}

bool rp_lint_grants(const struct rp_statement *statement)
{
    return statement->effect == RAMPART_ALLOW && !statement->action.negated && statement->resource.present &&
           !statement->resource.negated;
}

bool rp_lint_has_key(const struct rp_statement *statement, struct rampart_str key)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (rp_lint_key_is(&statement->conditions[i], key)) return true;
    return false;
}

bool rp_lint_key_starts(const struct rp_condition *condition, struct rampart_str prefix)
{
    return rp_lint_starts_fold(condition->key.text, prefix);
}

bool rp_lint_key_is(const struct rp_condition *condition, struct rampart_str key)
{
    return rp_str_equal_fold(condition->key.text, key);
}

bool rp_lint_is_positive(const struct rp_condition *condition)
{
    return !condition->op.null && !condition->op.negated;
}
