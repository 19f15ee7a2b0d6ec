/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of the program, one file each. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <rampart/diag.h>
#include <rampart/report.h>

#include "cli/options.h"

/* What every command can end with; 0, 1 and 3 are the command's answer. */
enum { CLI_FAILED = 2 };

struct cli_command {
    const char *name;
    const char *summary;               /* one line for `rampart --help` */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

/* A command's life: its options are read, --help and --version answered, else `run` gives the exit code. */
int cli_run(const struct cli_usage *usage, int argc, char **argv,
            int (*run)(const struct cli_arguments *arguments));

/* A list of diagnostics; the files that are read with it are inputs of this run. Errors: RAMPART_NO_MEMORY. */
enum rampart_status cli_diags_new(const struct rampart_options *options, struct rampart_diags **ret_diags);

/*
 * Prints diagnostics on standard error: --quiet hides the report, never an error or a warning. `diags` may be NULL.
 * Returns false when that fails.
 */
bool cli_print_diags(const struct cli_arguments *arguments, const struct rampart_diags *diags);

int cli_catalog(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_compile(int argc, char **argv);
int cli_explain_denial(int argc, char **argv);
int cli_who_can(int argc, char **argv);
int cli_replay(int argc, char **argv);
int cli_lint(int argc, char **argv);
int cli_fmt(int argc, char **argv);
int cli_import(int argc, char **argv);

/* The format of the report. The choices of the --format of every report begin as the enum does. */
enum rampart_report_format cli_report_format(const struct cli_arguments *arguments);

#endif
