/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_pool.h"

#include <stddef.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/compiled.h"

enum { STATEMENTS, ACTIONS, RESOURCES, OWNED };

/* Between the parts of a text that stands for something: no text of a document has it. */
#define DIFF_POOL_END RP_STR("\0")

void rp_diff_pool_init(struct rp_diff_pool *pool, struct rp_arena *arena)
{
    *pool = (struct rp_diff_pool){.arena = arena};
}

/* ---- texts that stand for elements and conditions ---- */

static void diff_pool_put(struct rp_buf *buf, struct rampart_str text)
{
    rp_buf_add(buf, text);
    rp_buf_add(buf, DIFF_POOL_END);
}

static void diff_pool_put_values(struct rp_buf *buf, const struct rp_values *values)
{
    rp_buf_add_byte(buf, values->present ? values->negated ? '!' : '+' : '-');
    for (size_t i = 0; i < values->count; i++) diff_pool_put(buf, rp_value_text(values, i));
    rp_buf_add(buf, DIFF_POOL_END);
}

static void diff_pool_put_strs(struct rp_buf *buf, const struct rampart_strs *texts)
{
    for (size_t i = 0; i < texts->count; i++) diff_pool_put(buf, texts->items[i]);
    rp_buf_add(buf, DIFF_POOL_END);
}

static void diff_pool_put_conditions(struct rp_buf *buf, const struct rp_statement *statement)
{
    if (statement->principals != NULL)
        for (size_t i = 0; i < statement->principals->count; i++)
            rp_buf_printf(buf, "%d:%.*s%c", (int)statement->principals->items[i].kind,
                          RP_ARG(statement->principals->items[i].value.text), '\0');
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        diff_pool_put(buf, condition->op_name);
        diff_pool_put(buf, condition->key.text);
        diff_pool_put_values(buf, &condition->values);
    }
}

void rp_diff_put_document(struct rp_buf *buf, const struct rampart_policy *policy)
{
    if (policy->unknown) diff_pool_put(buf, policy->name);
    rp_buf_printf(buf, "%d%d:", policy->unknown, policy->inactive);
    diff_pool_put(buf, policy->setting);
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        rp_buf_printf(buf, "%d", (int)statement->effect);
        diff_pool_put_values(buf, &statement->action);
        diff_pool_put_values(buf, &statement->resource);
        diff_pool_put_conditions(buf, statement);
    }
}

static void diff_pool_put_place(struct rp_buf *buf, const struct rampart_attachment *attachment,
                                enum rampart_effect effect)
{
    rp_buf_printf(buf, "%d.%u.%d.%d%d%c", (int)attachment->layer, attachment->level, (int)attachment->scope, (int)effect,
                  attachment->uncertain, '\0');
    diff_pool_put(buf, attachment->of);
    diff_pool_put(buf, attachment->account);
    diff_pool_put_strs(buf, &attachment->resource_group_members);
}

/* ---- elements ---- */

static enum rampart_status diff_pool_compile(struct rp_diff_pool *pool, struct rp_diff_element *element, bool lower)
{
    const size_t count = element->set.count;
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(pool->arena, struct rp_cell_pattern, count);
    struct rp_pattern *matchers = RP_NEW_ARRAY(pool->arena, struct rp_pattern, count);
    struct rp_cell_pattern *told = element->by_fields ? RP_NEW_ARRAY(pool->arena, struct rp_cell_pattern, count) : patterns;
    RP_TRY_MEMORY(patterns != NULL && matchers != NULL && told != NULL);
    for (size_t i = 0; i < count; i++) {
        struct rampart_str text = element->texts[i];
        if (lower) RP_TRY_MEMORY(rp_arena_lower(pool->arena, text, &text));
        told[i] = patterns[i] = (struct rp_cell_pattern){.text = text, .wild = true};
        if (element->by_fields) patterns[i].crossing = RP_WITHIN_FIELDS;
        RP_TRY(rp_pattern_compile(pool->arena, text, &matchers[i]));
    }
    element->set.patterns = patterns;
    element->told = told;
    element->set.matchers = matchers;
    return RAMPART_OK;
}

struct elements {
    struct rp_diff_element **items;
    size_t *count, *room;
};

static struct elements diff_pool_elements(struct rp_diff_pool *pool, int kind)
{
    if (kind == ACTIONS) return (struct elements){&pool->actions, &pool->action_count, &pool->action_room};
    return (struct elements){&pool->resources, &pool->resource_count, &pool->resource_room};
}

/* The element that the text in the buffer stands for; `texts` are its patterns. */
static enum rampart_status diff_pool_element(struct rp_diff_pool *pool, int kind, const struct rp_buf *buf,
                                             const struct rp_diff_element *element, size_t *ret_number)
{
    const struct elements list = diff_pool_elements(pool, kind);
    RP_TRY(buf->failed);
    RP_TRY(rp_diff_number(pool->arena, &pool->known[kind], rp_buf_text(buf), *list.count, ret_number));
    if (*ret_number < *list.count) return RAMPART_OK;
    void *grown = rp_arena_grow(pool->arena, *list.items, *list.count, list.room, sizeof **list.items);
    RP_TRY_MEMORY(grown != NULL);
    *list.items = grown;
    (*list.items)[*list.count] = *element;
    RP_TRY(diff_pool_compile(pool, &(*list.items)[*list.count], kind == ACTIONS));
    (*list.count)++;
    return RAMPART_OK;
}

/* A statement of a trust policy has no Resource, and is about every one that is asked. */
static enum rampart_status diff_pool_values(struct rp_diff_pool *pool, int kind, struct rp_buf *buf,
                                            const struct rp_values *values, bool hidden, size_t *ret_number)
{
    const size_t count = values->present ? values->count : 0;
    struct rampart_str *texts = RP_NEW_ARRAY(pool->arena, struct rampart_str, count);
    RP_TRY_MEMORY(texts != NULL);
    for (size_t i = 0; i < count; i++) texts[i] = rp_value_text(values, i);
    buf->len = 0;
    rp_buf_add_byte(buf, hidden ? 'h' : 's');
    diff_pool_put_values(buf, values);
    const struct rp_diff_element element = {
        .set = {.count = count, .negated = values->negated || !values->present}, .texts = texts, .hidden = hidden};
    return diff_pool_element(pool, kind, buf, &element, ret_number);
}

/* An element of these texts, as diff_pool_put_values() writes their list. OWNED: resources by their fields. */
static enum rampart_status diff_pool_texts(struct rp_diff_pool *pool, int kind, struct rampart_strs texts, size_t *ret_number)
{
    struct rp_buf buf;
    rp_buf_init(&buf, &pool->arena->allocator, SIZE_MAX / 2);
    rp_buf_add(&buf, kind == OWNED ? RP_STR("f+") : RP_STR("s+"));
    diff_pool_put_strs(&buf, &texts);
    const struct rp_diff_element element = {.set = {.count = texts.count}, .texts = texts.items, .by_fields = kind == OWNED};
    const enum rampart_status status = diff_pool_element(pool, kind == OWNED ? RESOURCES : kind, &buf, &element, ret_number);
    rp_buf_free(&buf);
    return status;
}

/* Where a statement counts at all: in a resource group, or for the resource whose policy it is of. */
static enum rampart_status diff_pool_scope(struct rp_diff_pool *pool, const struct rampart_attachment *attachment, size_t *ret_number)
{
    const struct rampart_strs *members = &attachment->resource_group_members;
    *ret_number = RP_DIFF_NO_SCOPE;
    if (attachment->layer < RAMPART_LAYER_RESOURCE_GROUP || attachment->uncertain) return RAMPART_OK;
    if (attachment->layer > RAMPART_LAYER_RESOURCE_GROUP && members->count == 0) return RAMPART_OK;
    return diff_pool_texts(pool, attachment->layer == RAMPART_LAYER_RESOURCE_GROUP ? RESOURCES : OWNED, *members, ret_number);
}

enum rampart_status rp_diff_pool_action(struct rp_diff_pool *pool, struct rampart_str action, size_t *ret_number)
{
    struct rampart_str *text = RP_NEW(pool->arena, struct rampart_str);
    RP_TRY_MEMORY(text != NULL);
    *text = action;
    return diff_pool_texts(pool, ACTIONS, (struct rampart_strs){text, 1}, ret_number);
}

enum rampart_status rp_diff_pool_actions(struct rp_diff_pool *pool, struct rampart_strs actions)
{
    size_t number;
    return diff_pool_texts(pool, ACTIONS, actions, &number);
}

enum rampart_status rp_diff_pool_tell_apart(struct rp_diff_pool *pool, struct rampart_strs patterns)
{
    size_t number;
    RP_TRY(diff_pool_texts(pool, OWNED, patterns, &number));
    for (size_t i = 0; i < pool->apart_count; i++)
        if (pool->apart[i] == number) return RAMPART_OK;
    void *grown = rp_arena_grow(pool->arena, pool->apart, pool->apart_count, &pool->apart_room, sizeof *pool->apart);
    RP_TRY_MEMORY(grown != NULL);
    pool->apart = grown;
    pool->apart[pool->apart_count++] = number;
    return RAMPART_OK;
}

/* ---- statements ---- */

static enum rampart_status diff_pool_fill(struct rp_diff_pool *pool, struct rp_buf *buf,
                                          struct rp_diff_statement *statement)
{
    const struct rp_statement *source = statement->source;
    const struct rampart_policy *policy = statement->attachment.policy;
    const bool hidden = policy != NULL && policy->hidden;
    RP_TRY(diff_pool_values(pool, ACTIONS, buf, &source->action, hidden, &statement->action));
    RP_TRY(diff_pool_values(pool, RESOURCES, buf, &source->resource, hidden, &statement->resource));
    RP_TRY(diff_pool_scope(pool, &statement->attachment, &statement->scope));
    buf->len = 0;
    diff_pool_put_conditions(buf, source);
    RP_TRY(buf->failed);
    RP_TRY_MEMORY(rp_arena_copy(pool->arena, rp_buf_text(buf), &statement->condition));
    return RAMPART_OK;
}

static enum rampart_status diff_pool_add_statement(struct rp_diff_pool *pool, enum rp_diff_side side, struct rp_buf *buf,
                                                   const struct rampart_attachment *attachment,
                                                   const struct rp_statement *source, size_t *ret_number)
{
    size_t number;
    buf->len = 0;
    diff_pool_put_place(buf, attachment, source->effect);
    diff_pool_put_values(buf, &source->action);
    diff_pool_put_values(buf, &source->resource);
    diff_pool_put_conditions(buf, source);
    RP_TRY(buf->failed);
    RP_TRY(rp_diff_number(pool->arena, &pool->known[STATEMENTS], rp_buf_text(buf), pool->count, &number));
    if (number == pool->count) {
        void *grown = rp_arena_grow(pool->arena, pool->statements, pool->count, &pool->room, sizeof *pool->statements);
        RP_TRY_MEMORY(grown != NULL);
        pool->statements = grown;
        struct rp_diff_statement *fresh = &pool->statements[pool->count];
        *fresh = (struct rp_diff_statement){.source = source, .attachment = *attachment};
        fresh->placeholder = attachment->policy == NULL;
        RP_TRY(diff_pool_fill(pool, buf, fresh));
        pool->count++;
    }
    pool->statements[number].of[side] = true;
    *ret_number = number;
    return RAMPART_OK;
}

enum rampart_status rp_diff_pool_add_frame(struct rp_diff_pool *pool, enum rp_diff_side side, struct rampart_strs actions,
                                           struct rampart_strs resources)
{
    static const struct rp_statement any = {.effect = RAMPART_ALLOW};
    struct rp_diff_statement frame = {.source = &any, .frame = true, .scope = RP_DIFF_NO_SCOPE};
    frame.of[side] = true;
    RP_TRY(diff_pool_texts(pool, ACTIONS, actions, &frame.action));
    RP_TRY(diff_pool_texts(pool, RESOURCES, resources, &frame.resource));
    void *grown = rp_arena_grow(pool->arena, pool->statements, pool->count, &pool->room, sizeof *pool->statements);
    RP_TRY_MEMORY(grown != NULL);
    pool->statements = grown;
    pool->statements[pool->count++] = frame;
    return RAMPART_OK;
}

enum rampart_status rp_diff_pool_add(struct rp_diff_pool *pool, enum rp_diff_side side,
                                     const struct rampart_attachment *attachment)
{
    if (attachment->policy == NULL) return RAMPART_OK;
    struct rp_buf buf;
    enum rampart_status status = RAMPART_OK;
    size_t number;
    rp_buf_init(&buf, &pool->arena->allocator, SIZE_MAX / 2);
    for (size_t i = 0; i < attachment->policy->statement_count && status == RAMPART_OK; i++)
        status = diff_pool_add_statement(pool, side, &buf, attachment, &attachment->policy->statements[i], &number);
    rp_buf_free(&buf);
    return status;
}

enum rampart_status rp_diff_pool_add_other(struct rp_diff_pool *pool, enum rp_diff_side side,
                                           const struct rampart_attachment *attachment, struct rampart_str actions)
{
    static const struct rp_statement every = {.effect = RAMPART_ALLOW};
    struct rampart_attachment other = *attachment;
    struct rp_buf buf;
    size_t number = 0;
    other.policy = NULL;
    rp_buf_init(&buf, &pool->arena->allocator, SIZE_MAX / 2);
    enum rampart_status status = diff_pool_add_statement(pool, side, &buf, &other, &every, &number);
    rp_buf_free(&buf);
    RP_TRY(status);
    return actions.len == 0 ? RAMPART_OK : rp_diff_pool_action(pool, actions, &pool->statements[number].action);
}

bool rp_diff_pool_asks_who(const struct rp_diff_pool *pool, struct rampart_str *ret_key)
{
    for (size_t i = 0; i < pool->count; i++)
        for (size_t k = 0; k < pool->statements[i].source->condition_count; k++) {
            *ret_key = pool->statements[i].source->conditions[k].key.text;
            if (rp_key_asks_who(*ret_key)) return true;
        }
    return false;
}
