/* SPDX-License-Identifier: Apache-2.0 */
/* Questions that several rules ask about texts, lists of values, statements and conditions. */
#ifndef RP_LINT_LINT_UTIL_H
#define RP_LINT_LINT_UTIL_H

#include "base/str.h"
#include "base/table.h"
#include "lint/findings.h"

/* ---- characters and texts ---- */

static inline bool rp_lint_is_letter(char c)
{
    return rp_lower(c) >= 'a' && rp_lower(c) <= 'z';
}

static inline bool rp_lint_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* True when the text has a blank, a tab or a line end. */
bool rp_lint_has_blank(struct rampart_str text);

/* True when the text begins with the prefix, ASCII case aside. */
bool rp_lint_starts_fold(struct rampart_str text, struct rampart_str prefix);

/* True when several asterisks stand for a part of the text, as pages write ids: `asg-bp18****`. */
bool rp_lint_is_masked(struct rampart_str text);

/* The index of the first occurrence of a text that is not empty; text.len: there is none. */
size_t rp_lint_find_text(struct rampart_str text, struct rampart_str part);

/* Adds a text to a set, and says whether it is new there. The set borrows it. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_is_new(struct rp_intern *set, struct rp_arena *arena, struct rampart_str text,
                                   bool *ret_new);

/* ---- lists of values ---- */

/* A value of a list, with its place. */
static inline struct rp_value rp_lint_value_at(const struct rp_values *values, size_t i)
{
    return (struct rp_value){rp_value_text(values, i), values->spans[i]};
}

/* Makes a list of `count` values; the caller fills in spans and texts. False: memory is refused. */
bool rp_lint_values_alloc(struct rp_arena *arena, size_t count, struct rp_values *ret_values,
                          struct rp_span **ret_spans, struct rampart_str **ret_texts);

/* Calls a rule with each value of a list. */
void rp_lint_each_value(const struct rp_lint *lint, const struct rp_values *values,
                        void (*rule)(const struct rp_lint *lint, const struct rp_value *value));

/* True when two lists are written alike, value by value. */
bool rp_lint_values_equal(const struct rp_values *a, const struct rp_values *b);

/* True when one of the values is exactly `*`. */
bool rp_lint_has_star(const struct rp_values *values);

/* ---- actions ---- */

/* Splits an action at its first colon. False: it has no colon. The parts borrow from the action. */
bool rp_lint_split_action(struct rampart_str action, struct rampart_str *ret_service,
                          struct rampart_str *ret_operation);

/* True when the statement's Action or NotAction matches the action. */
bool rp_lint_matches_action(const struct rp_statement *statement, struct rampart_str action);

/* ---- resources ---- */

/* True when some text that begins with acs: matches the pattern. */
bool rp_lint_may_be_arn(struct rampart_str pattern);

/* ---- statements and conditions ---- */

/* The line that a place is on. */
unsigned rp_lint_line(const struct rp_lint *lint, struct rp_span span);

/* True for an Allow that names its actions in Action and its resources in Resource. */
bool rp_lint_grants(const struct rp_statement *statement);

/* True when the statement has a condition on the key, ASCII case aside. */
bool rp_lint_has_key(const struct rp_statement *statement, struct rampart_str key);

/* True when the condition's key begins with the prefix, or is the key, ASCII case aside. */
bool rp_lint_key_starts(const struct rp_condition *condition, struct rampart_str prefix);
bool rp_lint_key_is(const struct rp_condition *condition, struct rampart_str key);

/* True for an operator that is neither negated nor Null. */
bool rp_lint_is_positive(const struct rp_condition *condition);

#endif
