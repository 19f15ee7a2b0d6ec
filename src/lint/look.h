/* SPDX-License-Identifier: Apache-2.0 */
/* What several rules ask of a statement and of the values in it. */
#ifndef RP_LINT_LOOK_H
#define RP_LINT_LOOK_H

#include "base/str.h"
#include "lint/lint.h"

/* A value of a list, and where it stands. */
static inline struct rp_value rp_look_at(const struct rp_values *values, size_t i)
{
    return (struct rp_value){rp_value_text(values, i), values->spans[i]};
}

/* A list of so many values, whose spans and texts the caller fills in. False: memory is refused. */
bool rp_look_make_values(struct rp_arena *arena, size_t count, struct rp_values *ret_values,
                         struct rp_span **ret_spans, struct rampart_str **ret_texts);

/* Hands each value of a list to a rule. */
void rp_look_each(const struct rp_lint *lint, const struct rp_values *values,
                  void (*look)(const struct rp_lint *lint, const struct rp_value *value));

/* The part of an action before its first colon, and the part behind it. False: it has no colon. Borrows. */
bool rp_look_action(struct rampart_str action, struct rampart_str *ret_service,
                    struct rampart_str *ret_operation);

/* Whether the statement is an Allow that names its actions in Action and its resources in Resource. */
bool rp_look_grants(const struct rp_statement *statement);

/* Whether one of the statement's resources covers every resource that this pattern stands for. */
bool rp_look_covers(const struct rp_statement *statement, struct rampart_str service,
                    struct rampart_str rest);

/* Whether some text that begins with acs: matches the pattern. */
bool rp_look_may_be_arn(struct rampart_str pattern);

/* Whether one of the values is exactly `*`. */
bool rp_look_has_star(const struct rp_values *values);

/* Whether the key of a condition begins so, but for ASCII case. */
bool rp_look_key_starts(const struct rp_condition *condition, struct rampart_str prefix);

/* Whether the key of a condition is this one, but for ASCII case. */
bool rp_look_key_is(const struct rp_condition *condition, struct rampart_str key);

/* Whether the operator compares as it says, without being the complement or Null. */
bool rp_look_positive(const struct rp_condition *condition);

/* Whether the statement has a condition on the key, but for ASCII case. */
bool rp_look_has_key(const struct rp_statement *statement, struct rampart_str key);

/* Where a text, not an empty one, first stands in another; text.len when it does not. */
size_t rp_look_find(struct rampart_str text, struct rampart_str part);

/* Whether the text has a blank, a tab or a line end. */
bool rp_look_has_blank(struct rampart_str text);

static inline bool rp_look_is_letter(char c)
{
    return rp_lower(c) >= 'a' && rp_lower(c) <= 'z';
}

static inline bool rp_look_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* A blank, a tab or a line end. */
static inline bool rp_look_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

#endif
