/* SPDX-License-Identifier: Apache-2.0 */
/* The account that the principal belongs to, and the rules that bear on a request. */
#include "cli/check.h"
#include "cli/command.h"

bool check_read_account(struct check *check)
{
    if (cli_count(check->arguments, CLI_ACCOUNT) == 0) return true;
    return cli_read_account(check->arguments, &check->options, check->inventory, check->diags, &check->refused,
                            &check->account);
}

enum rampart_status check_start_request(struct check *check)
{
    if (check->account == NULL) {
        const char *id = cli_value(check->arguments, CLI_ACCOUNT_ID);
        if (id == NULL) return RAMPART_OK;
        return rampart_request_set_account(check->request, rampart_str(id), check->diags);
    }
    struct rampart_str id = rampart_account_id(check->account);
    enum rampart_status status = rampart_request_set_account(check->request, id, check->diags);
    if (status != RAMPART_OK) return status;
    return rampart_request_set_owner(check->request, id, check->diags);
}

/* What is odd about the documents is said once, not with each request that they bear on. */
static enum rampart_status compile_all(struct check *check, struct rampart_diags *diags)
{
    struct rampart_rules *added = NULL;
    enum rampart_status status =
        rampart_account_compile(&check->options, check->account, diags, &check->compiled);
    if (status == RAMPART_OK)
        status = rampart_rules_compile(&check->options, check->attachments, check->attachment_count,
                                       check->control_levels, diags, &added);
    rampart_rules_free(added);
    return status;
}

/* A pattern that is too large refuses the requests it bears on, not all of them: then each compiles its own rules. */
bool check_compile_account(struct check *check)
{
    struct rampart_diags *diags = NULL;
    enum rampart_status status = rampart_diags_new(&check->options, &diags);
    if (status == RAMPART_OK) status = compile_all(check, diags);
    bool printed = status == RAMPART_LIMIT || cli_print_diags(check->arguments, diags);
    rampart_diags_free(diags);
    return printed && (status == RAMPART_LIMIT || check_proceed(check, status));
}

enum rampart_status check_compile(struct check *check)
{
    if (check->account == NULL)
        return rampart_rules_compile(&check->options, check->attachments, check->attachment_count,
                                     check->control_levels, check->diags, &check->rules);
    if (check->compiled != NULL)
        return rampart_compiled_rules(&check->options, check->compiled, check->request, check->attachments,
                                      check->attachment_count, check->control_levels, check->diags,
                                      &check->rules);
    return rampart_account_rules(&check->options, check->account, check->request, check->attachments,
                                 check->attachment_count, check->control_levels, check->diags, &check->rules);
}
