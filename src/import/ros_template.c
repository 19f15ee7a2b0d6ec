/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of a ROS template, and its parameters: the value that the user gives, or the Default. */
#include "account/names.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"
#include "text/json.h"
#include "text/source.h"

/* ---- sections ---- */

static enum rampart_status ros_fill_section(struct rp_ros *ros, struct rp_ros_section *section,
                                            const char *key)
{
    const struct rp_node *node = rp_node_member(ros->file->root, rampart_str(key));
    if (node == NULL || node->type == RP_NODE_NULL) return RAMPART_OK;
    if (node->type != RP_NODE_MAP) {
        rp_ros_error(ros, RP_ROS_TYPE, node->span, "%s must be a map, not %s", key,
                     rp_node_type_name(node->type));
        return RAMPART_OK;
    }
    section->node = node;
    section->entries = RP_NEW_ARRAY(ros->reading.arena, struct rp_ros_entry, node->count);
    RP_TRY_MEMORY(section->entries != NULL);
    for (const struct rp_node *member = node->first; member != NULL; member = member->next)
        section->entries[section->count++] = (struct rp_ros_entry){.name = member->key, .node = member};
    rp_names_sort(section->entries, section->count, sizeof section->entries[0]);
    return rp_name_index_make(ros->reading.arena, section->entries, section->count,
                              sizeof section->entries[0], &section->index);
}

enum rampart_status rp_ros_sections(struct rp_ros *ros)
{
    static const struct {
        const char *key, *what;
    } sections[RP_ROS_SECTIONS] = {
        [RP_ROS_PARAMETERS] = {"Parameters", "parameter"}, [RP_ROS_MAPPINGS] = {"Mappings", "mapping"},
        [RP_ROS_CONDITIONS] = {"Conditions", "condition"}, [RP_ROS_LOCALS] = {"Locals", "local"},
        [RP_ROS_RESOURCES] = {"Resources", "resource"},
    };
    for (int i = 0; i < RP_ROS_SECTIONS; i++) {
        ros->sections[i].what = sections[i].what;
        RP_TRY(ros_fill_section(ros, &ros->sections[i], sections[i].key));
    }
    return RAMPART_OK;
}

struct rp_ros_entry *rp_ros_find(struct rp_ros *ros, int section, struct rampart_str name)
{
    struct rp_ros_section *in = &ros->sections[section];
    if (in->count == 0) return NULL;
    size_t i = rp_name_index_find(&in->index, name, rp_hash(name), 0, in->count);
    return i < in->count ? &in->entries[i] : NULL;
}

/* Each search looks at every name, so that their number has a limit. */
static struct rampart_str ros_nearest(struct rp_ros *ros, struct rampart_str name, const int *sections,
                                      size_t count)
{
    enum { MOST_SEARCHES = 20 };
    if (ros->searches++ >= MOST_SEARCHES) return RP_STR("");
    for (size_t i = 0; i < count; i++) {
        const struct rp_ros_section *in = &ros->sections[sections[i]];
        struct rampart_str found = rp_names_nearest(in->entries, in->count, sizeof in->entries[0], name);
        if (found.len > 0) return found;
    }
    return RP_STR("");
}

void rp_ros_undefined(struct rp_ros *ros, struct rp_span span, struct rampart_str name, const int *sections,
                      size_t count)
{
    struct rampart_str near = ros_nearest(ros, name, sections, count);
    rp_ros_error(ros, RP_ROS_UNDEFINED, span, "the template has no %s \"%.*s\"",
                 ros->sections[sections[0]].what, RP_ARG(rp_ros_shown(name)));
    if (near.len > 0)
        rp_diag_help(ros->reading.diags, "did you mean \"%.*s\"?", RP_ARG(rp_ros_shown(near)));
    else
        rp_diag_help(ros->reading.diags, "define it, or write the value itself");
}

/* ---- values that the user gives ---- */

const struct rampart_str *rp_ros_given(const struct rp_ros *ros, struct rampart_str name)
{
    const struct rampart_input *input = ros->file->input;
    for (size_t i = 0; i < input->parameter_count; i++)
        if (rp_str_equal(input->parameters[i].name, name)) return &input->parameters[i].value;
    return NULL;
}

/* Pseudo parameters that may be given. */
static bool ros_is_pseudo(struct rampart_str name)
{
    static const char *const names[] = {"ALIYUN::AccountId", "ALIYUN::TenantId", "ALIYUN::Region",
                                        "ALIYUN::StackName", "ALIYUN::StackId"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (rp_str_equal(name, rampart_str(names[i]))) return true;
    return false;
}

/* A parameter of the API call that is one of the template was meant for the template. */
static void ros_check_call_parameters(struct rp_ros *ros)
{
    const struct rampart_strs names = ros->file->input->call_parameters;
    for (size_t i = 0; i < names.count; i++) {
        const struct rp_ros_entry *entry = rp_ros_find(ros, RP_ROS_PARAMETERS, names.items[i]);
        if (entry == NULL) continue;
        struct rampart_str shown = rp_ros_shown(entry->name);
        rp_ros_error(ros, RP_ROS_PARAMETER, entry->node->key_span,
                     "--param gives %.*s to the API call, but %.*s is a parameter of this template",
                     RP_ARG(shown), RP_ARG(shown));
        rp_diag_help(ros->reading.diags, "write --template-param %.*s=…", RP_ARG(shown));
    }
}

void rp_ros_check_given(struct rp_ros *ros)
{
    static const int sections[] = {RP_ROS_PARAMETERS};
    const struct rampart_input *input = ros->file->input;
    const struct rp_node *node = ros->sections[RP_ROS_PARAMETERS].node;
    struct rp_span start = {0, 0}, span = node == NULL ? start : node->key_span;
    for (size_t i = 0; i < input->parameter_count; i++) {
        struct rampart_str name = input->parameters[i].name;
        if (ros_is_pseudo(name) || rp_ros_find(ros, RP_ROS_PARAMETERS, name) != NULL) continue;
        struct rampart_str near = ros_nearest(ros, name, sections, 1);
        rp_ros_error(ros, RP_ROS_PARAMETER, span,
                     "a value is given for the parameter \"%.*s\", which the template does not have",
                     RP_ARG(rp_ros_shown(name)));
        if (near.len > 0)
            rp_diag_help(ros->reading.diags, "did you mean \"%.*s\"?", RP_ARG(rp_ros_shown(near)));
        else
            rp_diag_help(ros->reading.diags,
                         "leave it out: Parameters lists those of the template; pass a parameter of the "
                         "API call with --param");
    }
    ros_check_call_parameters(ros);
}

/* ---- parameters ---- */

static struct rampart_str ros_trim(struct rampart_str text)
{
    while (text.len > 0 && text.data[0] == ' ') text = rp_str_from(text, 1);
    while (text.len > 0 && text.data[text.len - 1] == ' ') text.len--;
    return text;
}

static enum rampart_status ros_parameter_list(struct rp_ros *ros, const struct rp_node *value,
                                              struct rp_node **ret_list)
{
    struct rp_node *list = NULL, *last = NULL;
    if (value->type == RP_NODE_LIST) return rp_ros_copy(ros, value, value->span, ret_list);
    if (!rp_ros_is_text(value))
        return rp_ros_unknown(ros, value->span, ret_list, "the value of the parameter is not a list");
    RP_TRY(rp_ros_node(ros, RP_NODE_LIST, value->span, &list));
    *ret_list = list;
    struct rampart_str rest = value->text;
    for (bool more = rest.len > 0; more && list->type == RP_NODE_LIST && !ros->ended;) {
        struct rp_node *part = NULL;
        size_t comma = rp_str_find(rest, ',');
        RP_TRY(rp_ros_string(ros, ros_trim(rp_str_part(rest, 0, comma)), value->span, &part));
        rp_ros_append(list, &last, part);
        more = comma < rest.len;
        rest = rp_str_from(rest, comma + 1);
    }
    return RAMPART_OK;
}

/* Each value in a string of JSON has the place of the string. */
static enum rampart_status ros_parameter_json(struct rp_ros *ros, const struct rp_node *value,
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
    return rp_ros_unknown(ros, value->span, ret_value, "the value of the parameter is not JSON");
}

static enum rampart_status ros_parameter_bool(struct rp_ros *ros, const struct rp_node *value,
                                              struct rp_node **ret_value)
{
    bool yes = rp_str_equal_fold(value->text, RP_STR("true"));
    if (!yes && !rp_str_equal_fold(value->text, RP_STR("false")))
        return rp_ros_unknown(ros, value->span, ret_value,
                              "the value of the parameter is neither true nor false");
    return rp_ros_bool(ros, yes, value->span, ret_value);
}

static enum rampart_status ros_parameter_text(struct rp_ros *ros, const struct rp_node *value,
                                              enum rp_node_type type, struct rp_node **ret_value)
{
    if (!rp_ros_is_text(value))
        return rp_ros_unknown(ros, value->span, ret_value, "the value of the parameter is not a text");
    RP_TRY(rp_ros_string(ros, value->text, value->span, ret_value));
    if ((*ret_value)->type == RP_NODE_STRING) (*ret_value)->type = type;
    return RAMPART_OK;
}

/* The parameter's type tells the meaning of its text; a service gives the values of other types. */
static enum rampart_status ros_parameter_value(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                               const struct rp_node *value, struct rp_node **ret_value)
{
    const struct rp_node *type = rp_node_member(entry->node, RP_STR("Type"));
    struct rampart_str name = type == NULL || type->type != RP_NODE_STRING ? RP_STR("String") : type->text;
    if (rp_str_equal(name, RP_STR("String")))
        return ros_parameter_text(ros, value, RP_NODE_STRING, ret_value);
    if (rp_str_equal(name, RP_STR("Number")))
        return ros_parameter_text(ros, value, RP_NODE_NUMBER, ret_value);
    if (rp_str_equal(name, RP_STR("Boolean"))) return ros_parameter_bool(ros, value, ret_value);
    if (rp_str_equal(name, RP_STR("Json"))) return ros_parameter_json(ros, value, ret_value);
    if (rp_str_equal(name, RP_STR("CommaDelimitedList"))) return ros_parameter_list(ros, value, ret_value);
    return rp_ros_unknown(ros, value->span, ret_value, "a service gives the value of the parameter %.*s",
                          RP_ARG(rp_ros_shown(entry->name)));
}

static bool ros_is_secret(const struct rp_node *parameter)
{
    const struct rp_node *flag = rp_node_member(parameter, RP_STR("NoEcho"));
    return flag != NULL && !rp_str_equal_fold(flag->text, RP_STR("false"));
}

/* A secret is not evaluated, so that no message and no decision can show it. */
enum rampart_status rp_ros_parameter(struct rp_ros *ros, const struct rp_ros_entry *entry,
                                     struct rp_node **ret_value)
{
    struct rp_span span = entry->node->key_span;
    struct rampart_str name = rp_ros_shown(entry->name);
    const struct rampart_str *text = rp_ros_given(ros, entry->name);
    if (ros_is_secret(entry->node))
        return rp_ros_unknown(ros, span, ret_value, "the parameter %.*s is marked NoEcho", RP_ARG(name));
    if (text != NULL) {
        const struct rp_node value = {.type = RP_NODE_STRING, .span = span, .text = *text};
        return ros_parameter_value(ros, entry, &value, ret_value);
    }
    const struct rp_node *fallback = rp_node_member(entry->node, RP_STR("Default"));
    if (fallback == NULL || fallback->type == RP_NODE_NULL)
        return rp_ros_unknown(ros, span, ret_value, "the parameter %.*s has no value", RP_ARG(name));
    if (fallback->doubtful)
        return rp_ros_unknown(ros, span, ret_value,
                              "the parameter %.*s has a word without quotes as its Default", RP_ARG(name));
    return ros_parameter_value(ros, entry, fallback, ret_value);
}
