/* SPDX-License-Identifier: Apache-2.0 */
/* The option --catalog, the same in every command: the one catalogue that the whole run asks. */
#ifndef CLI_CATALOG_OPTION_H
#define CLI_CATALOG_OPTION_H

#include <rampart/catalog.h>

#include "cli/clock.h"
#include "cli/options.h"

/*
 * Reads the catalogue of --catalog, else that of the folder `otherwise`, which may be NULL, and puts it into the options,
 * which everything else of the run is made with; NULL in both cases: that which is built in. The caller frees it when the
 * run ends. Returns false when it is refused: nothing is looked at with other knowledge than was asked for.
 */
bool cli_read_catalog(const struct cli_arguments *arguments, const char *otherwise, struct rampart_options *options,
                      struct rampart_diags *diags, bool *refused, struct rampart_catalog **ret_catalog);

/* Today, or the day of the catalogue that is built in: a clock before that is behind. False: an error was printed. */
bool cli_catalog_today(struct cli_clock *clock, struct rampart_str *ret_today);

/* Whether a day, YYYY-MM-DD, is after another; no other text is. */
bool cli_is_after(struct rampart_str day, struct rampart_str other);

#endif
