/* SPDX-License-Identifier: Apache-2.0 */
/* rampart catalog --import and --verify. */
#ifndef CLI_CATALOG_IMPORT_H
#define CLI_CATALOG_IMPORT_H

#include "cli/options.h"

/* The exit codes of the two commands. */
int cli_catalog_import(const struct cli_arguments *arguments);
int cli_catalog_verify(const struct cli_arguments *arguments);

#endif
