/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account's id, its resource groups, and what is known of its resource directory. That all control policies were
 * seen is never said: the cloud attaches one by itself to everything, which is in no file of Terraform.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

static const struct rampart_str none = {NULL, 0};

enum rampart_status rp_tf_account_id(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_tf_value id = rp_tf_subject(tf, resource);
    if (id.said != RP_TF_KNOWN || id.sensitive) return RAMPART_OK;
    return rp_builder_set_id(tf->builder, id.node->text, (struct rp_at){tf->source, id.node->span});
}

enum rampart_status rp_tf_resource_group(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    return rp_builder_add_resource_group(tf->builder, resource->name, rp_tf_where(tf, resource));
}

/* ---- control policies ---- */

static enum rampart_status control_scope(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                         struct rp_builder_policy *policy)
{
    struct rp_tf_value scope = rp_tf_text(tf, resource, RP_STR("effect_scope"), none);
    if (scope.said != RP_TF_KNOWN) return RAMPART_OK;
    struct rp_at at = {tf->source, scope.node->span};
    if (rp_str_equal(scope.node->text, RP_STR("All")))
        return rp_builder_scope_control(tf->builder, policy, RAMPART_SCOPE_ALL, at);
    if (rp_str_equal(scope.node->text, RP_STR("RAM")))
        return rp_builder_scope_control(tf->builder, policy, RAMPART_SCOPE_RAM, at);
    rp_builder_error(tf->builder, RP_ACC_SCOPE, at, "effect_scope must be RAM or All");
    return RAMPART_OK;
}

enum rampart_status rp_tf_control(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_policy *policy;
    struct rp_at at = rp_tf_where(tf, resource);
    struct rp_tf_value name = rp_tf_text(tf, resource, RP_STR("control_policy_name"), none);
    RP_TRY(rp_builder_add_control(tf->builder, resource->name, at, &policy));
    if (name.said == RP_TF_KNOWN && !name.sensitive)
        RP_TRY(rp_builder_name_control(tf->builder, policy, name.node->text, false, at));
    RP_TRY(control_scope(tf, resource, policy));
    return rp_tf_document(tf, resource, (struct rp_tf_holds){.policy = policy});
}

/* ---- folders and accounts ---- */

/* The id of a folder, the root folder or an account; empty when it is not known. */
static enum rampart_status place_of(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                    struct rampart_str attribute, struct rp_tf_named *ret_named)
{
    static const enum rp_terraform_kind kinds[] = {RP_TERRAFORM_FOLDER, RP_TERRAFORM_MEMBER_ACCOUNT,
                                                   RP_TERRAFORM_DIRECTORY};
    struct rp_tf_value value = rp_tf_text(tf, resource, attribute, none);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        RP_TRY(rp_tf_value_named(tf, resource, &value, kinds[i], ret_named));
        if (ret_named->said != RP_TF_UNKNOWN) break;
    }
    return RAMPART_OK;
}

enum rampart_status rp_tf_control_grant(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_policy *policy;
    struct rp_tf_named named, target;
    struct rp_at at = rp_tf_where(tf, resource);
    RP_TRY(rp_tf_named(tf, resource, resource->says.attribute, RP_TERRAFORM_CONTROL, &named));
    RP_TRY(place_of(tf, resource, RP_STR("target_id"), &target));
    if (named.said != RP_TF_KNOWN || target.said != RP_TF_KNOWN) return RAMPART_OK;
    RP_TRY(rp_builder_add_control(tf->builder, named.name, at, &policy));
    return rp_builder_attach_control(tf->builder, policy, target.name, at);
}

/* Without a word of its parent a folder or an account lies in the root folder. */
enum rampart_status rp_tf_placed(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_tf_named parent;
    bool folder = resource->says.kind == RP_TERRAFORM_FOLDER;
    RP_TRY(place_of(tf, resource, folder ? RP_STR("parent_folder_id") : RP_STR("folder_id"), &parent));
    if (parent.said == RP_TF_UNKNOWN) return RAMPART_OK;
    return rp_builder_set_parent(tf->builder, resource->name, parent.name, rp_tf_where(tf, resource));
}

enum rampart_status rp_tf_directory(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_directory directory = {.root_folder = resource->name};
    struct rp_tf_value status = rp_tf_text(tf, resource, RP_STR("status"), none);
    struct rp_tf_value master = rp_tf_text(tf, resource, RP_STR("master_account_id"), none);
    directory.none = status.said == RP_TF_KNOWN && rp_str_equal(status.node->text, RP_STR("Disabled"));
    if (master.said == RP_TF_KNOWN && !master.sensitive) directory.management_account = master.node->text;
    return rp_builder_set_directory(tf->builder, &directory, rp_tf_where(tf, resource));
}
