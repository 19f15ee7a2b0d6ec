/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sources.h"

#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/inputs.h"
#include "cli/message.h"

/* An account that is alone is as old as it says itself. A time that lies ahead of the clock says nothing. */
static int64_t sources_age(const struct rampart_account *account, bool alone, const struct cli_clock *clock, const char *path)
{
    int64_t changed = clock->seconds + 1;
    struct cli_clock seen;
    const bool told = account != NULL && alone && cli_clock_of(rampart_account_seen(account), &seen);
    if (told)
        changed = seen.seconds;
    else if (account == NULL || rampart_account_is_image(account) || !cli_inputs_oldest(path, &changed))
        return -1;
    return changed > clock->seconds ? -1 : clock->seconds - changed;
}

bool cli_source(const char *path, const struct rampart_account *account, struct rampart_report_source *ret_source)
{
    struct cli_clock clock;
    if (!cli_read_clock(&clock)) return false;
    *ret_source = (struct rampart_report_source){.name = rampart_str(cli_file_name(path)),
                                                 .age = sources_age(account, true, &clock, path)};
    return true;
}

/* Options whose value may be the word none in place of a file. */
static bool sources_may_be_none(enum cli_option_id id)
{
    return id == CLI_RESOURCE_POLICY || id == CLI_ENDPOINT_POLICY || id == CLI_ACCESS_POINT_POLICY ||
           id == CLI_ACCESS_KEY_POLICY || id == CLI_INSTANCE_ROLE_POLICY;
}

static bool sources_is_read(enum cli_option_id id)
{
    return id == CLI_ACCOUNT || id == CLI_POLICY || id == CLI_SESSION_POLICY || id == CLI_CONTROL_POLICY ||
           sources_may_be_none(id);
}

struct rampart_report_source *cli_sources(const struct cli_arguments *arguments,
                                          const struct rampart_account *account, size_t *ret_count)
{
    struct cli_clock clock;
    struct rampart_report_source *sources = calloc(arguments->count + 1, sizeof *sources);
    *ret_count = 0;
    if (sources == NULL) cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    if (sources == NULL || !cli_read_clock(&clock)) {
        free(sources);
        return NULL;
    }
    const bool alone = cli_count(arguments, CLI_ACCOUNT) == 1;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        const enum cli_option_id id = argument->option->id;
        if (!sources_is_read(id) || (sources_may_be_none(id) && strcmp(argument->value, "none") == 0)) continue;
        sources[(*ret_count)++] = (struct rampart_report_source){
            .name = rampart_str(cli_file_name(argument->value)),
            .age = id == CLI_ACCOUNT ? sources_age(account, alone, &clock, argument->value) : -1};
    }
    return sources;
}
