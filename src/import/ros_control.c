/* SPDX-License-Identifier: Apache-2.0 */
/* Control policies that a template makes, and what they are attached to. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

static enum rampart_status set_scope(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                     struct rp_builder_policy *policy)
{
    struct rp_node *scope = NULL;
    RP_TRY(rp_ros_name(ros, resource, "EffectScope", &scope));
    if (rp_ros_is_hole(scope)) return RAMPART_OK;
    bool ram = rp_str_equal(scope->text, RP_STR("RAM"));
    if (!ram && !rp_str_equal(scope->text, RP_STR("All"))) {
        rp_ros_error(ros, RP_ROS_VALUE, scope->span, "EffectScope is RAM or All, not \"%.*s\"",
                     RP_ARG(rp_ros_shown(scope->text)));
        return RAMPART_OK;
    }
    return rp_builder_scope_control(ros->file->builder, policy, ram ? RAMPART_SCOPE_RAM : RAMPART_SCOPE_ALL,
                                  rp_ros_at(ros, scope->span));
}

/* The cloud makes its id: until then it goes by its place in the template. */
enum rampart_status rp_ros_control(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_builder *builder = ros->file->builder;
    struct rp_node *id = NULL, *name = NULL, *value = NULL;
    struct rp_builder_policy *policy = NULL;
    RP_TRY(rp_ros_own_name(ros, resource, &id));
    if (rp_ros_is_hole(id)) return RAMPART_OK; /* the template is too large */
    RP_TRY(rp_builder_add_control(builder, id->text, rp_ros_at(ros, id->span), &policy));
    RP_TRY(rp_ros_name(ros, resource, "PolicyName", &name));
    if (!rp_ros_is_hole(name))
        RP_TRY(rp_builder_name_control(builder, policy, name->text, false, rp_ros_at(ros, name->span)));
    RP_TRY(set_scope(ros, resource, policy));
    RP_TRY(rp_ros_property(ros, resource, "PolicyDocument", &value));
    return rp_ros_document(ros, value, policy, id->span, resource->maybe);
}

enum rampart_status rp_ros_control_attach(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_builder *builder = ros->file->builder;
    struct rp_node *id = NULL, *target = NULL;
    struct rp_builder_policy *policy = NULL;
    RP_TRY(rp_ros_name(ros, resource, "PolicyId", &id));
    RP_TRY(rp_ros_name(ros, resource, "TargetId", &target));
    const struct rp_node *hole = rp_ros_is_hole(target) ? target : id;
    const char *why = resource->maybe;
    if (rp_ros_is_hole(hole)) RP_TRY_MEMORY((why = rp_ros_reason(ros, hole)) != NULL);
    if (why != NULL) return rp_builder_incomplete(builder, RP_BUILDER_CONTROLS, why);
    RP_TRY(rp_builder_add_control(builder, id->text, rp_ros_at(ros, id->span), &policy));
    return rp_builder_attach_control(builder, policy, target->text, rp_ros_at(ros, target->span));
}
