/* SPDX-License-Identifier: Apache-2.0 */
/* Custom policies that a template makes, and whom they name as their holders. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

struct attached {
    struct rp_node *policy;
    enum rp_builder_kind kind;
};

static enum rampart_status attach(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                  struct rp_node *name, const void *context)
{
    const struct attached *attached = context;
    struct rp_node *type = NULL;
    RP_TRY(rp_ros_string(ros, RP_STR("Custom"), name->span, &type));
    const struct rp_ros_grant grant = {.kind = attached->kind,
                                       .holder = name,
                                       .policy = attached->policy,
                                       .type = type,
                                       .scope = RP_BUILDER_WHOLE_ACCOUNT};
    return rp_ros_grant(ros, resource, &grant);
}

static enum rampart_status holders(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                   struct rp_node *policy)
{
    static const char *const lists[] = {
        [RP_BUILDER_USER] = "Users", [RP_BUILDER_GROUP] = "Groups", [RP_BUILDER_ROLE] = "Roles"};
    for (int kind = 0; kind < RP_BUILDER_KINDS; kind++) {
        const struct attached attached = {policy, (enum rp_builder_kind)kind};
        struct rp_node *names = NULL;
        RP_TRY(rp_ros_names(ros, resource, lists[kind], RP_NODE_LIST, &names));
        RP_TRY(rp_ros_each(ros, resource, names, attach, &attached));
    }
    return RAMPART_OK;
}

/* With PolicyDocumentUnchecked, PolicyDocument is passed over. */
static enum rampart_status document(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    struct rp_node **ret_value)
{
    RP_TRY(rp_ros_property(ros, resource, "PolicyDocumentUnchecked", ret_value));
    if (*ret_value != NULL && (*ret_value)->type != RP_NODE_NULL) return RAMPART_OK;
    return rp_ros_property(ros, resource, "PolicyDocument", ret_value);
}

enum rampart_status rp_ros_managed_policy(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_node *name = NULL, *value = NULL;
    struct rp_builder_policy *policy = NULL;
    const char *why = resource->maybe;
    bool ignores = false;
    RP_TRY(rp_ros_own_name(ros, resource, &name));
    if (rp_ros_is_hole(name)) return RAMPART_OK; /* the template is too large */
    RP_TRY(rp_ros_may_be_true(ros, resource, "IgnoreExisting", &ignores));
    if (ignores) why = "IgnoreExisting keeps a policy of this name as it is";
    RP_TRY(rp_builder_add_policy(ros->file->builder, name->text, false, rp_ros_at(ros, name->span), &policy));
    RP_TRY(document(ros, resource, &value));
    RP_TRY(rp_ros_document(ros, value, policy, resource->entry->node->key_span, why));
    return holders(ros, resource, name);
}
