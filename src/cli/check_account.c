/* SPDX-License-Identifier: Apache-2.0 */
/* The account that the principal belongs to, and the set that decides. */
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

enum rampart_status check_make_set(struct check *check, bool few)
{
    const struct rampart_set_parts parts = {.account = check->account,
                                            .attachments = check->attachments,
                                            .attachment_count = check->attachment_count,
                                            .control_levels = check->control_levels,
                                            .few = few};
    return rampart_set_new(&check->options, &parts, check->diags, &check->set);
}
