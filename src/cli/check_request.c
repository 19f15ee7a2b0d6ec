/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the request from the options, in the order they were given. */
#include "cli/check.h"

#define TWICE "the line has a sessionPolicy, and --session-policy was given"
#define GIVE_ONE "give one of them"

/* A session has one policy: which of two would count, nobody could know. */
static enum rampart_status refuse_two(const struct check *check)
{
    static const struct rampart_diag twice = {
        .code = "CLI001",
        .name = "bad-usage",
        .message = {TWICE, sizeof TWICE - 1},
        .help = {GIVE_ONE, sizeof GIVE_ONE - 1},
    };
    enum rampart_status status = rampart_diags_add(check->diags, &twice);
    return status == RAMPART_OK ? RAMPART_INVALID_INPUT : status;
}

enum rampart_status check_session(const struct check *check)
{
    bool own = rampart_request_session_policy(check->request) != NULL;
    bool given = cli_count(check->arguments, CHECK_SESSION_POLICY) > 0;
    if (own && given) return refuse_two(check);
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
        cli_fill_request(check->arguments, check->request, check->diags, &refused);
    check->refused |= refused;
    return good && (refused || check_proceed(check, check_session(check)));
}
