/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of a ROS template: what the user gave, or the Default. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"
#include "text/json.h"
#include "text/source.h"

const struct rampart_str *rp_ros_given(const struct rp_ros *ros, struct rampart_str name)
{
    const struct rampart_input *input = ros->file->input;
    for (size_t i = 0; i < input->parameter_count; i++)
        if (rp_str_equal(input->parameters[i].name, name)) return &input->parameters[i].value;
    return NULL;
}

static struct rampart_str trim(struct rampart_str text)
{
    while (text.len > 0 && text.data[0] == ' ') text = rp_str_from(text, 1);
    while (text.len > 0 && text.data[text.len - 1] == ' ') text.len--;
    return text;
}

static enum rampart_status list_of(struct rp_ros *ros, const struct rp_node *value, struct rp_node **ret_list)
{
    struct rp_node *list = NULL, *last = NULL;
    if (value->type == RP_NODE_LIST) return rp_ros_copy(ros, value, value->span, ret_list);
    if (!rp_ros_is_text(value))
        return rp_ros_hole(ros, value->span, ret_list, "the value of the parameter is no list");
    RP_TRY(rp_ros_node(ros, RP_NODE_LIST, value->span, &list));
    *ret_list = list;
    struct rampart_str rest = value->text;
    for (bool more = rest.len > 0; more && list->type == RP_NODE_LIST && !ros->ended;) {
        struct rp_node *part = NULL;
        size_t comma = rp_str_find(rest, ',');
        RP_TRY(rp_ros_string(ros, trim(rp_str_part(rest, 0, comma)), value->span, &part));
        if (last == NULL)
            list->first = part;
        else
            last->next = part;
        last = part;
        list->count++;
        more = comma < rest.len;
        rest = rp_str_from(rest, comma + 1);
    }
    return RAMPART_OK;
}

/* JSON in a string of the template, or in what the user gave, stands as a whole where the string does. */
static enum rampart_status json_of(struct rp_ros *ros, const struct rp_node *value,
                                   struct rp_node **ret_value)
{
    if (value->type != RP_NODE_STRING) return rp_ros_copy(ros, value, value->span, ret_value);
    struct rp_source *source = RP_NEW(ros->reading.arena, struct rp_source);
    struct rp_inside *inside = RP_NEW(ros->reading.arena, struct rp_inside);
    RP_TRY_MEMORY(source != NULL && inside != NULL);
    RP_TRY(rp_source_init(source, ros->reading.arena, ros->file->source->name, value->text));
    *inside = (struct rp_inside){ros->file->source, value->span, NULL, 0};
    source->inside = inside;
    struct rp_reading reading = ros->reading;
    reading.source = source;
    struct rp_node *root = NULL;
    enum rampart_status status = rp_json_read(&reading, &root);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status == RAMPART_OK) return rp_ros_copy(ros, root, value->span, ret_value);
    rp_ros_error(ros, RP_ROS_PARAMETER, value->span, "the value of a parameter of type Json is not JSON");
    return rp_ros_hole(ros, value->span, ret_value, "the value of the parameter is not JSON");
}

static enum rampart_status bool_of(struct rp_ros *ros, const struct rp_node *value,
                                   struct rp_node **ret_value)
{
    bool yes = rp_str_equal_fold(value->text, RP_STR("true"));
    if (!yes && !rp_str_equal_fold(value->text, RP_STR("false")))
        return rp_ros_hole(ros, value->span, ret_value,
                           "the value of the parameter is neither true nor false");
    RP_TRY(rp_ros_node(ros, RP_NODE_BOOL, value->span, ret_value));
    if ((*ret_value)->type == RP_NODE_BOOL) (*ret_value)->text = yes ? RP_STR("true") : RP_STR("false");
    return RAMPART_OK;
}

static enum rampart_status text_of(struct rp_ros *ros, const struct rp_node *value, enum rp_node_type type,
                                   struct rp_node **ret_value)
{
    if (!rp_ros_is_text(value))
        return rp_ros_hole(ros, value->span, ret_value, "the value of the parameter is no text");
    RP_TRY(rp_ros_string(ros, value->text, value->span, ret_value));
    if ((*ret_value)->type == RP_NODE_STRING) (*ret_value)->type = type;
    return RAMPART_OK;
}

/* The parameter's type says what its text means; types that name a service are looked up there. */
static enum rampart_status as_type(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                   const struct rp_node *value, struct rp_node **ret_value)
{
    const struct rp_node *type = rp_node_member(entry->node, RP_STR("Type"));
    struct rampart_str name = type == NULL || type->type != RP_NODE_STRING ? RP_STR("String") : type->text;
    if (rp_str_equal(name, RP_STR("String"))) return text_of(ros, value, RP_NODE_STRING, ret_value);
    if (rp_str_equal(name, RP_STR("Number"))) return text_of(ros, value, RP_NODE_NUMBER, ret_value);
    if (rp_str_equal(name, RP_STR("Boolean"))) return bool_of(ros, value, ret_value);
    if (rp_str_equal(name, RP_STR("Json"))) return json_of(ros, value, ret_value);
    if (rp_str_equal(name, RP_STR("CommaDelimitedList"))) return list_of(ros, value, ret_value);
    return rp_ros_hole(ros, value->span, ret_value, "the parameter %.*s has its value from a service",
                       RP_ARG(rp_ros_shown(entry->name)));
}

static bool is_secret(const struct rp_node *parameter)
{
    const struct rp_node *flag = rp_node_member(parameter, RP_STR("NoEcho"));
    return flag != NULL && !rp_str_equal_fold(flag->text, RP_STR("false"));
}

/* A secret is left alone, so that no message and no decision can show it. */
enum rampart_status rp_ros_parameter(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                     struct rp_node **ret_value)
{
    struct rp_span span = entry->node->key_span;
    struct rampart_str name = rp_ros_shown(entry->name);
    const struct rampart_str *text = rp_ros_given(ros, entry->name);
    if (is_secret(entry->node))
        return rp_ros_hole(ros, span, ret_value, "the parameter %.*s is marked NoEcho", RP_ARG(name));
    if (text != NULL) {
        const struct rp_node value = {.type = RP_NODE_STRING, .span = span, .text = *text};
        return as_type(ros, entry, &value, ret_value);
    }
    const struct rp_node *fallback = rp_node_member(entry->node, RP_STR("Default"));
    if (fallback == NULL || fallback->type == RP_NODE_NULL)
        return rp_ros_hole(ros, span, ret_value, "the parameter %.*s has no value", RP_ARG(name));
    if (fallback->doubtful)
        return rp_ros_hole(ros, span, ret_value, "the parameter %.*s has a word without quotes as its Default",
                           RP_ARG(name));
    return as_type(ros, entry, fallback, ret_value);
}
