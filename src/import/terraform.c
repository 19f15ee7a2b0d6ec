/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account as far as Terraform manages it. The grants of a principal that the file declares are known with all
 * that the file attaches to it; those of a principal that it only names, and everything made by other means, are
 * not.
 */
#include "import/terraform.h"
#include "policy/layer.h"

#include "base/str.h"
#include "base/try.h"

static const struct rampart_str no_text = {NULL, 0};

/* ---- principals ---- */

static enum rampart_status tf_declare(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      enum rp_builder_kind kind, struct rp_builder_principal **ret_principal)
{
    struct rp_tf_principal *row = RP_NEW(tf->arena, struct rp_tf_principal);
    RP_TRY_MEMORY(row != NULL);
    RP_TRY(rp_builder_declare(tf->builder, kind, resource->name, rp_tf_resource_at(tf, resource),
                              &row->principal));
    row->kind = kind;
    row->next = tf->principals;
    tf->principals = row;
    *ret_principal = row->principal;
    return RAMPART_OK;
}

static enum rampart_status tf_read_user(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *principal;
    return tf_declare(tf, resource, RP_BUILDER_USER, &principal);
}

static enum rampart_status tf_read_group(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *principal;
    return tf_declare(tf, resource, RP_BUILDER_GROUP, &principal);
}

static enum rampart_status tf_read_role(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *principal;
    struct rp_tf_value arn = rp_tf_text(tf, resource, RP_STR("arn"), no_text);
    RP_TRY(tf_declare(tf, resource, RP_BUILDER_ROLE, &principal));
    if (arn.state == RP_TF_KNOWN && !arn.sensitive) {
        struct rampart_str id = rp_tf_arn_account(arn.node->text);
        if (id.len > 0)
            RP_TRY(rp_builder_set_id(tf->builder, id, (struct rp_at){tf->source, arn.node->span}));
    }
    return rp_tf_read_document(tf, resource, (struct rp_tf_owner){.role = principal});
}

/* ---- policies ---- */

static enum rampart_status tf_read_policy(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_policy *policy;
    RP_TRY(
        rp_builder_add_policy(tf->builder, resource->name, false, rp_tf_resource_at(tf, resource), &policy));
    if (rp_tf_has_version(tf, resource->name)) return RAMPART_OK;
    return rp_tf_read_document(tf, resource, (struct rp_tf_owner){.policy = policy});
}

/* Only a default version has a name here. */
static enum rampart_status tf_read_version(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_policy *policy;
    if (resource->name.len == 0) return RAMPART_OK;
    RP_TRY(
        rp_builder_add_policy(tf->builder, resource->name, false, rp_tf_resource_at(tf, resource), &policy));
    struct rp_tf_value value = rp_tf_value(tf, resource, RP_STR("is_default_version"), no_text);
    if (value.state == RP_TF_UNKNOWN)
        return rp_builder_document_unknown(
            tf->builder, policy, "whether another version becomes its default is known after apply");
    return rp_tf_read_document(tf, resource, (struct rp_tf_owner){.policy = policy});
}

/* ---- memberships ---- */

static enum rampart_status tf_add_to_group(struct rp_tf *tf, struct rampart_str user,
                                           struct rp_builder_principal *group, struct rp_at at)
{
    struct rp_builder_principal *principal;
    RP_TRY(rp_builder_refer(tf->builder, RP_BUILDER_USER, user, at, &principal));
    return rp_builder_add_to_group(tf->builder, principal, group);
}

static enum rampart_status tf_group(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                    struct rp_builder_principal **ret_group)
{
    struct rp_tf_named group;
    *ret_group = NULL;
    RP_TRY(rp_tf_named(tf, resource, resource->fact.attribute, RP_TERRAFORM_GROUP, &group));
    if (group.state == RP_TF_UNKNOWN)
        return rp_tf_list_incomplete(tf, resource, RP_BUILDER_MEMBERSHIPS, "the group",
                                     resource->fact.attribute);
    if (group.state == RP_TF_ABSENT) return RAMPART_OK;
    return rp_builder_refer(tf->builder, RP_BUILDER_GROUP, group.name, rp_tf_resource_at(tf, resource),
                            ret_group);
}

static enum rampart_status tf_read_member(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *group;
    struct rp_tf_named user;
    RP_TRY(tf_group(tf, resource, &group));
    RP_TRY(rp_tf_named(tf, resource, RP_STR("user_name"), RP_TERRAFORM_USER, &user));
    if (user.state == RP_TF_UNKNOWN)
        return rp_tf_list_incomplete(tf, resource, RP_BUILDER_MEMBERSHIPS, "the user", user.attribute);
    if (user.state == RP_TF_ABSENT || group == NULL) return RAMPART_OK;
    return tf_add_to_group(tf, user.name, group, rp_tf_resource_at(tf, resource));
}

static enum rampart_status tf_read_members(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_principal *group;
    struct rp_tf_value users = rp_tf_value(tf, resource, RP_STR("user_names"), no_text);
    RP_TRY(tf_group(tf, resource, &group));
    if (users.state == RP_TF_UNKNOWN || users.sensitive)
        return rp_tf_list_incomplete(tf, resource, RP_BUILDER_MEMBERSHIPS, "a user", users.attribute);
    if (users.state == RP_TF_ABSENT || group == NULL) return RAMPART_OK;
    for (const struct rp_node *user = users.node->first; user != NULL; user = user->next) {
        struct rp_at at = {tf->source, user->span};
        if (user->type != RP_NODE_STRING)
            rp_builder_error(tf->builder, RP_ACC_TYPE, at, "a user name must be a string, not %s",
                             rp_node_type_name(user->type));
        else
            RP_TRY(tf_add_to_group(tf, user->text, group, at));
    }
    return RAMPART_OK;
}

/* ---- the policy of an attachment ---- */

static bool tf_is_policy_type(const struct rp_tf_target *target)
{
    return target->resource->fact.kind == RP_TERRAFORM_POLICY &&
           (rp_str_equal(target->attribute, RP_STR("type")) ||
            rp_str_equal(target->attribute, RP_STR("policy_type")) || target->attribute.len == 0);
}

/* A policy that Terraform makes is a custom one, even if its name is not known yet. */
static enum rampart_status tf_policy_type(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                          bool managed, enum rp_tf_state *ret_state, bool *ret_system)
{
    bool found = false;
    struct rp_tf_target target;
    struct rp_tf_value type = rp_tf_text(tf, resource, RP_STR("policy_type"), no_text);
    if (type.state == RP_TF_UNKNOWN && !managed)
        RP_TRY(rp_tf_find_target(tf, resource, type.attribute, RP_TERRAFORM_POLICY, &target, &found));
    *ret_system = false;
    *ret_state = type.state == RP_TF_UNKNOWN && !managed ? RP_TF_UNKNOWN : RP_TF_KNOWN;
    if (found && tf_is_policy_type(&target)) *ret_state = RP_TF_KNOWN;
    if (type.state != RP_TF_KNOWN) return RAMPART_OK;
    *ret_system = rp_str_equal(type.node->text, RP_STR("System"));
    if (*ret_system || rp_str_equal(type.node->text, RP_STR("Custom"))) return RAMPART_OK;
    rp_builder_error(tf->builder, RP_ACC_POLICY_TYPE, (struct rp_at){tf->source, type.node->span},
                     "policy_type must be System or Custom");
    return RAMPART_OK;
}

/* A policy that is attached, and not known: it may allow or deny anything. */
static enum rampart_status tf_any_policy(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                         struct rampart_str attribute, struct rp_builder_policy **ret_policy)
{
    struct rampart_str name;
    const char *reason = rp_tf_reason(tf, resource, attribute);
    RP_TRY_MEMORY(reason != NULL);
    RP_TRY(rp_tf_placeholder(tf, resource->address, &name));
    RP_TRY(rp_builder_add_policy(tf->builder, name, false, rp_tf_resource_at(tf, resource), ret_policy));
    return rp_builder_document_unknown(tf->builder, *ret_policy, reason);
}

static enum rampart_status tf_granted_policy(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                             struct rp_builder_policy **ret_policy)
{
    bool system;
    enum rp_tf_state state;
    struct rp_tf_named named;
    *ret_policy = NULL;
    RP_TRY(rp_tf_named(tf, resource, RP_STR("policy_name"), RP_TERRAFORM_POLICY, &named));
    RP_TRY(tf_policy_type(tf, resource, named.resource != NULL, &state, &system));
    if (named.state == RP_TF_ABSENT) return RAMPART_OK;
    if (named.state == RP_TF_UNKNOWN) return tf_any_policy(tf, resource, RP_STR("policy_name"), ret_policy);
    if (state == RP_TF_UNKNOWN) return tf_any_policy(tf, resource, RP_STR("policy_type"), ret_policy);
    return rp_builder_add_policy(tf->builder, named.name, system, rp_tf_resource_at(tf, resource),
                                 ret_policy);
}

/* ---- attachments of RAM ---- */

static enum rampart_status tf_grant_to_anybody(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                               struct rampart_str attribute)
{
    return rp_tf_list_incomplete(tf, resource, RP_BUILDER_GRANTS, "the principal", attribute);
}

static enum rampart_status tf_read_ram_grant(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_tf_named named;
    struct rp_builder_policy *policy;
    struct rp_builder_principal *principal;
    struct rp_at at = rp_tf_resource_at(tf, resource);
    bool user = resource->fact.kind == RP_TERRAFORM_USER_GRANT;
    bool group = resource->fact.kind == RP_TERRAFORM_GROUP_GRANT;
    enum rp_terraform_kind wanted = user ? RP_TERRAFORM_USER : group ? RP_TERRAFORM_GROUP : RP_TERRAFORM_ROLE;
    enum rp_builder_kind kind = user ? RP_BUILDER_USER : group ? RP_BUILDER_GROUP : RP_BUILDER_ROLE;
    RP_TRY(rp_tf_named(tf, resource, resource->fact.attribute, wanted, &named));
    if (named.state == RP_TF_UNKNOWN) return tf_grant_to_anybody(tf, resource, resource->fact.attribute);
    RP_TRY(tf_granted_policy(tf, resource, &policy));
    if (named.state == RP_TF_ABSENT || policy == NULL) return RAMPART_OK;
    RP_TRY(rp_builder_refer(tf->builder, kind, named.name, at, &principal));
    return rp_builder_add_grant(tf->builder, principal, policy, RP_BUILDER_WHOLE_ACCOUNT, no_text, at);
}

/* ---- attachments of Resource Management ---- */

/* The words of principal_type. */
static const struct principal_type {
    const char *type;
    enum rp_builder_kind kind;
    enum rp_terraform_kind wanted;
} principal_types[] = {{"IMSUser", RP_BUILDER_USER, RP_TERRAFORM_USER},
                       {"IMSGroup", RP_BUILDER_GROUP, RP_TERRAFORM_GROUP},
                       {"ServiceRole", RP_BUILDER_ROLE, RP_TERRAFORM_ROLE}};

static const struct principal_type *tf_principal_type(struct rp_tf *tf, const struct rp_tf_resource *resource)
{
    struct rp_tf_value type = rp_tf_text(tf, resource, RP_STR("principal_type"), no_text);
    if (type.state == RP_TF_UNKNOWN) return NULL;
    for (size_t i = 0; type.state == RP_TF_KNOWN && i < sizeof principal_types / sizeof *principal_types; i++)
        if (rp_str_equal(type.node->text, rampart_str(principal_types[i].type))) return &principal_types[i];
    rp_builder_error(tf->builder, RP_ACC_TYPE, rp_tf_resource_at(tf, resource),
                     "principal_type must be IMSUser, IMSGroup or ServiceRole");
    return NULL;
}

struct grant_scope {
    enum rp_builder_scope scope;
    struct rampart_str group;
};

/* The attribute has the id of a resource group, or that of the account, which stands for all of it. */
static enum rampart_status tf_grant_scope(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                          struct grant_scope *ret_scope)
{
    struct rp_tf_named named;
    struct rp_tf_value id = rp_tf_text(tf, resource, RP_STR("resource_group_id"), no_text);
    *ret_scope = (struct grant_scope){RP_BUILDER_SCOPE_UNSEEN, {NULL, 0}};
    if (id.state == RP_TF_KNOWN && !id.sensitive && rp_tf_is_id(id.node->text)) {
        ret_scope->scope = RP_BUILDER_WHOLE_ACCOUNT;
        return rp_builder_set_id(tf->builder, id.node->text, (struct rp_at){tf->source, id.node->span});
    }
    RP_TRY(rp_tf_value_named(tf, resource, &id, RP_TERRAFORM_RESOURCE_GROUP, &named));
    if (named.state == RP_TF_KNOWN) {
        *ret_scope = (struct grant_scope){RP_BUILDER_RESOURCE_GROUP, named.name};
        return RAMPART_OK;
    }
    RP_TRY(rp_tf_value_named(tf, resource, &id, RP_TERRAFORM_ACCOUNT_ID, &named));
    if (named.state == RP_TF_KNOWN) ret_scope->scope = RP_BUILDER_WHOLE_ACCOUNT;
    return RAMPART_OK;
}

/* "li.wei" of "li.wei@example.onaliyun.com". */
static struct rampart_str tf_before_domain(struct rampart_str name)
{
    return rp_str_part(name, 0, rp_str_find(name, '@'));
}

static enum rampart_status tf_read_grant(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct grant_scope where;
    struct rp_tf_named named;
    struct rp_builder_policy *policy;
    struct rp_builder_principal *principal;
    struct rp_at at = rp_tf_resource_at(tf, resource);
    const struct principal_type *type = tf_principal_type(tf, resource);
    RP_TRY(tf_granted_policy(tf, resource, &policy));
    RP_TRY(tf_grant_scope(tf, resource, &where));
    if (type == NULL) return tf_grant_to_anybody(tf, resource, RP_STR("principal_type"));
    RP_TRY(rp_tf_named(tf, resource, resource->fact.attribute, type->wanted, &named));
    if (named.state == RP_TF_UNKNOWN) return tf_grant_to_anybody(tf, resource, resource->fact.attribute);
    if (named.state == RP_TF_ABSENT || policy == NULL) return RAMPART_OK;
    if (named.resource == NULL) named.name = tf_before_domain(named.name);
    RP_TRY(rp_builder_refer(tf->builder, type->kind, named.name, at, &principal));
    return rp_builder_add_grant(tf->builder, principal, policy, where.scope, where.group, at);
}

/* ---- the account and its resource groups ---- */

static enum rampart_status tf_read_account_id(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_tf_value id = rp_tf_name_attribute(tf, resource);
    if (id.state != RP_TF_KNOWN || id.sensitive) return RAMPART_OK;
    return rp_builder_set_id(tf->builder, id.node->text, (struct rp_at){tf->source, id.node->span});
}

static enum rampart_status tf_read_resource_group(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    return rp_builder_add_resource_group(tf->builder, resource->name, rp_tf_resource_at(tf, resource));
}

/* ---- control policies: the cloud attaches one to everything, which is in no file, so that no list is complete ---- */

static enum rampart_status tf_set_control_scope(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                                struct rp_builder_policy *policy)
{
    struct rp_tf_value scope = rp_tf_text(tf, resource, RP_STR("effect_scope"), no_text);
    if (scope.state != RP_TF_KNOWN) return RAMPART_OK;
    struct rp_at at = {tf->source, scope.node->span};
    if (rp_str_equal(scope.node->text, RP_STR("All")))
        return rp_builder_scope_control(tf->builder, policy, RAMPART_SCOPE_ALL, at);
    if (rp_str_equal(scope.node->text, RP_STR("RAM")))
        return rp_builder_scope_control(tf->builder, policy, RAMPART_SCOPE_RAM, at);
    rp_builder_error(tf->builder, RP_ACC_SCOPE, at, "effect_scope must be RAM or All");
    return RAMPART_OK;
}

static enum rampart_status tf_read_control(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_policy *policy;
    struct rp_at at = rp_tf_resource_at(tf, resource);
    struct rp_tf_value name = rp_tf_text(tf, resource, RP_STR("control_policy_name"), no_text);
    RP_TRY(rp_builder_add_control(tf->builder, resource->name, at, &policy));
    if (name.state == RP_TF_KNOWN && !name.sensitive)
        RP_TRY(rp_builder_name_control(tf->builder, policy, name.node->text, false, at));
    RP_TRY(tf_set_control_scope(tf, resource, policy));
    return rp_tf_read_document(tf, resource, (struct rp_tf_owner){.policy = policy});
}

/* ---- folders and accounts ---- */

/* The id of a folder, the root folder or an account; empty when it is not known. */
static enum rampart_status tf_directory_place(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                              struct rampart_str attribute, struct rp_tf_named *ret_named)
{
    static const enum rp_terraform_kind kinds[] = {RP_TERRAFORM_FOLDER, RP_TERRAFORM_MEMBER_ACCOUNT,
                                                   RP_TERRAFORM_DIRECTORY};
    struct rp_tf_value value = rp_tf_text(tf, resource, attribute, no_text);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        RP_TRY(rp_tf_value_named(tf, resource, &value, kinds[i], ret_named));
        if (ret_named->state != RP_TF_UNKNOWN) break;
    }
    return RAMPART_OK;
}

static enum rampart_status tf_read_control_grant(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_policy *policy;
    struct rp_tf_named named, target;
    struct rp_at at = rp_tf_resource_at(tf, resource);
    RP_TRY(rp_tf_named(tf, resource, resource->fact.attribute, RP_TERRAFORM_CONTROL, &named));
    RP_TRY(tf_directory_place(tf, resource, RP_STR("target_id"), &target));
    if (named.state != RP_TF_KNOWN || target.state != RP_TF_KNOWN) return RAMPART_OK;
    RP_TRY(rp_builder_add_control(tf->builder, named.name, at, &policy));
    return rp_builder_attach_control(tf->builder, policy, target.name, at);
}

/* A folder or an account without a parent lies in the root folder. */
static enum rampart_status tf_read_placed(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_tf_named parent;
    bool folder = resource->fact.kind == RP_TERRAFORM_FOLDER;
    RP_TRY(
        tf_directory_place(tf, resource, folder ? RP_STR("parent_folder_id") : RP_STR("folder_id"), &parent));
    if (parent.state == RP_TF_UNKNOWN) return RAMPART_OK;
    return rp_builder_set_parent(tf->builder, resource->name, parent.name, rp_tf_resource_at(tf, resource));
}

static enum rampart_status tf_read_directory(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_builder_directory directory = {.root_folder = resource->name};
    struct rp_tf_value status = rp_tf_text(tf, resource, RP_STR("status"), no_text);
    struct rp_tf_value master = rp_tf_text(tf, resource, RP_STR("master_account_id"), no_text);
    directory.none = status.state == RP_TF_KNOWN && rp_str_equal(status.node->text, RP_STR("Disabled"));
    if (master.state == RP_TF_KNOWN && !master.sensitive) directory.management_account = master.node->text;
    return rp_builder_set_directory(tf->builder, &directory, rp_tf_resource_at(tf, resource));
}

/* ---- all resources ---- */

static enum rampart_status (*const readers[RP_TERRAFORM_KINDS])(struct rp_tf *, struct rp_tf_resource *) = {
    [RP_TERRAFORM_ACCOUNT_ID] = tf_read_account_id,
    [RP_TERRAFORM_POLICY] = tf_read_policy,
    [RP_TERRAFORM_VERSION] = tf_read_version,
    [RP_TERRAFORM_USER] = tf_read_user,
    [RP_TERRAFORM_GROUP] = tf_read_group,
    [RP_TERRAFORM_ROLE] = tf_read_role,
    [RP_TERRAFORM_MEMBERS] = tf_read_members,
    [RP_TERRAFORM_MEMBER] = tf_read_member,
    [RP_TERRAFORM_USER_GRANT] = tf_read_ram_grant,
    [RP_TERRAFORM_GROUP_GRANT] = tf_read_ram_grant,
    [RP_TERRAFORM_ROLE_GRANT] = tf_read_ram_grant,
    [RP_TERRAFORM_GRANT] = tf_read_grant,
    [RP_TERRAFORM_RESOURCE_GROUP] = tf_read_resource_group,
    [RP_TERRAFORM_CONTROL] = tf_read_control,
    [RP_TERRAFORM_CONTROL_GRANT] = tf_read_control_grant,
    [RP_TERRAFORM_FOLDER] = tf_read_placed,
    [RP_TERRAFORM_MEMBER_ACCOUNT] = tf_read_placed,
    [RP_TERRAFORM_DIRECTORY] = tf_read_directory,
    [RP_TERRAFORM_LAYER] = rp_tf_read_layer,
};

/* A plan of something else, or of nothing: its account is empty, and whoever asks it should know why. */
static void tf_warn_of_nothing(struct rp_tf *tf, bool stored)
{
    const struct rp_node *changes = rp_node_member(tf->root, RP_STR("resource_changes"));
    rp_diag(tf->diags, RAMPART_WARNING, RP_TFM_NOTHING, (struct rp_at){tf->source, {0, 0}},
            "the %s has no resource of RAM, so that it shows no user, role or policy",
            stored || changes == NULL ? "state" : "plan");
    rp_diag_help(tf->diags, "was it made in another folder? the account itself may be added with another --account");
}

static enum rampart_status tf_read_all(struct rp_tf *tf, bool stored)
{
    bool any = false;
    for (struct rp_tf_resource *row = tf->first; row != NULL; row = row->next) {
        if (readers[row->fact.kind] == NULL) continue;
        RP_TRY(readers[row->fact.kind](tf, row));
        any = true;
    }
    if (!any && rampart_diags_found(tf->diags, RAMPART_ERROR) == 0) tf_warn_of_nothing(tf, stored);
    return RAMPART_OK;
}

/* ---- complete lists and gaps ---- */

static void tf_complete_principals(struct rp_tf *tf)
{
    for (const struct rp_tf_principal *row = tf->principals; row != NULL; row = row->next) {
        rp_builder_complete_for(row->principal, RP_BUILDER_GRANTS);
        if (row->kind != RP_BUILDER_ROLE) rp_builder_complete_for(row->principal, RP_BUILDER_MEMBERSHIPS);
    }
}

static enum rampart_status tf_incomplete(struct rp_tf *tf, const char *reason)
{
    RP_TRY(rp_builder_incomplete(tf->builder, RP_BUILDER_GRANTS, reason));
    return rp_builder_incomplete(tf->builder, RP_BUILDER_MEMBERSHIPS, reason);
}

/* A plan may cover only a part of what Terraform manages. */
static bool tf_is_partial(const struct rp_tf *tf)
{
    const struct rp_node *whole = rp_node_member(tf->root, RP_STR("complete"));
    return !tf->file->input->before && whole != NULL && whole->type == RP_NODE_BOOL && !rp_tf_is_true(whole);
}

static enum rampart_status tf_add_unmanaged_gap(struct rp_tf *tf)
{
    const struct rampart_str account = {NULL, 0};
    return rp_builder_add_gap(
        tf->builder, RAMPART_GAP_UNMANAGED, account,
        tf_is_partial(tf)
            ? "the plan covers only a part of the resources that Terraform manages, and none of the others"
            : "resources that Terraform does not manage are not in its plan or state");
}

/* Another plan, or a resource of another account, may attach anything to anybody. */
static enum rampart_status tf_check_finished(struct rp_tf *tf)
{
    const struct rp_node *deferred = rp_node_member(tf->root, RP_STR("deferred_changes"));
    if (tf->several_providers)
        RP_TRY(tf_incomplete(tf, "the resources belong to several providers, perhaps of different accounts"));
    if (tf->file->input->before) return RAMPART_OK;
    if (rp_tf_is_true(rp_node_member(tf->root, RP_STR("errored"))))
        return tf_incomplete(tf, "Terraform could not finish the plan");
    if (deferred == NULL || deferred->count == 0) return RAMPART_OK;
    return tf_incomplete(tf, "the plan defers changes to a later one");
}

/* ---- the format ---- */

static void tf_refuse_format(struct rp_tf *tf, const struct rp_node *node, const char *what, const char *help)
{
    if (node->type == RP_NODE_BROKEN) return;
    rp_builder_error(tf->builder, RP_TFM_FORMAT, (struct rp_at){tf->source, node->span}, "%s", what);
    rp_diag_help(tf->diags, "%s", help);
}

static bool tf_is_stored(const struct rp_node *root)
{
    return rp_node_member(root, RP_STR("version")) != NULL &&
           rp_node_member(root, RP_STR("format_version")) == NULL;
}

/* Versions within a major one only add members. */
static bool tf_knows_shown(struct rp_tf *tf)
{
    const struct rp_node *version = rp_node_member(tf->root, RP_STR("format_version"));
    if (version != NULL && version->type == RP_NODE_STRING &&
        (rp_str_starts(version->text, RP_STR("1.")) || rp_str_starts(version->text, RP_STR("0."))))
        return true;
    tf_refuse_format(tf, version == NULL ? tf->root : version,
                     "this format of terraform show -json is not known", "format versions 0 and 1 are read");
    return false;
}

static bool tf_knows_stored(struct rp_tf *tf)
{
    const struct rp_node *version = rp_node_member(tf->root, RP_STR("version"));
    if (version->type == RP_NODE_NUMBER && rp_str_equal(version->text, RP_STR("4"))) return true;
    tf_refuse_format(tf, version, "this version of a stored state is not known",
                     "version 4 is read; terraform show -json prints any");
    return false;
}

/* ---- the file ---- */

static enum rampart_status tf_read(struct rp_tf *tf)
{
    bool stored = tf_is_stored(tf->root);
    if (!(stored ? tf_knows_stored(tf) : tf_knows_shown(tf))) return RAMPART_OK;
    RP_TRY(rp_tf_read_resources(tf, stored));
    if (!stored) RP_TRY(rp_tf_configuration(tf));
    RP_TRY(rp_tf_name_all(tf));
    RP_TRY(tf_read_all(tf, stored));
    tf_complete_principals(tf);
    RP_TRY(tf_check_finished(tf));
    return tf_add_unmanaged_gap(tf);
}

static void tf_refuse_text(struct rp_tf *tf, const char *what)
{
    rp_builder_error(tf->builder, RP_TFM_FORMAT, (struct rp_at){tf->source, {0, 0}}, "%s", what);
    rp_diag_help(tf->diags,
                 "write terraform plan -out PLAN and terraform show -json PLAN > plan.json, and read that");
}

enum rampart_status rp_terraform_read(const struct rp_import_file *file)
{
    struct rp_tf tf = {
        .file = file,
        .builder = file->builder,
        .source = file->source,
        .diags = rp_builder_reading(file->builder, file->source).diags,
        .arena = rp_builder_scratch(file->builder),
        .root = file->root,
    };
    const char *refusal = rp_detect_terraform_refusal(file->source->name, file->source->text);
    rp_builder_hide_source(tf.builder, tf.source);
    if (refusal == NULL && file->root != NULL && file->root->type == RP_NODE_MAP) return tf_read(&tf);
    tf_refuse_text(&tf, refusal != NULL ? refusal : "a plan or a state of Terraform is a map");
    return RAMPART_OK;
}
