/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of ROS templates. Those that need more than the template are not known. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

enum { MOST_ARGUMENTS = 3 };

enum rampart_status rp_ros_wrong_call(struct rp_ros *ros, const struct rp_node *call, const char *form,
                                      struct rp_node **ret_value)
{
    rp_ros_error(ros, RP_ROS_FUNCTION, call->first->span, "this is no argument of %.*s",
                 RP_ARG(rp_ros_shown(call->first->key)));
    rp_diag_help(ros->reading.diags, "its form is %s", form);
    return rp_ros_hole(ros, call->span, ret_value, "it is no call of %.*s",
                       RP_ARG(rp_ros_shown(call->first->key)));
}

/* ---- names ---- */

static enum rampart_status ref(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *name = call->first;
    if (name->type != RP_NODE_STRING) return rp_ros_wrong_call(ros, call, "Ref: name", ret_value);
    return rp_ros_named(ros, name->text, call->span, ret_value);
}

/* "Resource.Attribute" or both in a list. */
static enum rampart_status get_att(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    static const char form[] = "Fn::GetAtt: [resource, attribute]";
    const struct rp_node *argument = call->first;
    if (argument->type == RP_NODE_STRING) {
        size_t dot = rp_str_find(argument->text, '.');
        if (dot == argument->text.len) return rp_ros_wrong_call(ros, call, form, ret_value);
        return rp_ros_attribute(ros, rp_str_part(argument->text, 0, dot),
                                rp_str_from(argument->text, dot + 1), call->span, ret_value);
    }
    if (argument->type != RP_NODE_LIST || argument->count < 2 || argument->first->type != RP_NODE_STRING)
        return rp_ros_wrong_call(ros, call, form, ret_value);
    const struct rp_node *attribute = argument->first->next;
    if (argument->count > 2 || attribute->type != RP_NODE_STRING)
        return rp_ros_hole(ros, call->span, ret_value, "an attribute of the resource %.*s is not known",
                           RP_ARG(rp_ros_shown(argument->first->text)));
    return rp_ros_attribute(ros, argument->first->text, attribute->text, call->span, ret_value);
}

/* ---- choices ---- */

static enum rampart_status choose(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    struct rp_node *condition = NULL;
    if (argument->type != RP_NODE_LIST || argument->count != 3)
        return rp_ros_wrong_call(ros, call, "Fn::If: [condition, value, other value]", ret_value);
    const struct rp_node *yes = argument->first->next;
    RP_TRY(rp_ros_condition(ros, argument->first, &condition));
    if (rp_ros_is_hole(condition)) return rp_ros_copy(ros, condition, call->span, ret_value);
    return rp_ros_value(ros, rp_ros_is_true(condition) ? yes : yes->next, ret_value);
}

static size_t index_of(struct rampart_str text, size_t count)
{
    size_t index = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!rp_is_digit(text.data[i])) return count;
        if (index < count) index = index * 10 + (size_t)(text.data[i] - '0');
    }
    return text.len == 0 ? count : index;
}

/* By its number in a list, or by its key in a map. */
static enum rampart_status select_one(struct rp_ros *ros, const struct rp_node *call,
                                      struct rp_node *const *values, struct rp_node **ret_value)
{
    const struct rp_node *from = values[1], *found = NULL;
    if (!rp_ros_is_text(values[0]) || !rp_ros_spend(ros, call->span, from->count))
        return rp_ros_hole(ros, call->span, ret_value, "what Fn::Select takes is not known");
    if (from->type == RP_NODE_MAP) found = rp_node_member(from, values[0]->text);
    size_t index = from->type == RP_NODE_LIST ? index_of(values[0]->text, from->count) : from->count;
    if (index < from->count)
        for (found = from->first; index > 0; index--) found = found->next;
    if (found != NULL) return rp_ros_copy(ros, found, call->span, ret_value);
    return rp_ros_hole(ros, call->span, ret_value, "what Fn::Select takes is not known");
}

static enum rampart_status find_in_map(struct rp_ros *ros, const struct rp_node *call,
                                       struct rp_node *const *values, struct rp_node **ret_value)
{
    static const int sections[] = {RP_ROS_MAPPINGS};
    if (!rp_ros_is_text(values[0]) || !rp_ros_is_text(values[1]) || !rp_ros_is_text(values[2]))
        return rp_ros_wrong_call(ros, call, "Fn::FindInMap: [mapping, key, second key]", ret_value);
    const struct rp_ros_entry *mapping = rp_ros_find(ros, RP_ROS_MAPPINGS, values[0]->text);
    if (mapping == NULL) {
        rp_ros_undefined(ros, values[0]->span, values[0]->text, sections, 1);
        return rp_ros_hole(ros, call->span, ret_value, "it is not defined");
    }
    const struct rp_node *first = rp_node_member(mapping->node, values[1]->text), *second = NULL;
    if (first != NULL) second = rp_node_member(first, values[2]->text);
    if (second != NULL && (first->doubtful_key || second->doubtful_key)) second = NULL;
    size_t looked = mapping->node->count + (first == NULL ? 0 : first->count);
    if (rp_ros_spend(ros, call->span, looked / 4) && second != NULL)
        return rp_ros_value(ros, second, ret_value);
    return rp_ros_hole(ros, call->span, ret_value, "the mapping %.*s has no such value",
                       RP_ARG(rp_ros_shown(mapping->name)));
}

/* ---- calls ---- */

/* Functions whose arguments are a list of values; a hole among them makes a hole of the call. */
static const struct listed {
    const char *name, *form;
    size_t least, most;
    enum rampart_status (*call)(struct rp_ros *ros, const struct rp_node *call, struct rp_node *const *values,
                                struct rp_node **ret_value);
} listed[] = {
    {"Fn::Join", "Fn::Join: [between, [part, part]]", 2, 2, rp_ros_join},
    {"Fn::Split", "Fn::Split: [between, text]", 2, 2, rp_ros_split},
    {"Fn::Select", "Fn::Select: [number, [value, value]]", 2, 3, select_one},
    {"Fn::FindInMap", "Fn::FindInMap: [mapping, key, second key]", 3, 3, find_in_map},
};

static enum rampart_status call_listed(struct rp_ros *ros, const struct rp_node *call,
                                       const struct listed *function, struct rp_node **ret_value)
{
    const struct rp_node *argument = call->first;
    struct rp_node *values[MOST_ARGUMENTS] = {NULL};
    size_t count = 0;
    if (argument->type != RP_NODE_LIST || argument->count < function->least ||
        argument->count > function->most)
        return rp_ros_wrong_call(ros, call, function->form, ret_value);
    for (const struct rp_node *part = argument->first; part != NULL; part = part->next, count++) {
        RP_TRY(rp_ros_value(ros, part, &values[count]));
        if (rp_ros_is_hole(values[count])) return rp_ros_copy(ros, values[count], call->span, ret_value);
        if (values[count] == NULL) return rp_ros_wrong_call(ros, call, function->form, ret_value);
    }
    return function->call(ros, call, values, ret_value);
}

enum rampart_status rp_ros_resolve(struct rp_ros *ros, const struct rp_node *call, struct rp_node **ret_value)
{
    static const struct {
        const char *name;
        enum rampart_status (*call)(struct rp_ros *ros, const struct rp_node *call,
                                    struct rp_node **ret_value);
    } others[] = {{"Ref", ref}, {"Fn::GetAtt", get_att}, {"Fn::Sub", rp_ros_sub}, {"Fn::If", choose}};
    struct rampart_str name = call->first->key;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (rp_str_equal(name, rampart_str(others[i].name))) return others[i].call(ros, call, ret_value);
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++)
        if (rp_str_equal(name, rampart_str(listed[i].name)))
            return call_listed(ros, call, &listed[i], ret_value);
    return rp_ros_hole(ros, call->span, ret_value, "%.*s is not worked out", RP_ARG(rp_ros_shown(name)));
}
