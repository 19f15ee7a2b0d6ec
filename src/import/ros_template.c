/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of a ROS template, with every name in them found at once. */
#include <stdio.h>

#include "account/read.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

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

static enum rampart_status fill(struct rp_ros *ros, struct rp_ros_section *section, const char *key)
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
        RP_TRY(fill(ros, &ros->sections[i], sections[i].key));
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
static struct rampart_str nearest(struct rp_ros *ros, struct rampart_str name, const int *sections,
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
    struct rampart_str near = nearest(ros, name, sections, count);
    rp_ros_error(ros, RP_ROS_UNDEFINED, span, "the template has no %s \"%.*s\"",
                 ros->sections[sections[0]].what, RP_ARG(rp_ros_shown(name)));
    if (near.len > 0)
        rp_diag_help(ros->reading.diags, "did you mean \"%.*s\"?", RP_ARG(rp_ros_shown(near)));
    else
        rp_diag_help(ros->reading.diags, "define it, or write the value itself");
}

/* What was said of the call, but is a parameter of the template. */
static void check_call(struct rp_ros *ros)
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

enum rampart_status rp_ros_check_given(struct rp_ros *ros)
{
    static const int sections[] = {RP_ROS_PARAMETERS};
    const struct rampart_input *input = ros->file->input;
    const struct rp_node *node = ros->sections[RP_ROS_PARAMETERS].node;
    struct rp_span start = {0, 0}, span = node == NULL ? start : node->key_span;
    for (size_t i = 0; i < input->parameter_count; i++) {
        struct rampart_str name = input->parameters[i].name;
        if (rp_ros_is_pseudo(name) || rp_ros_find(ros, RP_ROS_PARAMETERS, name) != NULL) continue;
        struct rampart_str near = nearest(ros, name, sections, 1);
        rp_ros_error(ros, RP_ROS_PARAMETER, span,
                     "a value is given for the parameter \"%.*s\", which the template does not have",
                     RP_ARG(rp_ros_shown(name)));
        if (near.len > 0)
            rp_diag_help(ros->reading.diags, "did you mean \"%.*s\"?", RP_ARG(rp_ros_shown(near)));
        else
            rp_diag_help(ros->reading.diags,
                         "leave it out: its parameters stand under Parameters; one of the API call is "
                         "given with --param");
    }
    check_call(ros);
    return RAMPART_OK;
}
