/* SPDX-License-Identifier: Apache-2.0 */
/* Users, groups and roles, who is in which group, and policies. */
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

static enum rampart_status declare(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                   enum rp_builder_kind kind, struct rp_builder_principal **ret_principal)
{
    struct rp_tf_holder *row = RP_NEW(tf->arena, struct rp_tf_holder);
    RP_TRY_MEMORY(row != NULL);
    RP_TRY(rp_builder_declare(tf->builder, kind, resource->name, rp_tf_where(tf, resource), &row->holder));
    row->kind = kind;
    row->next = tf->holders;
    tf->holders = row;
    *ret_principal = row->holder;
    return RAMPART_OK;
}

enum rampart_status rp_tf_user(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *holder;
    return declare(tf, resource, RP_BUILDER_USER, &holder);
}

enum rampart_status rp_tf_group(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *holder;
    return declare(tf, resource, RP_BUILDER_GROUP, &holder);
}

enum rampart_status rp_tf_role(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *holder;
    struct rp_tf_value arn = rp_tf_text(tf, resource, RP_STR("arn"), (struct rampart_str){NULL, 0});
    RP_TRY(declare(tf, resource, RP_BUILDER_ROLE, &holder));
    if (arn.said == RP_TF_KNOWN && !arn.sensitive) {
        struct rampart_str id = rp_tf_arn_account(arn.node->text);
        if (id.len > 0) RP_TRY(rp_builder_set_id(tf->builder, id, (struct rp_at){tf->source, arn.node->span}));
    }
    return rp_tf_document(tf, resource, (struct rp_tf_holds){.role = holder});
}

/* ---- policies ---- */

enum rampart_status rp_tf_policy(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_policy *policy;
    RP_TRY(rp_builder_add_policy(tf->builder, resource->name, false, rp_tf_where(tf, resource), &policy));
    if (rp_tf_has_version(tf, resource->name)) return RAMPART_OK;
    return rp_tf_document(tf, resource, (struct rp_tf_holds){.policy = policy});
}

/* Only the default version has a name here. */
enum rampart_status rp_tf_version(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_policy *policy;
    if (resource->name.len == 0) return RAMPART_OK;
    RP_TRY(rp_builder_add_policy(tf->builder, resource->name, false, rp_tf_where(tf, resource), &policy));
    struct rp_tf_value value =
        rp_tf_value(tf, resource, RP_STR("is_default_version"), (struct rampart_str){NULL, 0});
    if (value.said == RP_TF_UNKNOWN)
        return rp_builder_document_unknown(tf->builder, policy,
                                         "whether another version becomes its default is known after apply");
    return rp_tf_document(tf, resource, (struct rp_tf_holds){.policy = policy});
}

/* ---- memberships ---- */

static enum rampart_status join(struct rp_tf *tf, struct rampart_str user, struct rp_builder_principal *group,
                                struct rp_at at)
{
    struct rp_builder_principal *holder;
    RP_TRY(rp_builder_refer(tf->builder, RP_BUILDER_USER, user, at, &holder));
    return rp_builder_add_to_group(tf->builder, holder, group);
}

static enum rampart_status group_of(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                    struct rp_builder_principal **ret_group)
{
    struct rp_tf_named group;
    *ret_group = NULL;
    RP_TRY(rp_tf_named(tf, resource, resource->says.attribute, RP_TERRAFORM_GROUP, &group));
    if (group.said == RP_TF_UNKNOWN)
        return rp_tf_broken_off(tf, resource, RP_BUILDER_MEMBERSHIPS, "the group", resource->says.attribute);
    if (group.said == RP_TF_NOTHING) return RAMPART_OK;
    return rp_builder_refer(tf->builder, RP_BUILDER_GROUP, group.name, rp_tf_where(tf, resource), ret_group);
}

enum rampart_status rp_tf_member(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *group;
    struct rp_tf_named user;
    RP_TRY(group_of(tf, resource, &group));
    RP_TRY(rp_tf_named(tf, resource, RP_STR("user_name"), RP_TERRAFORM_USER, &user));
    if (user.said == RP_TF_UNKNOWN)
        return rp_tf_broken_off(tf, resource, RP_BUILDER_MEMBERSHIPS, "the user", user.attribute);
    if (user.said == RP_TF_NOTHING || group == NULL) return RAMPART_OK;
    return join(tf, user.name, group, rp_tf_where(tf, resource));
}

enum rampart_status rp_tf_members(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *group;
    struct rp_tf_value users = rp_tf_value(tf, resource, RP_STR("user_names"), (struct rampart_str){NULL, 0});
    RP_TRY(group_of(tf, resource, &group));
    if (users.said == RP_TF_UNKNOWN || users.sensitive)
        return rp_tf_broken_off(tf, resource, RP_BUILDER_MEMBERSHIPS, "a user", users.attribute);
    if (users.said == RP_TF_NOTHING || group == NULL) return RAMPART_OK;
    for (const struct rp_node *user = users.node->first; user != NULL; user = user->next) {
        struct rp_at at = {tf->source, user->span};
        if (user->type != RP_NODE_STRING)
            rp_builder_error(tf->builder, RP_ACC_TYPE, at, "a user name must be a string, not %s",
                           rp_node_type_name(user->type));
        else
            RP_TRY(join(tf, user->text, group, at));
    }
    return RAMPART_OK;
}
