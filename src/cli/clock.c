/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/clock.h"

#include <time.h>

#include "cli/message.h"
#include "cli/request_options.h"

bool cli_read_clock(struct cli_clock *ret_clock)
{
    time_t now = time(NULL);
    struct tm utc;
    if (now != (time_t)-1 && gmtime_r(&now, &utc) != NULL &&
        strftime(ret_clock->text, sizeof ret_clock->text, "%Y-%m-%dT%H:%M:%SZ", &utc) > 0)
        return true;
    cli_error("cannot read the clock");
    return false;
}

bool cli_set_time(const struct cli_arguments *arguments, const struct cli_clock *clock, const char *otherwise,
                  struct rampart_request *request, struct rampart_diags *diags, bool *refused)
{
    const char *at = cli_value(arguments, CLI_AT);
    return cli_proceed(refused, rampart_request_set_clock(request, rampart_str(clock->text), diags)) &&
           cli_proceed(refused,
                       rampart_request_set_time(request, rampart_str(at != NULL ? at : otherwise), diags));
}
