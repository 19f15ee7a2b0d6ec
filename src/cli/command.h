/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of the program, one file each, and their common steps. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <rampart/diag.h>
#include <rampart/report.h>

#include "cli/options.h"

/* The exit code of a command that failed; 0, 1 and 3 are answers of the command. */
enum { CLI_FAILED = 2 };

struct cli_command {
    const char *name;
    const char *summary;               /* one line for `rampart --help` */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

/* Reads the options of a command and answers --help and --version; else `run` gives the exit code. */
int cli_run(const struct cli_usage *usage, int argc, char **argv,
            int (*run)(const struct cli_arguments *arguments));

/* Makes a list of diagnostics; the files that are read with it are noted as inputs. Errors: RAMPART_NO_MEMORY. */
enum rampart_status cli_diags_new(const struct rampart_options *options, struct rampart_diags **ret_diags);

/*
 * Notes that an input was refused and lets the others be read, so that all their errors are seen. Returns false when the
 * run cannot go on: memory was refused, or the program has a bug.
 */
bool cli_proceed(bool *refused, enum rampart_status status);

/*
 * Prints diagnostics on standard error: --quiet hides the report, never an error or a warning. `diags` may be NULL.
 * Returns false when that fails.
 */
bool cli_print_diags(const struct cli_arguments *arguments, const struct rampart_diags *diags);

/*
 * A report to be printed: `print` gets the style with the format and the colours filled in, and what was read unless the
 * command says that itself.
 */
struct cli_report {
    enum rampart_status (*print)(const void *context, struct rampart_report_style style,
                                 const struct rampart_writer *writer);
    const void *context;
    struct rampart_report_style style;
};

/* Prints a report to the output that --output names, and nothing with --quiet. Prints an error and returns false on failure. */
bool cli_print_report(const struct cli_arguments *arguments, const struct cli_report *report);

/* The format of the report, by its word. Text for a word that only the command knows. */
enum rampart_report_format cli_report_format(const struct cli_arguments *arguments);

/* Prints the version of the program, and that of the catalogue that is built in. Returns false when that fails. */
bool cli_print_version(void);

/* The commands. */
int cli_catalog(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_compile(int argc, char **argv);
int cli_assert(int argc, char **argv);
int cli_diff(int argc, char **argv);
int cli_explain_denial(int argc, char **argv);
int cli_what_can(int argc, char **argv);
int cli_who_can(int argc, char **argv);
int cli_review(int argc, char **argv);
int cli_calibrate(int argc, char **argv);
int cli_replay(int argc, char **argv);
int cli_test(int argc, char **argv);
int cli_lint(int argc, char **argv);
int cli_lsp(int argc, char **argv);
int cli_serve(int argc, char **argv);
int cli_fmt(int argc, char **argv);
int cli_import(int argc, char **argv);
int cli_needs_command(int argc, char **argv); /* cli_needs() checks options */

#endif
