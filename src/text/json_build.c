/* SPDX-License-Identifier: Apache-2.0 */
/* The tree grows: nodes, and the stack of what is still open. */
#include "base/str.h"
#include "base/try.h"
#include "text/json_reader.h"

static enum rampart_status too_many(const struct rp_json_reader *reader)
{
    const struct rp_reading *reading = reader->reading;
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_LIST_SIZE,
            (struct rp_at){reading->source, reader->token.span}, "more than %zu values in one %s",
            reading->limits->list_values, reader->top->is_map ? "map" : "list");
    rp_diag_help(reading->diags, "split it");
    return RAMPART_LIMIT;
}

/* Hangs the node under the innermost list or map. A member without a key stays out: nobody can ask for it. */
static enum rampart_status attach(struct rp_json_reader *reader, struct rp_node *node)
{
    struct rp_json_frame *top = reader->top;
    if (top == NULL) {
        reader->root = node;
        return RAMPART_OK;
    }
    if (top->is_map && (reader->key.kind == RP_JSON_END || reader->key.kind == RP_JSON_JUNK))
        return RAMPART_OK;
    if (top->node->count >= reader->reading->limits->list_values) return too_many(reader);
    if (top->is_map) {
        node->key = reader->key.text;
        node->key_span = reader->key.span;
        reader->key.kind = RP_JSON_END;
    }
    if (top->last == NULL)
        top->node->first = node;
    else
        top->last->next = node;
    top->last = node;
    top->node->count++;
    return RAMPART_OK;
}

/* A value under a key that could not be read is not to be trusted either. */
static bool key_is_broken(const struct rp_json_reader *reader)
{
    return reader->top != NULL && reader->top->is_map && reader->key.broken && !reader->key.requoted;
}

static enum rampart_status make_node(struct rp_json_reader *reader, enum rp_node_type type,
                                     struct rp_span span, struct rp_node **ret_node)
{
    struct rp_node *node = RP_NEW(reader->scan.arena, struct rp_node);
    RP_TRY_MEMORY(node != NULL);
    node->type = key_is_broken(reader) ? RP_NODE_BROKEN : type;
    node->span = span;
    RP_TRY(attach(reader, node));
    *ret_node = node;
    return RAMPART_OK;
}

enum rampart_status rp_json_add_scalar(struct rp_json_reader *reader, enum rp_node_type type,
                                       struct rp_span span)
{
    struct rp_node *node;
    RP_TRY(make_node(reader, type, span, &node));
    node->text = reader->token.text;
    reader->state = reader->top == NULL ? RP_JSON_DONE : RP_JSON_AFTER_VALUE;
    return RAMPART_OK;
}

static enum rampart_status too_deep(const struct rp_json_reader *reader)
{
    const struct rp_reading *reading = reader->reading;
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_DEPTH, (struct rp_at){reading->source, reader->token.span},
            "lists and maps are nested more than %zu deep", reading->limits->depth);
    rp_diag_help(reading->diags, "a policy needs six levels");
    return RAMPART_LIMIT;
}

static struct rp_json_frame *take_frame(struct rp_json_reader *reader)
{
    struct rp_json_frame *frame = reader->spare;
    if (frame == NULL) return RP_NEW(reader->reading->arena, struct rp_json_frame);
    reader->spare = frame->up;
    return frame;
}

enum rampart_status rp_json_open(struct rp_json_reader *reader, bool is_map)
{
    if (reader->depth >= reader->reading->limits->depth) return too_deep(reader);
    struct rp_node *node;
    RP_TRY(make_node(reader, is_map ? RP_NODE_MAP : RP_NODE_LIST, reader->token.span, &node));
    struct rp_json_frame *frame = take_frame(reader), *up = reader->top;
    RP_TRY_MEMORY(frame != NULL);
    *frame = (struct rp_json_frame){.up = up, .node = node, .is_map = is_map};
    if (up != NULL) frame->other = up->is_map != is_map ? up : up->other;
    reader->top = frame;
    if (++reader->depth == reader->fold.depth) reader->scan.arena = &reader->inside;
    reader->state = is_map ? RP_JSON_AT_FIRST_KEY : RP_JSON_AT_FIRST_ITEM;
    return RAMPART_OK;
}

static enum rampart_status fold(struct rp_json_reader *reader, const struct rp_json_frame *frame)
{
    struct rp_node *node = frame->node;
    RP_TRY(reader->fold.see(reader->fold.context, frame->up == NULL ? NULL : frame->up->node, node));
    node->first = NULL;
    node->lazy = true;
    reader->scan.arena = reader->reading->arena;
    rp_arena_reset(&reader->inside);
    return RAMPART_OK;
}

enum rampart_status rp_json_close(struct rp_json_reader *reader, uint32_t end)
{
    struct rp_json_frame *frame = reader->top;
    frame->node->span.end = end;
    if (frame->is_map) RP_TRY(rp_json_check_members(reader->reading, frame->node));
    if (reader->depth == reader->fold.depth) RP_TRY(fold(reader, frame));
    reader->top = frame->up;
    reader->depth--;
    frame->up = reader->spare;
    reader->spare = frame;
    reader->state = reader->top == NULL ? RP_JSON_DONE : RP_JSON_AFTER_VALUE;
    return RAMPART_OK;
}
