/* SPDX-License-Identifier: Apache-2.0 */
/* Grants and memberships of a template, as far as names in them are known. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* Why a hole, or else the resource, leaves open what the resource would give; NULL: nothing does. */
static enum rampart_status why_open(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    const struct rp_node *hole, const char **ret_why)
{
    *ret_why = resource->maybe;
    if (!rp_ros_is_hole(hole)) return RAMPART_OK;
    *ret_why = rp_ros_reason(ros, hole);
    RP_TRY_MEMORY(*ret_why != NULL);
    return RAMPART_OK;
}

/* ---- grants ---- */

/* A hole for what is neither; then this has been reported. */
static enum rampart_status check_type(struct rp_ros *ros, struct rp_node *type, struct rp_node **ret_type)
{
    *ret_type = type;
    if (rp_ros_is_hole(type)) return RAMPART_OK;
    if (rp_str_equal(type->text, RP_STR("System")) || rp_str_equal(type->text, RP_STR("Custom")))
        return RAMPART_OK;
    rp_ros_error(ros, RP_ROS_VALUE, type->span, "PolicyType is System or Custom, not \"%.*s\"",
                 RP_ARG(rp_ros_shown(type->text)));
    return rp_ros_hole(ros, type->span, ret_type, "it is no type of a policy");
}

enum rampart_status rp_ros_grant(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                 const struct rp_ros_grant *grant)
{
    struct rp_builder *builder = ros->file->builder;
    const struct rp_node *name = grant->holder;
    struct rp_builder_principal *holder = NULL;
    struct rp_builder_policy *policy = NULL;
    struct rp_node *type = NULL;
    const char *why = NULL;
    RP_TRY(check_type(ros, grant->type, &type));
    RP_TRY(why_open(ros, resource, name, &why));
    if (rp_ros_is_hole(name)) return rp_builder_incomplete(builder, RP_BUILDER_GRANTS, why);
    RP_TRY(rp_builder_refer(builder, grant->kind, name->text, rp_ros_at(ros, name->span), &holder));
    RP_TRY(why_open(ros, resource, rp_ros_is_hole(type) ? type : grant->policy, &why));
    if (why != NULL) return rp_builder_incomplete_for(builder, holder, RP_BUILDER_GRANTS, why);
    bool system = rp_str_equal(type->text, RP_STR("System"));
    const struct rp_at at = rp_ros_at(ros, grant->policy->span);
    RP_TRY(rp_builder_add_policy(builder, grant->policy->text, system, at, &policy));
    return rp_builder_add_grant(builder, holder, policy, grant->scope, grant->group, at);
}

/* ---- memberships ---- */

enum rampart_status rp_ros_member(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                  const struct rp_node *user, const struct rp_node *group)
{
    struct rp_builder *builder = ros->file->builder;
    struct rp_builder_principal *member = NULL, *whole = NULL;
    const char *why = NULL;
    RP_TRY(why_open(ros, resource, user, &why));
    if (rp_ros_is_hole(user)) return rp_builder_incomplete(builder, RP_BUILDER_MEMBERSHIPS, why);
    RP_TRY(rp_builder_refer(builder, RP_BUILDER_USER, user->text, rp_ros_at(ros, user->span), &member));
    RP_TRY(why_open(ros, resource, group, &why));
    if (why != NULL) return rp_builder_incomplete_for(builder, member, RP_BUILDER_MEMBERSHIPS, why);
    RP_TRY(rp_builder_refer(builder, RP_BUILDER_GROUP, group->text, rp_ros_at(ros, group->span), &whole));
    return rp_builder_add_to_group(builder, member, whole);
}

/* ---- lists ---- */

enum rampart_status rp_ros_each(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                struct rp_node *names, rp_ros_take *take, const void *context)
{
    if (names == NULL) return RAMPART_OK;
    if (rp_ros_is_hole(names)) return take(ros, resource, names, context);
    for (struct rp_node *value = names->first; value != NULL; value = value->next) {
        struct rp_node *name = NULL;
        RP_TRY(rp_ros_as_name(ros, value, "each value of the list", &name));
        RP_TRY(take(ros, resource, name, context));
    }
    return RAMPART_OK;
}
