/* SPDX-License-Identifier: Apache-2.0 */
/* The options of an account, the same in every command, and the account read from them. */
#ifndef CLI_ACCOUNT_OPTIONS_H
#define CLI_ACCOUNT_OPTIONS_H

#include <rampart/rampart.h>

#include "cli/options.h"

/* Rows for the table of a command: how inputs are read. */
#define CLI_INPUT_ROWS                                                                                       \
    {.id = CLI_BEFORE}, {.id = CLI_TEMPLATE_PARAM}, {.id = CLI_REQUIRE_COMPLETE}, {.id = CLI_ALLOW_OUTSIDE}, \
    {                                                                                                        \
        .id = CLI_AS_COMPLETE                                                                                \
    }

/* The same with the account itself. */
#define CLI_ACCOUNT_ROWS {.id = CLI_ACCOUNT}, {.id = CLI_MAP}, CLI_INPUT_ROWS

/*
 * Reads the account that the options name. `refused` and the result are those of cli_proceed(). The inventory, which may be
 * NULL, gets every file. NULL in *ret_account with true: the account was refused.
 */
bool cli_read_account(const struct cli_arguments *arguments, const struct rampart_options *options,
                      struct rampart_inventory *inventory, struct rampart_diags *diags, bool *refused,
                      struct rampart_account **ret_account);

/* The same for paths that are the values of another option, or the operands. */
bool cli_read_account_at(const struct cli_arguments *arguments, enum cli_option_id paths,
                         const struct rampart_options *options, struct rampart_inventory *inventory,
                         struct rampart_diags *diags, bool *refused, struct rampart_account **ret_account);

/* The folders of --allow-outside. `room` has room for as many as there are arguments. */
struct rampart_strs cli_folders(const struct cli_arguments *arguments, struct rampart_str *room);

/* Warns, unless --quiet, that the account is incomplete, for a command whose report does not say so. NULL: there is none. */
void cli_warn_of_gaps(const struct cli_arguments *arguments, const struct rampart_account *account);

/* The same for files that were not read. */
void cli_warn_of_unread(const struct cli_arguments *arguments, const struct rampart_inventory *inventory);

#endif
