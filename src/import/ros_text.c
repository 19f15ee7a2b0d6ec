/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of ROS templates that put texts together and take them apart. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* ---- texts of many parts ---- */

struct parts {
    struct rampart_str *texts;
    size_t count, bytes;
};

static enum rampart_status parts_new(struct rp_ros *ros, size_t most, struct parts *ret_parts)
{
    *ret_parts = (struct parts){.texts = RP_NEW_ARRAY(ros->reading.arena, struct rampart_str, most)};
    RP_TRY_MEMORY(ret_parts->texts != NULL);
    return RAMPART_OK;
}

static void add(struct parts *parts, struct rampart_str text)
{
    parts->texts[parts->count++] = text;
    parts->bytes += text.len;
}

/* It is paid for before it is made. */
static enum rampart_status put_together(struct rp_ros *ros, const struct parts *parts, struct rp_span span,
                                        struct rp_node **ret_value)
{
    struct rampart_str text;
    RP_TRY(rp_ros_string(ros, (struct rampart_str){NULL, parts->bytes}, span, ret_value));
    if (rp_ros_is_hole(*ret_value)) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_join(ros->reading.arena, parts->texts, parts->count, &text));
    (*ret_value)->text = text;
    return RAMPART_OK;
}

/* ---- Fn::Join, Fn::Split ---- */

enum rampart_status rp_ros_join(struct rp_ros *ros, const struct rp_node *call, struct rp_node *const *values,
                                struct rp_node **ret_value)
{
    const struct rp_node *list = values[1];
    struct parts parts;
    if (values[0]->type != RP_NODE_STRING || list->type != RP_NODE_LIST)
        return rp_ros_wrong_call(ros, call, "Fn::Join: [between, [part, part]]", ret_value);
    RP_TRY(parts_new(ros, 2 * list->count, &parts));
    for (const struct rp_node *part = list->first; part != NULL; part = part->next) {
        if (rp_ros_is_hole(part)) return rp_ros_copy(ros, part, part->span, ret_value);
        if (!rp_ros_is_text(part))
            return rp_ros_hole(ros, part->span, ret_value, "a part of Fn::Join is %s",
                               rp_node_type_name(part->type));
        if (parts.count > 0) add(&parts, values[0]->text);
        add(&parts, part->text);
    }
    return put_together(ros, &parts, call->span, ret_value);
}

/* A separator may begin at every byte, but comparing texts is quick. */
enum { BYTES_A_STEP = 4096 };

/* Where the separator stands next; the text's length when it does not. */
static size_t find(struct rampart_str text, struct rampart_str separator)
{
    for (size_t at = 0; at + separator.len <= text.len; at++) {
        at += rp_str_find(rp_str_from(text, at), separator.data[0]);
        if (rp_str_starts(rp_str_from(text, at), separator)) return at;
    }
    return text.len;
}

enum rampart_status rp_ros_split(struct rp_ros *ros, const struct rp_node *call,
                                 struct rp_node *const *values, struct rp_node **ret_value)
{
    struct rp_node *list = NULL, *last = NULL;
    struct rampart_str separator = values[0]->text, rest = values[1]->text;
    if (values[0]->type != RP_NODE_STRING || separator.len == 0 || values[1]->type != RP_NODE_STRING)
        return rp_ros_wrong_call(ros, call, "Fn::Split: [between, text]", ret_value);
    RP_TRY(rp_ros_node(ros, RP_NODE_LIST, call->span, &list));
    *ret_value = list;
    (void)rp_ros_spend(ros, call->span,
                       separator.len * rest.len / BYTES_A_STEP); /* to look for it everywhere */
    for (bool more = !rp_ros_is_hole(list); more && !ros->ended;) {
        struct rp_node *part = NULL;
        size_t end = find(rest, separator);
        RP_TRY(rp_ros_string(ros, rp_str_part(rest, 0, end), call->span, &part));
        *(last == NULL ? &list->first : &last->next) = part;
        last = part;
        list->count++;
        more = end < rest.len;
        rest = rp_str_from(rest, end + separator.len);
    }
    return RAMPART_OK;
}

/* ---- Fn::Sub ---- */

/* The text, and the values that the call itself gives to names in it; no map: none. */
struct sub {
    const struct rp_node *call, *text;
    struct rp_node *own;
};

static enum rampart_status value_of(struct rp_ros *ros, const struct sub *sub, struct rampart_str name,
                                    struct rp_node **ret_value)
{
    struct rp_span span = sub->call->span;
    if (sub->own != NULL && rp_ros_spend(ros, span, sub->own->count)) {
        const struct rp_node *own = rp_node_member(sub->own, name);
        if (own != NULL) return rp_ros_copy(ros, own, span, ret_value);
    }
    size_t dot = rp_str_find(name, '.');
    if (dot == name.len) return rp_ros_named(ros, name, span, ret_value);
    return rp_ros_attribute(ros, rp_str_part(name, 0, dot), rp_str_from(name, dot + 1), span, ret_value);
}

/*
 * One "${…}", of which `inner` is what stands between the brackets. With "!" it stands for itself without it. What
 * has no text leaves the whole open.
 */
static enum rampart_status replace(struct rp_ros *ros, const struct sub *sub, struct rampart_str inner,
                                   struct parts *parts, struct rp_node **ret_hole)
{
    struct rp_node *value = NULL;
    if (rp_str_starts(inner, RP_STR("!"))) {
        add(parts, RP_STR("${"));
        add(parts, rp_str_from(inner, 1));
        add(parts, RP_STR("}"));
        return RAMPART_OK;
    }
    RP_TRY(value_of(ros, sub, inner, &value));
    if (rp_ros_is_hole(value))
        *ret_hole = value;
    else if (!rp_ros_is_text(value))
        return rp_ros_hole(ros, sub->call->span, ret_hole, "the value of ${%.*s} is no text",
                           RP_ARG(rp_ros_shown(inner)));
    else
        add(parts, value->text);
    return RAMPART_OK;
}

static enum rampart_status substitute(struct rp_ros *ros, const struct sub *sub, struct rp_node **ret_value)
{
    struct rampart_str rest = sub->text->text, opening = RP_STR("${");
    struct rp_node *hole = NULL;
    struct parts parts;
    RP_TRY(parts_new(ros, 4 * rp_str_count(rest, '$') + 1, &parts));
    while (rest.len > 0 && hole == NULL && !ros->ended) {
        size_t at = find(rest, opening), end = at + rp_str_find(rp_str_from(rest, at), '}');
        if (end == rest.len) at = rest.len; /* an opening that nothing closes is text, as all that follows */
        add(&parts, rp_str_part(rest, 0, at));
        if (at == rest.len) break;
        RP_TRY(replace(ros, sub, rp_str_part(rest, at + 2, end - at - 2), &parts, &hole));
        rest = rp_str_from(rest, end + 1);
    }
    if (hole != NULL) return rp_ros_copy(ros, hole, sub->call->span, ret_value);
    return put_together(ros, &parts, sub->call->span, ret_value);
}

/* A text, or a list of a text and a map. */
enum rampart_status rp_ros_sub(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    bool list = argument->type == RP_NODE_LIST && argument->count == 2;
    struct sub sub = {call, list ? argument->first : argument, NULL};
    if (list) RP_TRY(rp_ros_value(ros, argument->first->next, &sub.own));
    if (rp_ros_is_hole(sub.own)) return rp_ros_copy(ros, sub.own, call->span, ret_value);
    if (sub.text->type != RP_NODE_STRING || sub.text->doubtful || (list && (sub.own == NULL || sub.own->type != RP_NODE_MAP)))
        return rp_ros_wrong_call(ros, call, "Fn::Sub: text, or Fn::Sub: [text, {name: value}]", ret_value);
    return substitute(ros, &sub, ret_value);
}
