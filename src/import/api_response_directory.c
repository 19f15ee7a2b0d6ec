/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Responses about the resource directory: folders and accounts, control policies, and their attachments. A directory
 * may have thousands of accounts; only the folders from this account up to the root folder matter.
 */
#include <stdlib.h>

#include "account/names.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/account_builder_records.h"
#include "import/api_response_parts.h"

/* ---- folders and accounts ---- */

/* A folder or an account lies in a folder. */
struct rp_response_placement {
    struct rampart_str child, parent; /* no parent: the root folder */
    struct rp_response_placement *older;
    bool added;
    struct rp_at at;
};

static enum rampart_status response_note_parent(const struct rp_response *response, struct rampart_str child,
                                                struct rampart_str parent, struct rp_at at)
{
    struct rp_responses *all = response->all;
    struct rp_response_placement *placement = RP_NEW(all->scratch, struct rp_response_placement);
    RP_TRY_MEMORY(placement != NULL);
    *placement =
        (struct rp_response_placement){.child = child, .parent = parent, .older = all->placements, .at = at};
    RP_TRY(rp_keep_text(response->source, all->scratch, &placement->child));
    RP_TRY(rp_keep_text(response->source, all->scratch, &placement->parent));
    all->placements = placement;
    all->placement_count++;
    return RAMPART_OK;
}

static struct rampart_str response_text_or_empty(const struct rp_node *node)
{
    return node == NULL ? RP_STR("") : node->text;
}

/*
 * Control policies bind when they are switched on. While they are being switched on or off, it is not known which of
 * them bind.
 */
static enum rampart_status response_read_directory(const struct rp_response *response,
                                                   const struct rp_node *directory)
{
    struct rp_responses *all = response->all;
    const struct rp_node *status = rp_response_optional(response, directory, "ControlPolicyStatus");
    struct rampart_str root =
        response_text_or_empty(rp_response_optional(response, directory, "RootFolderId"));
    struct rampart_str manager =
        response_text_or_empty(rp_response_optional(response, directory, "MasterAccountId"));
    struct rampart_str word = response_text_or_empty(status);
    const struct rp_builder_directory said = {rp_str_equal(word, RP_STR("Disabled")), manager, root};
    all->root_folder = root;
    RP_TRY(rp_keep_text(response->source, all->scratch, &all->root_folder));
    if (rp_str_starts(word, RP_STR("Pending")))
        RP_TRY(rp_builder_incomplete(all->builder, RP_BUILDER_CONTROLS,
                                     "control policies are being switched on or off"));
    return rp_builder_set_directory(all->builder, &said, rp_response_at(response, directory));
}

/* "rd-…/r-…/fd-…/…": each lies in the one before it. The directory itself, "rd-…", is no folder. */
static enum rampart_status response_note_path(const struct rp_response *response, const struct rp_node *node)
{
    struct rampart_str rest = response_text_or_empty(node), parent = RP_STR("");
    while (rest.len > 0) {
        struct rampart_str part = rp_str_part(rest, 0, rp_str_find(rest, '/'));
        rest = rp_str_from(rest, part.len + 1);
        if (part.len == 0 || rp_str_starts(part, RP_STR("rd-"))) continue;
        if (parent.len > 0)
            RP_TRY(response_note_parent(response, part, parent, rp_response_at(response, node)));
        parent = part;
    }
    return RAMPART_OK;
}

static enum rampart_status response_read_account(const struct rp_response *response,
                                                 const struct rp_node *account)
{
    const struct rp_node *id = rp_response_text(response, account, "AccountId");
    const struct rp_node *folder = rp_response_optional(response, account, "FolderId");
    if (id != NULL && folder != NULL)
        RP_TRY(response_note_parent(response, id->text, folder->text, rp_response_at(response, folder)));
    return response_note_path(response, rp_response_optional(response, account, "ResourceDirectoryPath"));
}

static enum rampart_status response_read_folder(const struct rp_response *response,
                                                const struct rp_node *folder)
{
    const struct rp_node *id = rp_response_text(response, folder, "FolderId");
    const struct rp_node *parent = rp_response_optional(response, folder, "ParentFolderId");
    if (id != NULL && parent != NULL)
        RP_TRY(response_note_parent(response, id->text, parent->text, rp_response_at(response, parent)));
    return response_note_path(response, rp_response_optional(response, folder, "ResourceDirectoryPath"));
}

/* A call without a parent asks for the folders in the root folder. */
static enum rampart_status response_read_child_folder(const struct rp_response *response,
                                                      const struct rp_node *folder)
{
    const struct rp_node *id = rp_response_text(response, folder, "FolderId");
    if (id == NULL) return RAMPART_OK;
    return response_note_parent(response, id->text, rp_response_argument(response, "ParentFolderId"),
                                rp_response_at(response, id));
}

/* From the root folder down to the folder that holds the child. */
static enum rampart_status response_read_ancestors(const struct rp_response *response,
                                                   const struct rp_node *body)
{
    const struct rp_node *list = rp_response_list(body, "Folders", "Folder"), *parent = NULL;
    if (list == NULL) return RAMPART_OK;
    for (const struct rp_node *entry = list->first; entry != NULL; entry = entry->next) {
        const struct rp_node *id = rp_response_text(response, entry, "FolderId");
        if (id == NULL) return RAMPART_OK;
        if (parent != NULL)
            RP_TRY(response_note_parent(response, id->text, parent->text, rp_response_at(response, id)));
        parent = id;
    }
    if (parent == NULL) return RAMPART_OK;
    return response_note_parent(response, rp_response_argument(response, response->row->argument),
                                parent->text, rp_response_at(response, parent));
}

/* ---- control policies ---- */

static enum rampart_status response_set_control_scope(const struct rp_response *response,
                                                      const struct rp_node *entry,
                                                      struct rp_builder_policy *policy)
{
    const struct rp_node *scope = rp_response_optional(response, entry, "EffectScope");
    if (scope == NULL) return RAMPART_OK;
    struct rp_at at = rp_response_at(response, scope);
    bool all = rp_str_equal(scope->text, RP_STR("All"));
    if (all || rp_str_equal(scope->text, RP_STR("RAM")))
        return rp_builder_scope_control(response->all->builder, policy,
                                        all ? RAMPART_SCOPE_ALL : RAMPART_SCOPE_RAM, at);
    rp_builder_error(response->all->builder, RP_ACC_SCOPE, at, "EffectScope must be All or RAM, not \"%.*s\"",
                     RP_ARG(rp_account_shown(scope->text)));
    rp_response_help(response);
    return RAMPART_OK;
}

/* The policy with its name and scope, if the entry has them; NULL when it has no id, which is reported. */
static enum rampart_status response_control(const struct rp_response *response, const struct rp_node *entry,
                                            struct rp_builder_policy **ret_policy)
{
    struct rp_builder *builder = response->all->builder;
    const struct rp_node *id = rp_response_text(response, entry, "PolicyId");
    const struct rp_node *name = rp_response_optional(response, entry, "PolicyName");
    const struct rp_node *type = rp_response_optional(response, entry, "PolicyType");
    bool system;
    *ret_policy = NULL;
    if (id == NULL) return RAMPART_OK;
    RP_TRY(rp_builder_add_control(builder, id->text, rp_response_at(response, id), ret_policy));
    if (name != NULL && type != NULL &&
        rp_response_policy_type(response, type->text, rp_response_at(response, type), &system))
        RP_TRY(rp_builder_name_control(builder, *ret_policy, name->text, system,
                                       rp_response_at(response, name)));
    return response_set_control_scope(response, entry, *ret_policy);
}

static enum rampart_status response_read_listed_control(const struct rp_response *response,
                                                        const struct rp_node *policy)
{
    struct rp_responses *all = response->all;
    struct rp_builder_policy *made;
    RP_TRY(response_control(response, policy, &made));
    if (made == NULL) return RAMPART_OK;
    struct rp_response_control *control = RP_NEW(all->scratch, struct rp_response_control);
    RP_TRY_MEMORY(control != NULL);
    control->id = rp_response_optional(response, policy, "PolicyId")->text;
    control->older = all->controls;
    all->controls = control;
    return rp_keep_text(response->source, all->scratch, &control->id);
}

static enum rampart_status response_read_control(const struct rp_response *response,
                                                 const struct rp_node *policy)
{
    struct rp_builder_policy *made;
    RP_TRY(response_control(response, policy, &made));
    const struct rp_node *document = rp_response_document(policy, "PolicyDocument");
    if (made == NULL || document == NULL) return RAMPART_OK;
    return rp_builder_set_document(response->all->builder, made, response->source, document);
}

/* ---- attachments of control policies ---- */

static enum rampart_status response_read_control_of_target(const struct rp_response *response,
                                                           const struct rp_node *policy)
{
    struct rp_builder_policy *made;
    RP_TRY(response_control(response, policy, &made));
    if (made == NULL) return RAMPART_OK;
    return rp_builder_attach_control(response->all->builder, made,
                                     rp_response_argument(response, response->row->argument),
                                     rp_response_at(response, policy));
}

static enum rampart_status response_read_target_of_control(const struct rp_response *response,
                                                           const struct rp_node *target)
{
    struct rp_builder *builder = response->all->builder;
    struct rp_builder_policy *made;
    const struct rp_node *id = rp_response_text(response, target, "TargetId");
    if (id == NULL) return RAMPART_OK;
    struct rp_at at = rp_response_at(response, id);
    RP_TRY(
        rp_builder_add_control(builder, rp_response_argument(response, response->row->argument), at, &made));
    return rp_builder_attach_control(builder, made, id->text, at);
}

/* ---- CloudSSO ---- */

/* https://www.alibabacloud.com/help/doc-detail/341857.htm (2026-06-28) */
static enum rampart_status response_read_assignment(const struct rp_response *response, const struct rp_node *entry)
{
    const struct rp_node *target = rp_response_text(response, entry, "TargetId");
    const struct rp_node *configuration = rp_response_text(response, entry, "AccessConfigurationName");
    const struct rp_node *type = rp_response_text(response, entry, "PrincipalType");
    const struct rp_node *name = rp_response_text(response, entry, "PrincipalName");
    const struct rp_node *id = rp_response_text(response, entry, "PrincipalId");
    if (target == NULL || configuration == NULL || type == NULL || name == NULL || id == NULL) return RAMPART_OK;
    const bool group = rp_str_equal(type->text, RP_STR("Group"));
    return rp_builder_assign(response->all->builder,
                             &(struct rp_builder_assignment){.account = target->text,
                                                             .configuration = configuration->text,
                                                             .principal = name->text,
                                                             .group = group ? id->text : RP_STR("")});
}

static enum rampart_status response_read_sso_member(const struct rp_response *response, const struct rp_node *entry)
{
    const struct rp_node *name = rp_response_text(response, entry, "UserName");
    if (name == NULL) return RAMPART_OK;
    return rp_builder_note_member(response->all->builder, rp_response_argument(response, "GroupId"), name->text);
}

/* ---- the APIs ---- */

static const struct rp_response_row directory_rows[] = {
    {RP_RESPONSE_DIRECTORY, "GetResourceDirectory", .member = "ResourceDirectory",
     .read = response_read_directory},
    {RP_RESPONSE_DIRECTORY, "ListAccounts", .member = "Accounts", .item = "Account", .kind = RP_RESPONSE_ACCOUNTS,
     .paged = true, .read = response_read_account},
    {RP_RESPONSE_DIRECTORY, "GetAccount", .member = "Account", .read = response_read_account},
    {RP_RESPONSE_DIRECTORY, "GetFolder", .member = "Folder", .read = response_read_folder},
    {RP_RESPONSE_DIRECTORY, "ListFoldersForParent", .member = "Folders", .item = "Folder",
     .read = response_read_child_folder},
    {RP_RESPONSE_DIRECTORY, "ListAncestors", .argument = "ChildId", .read = response_read_ancestors},
    {RP_RESPONSE_DIRECTORY, "ListControlPolicies", .member = "ControlPolicies", .item = "ControlPolicy",
     .kind = RP_RESPONSE_CONTROLS, .paged = true, .read = response_read_listed_control},
    {RP_RESPONSE_DIRECTORY, "GetControlPolicy", .member = "ControlPolicy", .read = response_read_control},
    {RP_RESPONSE_DIRECTORY, "ListControlPolicyAttachmentsForTarget", .argument = "TargetId",
     .member = "ControlPolicyAttachments", .item = "ControlPolicyAttachment", .kind = RP_RESPONSE_CONTROLS_OF,
     .read = response_read_control_of_target},
    {RP_RESPONSE_DIRECTORY, "ListTargetAttachmentsForControlPolicy", .argument = "PolicyId",
     .member = "TargetAttachments", .item = "TargetAttachment", .kind = RP_RESPONSE_TARGETS_OF, .paged = true,
     .read = response_read_target_of_control},
    {RP_RESPONSE_SSO, "ListAccessAssignments", .member = "AccessAssignments", .item = "AccessAssignment",
     .read = response_read_assignment},
    {RP_RESPONSE_SSO, "ListGroupMembers", .argument = "GroupId", .member = "GroupMembers", .item = "GroupMember",
     .read = response_read_sso_member},
};

const struct rp_response_table rp_response_directory = {directory_rows,
                                                        sizeof directory_rows / sizeof *directory_rows};

/* ---- when all responses are read ---- */

static enum rampart_status response_add_placement(struct rp_responses *responses,
                                                  struct rp_response_placement *placement)
{
    placement->added = true;
    return rp_builder_set_parent(responses->builder, placement->child, placement->parent, placement->at);
}

static bool response_is_root(const struct rp_responses *responses, struct rampart_str folder)
{
    return rp_str_starts(folder, RP_STR("r-")) ||
           (folder.len > 0 && rp_str_equal(folder, responses->root_folder));
}

static bool response_is_covered(const struct rp_response_lists *lists, struct rampart_str target)
{
    return rp_names_find(lists->of, lists->count, sizeof lists->of[0], target) < lists->count;
}

/*
 * Adds folders upwards. The builder compares those that responses show twice; a circle of folders ends where it
 * began.
 */
static enum rampart_status response_climb(struct rp_responses *responses,
                                          struct rp_response_placement *placements,
                                          const struct rp_response_lists *lists, bool *ret_covered)
{
    struct rampart_str at = responses->id;
    size_t count = responses->placement_count, size = sizeof placements[0];
    bool all = response_is_covered(lists, at);
    while (!response_is_root(responses, at)) {
        size_t i = rp_names_find(placements, count, size, at);
        if (i == count || placements[i].added) return RAMPART_OK;
        struct rampart_str parent = placements[i].parent;
        for (; i < count && rp_str_equal(placements[i].child, at); i++)
            RP_TRY(response_add_placement(responses, &placements[i]));
        at = parent.len > 0 ? parent : responses->root_folder;
        all = all && response_is_covered(lists, at);
    }
    *ret_covered = all;
    return RAMPART_OK;
}

/* For other accounts of the organisation. */
static enum rampart_status response_add_others(struct rp_responses *responses, struct rp_response_placement *placements)
{
    for (size_t i = 0; i < responses->placement_count && responses->builder->keeps_directory; i++)
        if (!placements[i].added) RP_TRY(response_add_placement(responses, &placements[i]));
    return RAMPART_OK;
}

enum rampart_status rp_responses_add_placements(struct rp_responses *responses,
                                                const struct rp_response_lists *lists, bool *ret_covered)
{
    size_t count = 0;
    struct rp_response_placement *placements =
        RP_NEW_ARRAY(responses->scratch, struct rp_response_placement, responses->placement_count);
    RP_TRY_MEMORY(placements != NULL);
    *ret_covered = false;
    for (const struct rp_response_placement *row = responses->placements; row != NULL; row = row->older)
        placements[count++] = *row;
    rp_names_sort(placements, count, sizeof placements[0]);
    if (responses->id.len > 0) {
        RP_TRY(response_climb(responses, placements, lists, ret_covered));
        return response_add_others(responses, placements);
    }
    for (size_t i = 0; i < count; i++) RP_TRY(response_add_placement(responses, &placements[i]));
    return RAMPART_OK;
}

bool rp_responses_cover_controls(const struct rp_responses *responses,
                                 const struct rp_response_lists *targets)
{
    for (const struct rp_response_control *control = responses->controls; control != NULL;
         control = control->older)
        if (rp_names_find(targets->of, targets->count, sizeof targets->of[0], control->id) == targets->count)
            return false;
    return true;
}
