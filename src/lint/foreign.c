/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exports and ROS templates: their documents are read as for an account, so that what stands in them is what counts,
 * and each is linted where it stands. Documents that the input cannot show are told of, never passed over as clean.
 */
#include "inputs/foreign.h"

#include "account/quarantine.h"
#include "base/str.h"
#include "base/try.h"
#include "lint/inner.h"

static enum rampart_status lint_named(struct rp_lint_file *file, const struct rampart_policy *policy,
                                      const char *head, struct rampart_str name)
{
    struct rampart_str subject;
    RP_TRY_MEMORY(rp_arena_printf(&file->arena, &subject, "%s/%.*s", head, RP_ARG(name)));
    return rp_lint_inner_policy(file, policy, subject, rampart_diags_count(file->findings));
}

/* Those of the cloud's own are the cloud's business. */
static enum rampart_status lint_documents(struct rp_lint_file *file, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->policy_count; i++) {
        const struct rp_named_policy *policy = &account->policies[i];
        if (!policy->system && !policy->policy->unknown)
            RP_TRY(lint_named(file, policy->policy, "policy", policy->name));
    }
    for (size_t i = 0; i < account->role_count; i++) {
        const struct rp_role *role = &account->roles[i];
        if (role->trust != NULL && !role->service_linked)
            RP_TRY(lint_named(file, role->trust, "role", role->name));
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_foreign(struct rp_lint_file *file)
{
    struct rampart_account *account = NULL;
    size_t first = rampart_diags_count(file->findings);
    enum rampart_status status =
        rp_foreign_read_text(&file->linter->options, file->input->path, file->text, file->findings, &account);
    rp_lint_settle(file->linter, file->findings, first);
    if (status == RAMPART_OK) {
        file->count.documents += rp_quarantine_given(account);
        rp_lint_tell_unknown(file, account);
        status = lint_documents(file, account);
    } else {
        file->count.documents++; /* the input itself */
    }
    rampart_account_free(account);
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}
