/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the request from the options, in the order they were given. */
#include "cli/check.h"

bool check_fill_request(struct check *check)
{
    if (!check_proceed(check, rampart_request_new(&check->options, &check->request))) return false;
    if (check->account != NULL && !check_proceed(check, check_start_request(check))) return false;
    return cli_fill_request(check->arguments, check->request, check->diags, &check->refused);
}
