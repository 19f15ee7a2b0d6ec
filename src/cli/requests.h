/* SPDX-License-Identifier: Apache-2.0 */
/* `rampart check --requests`. */
#ifndef CLI_REQUESTS_H
#define CLI_REQUESTS_H

#include "cli/check.h"

/* Checks the value of --jobs. Prints an error and returns false. */
bool requests_check_jobs(const struct cli_arguments *arguments);

/* Answers the lines of --requests, and returns the exit code. */
int requests_answer(const struct check *check);

#endif
