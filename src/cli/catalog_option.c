/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/catalog_option.h"

#include "cli/message.h"

bool cli_read_catalog(const struct cli_arguments *arguments, const char *otherwise, struct rampart_options *options,
                      struct rampart_diags *diags, bool *refused, struct rampart_catalog **ret_catalog)
{
    const char *folder = cli_value(arguments, CLI_CATALOG);
    if (folder == NULL) folder = otherwise;
    if (folder == NULL) return true;
    enum rampart_status status = rampart_catalog_read_folder(NULL, folder, diags, ret_catalog);
    if (status != RAMPART_OK && rampart_diags_count(diags) == 0)
        cli_error("%s: %s", folder, rampart_status_name(status));
    options->catalog = *ret_catalog;
    *refused |= status != RAMPART_OK;
    return status == RAMPART_OK;
}
