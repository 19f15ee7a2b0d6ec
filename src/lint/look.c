/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/look.h"

#include <string.h>

#include "base/glob.h"
#include "policy/arn.h"

bool rp_look_make_values(struct rp_arena *arena, size_t count, struct rp_values *ret_values,
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

void rp_look_each(const struct rp_lint *lint, const struct rp_values *values,
                  void (*look)(const struct rp_lint *lint, const struct rp_value *value))
{
    for (size_t i = 0; i < values->count; i++) {
        const struct rp_value value = rp_look_at(values, i);
        look(lint, &value);
    }
}

bool rp_look_action(struct rampart_str action, struct rampart_str *ret_service,
                    struct rampart_str *ret_operation)
{
    size_t colon = rp_str_find(action, ':');
    if (colon == action.len) return false;
    *ret_service = rp_str_part(action, 0, colon);
    *ret_operation = rp_str_from(action, colon + 1);
    return true;
}

bool rp_look_grants(const struct rp_statement *statement)
{
    return statement->effect == RAMPART_ALLOW && !statement->action.negated && statement->resource.present &&
           !statement->resource.negated;
}

static bool covers(struct rampart_str pattern, struct rampart_str service, struct rampart_str rest)
{
    struct rp_arn arn;
    if (rp_str_equal(pattern, RP_STR("*"))) return true;
    if (!rp_arn_split(pattern, &arn)) return false;
    return rp_glob(arn.service, service) && rp_glob(arn.rest, rest);
}

bool rp_look_covers(const struct rp_statement *statement, struct rampart_str service, struct rampart_str rest)
{
    const struct rp_values *values = &statement->resource;
    for (size_t i = 0; i < values->count; i++)
        if (covers(rp_value_text(values, i), service, rest)) return true;
    return false;
}

static size_t literal_length(struct rampart_str text)
{
    size_t len = 0;
    while (len < text.len && text.data[len] != '*' && text.data[len] != '?') len++;
    return len;
}

bool rp_look_may_be_arn(struct rampart_str pattern)
{
    const struct rampart_str beginning = RP_STR("acs:");
    if (rp_str_starts(pattern, beginning)) return true;
    struct rampart_str literal = rp_str_part(pattern, 0, literal_length(pattern));
    if (literal.len >= beginning.len || literal.len == pattern.len) return rp_str_starts(literal, beginning);
    return rp_str_starts(beginning, literal);
}

bool rp_look_has_star(const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        if (rp_str_equal(rp_value_text(values, i), RP_STR("*"))) return true;
    return false;
}

bool rp_look_key_starts(const struct rp_condition *condition, struct rampart_str prefix)
{
    return rp_str_equal_fold(rp_str_part(condition->key.text, 0, prefix.len), prefix);
}

bool rp_look_key_is(const struct rp_condition *condition, struct rampart_str key)
{
    return rp_str_equal_fold(condition->key.text, key);
}

bool rp_look_positive(const struct rp_condition *condition)
{
    return !condition->op.null && !condition->op.negated;
}

bool rp_look_has_key(const struct rp_statement *statement, struct rampart_str key)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (rp_look_key_is(&statement->conditions[i], key)) return true;
    return false;
}

/* Hardly a text has a byte that low: one look at all of them, without a branch, and a second only if it pays. */
bool rp_look_has_blank(struct rampart_str text)
{
    unsigned char low = 0;
    for (size_t i = 0; i < text.len; i++) low = (unsigned char)(low | ((unsigned char)text.data[i] <= ' '));
    for (size_t i = 0; low != 0 && i < text.len; i++)
        if (rp_look_is_blank(text.data[i])) return true;
    return false;
}

size_t rp_look_find(struct rampart_str text, struct rampart_str part)
{
    size_t at = 0;
    while (at + part.len <= text.len) {
        at += rp_str_find(rp_str_from(text, at), part.data[0]);
        if (at + part.len <= text.len && memcmp(text.data + at, part.data, part.len) == 0) return at;
        at++;
    }
    return text.len;
}
