/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resources of a template that make users, groups, roles, policies, control policies, and attachments. An unknown in
 * a name leaves open what the resource would add, and so does a resource that may not be made.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/ros.h"

/* ---- documents: an unknown in one makes it unknown as a whole ---- */

/* False, and reported, when the value cannot be a document. */
static bool ros_is_document(struct rp_ros *ros, const struct rp_node *value, const char *what)
{
    if (value->type == RP_NODE_MAP || value->type == RP_NODE_STRING) return true;
    rp_ros_error(ros, RP_ROS_TYPE, value->span, "%s must be a map, not %s", what,
                 rp_node_type_name(value->type));
    return false;
}

static enum rampart_status ros_document_unknown(struct rp_ros *ros, struct rp_builder_policy *policy,
                                                const struct rp_node *unknown)
{
    const char *why = rp_ros_reason(ros, unknown);
    RP_TRY_MEMORY(why != NULL);
    return rp_builder_document_unknown(ros->file->builder, policy, why);
}

/*
 * Sets the value of a policy's document. NULL is an error at the span; `why` is a reason for which the document is
 * not known whatever the value, or NULL.
 */
static enum rampart_status ros_set_document(struct rp_ros *ros, const struct rp_node *value,
                                            struct rp_builder_policy *policy, struct rp_span span,
                                            const char *why)
{
    const struct rp_node *unknown = rp_ros_first_unknown(value);
    if (why != NULL) return rp_builder_document_unknown(ros->file->builder, policy, why);
    if (value == NULL) {
        rp_ros_error(ros, RP_ROS_MISSING, span, "the policy has no PolicyDocument");
        return RAMPART_OK;
    }
    if (unknown != NULL) return ros_document_unknown(ros, policy, unknown);
    if (!ros_is_document(ros, value, "PolicyDocument")) return RAMPART_OK;
    return rp_builder_set_document(ros->file->builder, policy, ros->file->source, value);
}

static enum rampart_status ros_set_trust(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                         struct rp_builder_principal *role)
{
    static const char property[] = "AssumeRolePolicyDocument";
    struct rp_builder *builder = ros->file->builder;
    struct rp_node *value = NULL;
    const char *why = resource->uncertain;
    bool ignores = false;
    RP_TRY(rp_ros_may_be_true(ros, resource, "IgnoreExisting", &ignores));
    RP_TRY(rp_ros_property(ros, resource, property, &value));
    const struct rp_node *unknown = rp_ros_first_unknown(value);
    if (ignores) why = "IgnoreExisting keeps a role of this name as it is";
    if (why == NULL && value == NULL) {
        rp_ros_error(ros, RP_ROS_MISSING, resource->entry->node->key_span, "the role has no %s", property);
        return RAMPART_OK;
    }
    if (why == NULL && unknown != NULL) RP_TRY_MEMORY((why = rp_ros_reason(ros, unknown)) != NULL);
    if (why != NULL) return rp_builder_trust_unknown(builder, role, why);
    if (!ros_is_document(ros, value, property)) return RAMPART_OK;
    return rp_builder_set_trust(builder, role, ros->file->source, value);
}

/* ---- grants and memberships, as far as their names are known ---- */

/* The names are strings or unknowns. */
struct ros_grant {
    enum rp_builder_kind kind;
    struct rp_node *principal; /* its name */
    struct rp_node *policy;    /* its name */
    struct rp_node *type;      /* "System" or "Custom" */
    enum rp_builder_scope scope;
    struct rampart_str group; /* the resource group */
};

/* Why an unknown name, or else the resource, leaves open what the resource would add; NULL: nothing does. */
static enum rampart_status ros_why_open(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                        const struct rp_node *unknown, const char **ret_why)
{
    *ret_why = resource->uncertain;
    if (!rp_ros_is_unknown(unknown)) return RAMPART_OK;
    *ret_why = rp_ros_reason(ros, unknown);
    RP_TRY_MEMORY(*ret_why != NULL);
    return RAMPART_OK;
}

/* An unknown, and reported, when the type is neither of the two. */
static enum rampart_status ros_check_policy_type(struct rp_ros *ros, struct rp_node *type,
                                                 struct rp_node **ret_type)
{
    *ret_type = type;
    if (rp_ros_is_unknown(type)) return RAMPART_OK;
    if (rp_str_equal(type->text, RP_STR("System")) || rp_str_equal(type->text, RP_STR("Custom")))
        return RAMPART_OK;
    rp_ros_error(ros, RP_ROS_VALUE, type->span, "PolicyType must be System or Custom, not \"%.*s\"",
                 RP_ARG(rp_ros_shown(type->text)));
    return rp_ros_unknown(ros, type->span, ret_type, "it is not a type of a policy");
}

static enum rampart_status ros_add_grant(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                         const struct ros_grant *grant)
{
    struct rp_builder *builder = ros->file->builder;
    const struct rp_node *name = grant->principal;
    struct rp_builder_principal *principal = NULL;
    struct rp_builder_policy *policy = NULL;
    struct rp_node *type = NULL;
    const char *why = NULL;
    RP_TRY(ros_check_policy_type(ros, grant->type, &type));
    RP_TRY(ros_why_open(ros, resource, name, &why));
    if (rp_ros_is_unknown(name)) return rp_builder_incomplete(builder, RP_BUILDER_GRANTS, why);
    RP_TRY(rp_builder_refer(builder, grant->kind, name->text, rp_ros_at(ros, name->span), &principal));
    RP_TRY(ros_why_open(ros, resource, rp_ros_is_unknown(type) ? type : grant->policy, &why));
    if (why != NULL) return rp_builder_incomplete_for(builder, principal, RP_BUILDER_GRANTS, why);
    bool system = rp_str_equal(type->text, RP_STR("System"));
    const struct rp_at at = rp_ros_at(ros, grant->policy->span);
    RP_TRY(rp_builder_add_policy(builder, grant->policy->text, system, at, &policy));
    return rp_builder_add_grant(builder, principal, policy, grant->scope, grant->group, at);
}

static enum rampart_status ros_add_member(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                          const struct rp_node *user, const struct rp_node *group)
{
    struct rp_builder *builder = ros->file->builder;
    struct rp_builder_principal *member = NULL, *whole = NULL;
    const char *why = NULL;
    RP_TRY(ros_why_open(ros, resource, user, &why));
    if (rp_ros_is_unknown(user)) return rp_builder_incomplete(builder, RP_BUILDER_MEMBERSHIPS, why);
    RP_TRY(rp_builder_refer(builder, RP_BUILDER_USER, user->text, rp_ros_at(ros, user->span), &member));
    RP_TRY(ros_why_open(ros, resource, group, &why));
    if (why != NULL) return rp_builder_incomplete_for(builder, member, RP_BUILDER_MEMBERSHIPS, why);
    RP_TRY(rp_builder_refer(builder, RP_BUILDER_GROUP, group->text, rp_ros_at(ros, group->span), &whole));
    return rp_builder_add_to_group(builder, member, whole);
}

/* Adds something for one name of a list. */
typedef enum rampart_status ros_take(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                     struct rp_node *name, const void *context);

/* Takes each name of a list; an unknown list is taken as a name. */
static enum rampart_status ros_take_each(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                         struct rp_node *names, ros_take *take, const void *context)
{
    if (names == NULL) return RAMPART_OK;
    if (rp_ros_is_unknown(names)) return take(ros, resource, names, context);
    for (struct rp_node *value = names->first; value != NULL; value = value->next) {
        struct rp_node *name = NULL;
        RP_TRY(rp_ros_as_name(ros, value, "each value of the list", &name));
        RP_TRY(take(ros, resource, name, context));
    }
    return RAMPART_OK;
}

/* ---- users, groups and roles, with the policies in them ---- */

/* The principal that a resource makes; NULL when its name is not known. Then nobody holds what it would hold. */
struct owner {
    struct rp_builder_principal *principal;
    enum rp_builder_kind kind;
    struct rp_node *name;
};

static enum rampart_status ros_open_grants(struct rp_ros *ros, const struct owner *owner,
                                           const struct rp_node *unknown)
{
    const char *why = rp_ros_reason(ros, unknown);
    RP_TRY_MEMORY(why != NULL);
    if (owner->principal == NULL) return RAMPART_OK;
    return rp_builder_incomplete_for(ros->file->builder, owner->principal, RP_BUILDER_GRANTS, why);
}

/* The name of a policy decides nothing: without one it goes by its place in the template. */
static enum rampart_status ros_embedded_name(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                             size_t number, const struct rp_node *member,
                                             struct rampart_str *ret_name)
{
    if (rp_ros_is_text(member)) {
        *ret_name = member->text;
        return RAMPART_OK;
    }
    bool made = rp_arena_printf(ros->reading.arena, ret_name, "Resources.%.*s.Policies.%zu",
                                RP_ARG(resource->entry->name), number);
    return made ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static const struct rp_node *ros_embedded_document(const struct rp_node *policy)
{
    const struct rp_node *unchecked = rp_node_member(policy, RP_STR("PolicyDocumentUnchecked"));
    if (unchecked != NULL && unchecked->type != RP_NODE_NULL) return unchecked;
    return rp_node_member(policy, RP_STR("PolicyDocument"));
}

static enum rampart_status ros_add_embedded_policy(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                                   const struct owner *owner, size_t number,
                                                   const struct rp_node *node)
{
    struct rp_builder *builder = ros->file->builder;
    const struct rp_node *member = rp_node_member(node, RP_STR("PolicyName"));
    const struct rp_node *ignores = rp_node_member(node, RP_STR("IgnoreExisting"));
    const char *why = resource->uncertain;
    const struct rp_at at = rp_ros_at(ros, member == NULL ? node->span : member->span);
    struct rampart_str name;
    struct rp_builder_policy *policy = NULL;
    if (ignores != NULL && !rp_str_equal_fold(ignores->text, RP_STR("false")))
        why = "IgnoreExisting keeps a policy of this name as it is";
    RP_TRY(ros_embedded_name(ros, resource, number, member, &name));
    RP_TRY(rp_builder_add_policy(builder, name, false, at, &policy));
    RP_TRY(ros_set_document(ros, ros_embedded_document(node), policy, node->span, why));
    if (owner->principal == NULL || resource->uncertain != NULL) return RAMPART_OK;
    return rp_builder_add_grant(builder, owner->principal, policy, RP_BUILDER_WHOLE_ACCOUNT, RP_STR(""), at);
}

static enum rampart_status ros_add_embedded_policies(struct rp_ros *ros,
                                                     const struct rp_ros_resource *resource,
                                                     const struct owner *owner)
{
    struct rp_node *list = NULL;
    size_t number = 0;
    RP_TRY(rp_ros_property(ros, resource, "Policies", &list));
    if (list == NULL || list->type == RP_NODE_NULL) return RAMPART_OK;
    if (rp_ros_is_unknown(list)) return ros_open_grants(ros, owner, list);
    if (list->type != RP_NODE_LIST) {
        rp_ros_error(ros, RP_ROS_TYPE, list->span, "Policies must be a list, not %s",
                     rp_node_type_name(list->type));
        return RAMPART_OK;
    }
    for (const struct rp_node *node = list->first; node != NULL; node = node->next, number++) {
        if (rp_ros_is_unknown(node))
            RP_TRY(ros_open_grants(ros, owner, node));
        else if (node->type == RP_NODE_MAP)
            RP_TRY(ros_add_embedded_policy(ros, resource, owner, number, node));
        else
            rp_ros_error(ros, RP_ROS_TYPE, node->span, "a policy must be a map, not %s",
                         rp_node_type_name(node->type));
    }
    return RAMPART_OK;
}

/* A policy in the list of those that are attached to the principal. */
struct attached_policy {
    const struct owner *owner;
    const char *type;
};

static enum rampart_status ros_take_policy(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                           struct rp_node *name, const void *context)
{
    const struct attached_policy *attached = context;
    struct rp_node *type = NULL;
    RP_TRY(rp_ros_string(ros, rampart_str(attached->type), name->span, &type));
    const struct ros_grant grant = {.kind = attached->owner->kind,
                                    .principal = attached->owner->name,
                                    .policy = name,
                                    .type = type,
                                    .scope = RP_BUILDER_WHOLE_ACCOUNT};
    return ros_add_grant(ros, resource, &grant);
}

static enum rampart_status ros_add_attachments(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                               const struct owner *owner)
{
    static const char *const types[] = {"System", "Custom"};
    struct rp_node *map = NULL;
    RP_TRY(rp_ros_names(ros, resource, "PolicyAttachments", RP_NODE_MAP, &map));
    if (map == NULL) return RAMPART_OK;
    if (rp_ros_is_unknown(map)) return ros_open_grants(ros, owner, map);
    for (size_t i = 0; i < 2; i++) {
        const struct attached_policy attached = {owner, types[i]};
        struct rp_node *list = rp_node_member(map, rampart_str(types[i]));
        if (list != NULL && list->type != RP_NODE_LIST && list->type != RP_NODE_NULL &&
            !rp_ros_is_unknown(list))
            rp_ros_error(ros, RP_ROS_TYPE, list->span, "%s must be a list, not %s", types[i],
                         rp_node_type_name(list->type));
        else
            RP_TRY(ros_take_each(ros, resource, list, ros_take_policy, &attached));
    }
    return RAMPART_OK;
}

static enum rampart_status ros_take_group(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                          struct rp_node *name, const void *context)
{
    const struct owner *owner = context;
    return ros_add_member(ros, resource, owner->name, name);
}

static enum rampart_status ros_add_groups(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                          const struct owner *owner)
{
    struct rp_node *list = NULL;
    RP_TRY(rp_ros_names(ros, resource, "Groups", RP_NODE_LIST, &list));
    return ros_take_each(ros, resource, list, ros_take_group, owner);
}

/* The cloud will choose the name; a principal without a name cannot be in the account. */
static enum rampart_status ros_add_nameless(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                            const struct rp_ros_naming *naming, const struct rp_node *unknown)
{
    struct rampart_str reason, place;
    const char *why = rp_ros_reason(ros, unknown);
    RP_TRY_MEMORY(why != NULL);
    RP_TRY_MEMORY(
        rp_arena_printf(ros->reading.arena, &reason, "the name of the principal is not known: %s", why));
    RP_TRY(rp_ros_place(ros, resource->entry, &place));
    return rp_builder_add_gap(ros->file->builder, naming->gap, place, reason.data);
}

/* A principal that may exist already, or may not be made, can hold more, or less, than the template shows. */
static enum rampart_status ros_add_principal(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                             struct owner *owner)
{
    struct rp_builder *builder = ros->file->builder;
    const struct rp_at at = rp_ros_at(ros, owner->name->span);
    bool ignores = false;
    RP_TRY(rp_ros_may_be_true(ros, resource, "IgnoreExisting", &ignores));
    if (resource->uncertain == NULL && !ignores) {
        RP_TRY(rp_builder_declare(builder, owner->kind, owner->name->text, at, &owner->principal));
        rp_builder_complete_for(owner->principal, RP_BUILDER_GRANTS);
        if (owner->kind != RP_BUILDER_ROLE) rp_builder_complete_for(owner->principal, RP_BUILDER_MEMBERSHIPS);
        return RAMPART_OK;
    }
    const char *why = ignores ? "IgnoreExisting keeps one of this name as it is" : resource->uncertain;
    RP_TRY(rp_builder_refer(builder, owner->kind, owner->name->text, at, &owner->principal));
    if (owner->kind == RP_BUILDER_USER)
        RP_TRY(rp_builder_incomplete_for(builder, owner->principal, RP_BUILDER_MEMBERSHIPS, why));
    return rp_builder_incomplete_for(builder, owner->principal, RP_BUILDER_GRANTS, why);
}

static enum rampart_status ros_read_principal(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    const struct rp_ros_naming *naming = rp_ros_naming_of(resource->type);
    struct owner owner = {.kind = naming->kind};
    RP_TRY(rp_ros_own_name(ros, resource, &owner.name));
    if (rp_ros_is_unknown(owner.name)) {
        RP_TRY(ros_add_nameless(ros, resource, naming, owner.name));
        return ros_add_embedded_policies(ros, resource, &owner);
    }
    RP_TRY(ros_add_principal(ros, resource, &owner));
    RP_TRY(ros_add_embedded_policies(ros, resource, &owner));
    RP_TRY(ros_add_attachments(ros, resource, &owner));
    if (owner.kind == RP_BUILDER_USER) RP_TRY(ros_add_groups(ros, resource, &owner));
    return owner.kind == RP_BUILDER_ROLE ? ros_set_trust(ros, resource, owner.principal) : RAMPART_OK;
}

/* ---- policies, and the principals that they name ---- */

/* A policy names the principals that it is attached to. */
struct named_principal {
    struct rp_node *policy;
    enum rp_builder_kind kind;
};

static enum rampart_status ros_take_principal(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                              struct rp_node *name, const void *context)
{
    const struct named_principal *named = context;
    struct rp_node *type = NULL;
    RP_TRY(rp_ros_string(ros, RP_STR("Custom"), name->span, &type));
    const struct ros_grant grant = {.kind = named->kind,
                                    .principal = name,
                                    .policy = named->policy,
                                    .type = type,
                                    .scope = RP_BUILDER_WHOLE_ACCOUNT};
    return ros_add_grant(ros, resource, &grant);
}

static enum rampart_status ros_add_principals(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                              struct rp_node *policy)
{
    static const char *const lists[] = {
        [RP_BUILDER_USER] = "Users", [RP_BUILDER_GROUP] = "Groups", [RP_BUILDER_ROLE] = "Roles"};
    for (int kind = 0; kind < RP_BUILDER_KINDS; kind++) {
        const struct named_principal named = {policy, (enum rp_builder_kind)kind};
        struct rp_node *names = NULL;
        RP_TRY(rp_ros_names(ros, resource, lists[kind], RP_NODE_LIST, &names));
        RP_TRY(ros_take_each(ros, resource, names, ros_take_principal, &named));
    }
    return RAMPART_OK;
}

/* PolicyDocumentUnchecked counts before PolicyDocument. */
static enum rampart_status ros_policy_document(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                               struct rp_node **ret_value)
{
    RP_TRY(rp_ros_property(ros, resource, "PolicyDocumentUnchecked", ret_value));
    if (*ret_value != NULL && (*ret_value)->type != RP_NODE_NULL) return RAMPART_OK;
    return rp_ros_property(ros, resource, "PolicyDocument", ret_value);
}

static enum rampart_status ros_read_policy(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_node *name = NULL, *value = NULL;
    struct rp_builder_policy *policy = NULL;
    const char *why = resource->uncertain;
    bool ignores = false;
    RP_TRY(rp_ros_own_name(ros, resource, &name));
    if (rp_ros_is_unknown(name)) return RAMPART_OK; /* the template is too large */
    RP_TRY(rp_ros_may_be_true(ros, resource, "IgnoreExisting", &ignores));
    if (ignores) why = "IgnoreExisting keeps a policy of this name as it is";
    RP_TRY(rp_builder_add_policy(ros->file->builder, name->text, false, rp_ros_at(ros, name->span), &policy));
    RP_TRY(ros_policy_document(ros, resource, &value));
    RP_TRY(ros_set_document(ros, value, policy, resource->entry->node->key_span, why));
    return ros_add_principals(ros, resource, name);
}

/* ---- attachments of RAM ---- */

static enum rampart_status ros_grant_policy(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                            struct ros_grant *grant)
{
    RP_TRY(rp_ros_name(ros, resource, "PolicyName", &grant->policy));
    return rp_ros_name(ros, resource, "PolicyType", &grant->type);
}

static bool ros_all_digits(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!rp_is_digit(text.data[i])) return false;
    return text.len > 0;
}

/* The account's own id in the place of a resource group means the account. */
static void ros_set_grant_scope(const struct rp_node *group, struct ros_grant *grant)
{
    if (rp_ros_is_unknown(group)) {
        grant->scope = RP_BUILDER_SCOPE_UNSEEN;
        return;
    }
    grant->scope = ros_all_digits(group->text) ? RP_BUILDER_WHOLE_ACCOUNT : RP_BUILDER_RESOURCE_GROUP;
    grant->group = group->text;
}

/* An attachment without a resource group counts for the whole account. */
static enum rampart_status ros_read_attachment(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    static const struct {
        const char *type, *property;
    } forms[] = {[RP_BUILDER_USER] = {"ALIYUN::RAM::AttachPolicyToUser", "UserName"},
                 [RP_BUILDER_GROUP] = {"ALIYUN::RAM::AttachPolicyToGroup", "GroupName"},
                 [RP_BUILDER_ROLE] = {"ALIYUN::RAM::AttachPolicyToRole", "RoleName"}};
    struct ros_grant grant = {.scope = RP_BUILDER_WHOLE_ACCOUNT};
    struct rp_node *group = NULL;
    int kind = RP_BUILDER_USER;
    while (kind < RP_BUILDER_ROLE && !rp_str_equal(resource->type, rampart_str(forms[kind].type))) kind++;
    grant.kind = (enum rp_builder_kind)kind;
    if (rp_node_member(resource->properties, RP_STR("ResourceGroupId")) != NULL) {
        RP_TRY(rp_ros_name(ros, resource, "ResourceGroupId", &group));
        ros_set_grant_scope(group, &grant);
    }
    RP_TRY(ros_grant_policy(ros, resource, &grant));
    RP_TRY(rp_ros_name(ros, resource, forms[kind].property, &grant.principal));
    return ros_add_grant(ros, resource, &grant);
}

/* ---- attachments of Resource Management ---- */

/* False: it is none of the types, or not known. */
static bool ros_principal_kind(const struct rp_node *type, enum rp_builder_kind *ret_kind)
{
    static const char *const types[] = {
        [RP_BUILDER_USER] = "IMSUser", [RP_BUILDER_GROUP] = "IMSGroup", [RP_BUILDER_ROLE] = "ServiceRole"};
    for (int kind = 0; kind < RP_BUILDER_KINDS && !rp_ros_is_unknown(type); kind++)
        if (rp_str_equal(type->text, rampart_str(types[kind]))) {
            *ret_kind = (enum rp_builder_kind)kind;
            return true;
        }
    return false;
}

static enum rampart_status ros_grant_principal(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                               struct ros_grant *grant)
{
    struct rp_node *type = NULL, *name = NULL;
    RP_TRY(rp_ros_name(ros, resource, "PrincipalType", &type));
    RP_TRY(rp_ros_name(ros, resource, "PrincipalName", &name));
    grant->principal = rp_ros_is_unknown(type) ? type : name;
    if (rp_ros_is_unknown(grant->principal)) return RAMPART_OK;
    size_t at = rp_str_find(name->text, '@');
    if (!ros_principal_kind(type, &grant->kind)) {
        rp_ros_error(ros, RP_ROS_VALUE, type->span,
                     "PrincipalType must be IMSUser, IMSGroup or ServiceRole, not \"%.*s\"",
                     RP_ARG(rp_ros_shown(type->text)));
        return rp_ros_unknown(ros, type->span, &grant->principal, "it is not a type of a principal");
    }
    if (at < name->text.len) {
        name->text.len = at;
        return RAMPART_OK;
    }
    rp_ros_error(ros, RP_ROS_VALUE, name->span, "PrincipalName must contain an '@'");
    rp_diag_help(ros->reading.diags, "write name@example.onaliyun.com, name@group.example.onaliyun.com or "
                                     "name@role.example.onaliyunservice.com");
    return rp_ros_unknown(ros, name->span, &grant->principal, "it is not a name of a principal");
}

static enum rampart_status ros_read_principal_attachment(struct rp_ros *ros,
                                                         const struct rp_ros_resource *resource)
{
    struct ros_grant grant = {.kind = RP_BUILDER_USER};
    struct rp_node *group = NULL;
    RP_TRY(rp_ros_name(ros, resource, "ResourceGroupId", &group));
    ros_set_grant_scope(group, &grant);
    RP_TRY(ros_grant_policy(ros, resource, &grant));
    RP_TRY(ros_grant_principal(ros, resource, &grant));
    return ros_add_grant(ros, resource, &grant);
}

/* ---- users in groups ---- */

static enum rampart_status ros_take_user(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                         struct rp_node *name, const void *context)
{
    return ros_add_member(ros, resource, name, context);
}

static enum rampart_status ros_read_group_addition(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_node *group = NULL, *users = NULL;
    RP_TRY(rp_ros_name(ros, resource, "GroupName", &group));
    RP_TRY(rp_ros_names(ros, resource, "Users", RP_NODE_LIST, &users));
    return ros_take_each(ros, resource, users, ros_take_user, group);
}

/* ---- control policies ---- */

static enum rampart_status ros_set_control_scope(struct rp_ros *ros, const struct rp_ros_resource *resource,
                                                 struct rp_builder_policy *policy)
{
    struct rp_node *scope = NULL;
    RP_TRY(rp_ros_name(ros, resource, "EffectScope", &scope));
    if (rp_ros_is_unknown(scope)) return RAMPART_OK;
    bool ram = rp_str_equal(scope->text, RP_STR("RAM"));
    if (!ram && !rp_str_equal(scope->text, RP_STR("All"))) {
        rp_ros_error(ros, RP_ROS_VALUE, scope->span, "EffectScope must be RAM or All, not \"%.*s\"",
                     RP_ARG(rp_ros_shown(scope->text)));
        return RAMPART_OK;
    }
    return rp_builder_scope_control(ros->file->builder, policy, ram ? RAMPART_SCOPE_RAM : RAMPART_SCOPE_ALL,
                                    rp_ros_at(ros, scope->span));
}

/* The cloud will choose the id; until then the policy goes by its place in the template. */
static enum rampart_status ros_read_control(struct rp_ros *ros, const struct rp_ros_resource *resource)
{
    struct rp_builder *builder = ros->file->builder;
    struct rp_node *id = NULL, *name = NULL, *value = NULL;
    struct rp_builder_policy *policy = NULL;
    RP_TRY(rp_ros_own_name(ros, resource, &id));
    if (rp_ros_is_unknown(id)) return RAMPART_OK; /* the template is too large */
    RP_TRY(rp_builder_add_control(builder, id->text, rp_ros_at(ros, id->span), &policy));
    RP_TRY(rp_ros_name(ros, resource, "PolicyName", &name));
    if (!rp_ros_is_unknown(name))
        RP_TRY(rp_builder_name_control(builder, policy, name->text, false, rp_ros_at(ros, name->span)));
    RP_TRY(ros_set_control_scope(ros, resource, policy));
    RP_TRY(rp_ros_property(ros, resource, "PolicyDocument", &value));
    return ros_set_document(ros, value, policy, id->span, resource->uncertain);
}

static enum rampart_status ros_read_control_attachment(struct rp_ros *ros,
                                                       const struct rp_ros_resource *resource)
{
    struct rp_builder *builder = ros->file->builder;
    struct rp_node *id = NULL, *target = NULL;
    struct rp_builder_policy *policy = NULL;
    RP_TRY(rp_ros_name(ros, resource, "PolicyId", &id));
    RP_TRY(rp_ros_name(ros, resource, "TargetId", &target));
    const struct rp_node *unknown = rp_ros_is_unknown(target) ? target : id;
    const char *why = resource->uncertain;
    if (rp_ros_is_unknown(unknown)) RP_TRY_MEMORY((why = rp_ros_reason(ros, unknown)) != NULL);
    if (why != NULL) return rp_builder_incomplete(builder, RP_BUILDER_CONTROLS, why);
    RP_TRY(rp_builder_add_control(builder, id->text, rp_ros_at(ros, id->span), &policy));
    return rp_builder_attach_control(builder, policy, target->text, rp_ros_at(ros, target->span));
}

/* ---- types ---- */

rp_ros_read_resource *rp_ros_reader(struct rampart_str type)
{
    static const struct {
        const char *type;
        rp_ros_read_resource *read;
    } readers[] = {
        {"ALIYUN::RAM::User", ros_read_principal},
        {"ALIYUN::RAM::Group", ros_read_principal},
        {"ALIYUN::RAM::Role", ros_read_principal},
        {"ALIYUN::RAM::ManagedPolicy", ros_read_policy},
        {"ALIYUN::RAM::AttachPolicyToUser", ros_read_attachment},
        {"ALIYUN::RAM::AttachPolicyToGroup", ros_read_attachment},
        {"ALIYUN::RAM::AttachPolicyToRole", ros_read_attachment},
        {"ALIYUN::RAM::UserToGroupAddition", ros_read_group_addition},
        {"ALIYUN::ResourceManager::PolicyAttachment", ros_read_principal_attachment},
        {"ALIYUN::ResourceManager::ControlPolicy", ros_read_control},
        {"ALIYUN::ResourceManager::ControlPolicyAttachment", ros_read_control_attachment},
    };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (rp_str_equal(type, rampart_str(readers[i].type))) return readers[i].read;
    return NULL;
}
