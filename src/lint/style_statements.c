/* SPDX-License-Identifier: Apache-2.0 */
/* How statements are divided and ordered. */
#include "base/buf.h"
#include "base/intern.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/look.h"
#include "lint/style.h"

enum { FAR = 40 }; /* lines: about what a screen shows at once */

static unsigned line_at(const struct rp_lint *lint, struct rp_span span)
{
    return rp_source_position(lint->policy->source, span.start).line;
}

/* The member behind the actions, if it stands there: nothing else reads like it, for quotes in a string are escaped. */
static bool find_late_effect(const struct rp_lint *lint, const struct rp_statement *statement,
                             struct rp_span *ret_effect)
{
    const struct rampart_str text = lint->policy->source->text, name = RP_STR("Effect\"");
    uint32_t start = rp_values_span(&statement->action).end;
    if (start >= statement->span.end) return false; /* YAML may repeat a list that stands elsewhere */
    const struct rampart_str rest = rp_str_part(text, start, statement->span.end - start);
    size_t at = rp_look_find(rest, name), colon = at + name.len;
    while (colon < rest.len && rp_look_is_blank(rest.data[colon])) colon++;
    if (colon >= rest.len || rest.data[colon] != ':') return false;
    *ret_effect = (struct rp_span){start + (uint32_t)at - 1, start + (uint32_t)(at + name.len)};
    return true;
}

/* Whether a statement allows or denies should not be a surprise at its end. */
static void late_effect(const struct rp_lint *lint, const struct rp_statement *statement)
{
    struct rp_span effect;
    if (!rp_lint_asks(lint, RP_LINT_LATE_EFFECT) || !find_late_effect(lint, statement, &effect)) return;
    unsigned distance = line_at(lint, effect) - line_at(lint, statement->span);
    if (distance >= FAR &&
        rp_lint_find(lint, RP_LINT_LATE_EFFECT, effect,
                     "the effect stands %u lines behind the start of its statement", distance))
        rp_lint_suggest(lint, "put Effect first");
}

/* ---- statements that differ in their actions only ---- */

/* A length or a count, as the machine has it: it stands before what it is about, so that no two keys can be taken for one. */
static void add_size(struct rp_buf *key, size_t size)
{
    char bytes[sizeof size];
    memcpy(bytes, &size, sizeof size);
    rp_buf_add(key, (struct rampart_str){bytes, sizeof size});
}

static void add_text(struct rp_buf *key, struct rampart_str text)
{
    add_size(key, text.len);
    rp_buf_add(key, text);
}

static void add_values(struct rp_buf *key, const struct rp_values *values)
{
    add_size(key, values->count);
    for (size_t i = 0; i < values->count; i++) add_text(key, rp_value_text(values, i));
}

/* The service of all actions; empty: there are several. */
static struct rampart_str service_of(const struct rp_statement *statement)
{
    struct rampart_str service = {NULL, 0};
    for (size_t i = 0; i < statement->action.count; i++) {
        struct rampart_str text = rp_value_text(&statement->action, i);
        struct rampart_str own = rp_str_part(text, 0, rp_str_find(text, ':'));
        if (i > 0 && !rp_str_equal(own, service)) return (struct rampart_str){NULL, 0};
        service = own;
    }
    return service;
}

/* Everything of a statement but its actions. */
static void add_rest(struct rp_buf *key, const struct rp_statement *statement, struct rampart_str service)
{
    size_t principals = rp_principal_count(statement);
    add_size(key, statement->effect == RAMPART_ALLOW);
    add_size(key, statement->resource.negated);
    add_text(key, service);
    add_values(key, &statement->resource);
    add_size(key, principals);
    for (size_t i = 0; i < principals; i++) add_text(key, statement->principals->items[i].value.text);
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        add_text(key, condition->op_name);
        add_text(key, condition->key.text);
        add_values(key, &condition->values);
    }
}

static enum rampart_status find_mergeable(const struct rp_lint *lint, struct rp_intern *seen,
                                          struct rp_buf *key, const struct rp_statement *statement)
{
    const struct rampart_str service = service_of(statement);
    if (statement->action.negated || service.len == 0) return RAMPART_OK;
    key->len = 0;
    add_rest(key, statement, service);
    if (key->failed != RAMPART_OK) return key->failed;
    struct rampart_str *place = rp_intern(seen, lint->scratch, rp_buf_text(key));
    RP_TRY_MEMORY(place != NULL);
    if (place->data == NULL)
        RP_TRY_MEMORY(rp_arena_copy(lint->scratch, rp_buf_text(key), place));
    else if (rp_lint_find(
                 lint, RP_LINT_MERGEABLE_STATEMENT, statement->span,
                 "this statement differs from one above in its actions only, which are of the same service"))
        rp_lint_suggest(lint, "name all of the actions in one statement");
    return RAMPART_OK;
}

static enum rampart_status mergeable_statements(const struct rp_lint *lint)
{
    struct rp_intern seen = {.count = 0};
    struct rp_buf key;
    enum rampart_status status = RAMPART_OK;
    if (lint->policy->statement_count < 2 || !rp_lint_asks(lint, RP_LINT_MERGEABLE_STATEMENT))
        return RAMPART_OK;
    rp_buf_init(&key, &lint->scratch->allocator, SIZE_MAX);
    for (size_t i = 0; i < lint->policy->statement_count && status == RAMPART_OK; i++)
        status = find_mergeable(lint, &seen, &key, &lint->policy->statements[i]);
    rp_buf_free(&key);
    return status;
}

enum rampart_status rp_lint_style_statements(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        late_effect(lint, &lint->policy->statements[i]);
    return mergeable_statements(lint);
}
