/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/catalog_option.h"

#include <string.h>

#include "cli/message.h"

bool cli_catalog_today(struct cli_clock *clock, struct rampart_str *ret_today)
{
    const struct rampart_str built = rampart_catalog_version(NULL).date;
    if (!cli_read_clock(clock)) return false;
    *ret_today = (struct rampart_str){clock->text, sizeof "YYYY-MM-DD" - 1};
    if (cli_is_after(built, *ret_today)) *ret_today = built;
    return true;
}

bool cli_is_after(struct rampart_str day, struct rampart_str other)
{
    return day.len == other.len && memcmp(day.data, other.data, day.len) > 0;
}

/* Knowledge of a day that has not come is none. */
static bool catalog_option_has_come(const char *folder, const struct rampart_catalog *catalog)
{
    struct cli_clock clock;
    struct rampart_str today;
    if (!cli_catalog_today(&clock, &today)) return false;
    if (!cli_is_after(rampart_catalog_version(catalog).date, today)) return true;
    cli_error("%s: the date of this catalogue is after today", folder);
    return false;
}

bool cli_read_catalog(const struct cli_arguments *arguments, const char *otherwise, struct rampart_options *options,
                      struct rampart_diags *diags, bool *refused, struct rampart_catalog **ret_catalog)
{
    const char *folder = cli_value(arguments, CLI_CATALOG);
    if (folder == NULL) folder = otherwise;
    if (folder == NULL) return true;
    enum rampart_status status = rampart_catalog_read_folder(NULL, folder, diags, ret_catalog);
    if (status != RAMPART_OK && rampart_diags_count(diags) == 0)
        cli_error("%s: %s", folder, rampart_status_name(status));
    const bool good = status == RAMPART_OK && catalog_option_has_come(folder, *ret_catalog);
    options->catalog = *ret_catalog;
    *refused |= !good;
    return good;
}
