/* SPDX-License-Identifier: Apache-2.0 */
/* Lints the documents of an account: of an account file, an export or a ROS template. */
#include "lint/embedded.h"

#include "account/quarantine.h"
#include "base/str.h"
#include "base/try.h"
#include "image/read.h"
#include "import/import.h"
#include "lint/account_rules.h"
#include "lint/document.h"
#include "lint/lint_util.h"

/* ---- account files: every document that one holds or names, the cloud's own aside ---- */

/* The documents of an account while they are linted. */
struct documents {
    struct rp_lint_file *file;
    const struct rampart_account *account;
    struct rp_intern files; /* those that were linted */
    struct rampart_str standing; /* the name of the resource that has the document */
    struct rp_lint_trusted trusted;
};

/* The holders of the i-th policy. NULL: nobody asks. */
static const struct rampart_strs *lint_account_holders(const struct rampart_strs *all, size_t i)
{
    return all == NULL ? NULL : &all[i];
}

/* ---- control policies ---- */

static void lint_account_mark_grants(const struct rampart_account *account, const struct rp_grants *grants,
                                     bool *granted)
{
    for (size_t i = 0; i < grants->count; i++) granted[grants->items[i].policy - account->policies] = true;
}

/* Marks the policies that principals have. */
static void lint_account_mark_granted(const struct rampart_account *account, bool *granted)
{
    for (size_t i = 0; i < account->user_count; i++)
        lint_account_mark_grants(account, &account->users[i].held->grants, granted);
    for (size_t i = 0; i < account->group_count; i++)
        lint_account_mark_grants(account, &account->groups[i].grants, granted);
    for (size_t i = 0; i < account->role_count; i++)
        lint_account_mark_grants(account, &account->roles[i].grants, granted);
}

/* A policy that levels have, and no principal, limits alone: it makes no administrator. */
static enum rampart_status lint_account_find_controls(struct rp_arena *arena, const struct rampart_account *account,
                                                      bool **ret_controls)
{
    bool *granted = RP_NEW_ARRAY(arena, bool, account->policy_count);
    bool *controls = RP_NEW_ARRAY(arena, bool, account->policy_count);
    RP_TRY_MEMORY(granted != NULL && controls != NULL);
    lint_account_mark_granted(account, granted);
    for (size_t i = 0; i < account->level_count; i++)
        for (size_t k = 0; k < account->levels[i].count; k++) {
            size_t policy = (size_t)(account->levels[i].items[k].policy - account->policies);
            controls[policy] = !granted[policy];
        }
    *ret_controls = controls;
    return RAMPART_OK;
}

/* The policy as what it is used for. */
static struct rampart_policy lint_account_as_used(const struct rp_named_policy *policy, bool control)
{
    struct rampart_policy used = *policy->policy;
    if (control) used.kind = RAMPART_POLICY_CONTROL;
    return used;
}

/* ---- documents ---- */

/* A document in a file of its own may be named often, but is linted once. */
static enum rampart_status lint_account_is_new(struct documents *documents,
                                               const struct rampart_policy *policy, bool *ret_new)
{
    *ret_new = true;
    if (rp_str_equal(policy->source->name, documents->account->source.name)) return RAMPART_OK;
    return rp_lint_is_new(&documents->files, &documents->file->arena, policy->source->name, ret_new);
}

static bool lint_account_resource_subject(struct rp_arena *arena, const struct rp_resource_document *document,
                                          struct rampart_str *ret_subject)
{
    return rp_arena_printf(arena, ret_subject, "%s of %.*s", rampart_layer_name(document->layer), RP_ARG(document->of));
}

/* The rule about the account's own principals runs with the document's rules. */
static enum rampart_status lint_account_document(struct documents *documents,
                                                 const struct rampart_policy *policy,
                                                 struct rampart_str subject)
{
    struct rp_lint_file *file = documents->file;
    const struct rp_lint lint = {
        .linter = file->linter, .policy = policy, .findings = file->findings, .scratch = &file->arena};
    size_t first = rampart_diags_count(file->findings);
    bool new;
    RP_TRY(lint_account_is_new(documents, policy, &new));
    if (!new) return RAMPART_OK;
    if (policy->kind == RAMPART_POLICY_TRUST) RP_TRY(rp_lint_account_trust(&lint, &documents->trusted));
    return rp_lint_embedded_policy(file, policy, subject, documents->standing, first);
}

static enum rampart_status lint_account_resources(struct documents *documents)
{
    const struct rampart_account *account = documents->account;
    struct rampart_str subject;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        if (document->policy == NULL || document->policy->unknown) continue;
        documents->standing = document->of;
        RP_TRY_MEMORY(lint_account_resource_subject(&documents->file->arena, document, &subject));
        RP_TRY(lint_account_document(documents, document->policy, subject));
    }
    return RAMPART_OK;
}

static enum rampart_status lint_account_documents(struct rp_lint_file *file,
                                                  const struct rampart_account *account)
{
    struct documents documents = {.file = file, .account = account, .trusted = {.account = account}};
    const struct rampart_strs *holders;
    struct rampart_str subject;
    bool *controls;
    RP_TRY(lint_account_find_controls(&file->arena, account, &controls));
    RP_TRY(rp_lint_find_holders(file, account, &holders));
    for (size_t i = 0; i < account->defined_count; i++) {
        const struct rp_named_policy *policy = &account->policies[i];
        if (policy->system || policy->policy->unknown) continue;
        const struct rampart_policy used = lint_account_as_used(policy, controls[i]);
        RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "policies.%.*s", RP_ARG(policy->name)));
        file->holders = lint_account_holders(holders, i);
        RP_TRY(lint_account_document(&documents, &used, subject));
    }
    file->holders = NULL;
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        if (role->trust == NULL) continue;
        RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "roles.%.*s.trust", RP_ARG(role->name)));
        RP_TRY(lint_account_document(&documents, role->trust, subject));
    }
    return lint_account_resources(&documents);
}

static enum rampart_status lint_account_one(struct rp_lint_file *file, const struct rampart_account *account,
                                            const struct rp_node *root)
{
    enum rampart_status status = RAMPART_OK;
    file->account = account->id;
    file->count.documents += rp_quarantine_given(account);
    rp_lint_report_unknown(file, account);
    if (root != NULL) status = rp_lint_account_rules(file, account, root, true);
    return status == RAMPART_OK ? lint_account_documents(file, account) : status;
}

/* The part of the tree that is the account of this id; NULL: there is no tree. */
static const struct rp_node *lint_account_node(const struct rp_node *root, struct rampart_str id)
{
    const struct rp_node *node = root == NULL ? NULL : root->first;
    while (node != NULL && !rp_str_equal(node->key, RP_STR("accounts"))) node = node->next;
    if (node != NULL) node = node->first;
    while (node != NULL && !rp_str_equal(node->key, id)) node = node->next;
    return node;
}

/* One account after another; one that is refused counts as one document, as an account file does. */
static enum rampart_status lint_account_several(struct rp_lint_file *file, const struct rampart_account *organisation,
                                                const struct rp_node *root)
{
    file->count.documents += rampart_account_failed_count(organisation);
    for (size_t i = 0; i < rampart_account_member_count(organisation); i++) {
        const struct rampart_account *member = rampart_account_member(organisation, i);
        if (!member->failed) RP_TRY(lint_account_one(file, member, lint_account_node(root, member->id)));
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_account(struct rp_lint_file *file, const struct rp_node *root)
{
    struct rampart_account *account = NULL;
    size_t first = rampart_diags_count(file->findings);
    const struct rp_account_store store = {rp_account_find_text, &file->linter->texts, true};
    const struct rp_account_how how = {.store = file->linter->in_texts ? &store : NULL,
                                       .outside = file->linter->outside,
                                       .findings = true};
    enum rampart_status status =
        rp_account_read_text(&file->linter->options, file->text, file->name, how, file->findings, &account);
    rp_lint_set_levels(file->linter, file->findings, first);
    if (status != RAMPART_OK)
        file->count.documents++; /* the account itself */
    else if (rampart_account_member_count(account) > 0)
        status = lint_account_several(file, account, root);
    else
        status = lint_account_one(file, account, root);
    file->account = (struct rampart_str){NULL, 0};
    rampart_account_free(account);
    bool unread = rp_diags_have(file->findings, first, RP_IO_OPEN) ||
                  rp_diags_have(file->findings, first, RP_ACC_OUTSIDE);
    if (status == RAMPART_INVALID_INPUT && unread) return RAMPART_IO;
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

/*
 * ---- exports and ROS templates ----
 * They are read like an account, and each document is linted in its place. A document that the input does not show is
 * reported, never passed over as clean.
 */

static enum rampart_status lint_account_import_resources(struct rp_lint_file *file, const struct rampart_account *account)
{
    struct rampart_str subject;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        if (document->policy == NULL || document->policy->unknown) continue;
        RP_TRY_MEMORY(lint_account_resource_subject(&file->arena, document, &subject));
        RP_TRY(rp_lint_embedded_policy(file, document->policy, subject, document->of, rampart_diags_count(file->findings)));
    }
    return RAMPART_OK;
}

/* The cloud's own documents are left out. */
static enum rampart_status lint_account_import_trust(struct rp_lint_file *file, const struct rp_role *role,
                                                     struct rp_lint_trusted *trusted)
{
    const struct rp_lint lint = {
        .linter = file->linter, .policy = role->trust, .findings = file->findings, .scratch = &file->arena};
    struct rampart_str subject;
    const struct rampart_str nowhere = {NULL, 0};
    const size_t first = rampart_diags_count(file->findings);
    if (trusted->account != NULL) RP_TRY(rp_lint_account_trust(&lint, trusted));
    RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "role/%.*s", RP_ARG(role->name)));
    return rp_lint_embedded_policy(file, role->trust, subject, nowhere, first);
}

/* Only a `whole` account tells which users and roles it has not. */
static enum rampart_status lint_account_import_documents(struct rp_lint_file *file,
                                                         const struct rampart_account *account, bool whole)
{
    struct rp_lint_trusted trusted = {.account = whole ? account : NULL};
    struct rampart_str subject;
    const struct rampart_str nowhere = {NULL, 0};
    const struct rampart_strs *holders;
    bool *controls;
    RP_TRY(lint_account_find_controls(&file->arena, account, &controls));
    RP_TRY(rp_lint_find_holders(file, account, &holders));
    for (size_t i = 0; i < account->policy_count; i++) {
        const struct rp_named_policy *policy = &account->policies[i];
        if (policy->system || policy->policy->unknown) continue;
        const struct rampart_policy used = lint_account_as_used(policy, controls[i]);
        RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "policy/%.*s", RP_ARG(policy->name)));
        file->holders = lint_account_holders(holders, i);
        RP_TRY(rp_lint_embedded_policy(file, &used, subject, nowhere, rampart_diags_count(file->findings)));
    }
    file->holders = NULL;
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        if (role->trust != NULL && !role->service_linked)
            RP_TRY(lint_account_import_trust(file, role, &trusted));
    }
    return lint_account_import_resources(file, account);
}

enum rampart_status rp_lint_import(struct rp_lint_file *file, bool whole)
{
    struct rampart_account *account = NULL;
    size_t first = rampart_diags_count(file->findings);
    enum rampart_status status =
        rp_import_text(&file->linter->options, file->input->path, file->text, file->findings, &account);
    rp_lint_set_levels(file->linter, file->findings, first);
    if (status == RAMPART_OK) {
        file->account = account->id;
        file->count.documents += rp_quarantine_given(account);
        rp_lint_report_unknown(file, account);
        status = rp_lint_account_rules(file, account, NULL, whole);
        if (status == RAMPART_OK) status = lint_account_import_documents(file, account, whole);
    } else {
        file->count.documents++; /* the input itself */
    }
    file->account = (struct rampart_str){NULL, 0};
    rampart_account_free(account);
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

/* ---- what a plan or a state says of an account: its documents are linted where they stand ---- */

enum rampart_status rp_lint_import_rules(struct rp_lint_file *file)
{
    struct rampart_account *account = NULL;
    struct rampart_diags *quiet = NULL;
    RP_TRY(rampart_diags_new(&file->linter->options, &quiet));
    enum rampart_status status =
        rp_import_text(&file->linter->options, file->input->path, file->text, quiet, &account);
    if (status == RAMPART_OK && rp_diags_failed(quiet)) status = RAMPART_NO_MEMORY;
    rampart_diags_free(quiet);
    if (status == RAMPART_OK) status = rp_lint_account_rules(file, account, NULL, false);
    rampart_account_free(account);
    return status == RAMPART_NO_MEMORY ? status : RAMPART_OK; /* what cannot be read is reported with the documents */
}
