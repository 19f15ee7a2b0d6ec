/* SPDX-License-Identifier: Apache-2.0 */
/* What is attached to whom. */
#include "base/str.h"
#include "base/try.h"
#include "import/terraform.h"

/* ---- the policy ---- */

static bool is_policy_type(const struct rp_tf_target *target)
{
    return target->resource->says.kind == RP_TERRAFORM_POLICY &&
           (rp_str_equal(target->attribute, RP_STR("type")) ||
            rp_str_equal(target->attribute, RP_STR("policy_type")) || target->attribute.len == 0);
}

/* Those that Terraform makes are custom ones, whatever it does not know of them yet. */
static enum rampart_status type_of(struct rp_tf *tf, const struct rp_tf_resource *resource, bool managed,
                                   enum rp_tf_said *ret_said, bool *ret_system)
{
    bool found = false;
    struct rp_tf_target target;
    struct rp_tf_value type = rp_tf_text(tf, resource, RP_STR("policy_type"), (struct rampart_str){NULL, 0});
    if (type.said == RP_TF_UNKNOWN && !managed)
        RP_TRY(rp_tf_refer(tf, resource, type.attribute, RP_TERRAFORM_POLICY, &target, &found));
    *ret_system = false;
    *ret_said = type.said == RP_TF_UNKNOWN && !managed ? RP_TF_UNKNOWN : RP_TF_KNOWN;
    if (found && is_policy_type(&target)) *ret_said = RP_TF_KNOWN;
    if (type.said != RP_TF_KNOWN) return RAMPART_OK;
    *ret_system = rp_str_equal(type.node->text, RP_STR("System"));
    if (*ret_system || rp_str_equal(type.node->text, RP_STR("Custom"))) return RAMPART_OK;
    rp_builder_error(tf->builder, RP_ACC_POLICY_TYPE, (struct rp_at){tf->source, type.node->span},
                   "policy_type must be System or Custom");
    return RAMPART_OK;
}

/* A policy of which no more is known than that something is attached: it may allow or deny anything. */
static enum rampart_status any_policy(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      struct rampart_str attribute, struct rp_builder_policy **ret_policy)
{
    struct rampart_str name;
    const char *reason = rp_tf_reason(tf, resource, attribute);
    RP_TRY_MEMORY(reason != NULL);
    RP_TRY(rp_tf_stand_in(tf, resource->address, &name));
    RP_TRY(rp_builder_add_policy(tf->builder, name, false, rp_tf_where(tf, resource), ret_policy));
    return rp_builder_document_unknown(tf->builder, *ret_policy, reason);
}

static enum rampart_status policy_of(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                     struct rp_builder_policy **ret_policy)
{
    bool system;
    enum rp_tf_said said;
    struct rp_tf_named named;
    *ret_policy = NULL;
    RP_TRY(rp_tf_named(tf, resource, RP_STR("policy_name"), RP_TERRAFORM_POLICY, &named));
    RP_TRY(type_of(tf, resource, named.resource != NULL, &said, &system));
    if (named.said == RP_TF_NOTHING) return RAMPART_OK;
    if (named.said == RP_TF_UNKNOWN) return any_policy(tf, resource, RP_STR("policy_name"), ret_policy);
    if (said == RP_TF_UNKNOWN) return any_policy(tf, resource, RP_STR("policy_type"), ret_policy);
    return rp_builder_add_policy(tf->builder, named.name, system, rp_tf_where(tf, resource), ret_policy);
}

/* ---- to whom ---- */

static enum rampart_status to_anybody(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                      struct rampart_str attribute)
{
    return rp_tf_broken_off(tf, resource, RP_BUILDER_GRANTS, "who gets the policy", attribute);
}

enum rampart_status rp_tf_ram_grant(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct rp_tf_named named;
    struct rp_builder_policy *policy;
    struct rp_builder_principal *holder;
    struct rp_at at = rp_tf_where(tf, resource);
    bool user = resource->says.kind == RP_TERRAFORM_USER_GRANT;
    bool group = resource->says.kind == RP_TERRAFORM_GROUP_GRANT;
    enum rp_terraform_kind wanted = user ? RP_TERRAFORM_USER : group ? RP_TERRAFORM_GROUP : RP_TERRAFORM_ROLE;
    enum rp_builder_kind kind = user ? RP_BUILDER_USER : group ? RP_BUILDER_GROUP : RP_BUILDER_ROLE;
    RP_TRY(rp_tf_named(tf, resource, resource->says.attribute, wanted, &named));
    if (named.said == RP_TF_UNKNOWN) return to_anybody(tf, resource, resource->says.attribute);
    RP_TRY(policy_of(tf, resource, &policy));
    if (named.said == RP_TF_NOTHING || policy == NULL) return RAMPART_OK;
    RP_TRY(rp_builder_refer(tf->builder, kind, named.name, at, &holder));
    return rp_builder_add_grant(tf->builder, holder, policy, RP_BUILDER_WHOLE_ACCOUNT, (struct rampart_str){NULL, 0},
                          at);
}

/* ---- attachments of resource groups ---- */

/* How principal_type writes a kind. */
static const struct principal {
    const char *type;
    enum rp_builder_kind kind;
    enum rp_terraform_kind wanted;
} principals[] = {{"IMSUser", RP_BUILDER_USER, RP_TERRAFORM_USER},
                  {"IMSGroup", RP_BUILDER_GROUP, RP_TERRAFORM_GROUP},
                  {"ServiceRole", RP_BUILDER_ROLE, RP_TERRAFORM_ROLE}};

static const struct principal *principal_of(struct rp_tf *tf, const struct rp_tf_resource *resource)
{
    struct rp_tf_value type =
        rp_tf_text(tf, resource, RP_STR("principal_type"), (struct rampart_str){NULL, 0});
    if (type.said == RP_TF_UNKNOWN) return NULL;
    for (size_t i = 0; type.said == RP_TF_KNOWN && i < sizeof principals / sizeof *principals; i++)
        if (rp_str_equal(type.node->text, rampart_str(principals[i].type))) return &principals[i];
    rp_builder_error(tf->builder, RP_ACC_TYPE, rp_tf_where(tf, resource),
                   "principal_type must be IMSUser, IMSGroup or ServiceRole");
    return NULL;
}

struct where {
    enum rp_builder_scope scope;
    struct rampart_str group;
};

/* The id of a resource group, or that of the account, which stands for all of it. */
static enum rampart_status scope_of(struct rp_tf *tf, const struct rp_tf_resource *resource,
                                    struct where *ret_where)
{
    struct rp_tf_named named;
    struct rp_tf_value id =
        rp_tf_text(tf, resource, RP_STR("resource_group_id"), (struct rampart_str){NULL, 0});
    *ret_where = (struct where){RP_BUILDER_SCOPE_UNSEEN, {NULL, 0}};
    if (id.said == RP_TF_KNOWN && !id.sensitive && rp_tf_is_id(id.node->text)) {
        ret_where->scope = RP_BUILDER_WHOLE_ACCOUNT;
        return rp_builder_set_id(tf->builder, id.node->text, (struct rp_at){tf->source, id.node->span});
    }
    RP_TRY(rp_tf_value_named(tf, resource, &id, RP_TERRAFORM_RESOURCE_GROUP, &named));
    if (named.said == RP_TF_KNOWN) {
        *ret_where = (struct where){RP_BUILDER_RESOURCE_GROUP, named.name};
        return RAMPART_OK;
    }
    RP_TRY(rp_tf_value_named(tf, resource, &id, RP_TERRAFORM_ACCOUNT_ID, &named));
    if (named.said == RP_TF_KNOWN) ret_where->scope = RP_BUILDER_WHOLE_ACCOUNT;
    return RAMPART_OK;
}

/* "li.wei" of "li.wei@example.onaliyun.com". */
static struct rampart_str before_at(struct rampart_str name)
{
    return rp_str_part(name, 0, rp_str_find(name, '@'));
}

enum rampart_status rp_tf_grant(struct rp_tf *tf, struct rp_tf_resource *resource)
{
    struct where where;
    struct rp_tf_named named;
    struct rp_builder_policy *policy;
    struct rp_builder_principal *holder;
    struct rp_at at = rp_tf_where(tf, resource);
    const struct principal *principal = principal_of(tf, resource);
    RP_TRY(policy_of(tf, resource, &policy));
    RP_TRY(scope_of(tf, resource, &where));
    if (principal == NULL) return to_anybody(tf, resource, RP_STR("principal_type"));
    RP_TRY(rp_tf_named(tf, resource, resource->says.attribute, principal->wanted, &named));
    if (named.said == RP_TF_UNKNOWN) return to_anybody(tf, resource, resource->says.attribute);
    if (named.said == RP_TF_NOTHING || policy == NULL) return RAMPART_OK;
    if (named.resource == NULL) named.name = before_at(named.name);
    RP_TRY(rp_builder_refer(tf->builder, principal->kind, named.name, at, &holder));
    return rp_builder_add_grant(tf->builder, holder, policy, where.scope, where.group, at);
}
