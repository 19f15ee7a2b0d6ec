/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of a ROS template. Each node and each byte that is made is counted, so that functions of functions cannot make
 * more of a template than its size allows.
 */
#include <stdio.h>

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* ---- errors ---- */

void rp_ros_error(struct rp_ros *ros, enum rp_code code, struct rp_span span, const char *format, ...)
{
    char message[512];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    rp_builder_error(ros->file->builder, code, rp_ros_at(ros, span), "%s", message);
}

struct rp_at rp_ros_at(const struct rp_ros *ros, struct rp_span span)
{
    return (struct rp_at){ros->file->source, span};
}

struct rampart_str rp_ros_shown(struct rampart_str text)
{
    return rp_account_shown(text);
}

/* ---- costs ---- */

/* ROS takes templates of half a megabyte at the most. */
enum { MOST_SPENT = 1 << 20, BYTES_A_NODE = 16, MOST_DEEPER = 192 };

bool rp_ros_spend(struct rp_ros *ros, struct rp_span span, size_t amount)
{
    if (ros->ended) return false;
    if (amount <= MOST_SPENT - ros->spent) {
        ros->spent += amount;
        return true;
    }
    ros->ended = true;
    rp_ros_error(ros, RP_ROS_SIZE, span, "the functions of the template make it too large");
    rp_diag_help(ros->reading.diags, "split the template");
    return false;
}

bool rp_ros_enter(struct rp_ros *ros, struct rp_span span)
{
    if (ros->ended) return false;
    if (ros->depth < ros->reading.limits->depth + MOST_DEEPER) {
        ros->depth++;
        return true;
    }
    ros->ended = true;
    rp_ros_error(ros, RP_ROS_SIZE, span, "the functions of the template are nested too deep");
    rp_diag_help(ros->reading.diags, "write some of the values out");
    return false;
}

void rp_ros_leave(struct rp_ros *ros)
{
    ros->depth--;
}

/* ---- new values ---- */

enum rampart_status rp_ros_node(struct rp_ros *ros, enum rp_node_type type, struct rp_span span,
                                struct rp_node **ret_node)
{
    bool paid = rp_ros_spend(ros, span, 1);
    struct rp_node *node = RP_NEW(ros->reading.arena, struct rp_node);
    RP_TRY_MEMORY(node != NULL);
    node->type = paid ? type : RP_NODE_BROKEN;
    node->span = span;
    if (!paid) node->text = RP_STR("the template is too large");
    *ret_node = node;
    return RAMPART_OK;
}

enum rampart_status rp_ros_string(struct rp_ros *ros, struct rampart_str text, struct rp_span span,
                                  struct rp_node **ret_node)
{
    bool paid = rp_ros_spend(ros, span, text.len / BYTES_A_NODE);
    RP_TRY(rp_ros_node(ros, paid ? RP_NODE_STRING : RP_NODE_BROKEN, span, ret_node));
    if ((*ret_node)->type == RP_NODE_STRING) (*ret_node)->text = text;
    return RAMPART_OK;
}

enum rampart_status rp_ros_bool(struct rp_ros *ros, bool value, struct rp_span span,
                                struct rp_node **ret_node)
{
    RP_TRY(rp_ros_node(ros, RP_NODE_BOOL, span, ret_node));
    if ((*ret_node)->type == RP_NODE_BOOL) (*ret_node)->text = value ? RP_STR("true") : RP_STR("false");
    return RAMPART_OK;
}

enum rampart_status rp_ros_unknown(struct rp_ros *ros, struct rp_span span, struct rp_node **ret_unknown,
                                   const char *format, ...)
{
    struct rp_node *unknown = NULL;
    RP_TRY(rp_ros_node(ros, RP_NODE_BROKEN, span, &unknown));
    va_list values;
    va_start(values, format);
    bool kept = rp_arena_vprintf(ros->reading.arena, &unknown->text, format, values);
    va_end(values);
    RP_TRY_MEMORY(kept);
    *ret_unknown = unknown;
    return RAMPART_OK;
}

void rp_ros_append(struct rp_node *parent, struct rp_node **last, struct rp_node *child)
{
    if (*last == NULL)
        parent->first = child;
    else
        (*last)->next = child;
    *last = child;
    parent->count++;
}

/* A list or map that is not made as a whole is an unknown. */
static void ros_end_node(const struct rp_ros *ros, struct rp_node *node)
{
    if (!ros->ended || node->type == RP_NODE_BROKEN) return;
    node->type = RP_NODE_BROKEN;
    node->text = RP_STR("the template is too large");
    node->first = NULL;
    node->count = 0;
}

enum rampart_status rp_ros_make_children(struct rp_ros *ros, const struct rp_node *from, struct rp_span span,
                                         rp_ros_make_child *make, struct rp_node *to)
{
    struct rp_node *last = NULL;
    for (const struct rp_node *child = from->first; child != NULL && !ros->ended; child = child->next) {
        struct rp_node *made = NULL;
        RP_TRY(make(ros, child, span, &made));
        if (made == NULL) continue;
        made->key = child->key;
        made->key_span = child->key_span;
        rp_ros_append(to, &last, made);
    }
    ros_end_node(ros, to);
    return RAMPART_OK;
}

/* ---- copies ---- */

static enum rampart_status ros_copy_child(struct rp_ros *ros, const struct rp_node *child,
                                          struct rp_span span, struct rp_node **ret_child)
{
    RP_TRY(rp_ros_copy(ros, child, span, ret_child));
    return RAMPART_OK;
}

enum rampart_status rp_ros_copy(struct rp_ros *ros, const struct rp_node *value, struct rp_span span,
                                struct rp_node **ret_copy)
{
    *ret_copy = NULL;
    if (value == NULL) return RAMPART_OK;
    struct rp_node *copy = NULL;
    RP_TRY(rp_ros_node(ros, value->type, span, &copy));
    *ret_copy = copy;
    if (copy->type == RP_NODE_BROKEN) {
        if (value->type == RP_NODE_BROKEN) copy->text = value->text;
        return RAMPART_OK;
    }
    copy->text = value->text;
    if (!rp_ros_enter(ros, span)) {
        ros_end_node(ros, copy);
        return RAMPART_OK;
    }
    RP_TRY(rp_ros_make_children(ros, value, span, ros_copy_child, copy));
    rp_ros_leave(ros);
    return RAMPART_OK;
}

/* ---- questions about values ---- */

const struct rp_node *rp_ros_first_unknown(const struct rp_node *value)
{
    if (value == NULL || value->type == RP_NODE_BROKEN) return value;
    for (const struct rp_node *child = value->first; child != NULL; child = child->next) {
        const struct rp_node *unknown = rp_ros_first_unknown(child);
        if (unknown != NULL) return unknown;
    }
    return NULL;
}

bool rp_ros_is_text(const struct rp_node *value)
{
    return value != NULL && (value->type == RP_NODE_STRING || value->type == RP_NODE_NUMBER);
}

const char *rp_ros_reason(struct rp_ros *ros, const struct rp_node *unknown)
{
    struct rampart_str text;
    const struct rp_source *source = ros->file->source;
    struct rp_position place = rp_source_position(source, unknown->span.start);
    bool made = rp_arena_printf(ros->reading.arena, &text, "%.*s (%.*s:%u:%u)", RP_ARG(unknown->text),
                                RP_ARG(source->name), place.line, place.column);
    return made ? text.data : NULL;
}

bool rp_ros_is_scalar(const struct rp_node *value)
{
    return value != NULL && (rp_ros_is_text(value) || value->type == RP_NODE_BOOL);
}

bool rp_ros_is_true(const struct rp_node *value)
{
    return value != NULL && value->type == RP_NODE_BOOL && rp_str_equal(value->text, RP_STR("true"));
}
