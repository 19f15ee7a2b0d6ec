/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers about what is attached to whom. Only Resource Management tells the scope of an attachment: the lists of RAM show
 * what is attached on a resource group, if they show it at all, as if it were attached on the account.
 */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/answer_read.h"

/* ---- with their scope ---- */

static bool principal_kind(const struct rp_api_response *answer, const struct rp_node *type,
                           enum rp_builder_kind *ret_kind)
{
    static const struct {
        const char *name;
        enum rp_builder_kind kind;
    } kinds[] = {{"IMSUser", RP_BUILDER_USER}, {"IMSGroup", RP_BUILDER_GROUP}, {"ServiceRole", RP_BUILDER_ROLE}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!rp_str_equal(type->text, rampart_str(kinds[i].name))) continue;
        *ret_kind = kinds[i].kind;
        return true;
    }
    rp_builder_error(answer->all->builder, RP_ACC_TYPE, rp_answer_place(answer, type),
                   "PrincipalType must be IMSUser, IMSGroup or ServiceRole, not \"%.*s\"",
                   RP_ARG(rp_account_shown(type->text)));
    rp_answer_help(answer);
    return false;
}

enum rampart_status rp_answer_attachment(const struct rp_api_response *answer, const struct rp_node *attachment)
{
    struct rp_builder_policy *policy;
    enum rp_builder_kind kind;
    RP_TRY(rp_answer_policy_named(answer, attachment, &policy));
    const struct rp_node *type = rp_answer_text(answer, attachment, "PrincipalType");
    const struct rp_node *name = rp_answer_text(answer, attachment, "PrincipalName");
    const struct rp_node *group = rp_answer_maybe(answer, attachment, "ResourceGroupId");
    if (policy == NULL || type == NULL || name == NULL || !principal_kind(answer, type, &kind))
        return RAMPART_OK;
    return rp_answer_grant(answer, kind, name->text, policy, group == NULL ? RP_STR("") : group->text,
                           rp_answer_place(answer, attachment));
}

/* ---- without ---- */

static enum rampart_status read_policy_of(const struct rp_api_response *answer, const struct rp_node *entry,
                                          enum rp_builder_kind kind)
{
    struct rp_builder_policy *policy;
    RP_TRY(rp_answer_policy_named(answer, entry, &policy));
    if (policy == NULL) return RAMPART_OK;
    return rp_answer_grant(answer, kind, rp_answer_argument(answer, answer->row->argument), policy,
                           RP_STR(""), rp_answer_place(answer, entry));
}

enum rampart_status rp_answer_policy_of_user(const struct rp_api_response *answer, const struct rp_node *policy)
{
    return read_policy_of(answer, policy, RP_BUILDER_USER);
}

enum rampart_status rp_answer_policy_of_group(const struct rp_api_response *answer, const struct rp_node *policy)
{
    return read_policy_of(answer, policy, RP_BUILDER_GROUP);
}

enum rampart_status rp_answer_policy_of_role(const struct rp_api_response *answer, const struct rp_node *policy)
{
    return read_policy_of(answer, policy, RP_BUILDER_ROLE);
}

static enum rampart_status read_entity(const struct rp_api_response *answer, const struct rp_node *entry,
                                       enum rp_builder_kind kind, const char *member)
{
    struct rp_builder_policy *policy;
    const struct rp_node *name = rp_answer_text(answer, entry, member);
    if (name == NULL) return RAMPART_OK;
    RP_TRY(rp_answer_policy_named(answer, answer->args, &policy));
    if (policy == NULL) return RAMPART_OK;
    return rp_answer_grant(answer, kind, name->text, policy, RP_STR(""), rp_answer_place(answer, entry));
}

static enum rampart_status user_entity(const struct rp_api_response *answer, const struct rp_node *entry)
{
    return read_entity(answer, entry, RP_BUILDER_USER, "UserName");
}

static enum rampart_status group_entity(const struct rp_api_response *answer, const struct rp_node *entry)
{
    return read_entity(answer, entry, RP_BUILDER_GROUP, "GroupName");
}

static enum rampart_status role_entity(const struct rp_api_response *answer, const struct rp_node *entry)
{
    return read_entity(answer, entry, RP_BUILDER_ROLE, "RoleName");
}

enum rampart_status rp_answer_entities(const struct rp_api_response *answer, const struct rp_node *response)
{
    RP_TRY(rp_answer_each(answer, rp_answer_list(response, "Users", "User"), user_entity));
    RP_TRY(rp_answer_each(answer, rp_answer_list(response, "Groups", "Group"), group_entity));
    return rp_answer_each(answer, rp_answer_list(response, "Roles", "Role"), role_entity);
}

/* ---- resource groups ---- */

enum rampart_status rp_answer_resource_group(const struct rp_api_response *answer, const struct rp_node *group)
{
    const struct rp_node *id = rp_answer_text(answer, group, "Id");
    if (id == NULL) return RAMPART_OK;
    return rp_builder_add_resource_group(answer->all->builder, id->text, rp_answer_place(answer, id));
}
