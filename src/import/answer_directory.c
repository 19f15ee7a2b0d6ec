/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about the resource directory: its tree, its control policies, where they are attached. */
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/answer_read.h"

static struct rampart_str text_or_nothing(const struct rp_node *node)
{
    return node == NULL ? RP_STR("") : node->text;
}

/* ---- the tree ---- */

/*
 * Control policies bind when they are switched on. While they are being switched on or off nobody can tell which of them
 * do already or still.
 */
enum rampart_status rp_answer_resource_directory(const struct rp_api_response *answer,
                                                 const struct rp_node *directory)
{
    struct rp_answers *all = answer->all;
    const struct rp_node *status = rp_answer_maybe(answer, directory, "ControlPolicyStatus");
    struct rampart_str root = text_or_nothing(rp_answer_maybe(answer, directory, "RootFolderId"));
    struct rampart_str manager = text_or_nothing(rp_answer_maybe(answer, directory, "MasterAccountId"));
    struct rampart_str word = text_or_nothing(status);
    const struct rp_builder_directory said = {rp_str_equal(word, RP_STR("Disabled")), manager, root};
    all->root_folder = root;
    RP_TRY(rp_keep_text(answer->source, all->scratch, &all->root_folder));
    if (rp_str_starts(word, RP_STR("Pending")))
        RP_TRY(rp_builder_incomplete(all->builder, RP_BUILDER_CONTROLS,
                                   "control policies are just being switched on or off"));
    return rp_builder_set_directory(all->builder, &said, rp_answer_place(answer, directory));
}

/* "rd-…/r-…/fd-…/…": each lies in the one before it. The directory itself is no folder. */
static enum rampart_status put_path(const struct rp_api_response *answer, const struct rp_node *node)
{
    struct rampart_str rest = text_or_nothing(node), parent = RP_STR("");
    while (rest.len > 0) {
        struct rampart_str part = rp_str_part(rest, 0, rp_str_find(rest, '/'));
        rest = rp_str_from(rest, part.len + 1);
        if (part.len == 0 || rp_str_starts(part, RP_STR("rd-"))) continue;
        if (parent.len > 0) RP_TRY(rp_answer_put(answer, part, parent, rp_answer_place(answer, node)));
        parent = part;
    }
    return RAMPART_OK;
}

enum rampart_status rp_answer_account(const struct rp_api_response *answer, const struct rp_node *account)
{
    const struct rp_node *id = rp_answer_text(answer, account, "AccountId");
    const struct rp_node *folder = rp_answer_maybe(answer, account, "FolderId");
    if (id != NULL && folder != NULL)
        RP_TRY(rp_answer_put(answer, id->text, folder->text, rp_answer_place(answer, folder)));
    return put_path(answer, rp_answer_maybe(answer, account, "ResourceDirectoryPath"));
}

enum rampart_status rp_answer_folder(const struct rp_api_response *answer, const struct rp_node *folder)
{
    const struct rp_node *id = rp_answer_text(answer, folder, "FolderId");
    const struct rp_node *parent = rp_answer_maybe(answer, folder, "ParentFolderId");
    if (id != NULL && parent != NULL)
        RP_TRY(rp_answer_put(answer, id->text, parent->text, rp_answer_place(answer, parent)));
    return put_path(answer, rp_answer_maybe(answer, folder, "ResourceDirectoryPath"));
}

/* Asked for without a parent, it lies in the root folder. */
enum rampart_status rp_answer_child_folder(const struct rp_api_response *answer, const struct rp_node *folder)
{
    const struct rp_node *id = rp_answer_text(answer, folder, "FolderId");
    if (id == NULL) return RAMPART_OK;
    return rp_answer_put(answer, id->text, rp_answer_argument(answer, "ParentFolderId"),
                         rp_answer_place(answer, id));
}

/* From the root folder down to the one that the child lies in. */
enum rampart_status rp_answer_ancestors(const struct rp_api_response *answer, const struct rp_node *response)
{
    const struct rp_node *list = rp_answer_list(response, "Folders", "Folder"), *parent = NULL;
    if (list == NULL) return RAMPART_OK;
    for (const struct rp_node *entry = list->first; entry != NULL; entry = entry->next) {
        const struct rp_node *id = rp_answer_text(answer, entry, "FolderId");
        if (id == NULL) return RAMPART_OK;
        if (parent != NULL)
            RP_TRY(rp_answer_put(answer, id->text, parent->text, rp_answer_place(answer, id)));
        parent = id;
    }
    if (parent == NULL) return RAMPART_OK;
    return rp_answer_put(answer, rp_answer_argument(answer, answer->row->argument), parent->text,
                         rp_answer_place(answer, parent));
}

/* ---- control policies ---- */

static enum rampart_status say_scope(const struct rp_api_response *answer, const struct rp_node *entry,
                                     struct rp_builder_policy *policy)
{
    const struct rp_node *scope = rp_answer_maybe(answer, entry, "EffectScope");
    if (scope == NULL) return RAMPART_OK;
    struct rp_at at = rp_answer_place(answer, scope);
    bool all = rp_str_equal(scope->text, RP_STR("All"));
    if (all || rp_str_equal(scope->text, RP_STR("RAM")))
        return rp_builder_scope_control(answer->all->builder, policy, all ? RAMPART_SCOPE_ALL : RAMPART_SCOPE_RAM,
                                      at);
    rp_builder_error(answer->all->builder, RP_ACC_SCOPE, at, "EffectScope must be All or RAM, not \"%.*s\"",
                   RP_ARG(rp_account_shown(scope->text)));
    rp_answer_help(answer);
    return RAMPART_OK;
}

/* The policy with all that the entry tells of it; NULL when it has no id, which is reported. */
static enum rampart_status read_control(const struct rp_api_response *answer, const struct rp_node *entry,
                                        struct rp_builder_policy **ret_policy)
{
    struct rp_builder *builder = answer->all->builder;
    const struct rp_node *id = rp_answer_text(answer, entry, "PolicyId");
    const struct rp_node *name = rp_answer_maybe(answer, entry, "PolicyName");
    const struct rp_node *type = rp_answer_maybe(answer, entry, "PolicyType");
    bool system;
    *ret_policy = NULL;
    if (id == NULL) return RAMPART_OK;
    RP_TRY(rp_builder_add_control(builder, id->text, rp_answer_place(answer, id), ret_policy));
    if (name != NULL && type != NULL &&
        rp_answer_policy_type(answer, type->text, rp_answer_place(answer, type), &system))
        RP_TRY(rp_builder_name_control(builder, *ret_policy, name->text, system, rp_answer_place(answer, name)));
    return say_scope(answer, entry, *ret_policy);
}

enum rampart_status rp_answer_listed_control(const struct rp_api_response *answer, const struct rp_node *policy)
{
    struct rp_answers *all = answer->all;
    struct rp_builder_policy *made;
    RP_TRY(read_control(answer, policy, &made));
    if (made == NULL) return RAMPART_OK;
    struct rp_answer_control *control = RP_NEW(all->scratch, struct rp_answer_control);
    RP_TRY_MEMORY(control != NULL);
    control->id = rp_answer_maybe(answer, policy, "PolicyId")->text;
    control->older = all->controls;
    all->controls = control;
    return rp_keep_text(answer->source, all->scratch, &control->id);
}

enum rampart_status rp_answer_control(const struct rp_api_response *answer, const struct rp_node *policy)
{
    struct rp_builder_policy *made;
    RP_TRY(read_control(answer, policy, &made));
    const struct rp_node *document = rp_answer_document(policy, "PolicyDocument");
    if (made == NULL || document == NULL) return RAMPART_OK;
    return rp_builder_set_document(answer->all->builder, made, answer->source, document);
}

/* ---- where they are attached ---- */

enum rampart_status rp_answer_control_of_target(const struct rp_api_response *answer, const struct rp_node *policy)
{
    struct rp_builder_policy *made;
    RP_TRY(read_control(answer, policy, &made));
    if (made == NULL) return RAMPART_OK;
    return rp_builder_attach_control(answer->all->builder, made,
                                   rp_answer_argument(answer, answer->row->argument),
                                   rp_answer_place(answer, policy));
}

enum rampart_status rp_answer_target_of_control(const struct rp_api_response *answer, const struct rp_node *target)
{
    struct rp_builder *builder = answer->all->builder;
    struct rp_builder_policy *made;
    const struct rp_node *id = rp_answer_text(answer, target, "TargetId");
    if (id == NULL) return RAMPART_OK;
    struct rp_at at = rp_answer_place(answer, id);
    RP_TRY(rp_builder_add_control(builder, rp_answer_argument(answer, answer->row->argument), at, &made));
    return rp_builder_attach_control(builder, made, id->text, at);
}

bool rp_answer_controls_covered(const struct rp_answers *answers, const struct rp_answer_lists *targets)
{
    for (const struct rp_answer_control *control = answers->controls; control != NULL;
         control = control->older)
        if (rp_names_find(targets->of, targets->count, sizeof targets->of[0], control->id) == targets->count)
            return false;
    return true;
}
