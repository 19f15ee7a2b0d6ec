/* SPDX-License-Identifier: Apache-2.0 */
/* An account file: every document that it holds or names, the cloud's own aside. */
#include "account/read.h"
#include "base/intern.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/inner.h"
#include "lint/whole.h"

/* The documents of an account while they are linted. */
struct documents {
    struct rp_lint_file *file;
    const struct rampart_account *account;
    struct rp_intern files; /* those that were linted */
    struct rp_lint_trusted trusted;
};

/* A document in a file of its own may be named often; it is linted once. */
static enum rampart_status is_new(struct documents *documents, const struct rampart_policy *policy,
                                  bool *ret_new)
{
    struct rampart_str name = policy->source->name;
    *ret_new = true;
    if (rp_str_equal(name, documents->account->source.name)) return RAMPART_OK;
    struct rampart_str *place = rp_intern(&documents->files, &documents->file->arena, name);
    RP_TRY_MEMORY(place != NULL);
    *ret_new = place->data == NULL;
    *place = name;
    return RAMPART_OK;
}

/* Whom a trust policy names is found with the rest of the document. */
static enum rampart_status lint_document(struct documents *documents, const struct rampart_policy *policy,
                                         struct rampart_str subject)
{
    struct rp_lint_file *file = documents->file;
    const struct rp_lint lint = {
        .linter = file->linter, .policy = policy, .findings = file->findings, .scratch = &file->arena};
    size_t first = rampart_diags_count(file->findings);
    bool new;
    RP_TRY(is_new(documents, policy, &new));
    if (!new) return RAMPART_OK;
    if (policy->kind == RAMPART_POLICY_TRUST) RP_TRY(rp_lint_whole_trust(&lint, &documents->trusted));
    return rp_lint_inner_policy(file, policy, subject, first);
}

static enum rampart_status lint_documents(struct rp_lint_file *file, const struct rampart_account *account)
{
    struct documents documents = {.file = file, .account = account, .trusted = {.account = account}};
    struct rampart_str subject;
    for (size_t i = 0; i < account->defined_count; i++) {
        const struct rp_named_policy *policy = &account->policies[i];
        if (policy->system || policy->policy->unknown) continue;
        RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "policies.%.*s", RP_ARG(policy->name)));
        RP_TRY(lint_document(&documents, policy->policy, subject));
    }
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        if (role->trust == NULL) continue;
        RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "roles.%.*s.trust", RP_ARG(role->name)));
        RP_TRY(lint_document(&documents, role->trust, subject));
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_account(struct rp_lint_file *file, const struct rp_node *root)
{
    struct rampart_account *account = NULL;
    size_t first = rampart_diags_count(file->findings);
    const struct rp_account_how how = {.outside = file->linter->outside, .findings = true};
    enum rampart_status status = rp_account_read_text(&file->linter->options, file->text, file->name, how,
                                                      file->findings, &account);
    rp_lint_settle(file->linter, file->findings, first);
    if (status == RAMPART_OK) {
        file->count.documents += rp_quarantine_given(account);
        rp_lint_tell_unknown(file, account);
        if (root != NULL) status = rp_lint_whole(file, account, root);
        if (status == RAMPART_OK) status = lint_documents(file, account);
    } else {
        file->count.documents++; /* the account itself */
    }
    rampart_account_free(account);
    bool unread = rp_diags_have(file->findings, first, RP_IO_OPEN) ||
                  rp_diags_have(file->findings, first, RP_ACC_OUTSIDE);
    if (status == RAMPART_INVALID_INPUT && unread) return RAMPART_IO;
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}
