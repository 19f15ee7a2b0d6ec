/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ROS template as an account: what its stack makes. The principals it makes hold what the template gives them;
 * what other principals hold beside it is open.
 */
#include "import/ros.h"

#include <stdio.h>

#include "base/str.h"
#include "base/try.h"
#include "catalog/terraform.h"

/* A stack makes a resource this often at the most before it is not worth reading each. */
enum { MOST_ROUNDS = 200 };

typedef enum rampart_status read_resource(struct rp_ros *ros, const struct rp_ros_resource *resource);

static const struct {
    const char *type;
    read_resource *read;
} readers[] = {
    {"ALIYUN::RAM::User", rp_ros_holder},
    {"ALIYUN::RAM::Group", rp_ros_holder},
    {"ALIYUN::RAM::Role", rp_ros_holder},
    {"ALIYUN::RAM::ManagedPolicy", rp_ros_managed_policy},
    {"ALIYUN::RAM::AttachPolicyToUser", rp_ros_attach},
    {"ALIYUN::RAM::AttachPolicyToGroup", rp_ros_attach},
    {"ALIYUN::RAM::AttachPolicyToRole", rp_ros_attach},
    {"ALIYUN::RAM::UserToGroupAddition", rp_ros_addition},
    {"ALIYUN::ResourceManager::PolicyAttachment", rp_ros_principal_attach},
    {"ALIYUN::ResourceManager::ControlPolicy", rp_ros_control},
    {"ALIYUN::ResourceManager::ControlPolicyAttachment", rp_ros_control_attach},
};

/* ---- one resource ---- */

static enum rampart_status leave_open(struct rp_ros *ros, struct rp_ros_resource *resource, const char *what,
                                      const struct rp_node *hole)
{
    struct rampart_str maybe;
    const char *why = rp_ros_reason(ros, hole);
    RP_TRY_MEMORY(why != NULL);
    RP_TRY_MEMORY(rp_arena_printf(ros->reading.arena, &maybe,
                                  "%s the resource %.*s is there is not known: %s", what,
                                  RP_ARG(rp_ros_shown(resource->entry->name)), why));
    resource->maybe = maybe.data;
    return RAMPART_OK;
}

static enum rampart_status read_rounds(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                       size_t rounds, read_resource *read)
{
    for (size_t i = 0; i < rounds && !ros->ended; i++) {
        char digits[24];
        int len = snprintf(digits, sizeof digits, "%zu", i);
        struct rampart_str round = {digits, (size_t)len};
        RP_TRY_MEMORY(rp_arena_copy(ros->reading.arena, round, &ros->round));
        RP_TRY(read(ros, resource));
    }
    ros->round.len = 0;
    return RAMPART_OK;
}

/* How often; false for what is no number, or too large a one. */
static bool rounds_of(const struct rp_node *count, size_t *ret_rounds)
{
    if (!rp_ros_is_text(count) || count->text.len == 0 || count->text.len > 3) return false;
    size_t rounds = 0;
    for (size_t i = 0; i < count->text.len; i++) {
        if (!rp_is_digit(count->text.data[i])) return false;
        rounds = rounds * 10 + (size_t)(count->text.data[i] - '0');
    }
    *ret_rounds = rounds;
    return rounds <= MOST_ROUNDS;
}

/* Without a number that is known, nothing is known of what it makes. */
static enum rampart_status read_counted(struct rp_ros *ros, struct rp_ros_resource *resource,
                                        read_resource *read)
{
    const struct rp_node *written = rp_node_member(resource->entry->node, RP_STR("Count"));
    struct rp_node *count = NULL;
    size_t rounds = 0;
    if (written == NULL) return read(ros, resource);
    RP_TRY(rp_ros_value(ros, written, &count));
    if (rounds_of(count, &rounds)) return read_rounds(ros, resource, rounds, read);
    if (count == NULL || !rp_ros_is_hole(count))
        RP_TRY(rp_ros_hole(ros, written->span, &count, "the Count is no number up to %d", MOST_ROUNDS));
    RP_TRY(leave_open(ros, resource, "how often", count));
    return read(ros, resource);
}

/* Whether it is there, or why that is not known. */
static enum rampart_status check_condition(struct rp_ros *ros, struct rp_ros_resource *resource,
                                           bool *ret_there)
{
    const struct rp_node *written = rp_node_member(resource->entry->node, RP_STR("Condition"));
    struct rp_node *condition = NULL;
    *ret_there = true;
    if (written == NULL || written->type == RP_NODE_NULL) return RAMPART_OK;
    RP_TRY(rp_ros_condition(ros, written, &condition));
    *ret_there = rp_ros_is_hole(condition) || rp_ros_is_true(condition);
    return rp_ros_is_hole(condition) ? leave_open(ros, resource, "whether", condition) : RAMPART_OK;
}

/* A property as it is written, if that is a text: what a function gives is not looked at. */
static struct rampart_str written(const struct rp_ros_resource *resource, struct rampart_str name)
{
    const struct rp_node *node =
        resource->properties == NULL || name.len == 0 ? NULL : rp_node_member(resource->properties, name);
    return node != NULL && node->type == RP_NODE_STRING ? node->text : (struct rampart_str){NULL, 0};
}

/* What decides beside RAM. */
static enum rampart_status note_layers(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_layer_document layer;
    size_t cursor = 0;
    while (rp_layer_document_next(resource->type, &cursor, &layer)) {
        if (layer.attribute.len > 0 &&
            (resource->properties == NULL || rp_node_member(resource->properties, layer.attribute) == NULL))
            continue;
        if (rp_layer_document_is_none(&layer, written(resource, layer.attribute))) continue;
        RP_TRY(rp_builder_add_layer_document(ros->file->builder, resource->entry->name, &layer,
                                 written(resource, layer.named)));
    }
    return RAMPART_OK;
}

static enum rampart_status note_other_template(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rampart_str place;
    bool other = rp_str_starts(resource->type, RP_STR("MODULE::")) ||
                 rp_str_starts(resource->type, RP_STR("ALIYUN::ROS::Stack"));
    if (!other) return RAMPART_OK;
    RP_TRY(rp_ros_place(ros, resource->entry, &place));
    return rp_builder_add_gap(ros->file->builder, RAMPART_GAP_UNMANAGED, place,
                        "it makes what another template says, which is not read");
}

static enum rampart_status read_entry(struct rp_ros *ros, const struct rp_ros_entry *entry)
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
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (!rp_str_equal(type->text, rampart_str(readers[i].type))) continue;
        RP_TRY(check_condition(ros, &resource, &there));
        if (!there) return RAMPART_OK;
        rp_builder_set_address(ros->file->builder, entry->name);
        enum rampart_status status = read_counted(ros, &resource, readers[i].read);
        rp_builder_set_address(ros->file->builder, (struct rampart_str){NULL, 0});
        return status;
    }
    RP_TRY(note_layers(ros, &resource));
    return note_other_template(ros, &resource);
}

/* ---- the template ---- */

static bool check_version(struct rp_ros *ros)
{
    const struct rp_node *root = ros->file->root;
    const struct rp_node *version = rp_node_member(root, RP_STR("ROSTemplateFormatVersion"));
    if (version != NULL && rp_str_equal(version->text, RP_STR("2015-09-01"))) return true;
    rp_ros_error(ros, RP_ROS_VERSION, version == NULL ? root->span : version->span,
                 "this version of ROS templates is not known");
    rp_diag_help(ros->reading.diags, "ROSTemplateFormatVersion is '2015-09-01'");
    return false;
}

/* What a transform makes of the template stands nowhere in it. */
static bool check_transform(struct rp_ros *ros)
{
    const struct rp_node *transform = rp_node_member(ros->file->root, RP_STR("Transform"));
    if (transform == NULL || transform->type == RP_NODE_NULL) return true;
    const struct rp_node *first = transform->type == RP_NODE_LIST ? transform->first : transform;
    bool terraform = first != NULL && rp_str_starts(first->text, RP_STR("Aliyun::Terraform"));
    rp_ros_error(ros, RP_ROS_TRANSFORM, transform->span, "a template with a Transform is not read");
    if (terraform)
        rp_diag_help(ros->reading.diags,
                     "it holds Terraform: make a plan of that, and give what terraform show "
                     "-json prints of it");
    else
        rp_diag_help(ros->reading.diags, "give the template that comes of the transform");
    return false;
}

static enum rampart_status read_template(struct rp_ros *ros)
{
    RP_TRY(rp_ros_sections(ros));
    RP_TRY(rp_ros_check_given(ros));
    const struct rp_node *resources = ros->sections[RP_ROS_RESOURCES].node;
    if (resources == NULL) return RAMPART_OK;
    for (const struct rp_node *node = resources->first; node != NULL && !ros->ended; node = node->next)
        RP_TRY(read_entry(ros, rp_ros_find(ros, RP_ROS_RESOURCES, node->key)));
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
    bool version = check_version(&ros), plain = check_transform(&ros);
    if (!version || !plain) return RAMPART_OK;
    RP_TRY(read_template(&ros));
    return rp_builder_add_gap(file->builder, RAMPART_GAP_UNMANAGED, RP_STR(""),
                        "a template shows what its stack makes, and not what was made by other means");
}
