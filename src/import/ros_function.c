/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of ROS templates, of arguments that are evaluated already. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

enum rampart_status rp_ros_wrong_call(struct rp_ros *ros, const struct rp_node *call, const char *form,
                                      struct rp_node **ret_value)
{
    rp_ros_error(ros, RP_ROS_FUNCTION, call->first->span, "invalid argument of %.*s",
                 RP_ARG(rp_ros_shown(call->first->key)));
    rp_diag_help(ros->reading.diags, "its form is %s", form);
    return rp_ros_unknown(ros, call->span, ret_value, "its argument is not one of %.*s",
                          RP_ARG(rp_ros_shown(call->first->key)));
}

/* ---- texts of many parts ---- */

enum rampart_status rp_ros_parts_new(struct rp_ros *ros, size_t most, struct rp_ros_parts *ret_parts)
{
    *ret_parts = (struct rp_ros_parts){.texts = RP_NEW_ARRAY(ros->reading.arena, struct rampart_str, most)};
    RP_TRY_MEMORY(ret_parts->texts != NULL);
    return RAMPART_OK;
}

void rp_ros_parts_add(struct rp_ros_parts *parts, struct rampart_str text)
{
    parts->texts[parts->count++] = text;
    parts->bytes += text.len;
}

/* Pays for the text before it is made. */
enum rampart_status rp_ros_parts_join(struct rp_ros *ros, const struct rp_ros_parts *parts,
                                      struct rp_span span, struct rp_node **ret_value)
{
    struct rampart_str text;
    RP_TRY(rp_ros_string(ros, (struct rampart_str){NULL, parts->bytes}, span, ret_value));
    if (rp_ros_is_unknown(*ret_value)) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_join(ros->reading.arena, parts->texts, parts->count, &text));
    (*ret_value)->text = text;
    return RAMPART_OK;
}

/* ---- Fn::Join, Fn::Split ---- */

enum rampart_status rp_ros_join(struct rp_ros *ros, const struct rp_node *call, struct rp_node *const *values,
                                struct rp_node **ret_value)
{
    const struct rp_node *list = values[1];
    struct rp_ros_parts parts;
    if (values[0]->type != RP_NODE_STRING || list->type != RP_NODE_LIST)
        return rp_ros_wrong_call(ros, call, "Fn::Join: [between, [part, part]]", ret_value);
    RP_TRY(rp_ros_parts_new(ros, 2 * list->count, &parts));
    for (const struct rp_node *part = list->first; part != NULL; part = part->next) {
        if (rp_ros_is_unknown(part)) return rp_ros_copy(ros, part, part->span, ret_value);
        if (!rp_ros_is_text(part))
            return rp_ros_unknown(ros, part->span, ret_value, "a part of Fn::Join is %s",
                                  rp_node_type_name(part->type));
        if (parts.count > 0) rp_ros_parts_add(&parts, values[0]->text);
        rp_ros_parts_add(&parts, part->text);
    }
    return rp_ros_parts_join(ros, &parts, call->span, ret_value);
}

/* A separator may begin at every byte, but comparing texts is quick. */
enum { BYTES_A_STEP = 4096 };

size_t rp_ros_find_text(struct rampart_str text, struct rampart_str part)
{
    for (size_t at = 0; at + part.len <= text.len; at++) {
        at += rp_str_find(rp_str_from(text, at), part.data[0]);
        if (rp_str_starts(rp_str_from(text, at), part)) return at;
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
                       separator.len * rest.len / BYTES_A_STEP); /* the search for it at every byte */
    for (bool more = !rp_ros_is_unknown(list); more && !ros->ended;) {
        struct rp_node *part = NULL;
        size_t end = rp_ros_find_text(rest, separator);
        RP_TRY(rp_ros_string(ros, rp_str_part(rest, 0, end), call->span, &part));
        rp_ros_append(list, &last, part);
        more = end < rest.len;
        rest = rp_str_from(rest, end + separator.len);
    }
    return RAMPART_OK;
}

/* ---- Fn::Select ---- */

static size_t ros_list_index(struct rampart_str text, size_t count)
{
    size_t index = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!rp_is_digit(text.data[i])) return count;
        if (index < count) index = index * 10 + (size_t)(text.data[i] - '0');
    }
    return text.len == 0 ? count : index;
}

/* Selects by the number in a list, or by the key in a map. */
enum rampart_status rp_ros_select(struct rp_ros *ros, const struct rp_node *call,
                                  struct rp_node *const *values, struct rp_node **ret_value)
{
    const struct rp_node *from = values[1], *found = NULL;
    if (!rp_ros_is_text(values[0]) || !rp_ros_spend(ros, call->span, from->count))
        return rp_ros_unknown(ros, call->span, ret_value, "the selection of Fn::Select is not known");
    if (from->type == RP_NODE_MAP) found = rp_node_member(from, values[0]->text);
    size_t index = from->type == RP_NODE_LIST ? ros_list_index(values[0]->text, from->count) : from->count;
    if (index < from->count)
        for (found = from->first; index > 0; index--) found = found->next;
    if (found != NULL) return rp_ros_copy(ros, found, call->span, ret_value);
    return rp_ros_unknown(ros, call->span, ret_value, "the selection of Fn::Select is not known");
}

/* ---- Fn::Equals ---- */

/* Two texts of one type are equal or not. "1" and 1, 1 and 1.0, and lists may be either. */
enum rampart_status rp_ros_equals(struct rp_ros *ros, const struct rp_node *a, const struct rp_node *b,
                                  struct rp_span span, struct rp_node **ret_value)
{
    if (rp_ros_is_unknown(a)) return rp_ros_copy(ros, a, a->span, ret_value);
    if (rp_ros_is_unknown(b)) return rp_ros_copy(ros, b, b->span, ret_value);
    if (!rp_ros_is_scalar(a) || !rp_ros_is_scalar(b))
        return rp_ros_unknown(ros, span, ret_value, "Fn::Equals compares values that are not texts");
    bool same = rp_str_equal(a->text, b->text);
    if (a->type == b->type && (same || a->type != RP_NODE_NUMBER))
        return rp_ros_bool(ros, same, span, ret_value);
    if (a->type != RP_NODE_NUMBER && b->type != RP_NODE_NUMBER && !rp_str_equal_fold(a->text, b->text))
        return rp_ros_bool(ros, false, span, ret_value);
    return rp_ros_unknown(ros, span, ret_value,
                          "it is not certain whether the values of Fn::Equals are equal");
}
