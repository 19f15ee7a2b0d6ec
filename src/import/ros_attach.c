/* SPDX-License-Identifier: Apache-2.0 */
/* Resources of a template that attach a policy, or put users in a group. */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

static enum rampart_status policy_of(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                     struct rp_ros_grant *grant)
{
    RP_TRY(rp_ros_name(ros, resource, "PolicyName", &grant->policy));
    return rp_ros_name(ros, resource, "PolicyType", &grant->type);
}

static bool all_digits(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!rp_is_digit(text.data[i])) return false;
    return text.len > 0;
}

/* The account's own id in the place of a resource group means the account. */
static void set_scope(const struct rp_node *group, struct rp_ros_grant *grant)
{
    if (rp_ros_is_hole(group)) {
        grant->scope = RP_BUILDER_SCOPE_UNSEEN;
        return;
    }
    grant->scope = all_digits(group->text) ? RP_BUILDER_WHOLE_ACCOUNT : RP_BUILDER_RESOURCE_GROUP;
    grant->group = group->text;
}

/* Without a resource group it counts for the whole account. */
enum rampart_status rp_ros_attach(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    static const struct {
        const char *type, *property;
    } forms[] = {[RP_BUILDER_USER] = {"ALIYUN::RAM::AttachPolicyToUser", "UserName"},
                 [RP_BUILDER_GROUP] = {"ALIYUN::RAM::AttachPolicyToGroup", "GroupName"},
                 [RP_BUILDER_ROLE] = {"ALIYUN::RAM::AttachPolicyToRole", "RoleName"}};
    struct rp_ros_grant grant = {.scope = RP_BUILDER_WHOLE_ACCOUNT};
    struct rp_node *group = NULL;
    int kind = RP_BUILDER_USER;
    while (kind < RP_BUILDER_ROLE && !rp_str_equal(resource->type, rampart_str(forms[kind].type))) kind++;
    grant.kind = (enum rp_builder_kind)kind;
    if (rp_node_member(resource->properties, RP_STR("ResourceGroupId")) != NULL) {
        RP_TRY(rp_ros_name(ros, resource, "ResourceGroupId", &group));
        set_scope(group, &grant);
    }
    RP_TRY(policy_of(ros, resource, &grant));
    RP_TRY(rp_ros_name(ros, resource, forms[kind].property, &grant.holder));
    return rp_ros_grant(ros, resource, &grant);
}

/* ---- by the names that resource management has for principals ---- */

/* False for none of its types, or one that is not known. */
static bool kind_of(const struct rp_node *type, enum rp_builder_kind *ret_kind)
{
    static const char *const types[] = {
        [RP_BUILDER_USER] = "IMSUser", [RP_BUILDER_GROUP] = "IMSGroup", [RP_BUILDER_ROLE] = "ServiceRole"};
    for (int kind = 0; kind < RP_BUILDER_KINDS && !rp_ros_is_hole(type); kind++)
        if (rp_str_equal(type->text, rampart_str(types[kind]))) {
            *ret_kind = (enum rp_builder_kind)kind;
            return true;
        }
    return false;
}

static enum rampart_status holder_of(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                     struct rp_ros_grant *grant)
{
    struct rp_node *type = NULL, *name = NULL;
    RP_TRY(rp_ros_name(ros, resource, "PrincipalType", &type));
    RP_TRY(rp_ros_name(ros, resource, "PrincipalName", &name));
    grant->holder = rp_ros_is_hole(type) ? type : name;
    if (rp_ros_is_hole(grant->holder)) return RAMPART_OK;
    size_t at = rp_str_find(name->text, '@');
    if (!kind_of(type, &grant->kind)) {
        rp_ros_error(ros, RP_ROS_VALUE, type->span,
                     "PrincipalType is IMSUser, IMSGroup or ServiceRole, not \"%.*s\"",
                     RP_ARG(rp_ros_shown(type->text)));
        return rp_ros_hole(ros, type->span, &grant->holder, "it is no type of a principal");
    }
    if (at < name->text.len) {
        name->text.len = at;
        return RAMPART_OK;
    }
    rp_ros_error(ros, RP_ROS_VALUE, name->span, "the name of a principal here has an '@' in it");
    rp_diag_help(ros->reading.diags, "write name@example.onaliyun.com, name@group.example.onaliyun.com or "
                                     "name@role.example.onaliyunservice.com");
    return rp_ros_hole(ros, name->span, &grant->holder, "it is no name of a principal");
}

enum rampart_status rp_ros_principal_attach(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_ros_grant grant = {.kind = RP_BUILDER_USER};
    struct rp_node *group = NULL;
    RP_TRY(rp_ros_name(ros, resource, "ResourceGroupId", &group));
    set_scope(group, &grant);
    RP_TRY(policy_of(ros, resource, &grant));
    RP_TRY(holder_of(ros, resource, &grant));
    return rp_ros_grant(ros, resource, &grant);
}

/* ---- users in groups ---- */

static enum rampart_status add_user(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                    struct rp_node *name, const void *context)
{
    return rp_ros_member(ros, resource, name, context);
}

enum rampart_status rp_ros_addition(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_node *group = NULL, *users = NULL;
    RP_TRY(rp_ros_name(ros, resource, "GroupName", &group));
    RP_TRY(rp_ros_names(ros, resource, "Users", RP_NODE_LIST, &users));
    return rp_ros_each(ros, resource, users, add_user, group);
}
