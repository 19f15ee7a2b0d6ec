/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run that fails tells programs. Everything that is said of errors on standard error is kept; with --format json it
 * stands on standard output at the end, as one object, unless the report holds it already.
 */
#ifndef CLI_FAILURE_H
#define CLI_FAILURE_H

#include <rampart/diag.h>

/* Whether the command line asks for JSON, even one that is wrong otherwise. */
void cli_failure_start(int argc, char **argv);

/* Keeps an error of the program itself; what was said is about the command line. */
void cli_failure_keep(const char *message);
void cli_failure_is_usage(void);

/* Keeps the errors and warnings of an input. */
void cli_failure_keep_diags(const struct rampart_diags *diags);

/* What was kept so far; NULL: nothing. */
const struct rampart_diags *cli_failure_kept(void);

/* The report, or the answers to the lines, tell of what fails from now on. */
void cli_failure_is_told(void);

/* At the end of a run that failed: writes the object, if it is to be written. */
void cli_failure_write(void);

void cli_failure_free(void);

#endif
