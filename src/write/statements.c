/* SPDX-License-Identifier: Apache-2.0 */
#include "write/statements.h"

#include "base/str.h"
#include "base/try.h"
#include "write/write_document.h"

/* ---- a statement as a tree ---- */

static enum rampart_status written_add_texts(struct rp_arena *arena, struct rp_node *map, const char *key, struct rampart_strs texts)
{
    struct rp_node *list;
    if (texts.count == 1) return rp_make_text(arena, map, rampart_str(key), texts.items[0]);
    RP_TRY(rp_make_list(arena, map, rampart_str(key), &list));
    for (size_t i = 0; i < texts.count; i++) RP_TRY(rp_make_text(arena, list, rp_no_key, texts.items[i]));
    return RAMPART_OK;
}

static enum rampart_status written_add_condition(struct rp_arena *arena, struct rp_node *keys, const struct rp_condition *condition)
{
    struct rp_node *list;
    if (condition->values.count == 1)
        return rp_make_text(arena, keys, condition->key.text, rp_value_text(&condition->values, 0));
    RP_TRY(rp_make_list(arena, keys, condition->key.text, &list));
    for (size_t i = 0; i < condition->values.count; i++)
        RP_TRY(rp_make_text(arena, list, rp_no_key, rp_value_text(&condition->values, i)));
    return RAMPART_OK;
}

/* Conditions of one operator stand in one map. */
static enum rampart_status written_add_conditions(struct rp_arena *arena, struct rp_node *map, const struct rp_written *statement)
{
    struct rp_node *operators, *keys;
    if (statement->condition_count == 0) return RAMPART_OK;
    RP_TRY(rp_make_map(arena, map, RP_STR("Condition"), &operators));
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rampart_str op = statement->conditions[i].op_name;
        bool earlier = false;
        for (size_t k = 0; k < i && !earlier; k++) earlier = rp_str_equal(statement->conditions[k].op_name, op);
        if (earlier) continue;
        RP_TRY(rp_make_map(arena, operators, op, &keys));
        for (size_t k = i; k < statement->condition_count; k++)
            if (rp_str_equal(statement->conditions[k].op_name, op))
                RP_TRY(written_add_condition(arena, keys, &statement->conditions[k]));
    }
    return RAMPART_OK;
}

static enum rampart_status written_add_statement(struct rp_arena *arena, struct rp_node *list, const struct rp_written *statement)
{
    struct rp_node *map;
    RP_TRY(rp_make_map(arena, list, rp_no_key, &map));
    RP_TRY(rp_make_text(arena, map, RP_STR("Effect"), statement->effect == RAMPART_ALLOW ? RP_STR("Allow") : RP_STR("Deny")));
    RP_TRY(written_add_texts(arena, map, statement->not_action ? "NotAction" : "Action", statement->actions));
    RP_TRY(written_add_texts(arena, map, statement->not_resource ? "NotResource" : "Resource", statement->resources));
    return written_add_conditions(arena, map, statement);
}

enum rampart_status rp_written_print(struct rp_arena *arena, const struct rp_written *statements, size_t count,
                                     struct rampart_str *ret_text)
{
    struct rp_node *root, *list;
    struct rp_buf out;
    RP_TRY(rp_make_map(arena, NULL, rp_no_key, &root));
    RP_TRY(rp_make_text(arena, root, RP_STR("Version"), RP_STR("1")));
    RP_TRY(rp_make_list(arena, root, RP_STR("Statement"), &list));
    for (size_t i = 0; i < count; i++) RP_TRY(written_add_statement(arena, list, &statements[i]));
    rp_buf_init(&out, &arena->allocator, SIZE_MAX / 2);
    rp_document_print(&out, root);
    const bool kept = out.failed == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&out), ret_text);
    rp_buf_free(&out);
    return kept ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* The number of bytes of the document of some statements, made in memory that is given back. */
static enum rampart_status written_measure(const struct rp_arena *from, const struct rp_written *statements, size_t count,
                                           size_t *ret_bytes)
{
    struct rp_arena arena;
    struct rampart_str text = {NULL, 0};
    rp_arena_init(&arena, &from->allocator);
    const enum rampart_status status = rp_written_print(&arena, statements, count, &text);
    rp_arena_free(&arena);
    *ret_bytes = text.len;
    return status;
}

/* ---- a statement that fills a document alone ---- */

static enum rampart_status written_keep(struct rp_arena *arena, struct rp_written_list *list, const struct rp_written *statement)
{
    struct rp_written *items = rp_arena_grow(arena, list->items, list->count, &list->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    list->items = items;
    items[list->count++] = *statement;
    return RAMPART_OK;
}

/* What is excluded by a list is not excluded by halves of it. */
static bool written_halve(bool negated, struct rampart_strs *one, struct rampart_strs *other)
{
    if (negated || one->count < 2) return false;
    *other = (struct rampart_strs){one->items + one->count / 2, one->count - one->count / 2};
    one->count /= 2;
    return true;
}

/* Each halving is one of fewer, and so is the depth. */
enum rampart_status rp_written_add(struct rp_arena *arena, struct rp_written_list *list, const struct rp_written *statement,
                                   size_t most)
{
    size_t bytes;
    struct rp_written one = *statement, other = *statement;
    RP_TRY(written_measure(arena, statement, 1, &bytes));
    if (bytes <= most) return written_keep(arena, list, statement);
    if (!written_halve(statement->not_resource, &one.resources, &other.resources) &&
        !written_halve(statement->not_action, &one.actions, &other.actions))
        return RAMPART_LIMIT;
    RP_TRY(rp_written_add(arena, list, &one, most));
    return rp_written_add(arena, list, &other, most);
}

/* ---- documents ---- */

static enum rampart_status written_keep_document(struct rp_arena *arena, struct rp_written_documents *documents,
                                                 const struct rp_written_list *list, size_t first, size_t count)
{
    struct rp_written_document *items =
        rp_arena_grow(arena, documents->items, documents->count, &documents->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    documents->items = items;
    items[documents->count] = (struct rp_written_document){.first = first, .count = count};
    return rp_written_print(arena, &list->items[first], count, &items[documents->count++].text);
}

/* As many statements of one group as fit a document each. */
enum rampart_status rp_written_pack(struct rp_arena *arena, const struct rp_written_list *list, size_t most,
                                    struct rp_written_documents *ret_documents)
{
    size_t first = 0, bytes;
    *ret_documents = (struct rp_written_documents){NULL, 0, 0};
    if (list->count == 0) return RAMPART_OK;
    RP_TRY(written_measure(arena, list->items, list->count, &bytes));
    if (bytes <= most) return written_keep_document(arena, ret_documents, list, 0, list->count);
    for (size_t end = 1; end <= list->count; end++) {
        bool full = end == list->count || list->items[end].group != list->items[first].group;
        if (!full) {
            RP_TRY(written_measure(arena, &list->items[first], end + 1 - first, &bytes));
            full = bytes > most;
        }
        if (!full) continue;
        RP_TRY(written_keep_document(arena, ret_documents, list, first, end - first));
        first = end;
    }
    return RAMPART_OK;
}
