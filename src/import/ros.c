/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ROS template as an account: the resources that its stack makes. The grants of principals that it makes are
 * complete; those of other principals are open.
 */
#include "import/ros.h"

#include <stdio.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/terraform.h"
#include "import/resource_layer.h"
#include "policy/layer.h"

/* A resource with a larger Count is not worth reading copy by copy. */
enum { MOST_COPIES = 200 };

/* ---- one resource ---- */

static enum rampart_status ros_set_uncertain(struct rp_ros *ros, struct rp_ros_resource *resource,
                                             const char *what, const struct rp_node *unknown)
{
    struct rampart_str uncertain;
    const char *why = rp_ros_reason(ros, unknown);
    RP_TRY_MEMORY(why != NULL);
    RP_TRY_MEMORY(rp_arena_printf(ros->reading.arena, &uncertain,
                                  "it is not known %s the resource %.*s is made: %s", what,
                                  RP_ARG(rp_ros_shown(resource->entry->name)), why));
    resource->uncertain = uncertain.data;
    return RAMPART_OK;
}

static enum rampart_status ros_read_copies(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                           size_t copies, rp_ros_read_resource *read)
{
    for (size_t i = 0; i < copies && !ros->ended; i++) {
        char digits[24];
        int len = snprintf(digits, sizeof digits, "%zu", i);
        struct rampart_str index = {digits, (size_t)len};
        RP_TRY_MEMORY(rp_arena_copy(ros->reading.arena, index, &ros->index));
        RP_TRY(read(ros, resource));
    }
    ros->index.len = 0;
    return RAMPART_OK;
}

/* The number of copies; false: it is no number, or too large. */
static bool ros_copies(const struct rp_node *count, size_t *ret_copies)
{
    if (!rp_ros_is_text(count) || count->text.len == 0 || count->text.len > 3) return false;
    size_t copies = 0;
    for (size_t i = 0; i < count->text.len; i++) {
        if (!rp_is_digit(count->text.data[i])) return false;
        copies = copies * 10 + (size_t)(count->text.data[i] - '0');
    }
    *ret_copies = copies;
    return copies <= MOST_COPIES;
}

/* Without a known number, it is not known that the stack makes any copy. */
static enum rampart_status ros_read_counted(struct rp_ros *ros, struct rp_ros_resource *resource,
                                            rp_ros_read_resource *read)
{
    const struct rp_node *written = rp_node_member(resource->entry->node, RP_STR("Count"));
    struct rp_node *count = NULL;
    size_t copies = 0;
    if (written == NULL) return read(ros, resource);
    RP_TRY(rp_ros_value(ros, written, &count));
    if (ros_copies(count, &copies)) return ros_read_copies(ros, resource, copies, read);
    if (count == NULL || !rp_ros_is_unknown(count))
        RP_TRY(rp_ros_unknown(ros, written->span, &count, "the Count is not a number up to %d", MOST_COPIES));
    RP_TRY(ros_set_uncertain(ros, resource, "how often", count));
    return read(ros, resource);
}

/* `ret_there`: the condition does not leave the resource out, as far as it is known. */
static enum rampart_status ros_check_condition(struct rp_ros *ros, struct rp_ros_resource *resource,
                                               bool *ret_there)
{
    const struct rp_node *written = rp_node_member(resource->entry->node, RP_STR("Condition"));
    struct rp_node *condition = NULL;
    *ret_there = true;
    if (written == NULL || written->type == RP_NODE_NULL) return RAMPART_OK;
    RP_TRY(rp_ros_condition(ros, written, &condition));
    *ret_there = rp_ros_is_unknown(condition) || rp_ros_is_true(condition);
    return rp_ros_is_unknown(condition) ? ros_set_uncertain(ros, resource, "whether", condition) : RAMPART_OK;
}

/* ---- layers that decide beside RAM ---- */

/* The text of a property that is known; else empty. */
static enum rampart_status ros_layer_text(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                          struct rampart_str name, struct rampart_str *ret_text)
{
    struct rp_node *value = NULL;
    *ret_text = (struct rampart_str){NULL, 0};
    if (name.len == 0) return RAMPART_OK;
    RP_TRY(rp_ros_property_called(ros, resource, name, &value));
    if (rp_ros_is_text(value)) *ret_text = value->text;
    return RAMPART_OK;
}

/* A policy or a setting whose value and whose resource the template tells. */
static enum rampart_status ros_show_layer(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                          const struct rp_layer_document *layer, const struct rp_node *value,
                                          bool *ret_settled)
{
    struct rp_resource_document known = {.layer = RAMPART_LAYER_IDENTITY};
    struct rp_layer_names names;
    bool named = false;
    *ret_settled = false;
    if (resource->uncertain != NULL || rp_ros_first_unknown(value) != NULL) return RAMPART_OK;
    if (!rp_layer_read(layer->layer, &known.layer)) return RAMPART_OK;
    RP_TRY(ros_layer_text(ros, resource, layer->named, &names.of));
    RP_TRY(ros_layer_text(ros, resource, layer->beside, &names.beside));
    if (names.of.len == 0 && known.layer != RAMPART_LAYER_ENDPOINT_POLICY) return RAMPART_OK;
    RP_TRY(rp_layer_resource(ros->reading.arena, &names, &known, &named));
    *ret_settled = named && known.of.len == 0; /* an endpoint that has none of its own */
    if (!named || *ret_settled) return RAMPART_OK;
    if (known.layer == RAMPART_LAYER_ENDPOINT_POLICY) known.in = resource->entry->name;
    return rp_builder_show_layer(ros->file->builder, &known, ros->file->source, value, ret_settled);
}

/* Those that are not shown become gaps. Lint reads them itself, where they stand (lint/ros.c). */
static enum rampart_status ros_add_layers(struct rp_ros *ros, struct rp_ros_resource *resource)
{
    const struct rp_node *copies = rp_node_member(resource->entry->node, RP_STR("Count"));
    struct rp_layer_document layer;
    size_t cursor = 0;
    if (resource->properties == NULL) return RAMPART_OK;
    if (copies != NULL && copies->type != RP_NODE_NULL) resource->uncertain = "it has a Count";
    while (rp_layer_document_next(resource->type, &cursor, &layer)) {
        struct rp_node *value = NULL;
        struct rampart_str named;
        bool settled = false;
        if (layer.attribute.len > 0) RP_TRY(rp_ros_property_called(ros, resource, layer.attribute, &value));
        if (layer.attribute.len > 0 && (value == NULL || value->type == RP_NODE_NULL)) continue;
        const bool shows = value != NULL && !rp_builder_wants_findings(ros->file->builder);
        if (shows) RP_TRY(ros_show_layer(ros, resource, &layer, value, &settled));
        if (settled || (rp_ros_is_text(value) && rp_layer_document_is_none(&layer, value->text))) continue;
        RP_TRY(ros_layer_text(ros, resource, layer.named, &named));
        RP_TRY(rp_builder_add_layer_document(ros->file->builder, resource->entry->name, &layer, named));
    }
    return RAMPART_OK;
}

/* ---- the resources ---- */

static enum rampart_status ros_note_other_template(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rampart_str place;
    bool other = rp_str_starts(resource->type, RP_STR("MODULE::")) ||
                 rp_str_starts(resource->type, RP_STR("ALIYUN::ROS::Stack"));
    if (!other) return RAMPART_OK;
    RP_TRY(rp_ros_place(ros, resource->entry, &place));
    return rp_builder_add_gap(ros->file->builder, RAMPART_GAP_UNMANAGED, place,
                              "it makes the resources of another template, which is not read");
}

static enum rampart_status ros_read_entry(struct rp_ros *ros, const struct rp_ros_entry *entry)
{
    const struct rp_node *type = rp_node_member(entry->node, RP_STR("Type"));
    struct rp_ros_resource resource = {.entry = entry};
    bool there = true;
    if (type == NULL || type->type != RP_NODE_STRING) {
        rp_ros_error(ros, RP_ROS_MISSING, entry->node->key_span, "the resource %.*s has no Type",
                     RP_ARG(rp_ros_shown(entry->name)));
        return RAMPART_OK;
    }
    resource.type = type->text;
    resource.properties = rp_node_member(entry->node, RP_STR("Properties"));
    rp_ros_read_resource *read = rp_ros_reader(resource.type);
    if (read == NULL) {
        RP_TRY(ros_check_condition(ros, &resource, &there));
        if (there) RP_TRY(ros_add_layers(ros, &resource));
        return ros_note_other_template(ros, &resource);
    }
    RP_TRY(ros_check_condition(ros, &resource, &there));
    if (!there) return RAMPART_OK;
    rp_builder_set_address(ros->file->builder, entry->name);
    enum rampart_status status = ros_read_counted(ros, &resource, read);
    rp_builder_set_address(ros->file->builder, (struct rampart_str){NULL, 0});
    return status;
}

/* ---- the template ---- */

static bool ros_check_version(struct rp_ros *ros)
{
    const struct rp_node *root = ros->file->root;
    const struct rp_node *version = rp_node_member(root, RP_STR("ROSTemplateFormatVersion"));
    if (version != NULL && rp_str_equal(version->text, RP_STR("2015-09-01"))) return true;
    rp_ros_error(ros, RP_ROS_VERSION, version == NULL ? root->span : version->span,
                 "this version of ROS templates is not known");
    rp_diag_help(ros->reading.diags, "ROSTemplateFormatVersion is '2015-09-01'");
    return false;
}

/* The template does not show what a transform makes of it. */
static bool ros_check_transform(struct rp_ros *ros)
{
    const struct rp_node *transform = rp_node_member(ros->file->root, RP_STR("Transform"));
    if (transform == NULL || transform->type == RP_NODE_NULL) return true;
    const struct rp_node *first = transform->type == RP_NODE_LIST ? transform->first : transform;
    bool terraform = first != NULL && rp_str_starts(first->text, RP_STR("Aliyun::Terraform"));
    rp_ros_error(ros, RP_ROS_TRANSFORM, transform->span, "a template with a Transform is not read");
    if (terraform)
        rp_diag_help(ros->reading.diags,
                     "it contains Terraform: make a plan of it, and pass the output of terraform show -json");
    else
        rp_diag_help(ros->reading.diags, "pass the template that the transform makes");
    return false;
}

static enum rampart_status ros_read_template(struct rp_ros *ros)
{
    RP_TRY(rp_ros_sections(ros));
    rp_ros_check_given(ros);
    const struct rp_node *resources = ros->sections[RP_ROS_RESOURCES].node;
    if (resources == NULL) return RAMPART_OK;
    for (const struct rp_node *node = resources->first; node != NULL && !ros->ended; node = node->next)
        RP_TRY(ros_read_entry(ros, rp_ros_find(ros, RP_ROS_RESOURCES, node->key)));
    return RAMPART_OK;
}

enum rampart_status rp_ros_read(const struct rp_import_file *file)
{
    struct rp_ros ros = {.file = file, .reading = rp_builder_reading(file->builder, file->source)};
    if (file->root->type != RP_NODE_MAP) {
        rp_ros_error(&ros, RP_ROS_TYPE, file->root->span, "a ROS template must be a map, not %s",
                     rp_node_type_name(file->root->type));
        return RAMPART_OK;
    }
    bool version = ros_check_version(&ros), plain = ros_check_transform(&ros);
    if (!version || !plain) return RAMPART_OK;
    RP_TRY(ros_read_template(&ros));
    return rp_builder_add_gap(
        file->builder, RAMPART_GAP_UNMANAGED, RP_STR(""),
        "a template shows the resources of its stack, and not those made by other means");
}
