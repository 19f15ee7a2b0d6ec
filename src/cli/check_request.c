/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the request from the options, in the order they were given. */
#include "cli/check.h"

enum rampart_status check_session(const struct check *check)
{
    if (cli_count(check->arguments, CHECK_SESSION_POLICY) == 0) return RAMPART_OK;
    return rampart_request_check_session(check->request, check->diags);
}

bool check_fill_request(struct check *check)
{
    if (!check_proceed(check, rampart_request_new(&check->options, &check->request))) return false;
    if (check->account != NULL && !check_proceed(check, check_start_request(check))) return false;
    bool refused = false;
    bool good = cli_set_time(check->arguments, &check->clock, "now", check->request, check->diags, &refused) &&
                cli_fill_request(check->arguments, check->request, check->diags, &refused);
    check->refused |= refused;
    return good && (refused || check_proceed(check, check_session(check)));
}
