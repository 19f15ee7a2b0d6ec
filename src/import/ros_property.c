/* SPDX-License-Identifier: Apache-2.0 */
/* Properties of a template's resource. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

enum rampart_status rp_ros_property(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    const char *name, struct rp_node **ret_value)
{
    *ret_value = NULL;
    const struct rp_node *properties = resource->properties;
    if (rp_ros_call(properties) != NULL)
        return rp_ros_hole(ros, properties->span, ret_value,
                           "the properties of the resource %.*s are not known",
                           RP_ARG(rp_ros_shown(resource->entry->name)));
    const struct rp_node *member = rp_node_member(properties, rampart_str(name));
    return member == NULL ? RAMPART_OK : rp_ros_value(ros, member, ret_value);
}

/* The same where names stand. */
static enum rampart_status named_property(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                          const char *name, struct rp_node **ret_value)
{
    bool naming = ros->naming;
    ros->naming = true;
    enum rampart_status status = rp_ros_property(ros, resource, name, ret_value);
    ros->naming = naming;
    return status;
}

enum rampart_status rp_ros_as_name(struct rp_ros *ros, struct rp_node *value, const char *what,
                                   struct rp_node **ret_name)
{
    *ret_name = value;
    if (rp_ros_is_hole(value)) return RAMPART_OK;
    if (rp_ros_is_text(value)) {
        value->type = RP_NODE_STRING;
        return RAMPART_OK;
    }
    rp_ros_error(ros, RP_ROS_TYPE, value->span, "%s must be a name, not %s", what,
                 rp_node_type_name(value->type));
    return rp_ros_hole(ros, value->span, ret_name, "it is no name");
}

enum rampart_status rp_ros_name(struct rp_ros *ros, const struct rp_ros_resource *resource, const char *name,
                                struct rp_node **ret_name)
{
    struct rp_node *value = NULL;
    RP_TRY(named_property(ros, resource, name, &value));
    if (value != NULL) return rp_ros_as_name(ros, value, name, ret_name);
    return rp_ros_hole(ros, resource->entry->node->key_span, ret_name, "the resource %.*s has no %s",
                       RP_ARG(rp_ros_shown(resource->entry->name)), name);
}

enum rampart_status rp_ros_names(struct rp_ros *ros, const struct rp_ros_resource *resource, const char *name,
                                 enum rp_node_type type, struct rp_node **ret_names)
{
    RP_TRY(named_property(ros, resource, name, ret_names));
    struct rp_node *value = *ret_names;
    if (value == NULL || value->type == type || rp_ros_is_hole(value)) return RAMPART_OK;
    *ret_names = NULL;
    if (value->type == RP_NODE_NULL) return RAMPART_OK;
    rp_ros_error(ros, RP_ROS_TYPE, value->span, "%s must be %s, not %s", name, rp_node_type_name(type),
                 rp_node_type_name(value->type));
    if (value->type == RP_NODE_STRING && type == RP_NODE_LIST)
        rp_diag_help(ros->reading.diags, "put it in brackets");
    return RAMPART_OK;
}

enum rampart_status rp_ros_may_be_true(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                       const char *name, bool *ret_may)
{
    struct rp_node *value = NULL;
    RP_TRY(rp_ros_property(ros, resource, name, &value));
    *ret_may =
        value != NULL && value->type != RP_NODE_NULL && !rp_str_equal_fold(value->text, RP_STR("false"));
    return RAMPART_OK;
}
