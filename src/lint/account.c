/* SPDX-License-Identifier: Apache-2.0 */
/* An account file: every document that it holds or names, the cloud's own aside. */
#include "account/account.h"

#include "base/intern.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/inner.h"

/* A document in a file of its own may be named often; it is linted once. */
static enum rampart_status lint_once(struct rp_lint_file *file, struct rp_intern *files,
                                     const struct rampart_account *account,
                                     const struct rampart_policy *policy, struct rampart_str subject)
{
    struct rampart_str name = policy->source->name;
    if (!rp_str_equal(name, account->source.name)) {
        struct rampart_str *place = rp_intern(files, &file->arena, name);
        RP_TRY_MEMORY(place != NULL);
        if (place->data != NULL) return RAMPART_OK;
        *place = name;
    }
    return rp_lint_inner_policy(file, policy, subject);
}

static enum rampart_status lint_documents(struct rp_lint_file *file, const struct rampart_account *account)
{
    struct rp_intern files = {.count = 0};
    struct rampart_str subject;
    for (size_t i = 0; i < account->defined_count; i++) {
        const struct rp_named_policy *policy = &account->policies[i];
        if (policy->system) continue;
        RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "policies.%.*s", RP_ARG(policy->name)));
        RP_TRY(lint_once(file, &files, account, policy->policy, subject));
    }
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        if (role->trust == NULL) continue;
        RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "roles.%.*s.trust", RP_ARG(role->name)));
        RP_TRY(lint_once(file, &files, account, role->trust, subject));
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_account(struct rp_lint_file *file)
{
    struct rampart_account *account = NULL;
    size_t first = rampart_diags_count(file->findings);
    enum rampart_status status =
        rampart_account_read(&file->linter->options, file->text, file->name, file->findings, &account);
    rp_lint_settle(file->linter, file->findings, first);
    if (status == RAMPART_OK)
        status = lint_documents(file, account);
    else
        file->count.documents++; /* the account itself */
    rampart_account_free(account);
    if (status == RAMPART_INVALID_INPUT && rp_diags_have(file->findings, first, RP_IO_OPEN))
        return RAMPART_IO;
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}
