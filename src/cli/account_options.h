/* SPDX-License-Identifier: Apache-2.0 */
/* The account that a command asks: which files, and what to do about what they do not show. */
#ifndef CLI_ACCOUNT_OPTIONS_H
#define CLI_ACCOUNT_OPTIONS_H

#include "cli/request_options.h"

/* A row for a table of a command that reads account files. */
#define CLI_ALLOW_OUTSIDE_OPTION                                        \
    {                                                                   \
        CLI_ALLOW_OUTSIDE, '\0', "allow-outside", "DIR", true,          \
            "an account file may also name files in this folder" \
    }

/* How what is read is to be taken: rows for a table. */
#define CLI_INPUT_OPTIONS                                                                       \
    {CLI_BEFORE, '\0', "before", NULL, true, "read a Terraform plan as it is before apply"}, \
        {CLI_TEMPLATE_PARAM, '\0', "template-param",                                            \
         "NAME=VALUE",       true, "a parameter of a ROS template (not of the API call)"},          \
        {CLI_TEMPLATE_PARAM, '\0', "parameter", "NAME=VALUE", true, NULL},                      \
        {CLI_REQUIRE_COMPLETE,                                                                  \
         '\0',                                                                                  \
         "require-complete",                                                                    \
         NULL,                                                                                  \
         true,                                                                                  \
         "fail if the account is incomplete"},                               \
        CLI_ALLOW_OUTSIDE_OPTION,                                                               \
    {                                                                                           \
        CLI_AS_COMPLETE, '\0', "as-complete", NULL, true,                                       \
            "assume the account is complete: there are no other users,\n"                          \
            "                              attachments or control policies"                              \
    }

/* The same with the account itself; it is needed or not, as the command says. */
#define CLI_ACCOUNT_OPTIONS                                                                   \
    {CLI_ACCOUNT,                                                                             \
     'a',                                                                                     \
     "account",                                                                               \
     "PATH",                                                                                  \
     true,                                                                                    \
     "the account: an account file or its image, an export or\n"                              \
     "                              responses of the API (files or a folder), terraform show\n" \
     "                              -json or a state, a ROS template; several are combined"},     \
        {CLI_MAP,                                                                             \
         '\0',                                                                                \
         "map",                                                                               \
         NULL,                                                                                \
         true,                                                                                \
         "map an image instead of reading it: faster, but if the file\n"                       \
         "                              is cut short meanwhile, the program ends by SIGBUS"},       \
        CLI_INPUT_OPTIONS

/*
 * Reads the account that the options name; complains where it is no use. `refused` as with cli_proceed(), and so is
 * what is returned. The inventory, which may be NULL, is told of every file. NULL in *ret_account with true: it was refused.
 */
bool cli_read_account(const struct cli_arguments *arguments, const struct rampart_options *options,
                      struct rampart_inventory *inventory, struct rampart_diags *diags, bool *refused,
                      struct rampart_account **ret_account);

/* The folders of --allow-outside. `room` is for as many as there are arguments. */
struct rampart_strs cli_folders(const struct cli_arguments *arguments, struct rampart_str *room);

/* Warns, unless --quiet, that the account was not seen as a whole, where no report says so. NULL: there is none. */
void cli_warn_of_gaps(const struct cli_arguments *arguments, const struct rampart_account *account);

/* The same of files that were not read. */
void cli_warn_of_unread(const struct cli_arguments *arguments, const struct rampart_inventory *inventory);

/* cli_read_account() where the paths are the values of another option, or the operands. */
bool cli_read_account_at(const struct cli_arguments *arguments, int paths,
                         const struct rampart_options *options, struct rampart_inventory *inventory,
                         struct rampart_diags *diags, bool *refused, struct rampart_account **ret_account);

#endif
