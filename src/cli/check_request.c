/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the request from the options, in the order they were given. */
#include "cli/check.h"

/* A session has one policy: which of two would count, nobody could know. */
enum rampart_status check_session(const struct check *check)
{
    bool own = rampart_request_session_policy(check->request) != NULL;
    bool given = cli_count(check->arguments, CHECK_SESSION_POLICY) > 0;
    if (own && given)
        return cli_refuse_two("sessionPolicy in a line and --session-policy cannot be used together", check->diags);
    return own || given ? rampart_request_check_session(check->request, check->diags) : RAMPART_OK;
}

bool check_fill_request(struct check *check)
{
    if (!check_proceed(check, rampart_request_new(&check->options, &check->request))) return false;
    if (check->account != NULL && !check_proceed(check, check_start_request(check))) return false;
    rampart_request_set_patterns(check->request, cli_count(check->arguments, CLI_LITERAL) == 0);
    bool refused = false;
    bool good =
        cli_set_time(check->arguments, &check->clock, "now", check->request, check->diags, &refused) &&
        cli_begin_request(check->arguments, check->request, check->diags, &refused);
    /* A part that was refused would be reported once more as missing. */
    if (good && !refused)
        good = cli_proceed(&refused, rampart_request_take_part(check->request, check->part, check->diags));
    if (good && !refused) good = cli_finish_request(check->arguments, check->request, check->diags, &refused);
    check->refused |= refused;
    return good && (refused || check_proceed(check, check_session(check)));
}
