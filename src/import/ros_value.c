/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of a ROS template: what is written, with its functions resolved. Each node and each byte that is made is
 * counted, so that functions of functions cannot make more of a template than its size allows.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* Templates have half a megabyte at the most where they are used. */
enum { MOST_SPENT = 1 << 20, BYTES_A_NODE = 16, MOST_DEEPER = 192 };

bool rp_ros_spend(struct rp_ros *ros, struct rp_span span, size_t amount)
{
    if (ros->ended) return false;
    if (amount <= MOST_SPENT - ros->spent) {
        ros->spent += amount;
        return true;
    }
    ros->ended = true;
    rp_ros_error(ros, RP_ROS_SIZE, span, "the functions of the template make too much of it");
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
    rp_ros_error(ros, RP_ROS_SIZE, span, "the functions of the template lead too deep");
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

enum rampart_status rp_ros_hole(struct rp_ros *ros, struct rp_span span, struct rp_node **ret_hole,
                                const char *format, ...)
{
    struct rp_node *hole = NULL;
    RP_TRY(rp_ros_node(ros, RP_NODE_BROKEN, span, &hole));
    va_list values;
    va_start(values, format);
    bool kept = rp_arena_vprintf(ros->reading.arena, &hole->text, format, values);
    va_end(values);
    RP_TRY_MEMORY(kept);
    *ret_hole = hole;
    return RAMPART_OK;
}

static void append(struct rp_node *parent, struct rp_node **last, struct rp_node *child)
{
    if (*last == NULL)
        parent->first = child;
    else
        (*last)->next = child;
    *last = child;
    parent->count++;
}

/* How the children of a list or map become those of another one. */
typedef enum rampart_status make_child(struct rp_ros *ros, const struct rp_node *child, struct rp_span span,
                                       struct rp_node **ret_child);

static enum rampart_status make_children(struct rp_ros *ros, const struct rp_node *from, struct rp_span span,
                                         make_child *make, struct rp_node *to)
{
    struct rp_node *last = NULL;
    for (const struct rp_node *child = from->first; child != NULL && !ros->ended; child = child->next) {
        struct rp_node *made = NULL;
        RP_TRY(make(ros, child, span, &made));
        if (made == NULL) continue;
        made->key = child->key;
        made->key_span = child->key_span;
        append(to, &last, made);
    }
    return RAMPART_OK;
}

/* A list or map that could not be made as a whole is none. */
static void end_node(const struct rp_ros *ros, struct rp_node *node)
{
    if (!ros->ended || node->type == RP_NODE_BROKEN) return;
    node->type = RP_NODE_BROKEN;
    node->text = RP_STR("the template is too large");
    node->first = NULL;
    node->count = 0;
}

/* ---- copies ---- */

static enum rampart_status copy_child(struct rp_ros *ros, const struct rp_node *child, struct rp_span span,
                                      struct rp_node **ret_child)
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
        end_node(ros, copy);
        return RAMPART_OK;
    }
    RP_TRY(make_children(ros, value, span, copy_child, copy));
    rp_ros_leave(ros);
    end_node(ros, copy);
    return RAMPART_OK;
}

/* ---- what is written ---- */

const struct rp_node *rp_ros_call(const struct rp_node *node)
{
    if (node == NULL || node->type != RP_NODE_MAP || node->count != 1) return NULL;
    bool call =
        rp_str_equal(node->first->key, RP_STR("Ref")) || rp_str_starts(node->first->key, RP_STR("Fn::"));
    return call ? node->first : NULL;
}

/* A function beside other members means nothing that is known. */
static const struct rp_node *stray_call(const struct rp_node *node)
{
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        if (rp_str_starts(member->key, RP_STR("Fn::"))) return member;
    return NULL;
}

static enum rampart_status value_of_child(struct rp_ros *ros, const struct rp_node *child,
                                          struct rp_span span, struct rp_node **ret_child)
{
    (void)span;
    return rp_ros_value(ros, child, ret_child);
}

/* "no" without quotes is a value that depends on the reader; where names stand it is one. */
static bool is_doubtful(const struct rp_ros *ros, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING) return node->doubtful && !ros->naming;
    for (const struct rp_node *member = node->first; node->doubtful && member != NULL; member = member->next)
        if (member->doubtful_key) return true;
    return false;
}

static enum rampart_status plain_value(struct rp_ros *ros, const struct rp_node *node,
                                       struct rp_node **ret_value)
{
    const struct rp_node *stray = stray_call(node);
    if (node->type == RP_NODE_BROKEN) return rp_ros_hole(ros, node->span, ret_value, "it cannot be read");
    if (is_doubtful(ros, node))
        return rp_ros_hole(ros, node->span, ret_value, "a word without quotes that may be true or false");
    if (stray != NULL)
        return rp_ros_hole(ros, stray->key_span, ret_value, "%.*s stands beside other members",
                           RP_ARG(rp_ros_shown(stray->key)));
    RP_TRY(rp_ros_node(ros, node->type, node->span, ret_value));
    struct rp_node *value = *ret_value;
    if (value->type == RP_NODE_BROKEN) return RAMPART_OK;
    value->text = node->text;
    RP_TRY(make_children(ros, node, node->span, value_of_child, value));
    end_node(ros, value);
    return RAMPART_OK;
}

enum rampart_status rp_ros_value(struct rp_ros *ros, const struct rp_node *node, struct rp_node **ret_value)
{
    *ret_value = NULL;
    if (!rp_ros_enter(ros, node->span))
        return rp_ros_hole(ros, node->span, ret_value, "the template is too large");
    enum rampart_status status =
        rp_ros_call(node) != NULL ? rp_ros_resolve(ros, node, ret_value) : plain_value(ros, node, ret_value);
    rp_ros_leave(ros);
    return status;
}

/* ---- questions ---- */

const struct rp_node *rp_ros_first_hole(const struct rp_node *value)
{
    if (value == NULL || value->type == RP_NODE_BROKEN) return value;
    for (const struct rp_node *child = value->first; child != NULL; child = child->next) {
        const struct rp_node *hole = rp_ros_first_hole(child);
        if (hole != NULL) return hole;
    }
    return NULL;
}

bool rp_ros_is_text(const struct rp_node *value)
{
    return value != NULL && (value->type == RP_NODE_STRING || value->type == RP_NODE_NUMBER);
}

const char *rp_ros_reason(struct rp_ros *ros, const struct rp_node *hole)
{
    struct rampart_str text;
    const struct rp_source *source = ros->file->source;
    struct rp_position place = rp_source_position(source, hole->span.start);
    bool made = rp_arena_printf(ros->reading.arena, &text, "%.*s (%.*s:%u:%u)", RP_ARG(hole->text),
                                RP_ARG(source->name), place.line, place.column);
    return made ? text.data : NULL;
}
