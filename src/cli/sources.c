/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sources.h"

#include <stdlib.h>

#include "cli/clock.h"
#include "cli/inputs.h"
#include "cli/message.h"

/* Files whose time lies ahead of the clock say nothing. */
static int64_t sources_age(const struct cli_clock *clock, const char *path)
{
    int64_t changed;
    if (!cli_inputs_oldest(path, &changed) || changed > clock->seconds) return -1;
    return clock->seconds - changed;
}

static bool sources_is_read(enum cli_option_id id)
{
    return id == CLI_ACCOUNT || id == CLI_POLICY || id == CLI_SESSION_POLICY || id == CLI_CONTROL_POLICY;
}

struct rampart_report_source *cli_sources(const struct cli_arguments *arguments, size_t *ret_count)
{
    struct cli_clock clock;
    struct rampart_report_source *sources = calloc(arguments->count + 1, sizeof *sources);
    *ret_count = 0;
    if (sources == NULL) cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    if (sources == NULL || !cli_read_clock(&clock)) {
        free(sources);
        return NULL;
    }
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        const enum cli_option_id id = argument->option->id;
        if (!sources_is_read(id)) continue;
        sources[(*ret_count)++] = (struct rampart_report_source){
            .name = rampart_str(cli_file_name(argument->value)),
            .age = id == CLI_ACCOUNT ? sources_age(&clock, argument->value) : -1};
    }
    return sources;
}
