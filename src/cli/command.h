/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of the program, one file each. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"

/* What every command can end with; 0, 1 and 3 are the command's answer. */
enum { CLI_FAILED = 2 };

struct cli_command {
    const char *name;
    const char *summary;               /* one line for `rampart --help` */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

int cli_check(int argc, char **argv);
int cli_who_can(int argc, char **argv);

#endif
