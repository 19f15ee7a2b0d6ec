/* SPDX-License-Identifier: Apache-2.0 */
/* The APIs whose answers tell something about an account, and who reads each. */
#include "base/str.h"
#include "import/answer_read.h"

/* ---- what may be missing because of how a list was asked for ---- */

static bool has_word(struct rampart_str words, struct rampart_str word)
{
    while (words.len > 0) {
        struct rampart_str one = rp_str_part(words, 0, rp_str_find(words, ','));
        if (rp_str_equal(one, word)) return true;
        words = rp_str_from(words, one.len + 1);
    }
    return false;
}

static const char *doubt_of_status(const struct rp_api_response *answer)
{
    struct rampart_str status = rp_answer_argument(answer, "Status");
    if (has_word(status, RP_STR("active")) && has_word(status, RP_STR("freeze"))) return NULL;
    return "without Status active,freeze the list leaves out some users";
}

static bool lists_custom(const struct rp_api_response *answer)
{
    const struct rp_node *list = rp_answer_list(answer->response, answer->row->member, answer->row->item);
    const struct rp_node *entry = list == NULL ? NULL : list->first, *type;
    for (; entry != NULL; entry = entry->next) {
        type = entry->type == RP_NODE_MAP ? rp_node_member(entry, RP_STR("PolicyType")) : NULL;
        if (type != NULL && rp_str_equal(type->text, RP_STR("Custom"))) return true;
    }
    return false;
}

/* Custom policies are in the list unless only the cloud's own were asked for. */
static const char *doubt_of_type(const struct rp_api_response *answer)
{
    struct rampart_str type = rp_answer_argument(answer, "PolicyType");
    bool custom = type.len == 0 || rp_str_equal(type, RP_STR("Custom"));
    if (custom && (answer->args != NULL || lists_custom(answer))) return NULL;
    return "the list may be one of system policies only";
}

static const char *doubt_of_call(const struct rp_api_response *answer)
{
    if (answer->args != NULL) return NULL;
    return "the arguments of the call are not known: it may have asked for a part of the list";
}

static const char *doubt_of_ram(const struct rp_api_response *answer)
{
    (void)answer;
    return "the lists of RAM do not tell what is attached on resource groups; ListPolicyAttachments of "
           "Resource "
           "Management does";
}

/* ---- the table ---- */

enum {
    RAM = RP_ANSWER_RAM,
    IMS = RP_ANSWER_IMS,
    STS = RP_ANSWER_STS,
    MANAGER = RP_ANSWER_MANAGER,
    DIRECTORY = RP_ANSWER_DIRECTORY
};

static const struct rp_answer_row rows[] = {
    {STS, "GetCallerIdentity", .read = rp_answer_identity},

    {RAM, "ListUsers", .member = "Users", .item = "User", .what = RP_ANSWER_USERS, .paged = true,
     .read = rp_answer_user},
    {IMS, "ListUsers", .selects = "Status", .member = "Users", .item = "User", .what = RP_ANSWER_USERS,
     .paged = true, .read = rp_answer_user, .doubt = doubt_of_status},
    {RAM | IMS, "GetUser", .member = "User", .read = rp_answer_user},
    {RAM, "ListGroups", .member = "Groups", .item = "Group", .what = RP_ANSWER_GROUPS, .paged = true,
     .read = rp_answer_group},
    {IMS, "ListGroups", .member = "Groups", .item = "Group", .what = RP_ANSWER_GROUPS, .paged = true,
     .read = rp_answer_group},
    {RAM | IMS, "GetGroup", .member = "Group", .read = rp_answer_group},
    {RAM | IMS, "ListUsersForGroup", .argument = "GroupName", .member = "Users", .item = "User",
     .what = RP_ANSWER_USERS_OF, .paged = true, .read = rp_answer_user_of_group},
    {RAM, "ListGroupsForUser", .argument = "UserName", .member = "Groups", .item = "Group",
     .what = RP_ANSWER_GROUPS_OF, .read = rp_answer_group_of_user},
    {IMS, "ListGroupsForUser", .argument = "UserPrincipalName", .member = "Groups", .item = "Group",
     .what = RP_ANSWER_GROUPS_OF, .read = rp_answer_group_of_user},
    {RAM, "ListRoles", .member = "Roles", .item = "Role", .what = RP_ANSWER_ROLES, .paged = true,
     .read = rp_answer_role},
    {MANAGER, "ListRoles", .member = "Roles", .item = "Role", .what = RP_ANSWER_ROLES, .paged = true,
     .read = rp_answer_role},
    {RAM | MANAGER, "GetRole", .member = "Role", .read = rp_answer_role},

    {RAM, "ListPolicies", .selects = "PolicyType", .member = "Policies", .item = "Policy",
     .what = RP_ANSWER_POLICIES, .paged = true, .read = rp_answer_listed_policy, .doubt = doubt_of_type},
    {MANAGER, "ListPolicies", .selects = "PolicyType", .member = "Policies", .item = "Policy",
     .what = RP_ANSWER_POLICIES, .paged = true, .read = rp_answer_listed_policy, .doubt = doubt_of_type},
    {RAM | MANAGER, "GetPolicy", .member = "Policy", .read = rp_answer_policy},
    {RAM | MANAGER, "GetPolicyVersion", .argument = "PolicyName", .member = "PolicyVersion",
     .read = rp_answer_version},
    {RAM | MANAGER, "ListPolicyVersions", .argument = "PolicyName", .member = "PolicyVersions",
     .item = "PolicyVersion", .read = rp_answer_version},

    {MANAGER, "ListPolicyAttachments", .member = "PolicyAttachments", .item = "PolicyAttachment",
     .what = RP_ANSWER_GRANTS, .paged = true, .read = rp_answer_attachment, .doubt = doubt_of_call},
    {RAM, "ListPoliciesForUser", .argument = "UserName", .member = "Policies", .item = "Policy",
     .what = RP_ANSWER_GRANTS, .read = rp_answer_policy_of_user, .doubt = doubt_of_ram},
    {RAM, "ListPoliciesForGroup", .argument = "GroupName", .member = "Policies", .item = "Policy",
     .what = RP_ANSWER_GRANTS, .read = rp_answer_policy_of_group, .doubt = doubt_of_ram},
    {RAM, "ListPoliciesForRole", .argument = "RoleName", .member = "Policies", .item = "Policy",
     .what = RP_ANSWER_GRANTS, .read = rp_answer_policy_of_role, .doubt = doubt_of_ram},
    {RAM, "ListEntitiesForPolicy", .argument = "PolicyName", .read = rp_answer_entities},
    {MANAGER, "ListResourceGroups", .member = "ResourceGroups", .item = "ResourceGroup",
     .read = rp_answer_resource_group},

    {DIRECTORY, "GetResourceDirectory", .member = "ResourceDirectory", .read = rp_answer_resource_directory},
    {DIRECTORY, "ListAccounts", .member = "Accounts", .item = "Account", .read = rp_answer_account},
    {DIRECTORY, "GetAccount", .member = "Account", .read = rp_answer_account},
    {DIRECTORY, "GetFolder", .member = "Folder", .read = rp_answer_folder},
    {DIRECTORY, "ListFoldersForParent", .member = "Folders", .item = "Folder",
     .read = rp_answer_child_folder},
    {DIRECTORY, "ListAncestors", .argument = "ChildId", .read = rp_answer_ancestors},
    {DIRECTORY, "ListControlPolicies", .member = "ControlPolicies", .item = "ControlPolicy",
     .what = RP_ANSWER_CONTROLS, .paged = true, .read = rp_answer_listed_control},
    {DIRECTORY, "GetControlPolicy", .member = "ControlPolicy", .read = rp_answer_control},
    {DIRECTORY, "ListControlPolicyAttachmentsForTarget", .argument = "TargetId",
     .member = "ControlPolicyAttachments", .item = "ControlPolicyAttachment", .what = RP_ANSWER_CONTROLS_OF,
     .read = rp_answer_control_of_target},
    {DIRECTORY, "ListTargetAttachmentsForControlPolicy", .argument = "PolicyId",
     .member = "TargetAttachments", .item = "TargetAttachment", .what = RP_ANSWER_TARGETS_OF, .paged = true,
     .read = rp_answer_target_of_control},

    /* No decision hangs on these. */
    {.products = IMS, .api = "GetDefaultDomain"},
    {.products = IMS, .api = "GetSecurityPreference"},
    {.products = RAM | IMS, .api = "ListAccessKeys"},
};

static unsigned product_of(struct rampart_str product)
{
    static const struct {
        const char *name;
        unsigned product;
    } products[] = {{"ram", RAM},
                    {"ims", IMS},
                    {"sts", STS},
                    {"resourcemanager", MANAGER | DIRECTORY},
                    {"resourcedirectorymaster", MANAGER | DIRECTORY}};
    for (size_t i = 0; i < sizeof products / sizeof products[0]; i++)
        if (rp_str_equal_fold(product, rampart_str(products[i].name))) return products[i].product;
    return 0;
}

const struct rp_answer_row *rp_answer_row(struct rampart_str product, struct rampart_str api)
{
    unsigned wanted = product_of(product);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if ((rows[i].products & wanted) != 0 && rp_str_equal(api, rampart_str(rows[i].api))) return &rows[i];
    return NULL;
}
