/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions of a ROS template: true, false, or not known, which is said with its reason. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

bool rp_ros_is_true(const struct rp_node *value)
{
    return value != NULL && value->type == RP_NODE_BOOL && rp_str_equal(value->text, RP_STR("true"));
}

static enum rampart_status truth(struct rp_ros *ros, bool yes, struct rp_span span,
                                 struct rp_node **ret_value)
{
    RP_TRY(rp_ros_node(ros, RP_NODE_BOOL, span, ret_value));
    if ((*ret_value)->type == RP_NODE_BOOL) (*ret_value)->text = yes ? RP_STR("true") : RP_STR("false");
    return RAMPART_OK;
}

/* ---- Fn::Equals ---- */

static bool is_scalar(const struct rp_node *value)
{
    return value != NULL && (rp_ros_is_text(value) || value->type == RP_NODE_BOOL);
}

/* Texts of one type are equal or not; "1" and 1 may be either, and so may 1 and 1.0, or lists. */
static enum rampart_status compare(struct rp_ros *ros, const struct rp_node *a, const struct rp_node *b,
                                   struct rp_span span, struct rp_node **ret_value)
{
    if (rp_ros_is_hole(a)) return rp_ros_copy(ros, a, a->span, ret_value);
    if (rp_ros_is_hole(b)) return rp_ros_copy(ros, b, b->span, ret_value);
    if (!is_scalar(a) || !is_scalar(b))
        return rp_ros_hole(ros, span, ret_value, "Fn::Equals compares something else than texts");
    bool same = rp_str_equal(a->text, b->text);
    if (a->type == b->type && (same || a->type != RP_NODE_NUMBER)) return truth(ros, same, span, ret_value);
    if (a->type != RP_NODE_NUMBER && b->type != RP_NODE_NUMBER && !rp_str_equal_fold(a->text, b->text))
        return truth(ros, false, span, ret_value);
    return rp_ros_hole(ros, span, ret_value,
                       "Fn::Equals compares values of which it is not certain whether "
                       "they are equal");
}

static enum rampart_status equals(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    struct rp_node *a = NULL, *b = NULL;
    if (argument->type != RP_NODE_LIST || argument->count != 2)
        return rp_ros_wrong_call(ros, call, "Fn::Equals: [one, other]", ret_value);
    RP_TRY(rp_ros_value(ros, argument->first, &a));
    RP_TRY(rp_ros_value(ros, argument->first->next, &b));
    return compare(ros, a, b, call->span, ret_value);
}

/* ---- Fn::And, Fn::Or, Fn::Not ---- */

/* One that decides is enough, whatever the others are; otherwise one that is not known leaves it open. */
static enum rampart_status all_of(struct rp_ros *ros, const struct rp_node *call, bool decides,
                                  const char *form, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first, *open = NULL;
    if (argument->type != RP_NODE_LIST || argument->count == 0)
        return rp_ros_wrong_call(ros, call, form, ret_value);
    for (const struct rp_node *part = argument->first; part != NULL; part = part->next) {
        struct rp_node *value = NULL;
        RP_TRY(rp_ros_condition(ros, part, &value));
        if (rp_ros_is_hole(value))
            open = value;
        else if (rp_ros_is_true(value) == decides)
            return truth(ros, decides, call->span, ret_value);
    }
    if (open != NULL) return rp_ros_copy(ros, open, open->span, ret_value);
    return truth(ros, !decides, call->span, ret_value);
}

static enum rampart_status negate(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    struct rp_node *value = NULL;
    bool list = argument->type == RP_NODE_LIST;
    if (list && argument->count != 1) return rp_ros_wrong_call(ros, call, "Fn::Not: condition", ret_value);
    RP_TRY(rp_ros_condition(ros, list ? argument->first : argument, &value));
    if (rp_ros_is_hole(value)) return rp_ros_copy(ros, value, value->span, ret_value);
    return truth(ros, !rp_ros_is_true(value), call->span, ret_value);
}

/* ---- conditions ---- */

static enum rampart_status make_named(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                      struct rp_node **ret_value)
{
    return rp_ros_condition(ros, entry->node, ret_value);
}

static enum rampart_status named(struct rp_ros *ros, const struct rp_node *node, struct rp_node **ret_value)
{
    static const int sections[] = {RP_ROS_CONDITIONS};
    struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_CONDITIONS, node->text);
    if (entry == NULL) {
        rp_ros_undefined(ros, node->span, node->text, sections, 1);
        return rp_ros_hole(ros, node->span, ret_value, "it is not defined");
    }
    return rp_ros_once(ros, entry, "condition", make_named, node->span, ret_value);
}

/* Any other function may give true or false too. */
static enum rampart_status computed(struct rp_ros *ros, const struct rp_node *node,
                                    struct rp_node **ret_value)
{
    struct rp_node *value = NULL;
    RP_TRY(rp_ros_value(ros, node, &value));
    if (rp_ros_is_hole(value)) {
        *ret_value = value;
        return RAMPART_OK;
    }
    bool yes = is_scalar(value) && rp_str_equal_fold(value->text, RP_STR("true"));
    if (yes || (is_scalar(value) && rp_str_equal_fold(value->text, RP_STR("false"))))
        return truth(ros, yes, node->span, ret_value);
    return rp_ros_hole(ros, node->span, ret_value, "the condition is neither true nor false");
}

static enum rampart_status condition(struct rp_ros *ros, const struct rp_node *node,
                                     struct rp_node **ret_value)
{
    if (node->type == RP_NODE_STRING) return named(ros, node, ret_value);
    if (node->type != RP_NODE_MAP || node->count != 1) return computed(ros, node, ret_value);
    struct rampart_str name = node->first->key;
    if (rp_str_equal(name, RP_STR("Condition"))) return rp_ros_condition(ros, node->first, ret_value);
    if (rp_str_equal(name, RP_STR("Fn::Equals"))) return equals(ros, node, ret_value);
    if (rp_str_equal(name, RP_STR("Fn::And")))
        return all_of(ros, node, false, "Fn::And: [condition, condition]", ret_value);
    if (rp_str_equal(name, RP_STR("Fn::Or")))
        return all_of(ros, node, true, "Fn::Or: [condition, condition]", ret_value);
    if (rp_str_equal(name, RP_STR("Fn::Not"))) return negate(ros, node, ret_value);
    return computed(ros, node, ret_value);
}

enum rampart_status rp_ros_condition(struct rp_ros *ros, const struct rp_node *node,
                                     struct rp_node **ret_value)
{
    *ret_value = NULL;
    if (!rp_ros_enter(ros, node->span))
        return rp_ros_hole(ros, node->span, ret_value, "the template is too large");
    enum rampart_status status = condition(ros, node, ret_value);
    rp_ros_leave(ros);
    return status;
}
