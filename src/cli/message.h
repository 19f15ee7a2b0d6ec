/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages of the program itself, on standard error, and the object of a run that fails: with --format json, standard output
 * gets every error as one JSON object at the end, unless the report contains them already.
 */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include <rampart/diag.h>

/* Prints `rampart: error: …` on a line of its own. Control characters in it are made visible. */
__attribute__((format(printf, 1, 2))) void cli_error(const char *format, ...);

/* Prints `rampart: warning: …` in the same way. */
__attribute__((format(printf, 1, 2))) void cli_warning(const char *format, ...);

/* Prints `rampart: …` in the same way, for what is neither. */
__attribute__((format(printf, 1, 2))) void cli_say(const char *format, ...);

/* Points to the help of a command, or of the program for NULL. The errors so far are about the command line. */
void cli_point_to_help(const char *command);

/* Finds out whether the command line asks for JSON, even if it is wrong otherwise. */
void cli_failure_start(int argc, char **argv);

/* Keeps an error of the program itself for the object. */
void cli_failure_keep(const char *message);

/* Keeps the errors and warnings of an input for the object. */
void cli_failure_keep_diags(const struct rampart_diags *diags);

/* All errors and warnings that were kept so far; NULL: there are none. */
const struct rampart_diags *cli_failure_kept(void);

/* From now on the report, or the answers to lines, contain the errors: no object is written. */
void cli_failure_is_told(void);

/* Writes the object at the end of a run that failed, if it is to be written. */
void cli_failure_write(void);

void cli_failure_free(void);

#endif
