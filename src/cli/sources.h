/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer was read from, and how old it is. */
#ifndef CLI_SOURCES_H
#define CLI_SOURCES_H

#include <rampart/report.h>

#include "cli/options.h"

/*
 * The accounts and policies of the command line, in its order. The caller frees the list, which borrows the names. An account
 * is as old as its export says, else as its file, a folder as the file in it that was changed first. Documents are what is
 * asked about, and have no age; nor has a pipe, or an image.
 * Prints an error and returns NULL when memory is refused or there is no time.
 */
struct rampart_report_source *cli_sources(const struct cli_arguments *arguments,
                                          const struct rampart_account *account, size_t *ret_count);

/*
 * The same of one path, and what it was read as; NULL: a document. It borrows the path. Prints an error and returns false
 * when there is no time.
 */
bool cli_source(const char *path, const struct rampart_account *account, struct rampart_report_source *ret_source);

#endif
