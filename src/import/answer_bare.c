/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers without the call that they answer, as the CLI prints them: told by their members. Some of them leave out what the
 * call named (whose groups these are); they cannot be placed then, and no file name is taken for an argument.
 */
#include "base/str.h"
#include "base/try.h"
#include "import/answer.h"
#include "text/json.h"

/*
 * An answer with this member, in whose list, if it is to be one, the first entry has this other one. Of a list alone,
 * which is what `aliyun --pager` leaves, only the entry tells.
 */
struct form {
    const char *member, *item, *sign;
    const char *product, *api; /* no product: makes no sense without its arguments */
};

static const struct form forms[] = {
    {"PolicyAttachments", "PolicyAttachment", "PrincipalName", "resourcemanager", "ListPolicyAttachments"},
    {"Users", "User", "AttachDate", NULL, "ListEntitiesForPolicy"},
    {"Groups", "Group", "AttachDate", NULL, "ListEntitiesForPolicy"},
    {"Roles", "Role", "AttachDate", NULL, "ListEntitiesForPolicy"},
    {"Users", "User", "JoinDate", NULL, "ListUsersForGroup"},
    {"Users", "User", "UserPrincipalName", "ims", "ListUsers"},
    {"Users", "User", "UserId", "ram", "ListUsers"},
    {"Users", NULL, NULL, NULL, "ListUsersForGroup"},
    {"Groups", "Group", "JoinDate", NULL, "ListGroupsForUser"},
    {"Groups", "Group", "GroupName", "ram", "ListGroups"},
    {"Groups", NULL, NULL, NULL, "ListGroupsForUser"},
    {"Roles", "Role", "RolePrincipalName", "resourcemanager", "ListRoles"},
    {"Roles", "Role", "RoleName", "ram", "ListRoles"},
    {"Policies", "Policy", "AttachDate", NULL, "ListPoliciesForUser"},
    {"Policies", "Policy", "PolicyName", "ram", "ListPolicies"},
    {"Policies", NULL, NULL, NULL, "ListPoliciesForUser"},
    {"PolicyVersions", NULL, NULL, NULL, "ListPolicyVersions"},
    {"PolicyVersion", NULL, NULL, NULL, "GetPolicyVersion"},
    {"PolicyAttachments", NULL, NULL, "resourcemanager", "ListPolicyAttachments"},
    {"ControlPolicyAttachments", NULL, NULL, NULL, "ListControlPolicyAttachmentsForTarget"},
    {"TargetAttachments", NULL, NULL, NULL, "ListTargetAttachmentsForControlPolicy"},
    {"Folders", NULL, NULL, NULL, "ListFoldersForParent"},
    {"ControlPolicies", NULL, NULL, "resourcemanager", "ListControlPolicies"},
    {"ControlPolicy", NULL, NULL, "resourcemanager", "GetControlPolicy"},
    {"ResourceGroups", NULL, NULL, "resourcemanager", "ListResourceGroups"},
    {"ResourceDirectory", NULL, NULL, "resourcemanager", "GetResourceDirectory"},
    {"Accounts", NULL, NULL, "resourcemanager", "ListAccounts"},
    {"Account", NULL, NULL, "resourcemanager", "GetAccount"},
    {"Folder", NULL, NULL, "resourcemanager", "GetFolder"},
    {"Policy", NULL, NULL, "ram", "GetPolicy"},
    {"Role", NULL, NULL, "ram", "GetRole"},
    {"User", NULL, NULL, "ram", "GetUser"},
    {"Group", NULL, NULL, "ram", "GetGroup"},
    {"AccessKeys", NULL, NULL, "ram", "ListAccessKeys"},
    {"DefaultDomainName", NULL, NULL, "ims", "GetDefaultDomain"},
    {"SecurityPreference", NULL, NULL, "ims", "GetSecurityPreference"},
    {"AccountId", NULL, NULL, "sts", "GetCallerIdentity"},
};

static bool has_form(const struct rp_node *response, const struct form *form)
{
    if (form->item == NULL) return rp_node_member(response, rampart_str(form->member)) != NULL;
    const struct rp_node *list = rp_answer_list(response, form->member, form->item);
    const struct rp_node *entry = list == NULL ? NULL : list->first;
    return entry != NULL && entry->type == RP_NODE_MAP &&
           rp_node_member(entry, rampart_str(form->sign)) != NULL;
}

const struct rp_answer_row *rp_answer_recognise(const struct rp_node *response, const char **ret_api)
{
    *ret_api = NULL;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        const struct form *form = &forms[i];
        if (!has_form(response, form)) continue;
        *ret_api = form->api;
        if (form->product == NULL) return NULL;
        return rp_answer_row(rampart_str(form->product), rampart_str(form->api));
    }
    return NULL;
}

/* ---- a file of answers ---- */

static enum rampart_status take_value(const struct rp_import_file *file, struct rp_answers *answers,
                                      const struct rp_reading *reading, struct rp_span part)
{
    struct rp_node *root = NULL;
    enum rampart_status status = rp_json_read_part(reading, part, &root);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK) return RAMPART_OK; /* reported */
    bool taken = false;
    RP_TRY(rp_answer_layer(file, root, &taken));
    if (taken) return RAMPART_OK;
    const struct rp_answer_at at = {.response = root};
    return rp_answers_take(answers, file->source, &at);
}

/* Pages of the CLI follow one another in one file. */
static enum rampart_status take_values(const struct rp_import_file *file, struct rp_answers *answers)
{
    struct rp_arena tree;
    struct rp_reading reading = rp_builder_reading(file->builder, file->source);
    struct rp_span part = {0, 0};
    enum rampart_status status = RAMPART_OK;
    rp_arena_init(&tree, &rp_builder_scratch(file->builder)->allocator);
    reading.arena = &tree;
    while (status == RAMPART_OK && rp_json_next_value(file->source->text, part.end, &part)) {
        status = take_value(file, answers, &reading, part);
        rp_arena_reset(&tree);
    }
    rp_arena_free(&tree);
    return status;
}

enum rampart_status rp_answer_read(const struct rp_import_file *file)
{
    struct rp_answers *answers = file->answers;
    if (answers == NULL) RP_TRY(rp_answers_new(file->builder, file->input->account, &answers));
    RP_TRY(take_values(file, answers));
    return file->answers == NULL ? rp_answers_finish(answers) : RAMPART_OK;
}
