/* SPDX-License-Identifier: Apache-2.0 */
/* Documents in a template. A hole in one leaves it unknown as a whole. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* Whether it may be a document; reports what it is instead. */
static bool is_document(struct rp_ros *ros, const struct rp_node *value, const char *what)
{
    if (value->type == RP_NODE_MAP || value->type == RP_NODE_STRING) return true;
    rp_ros_error(ros, RP_ROS_TYPE, value->span, "%s must be a map, not %s", what,
                 rp_node_type_name(value->type));
    return false;
}

static enum rampart_status unknown(struct rp_ros *ros, struct rp_builder_policy *policy,
                                   const struct rp_node *hole)
{
    const char *why = rp_ros_reason(ros, hole);
    RP_TRY_MEMORY(why != NULL);
    return rp_builder_document_unknown(ros->file->builder, policy, why);
}

enum rampart_status rp_ros_document(struct rp_ros *ros, const struct rp_node *value,
                                    struct rp_builder_policy *policy, struct rp_span span, const char *why)
{
    const struct rp_node *hole = rp_ros_first_hole(value);
    if (why != NULL) return rp_builder_document_unknown(ros->file->builder, policy, why);
    if (value == NULL) {
        rp_ros_error(ros, RP_ROS_MISSING, span, "the policy has no PolicyDocument");
        return RAMPART_OK;
    }
    if (hole != NULL) return unknown(ros, policy, hole);
    if (!is_document(ros, value, "PolicyDocument")) return RAMPART_OK;
    return rp_builder_set_document(ros->file->builder, policy, ros->file->source, value);
}

enum rampart_status rp_ros_trust(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                 struct rp_builder_principal *role)
{
    static const char property[] = "AssumeRolePolicyDocument";
    struct rp_builder *builder = ros->file->builder;
    struct rp_node *value = NULL;
    const char *why = resource->maybe;
    bool ignores = false;
    RP_TRY(rp_ros_may_be_true(ros, resource, "IgnoreExisting", &ignores));
    RP_TRY(rp_ros_property(ros, resource, property, &value));
    const struct rp_node *hole = rp_ros_first_hole(value);
    if (ignores) why = "IgnoreExisting keeps a role of this name as it is";
    if (why == NULL && value == NULL) {
        rp_ros_error(ros, RP_ROS_MISSING, resource->entry->node->key_span, "the role has no %s", property);
        return RAMPART_OK;
    }
    if (why == NULL && hole != NULL) RP_TRY_MEMORY((why = rp_ros_reason(ros, hole)) != NULL);
    if (why != NULL) return rp_builder_trust_unknown(builder, role, why);
    if (!is_document(ros, value, property)) return RAMPART_OK;
    return rp_builder_set_trust(builder, role, ros->file->source, value);
}
