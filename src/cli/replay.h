/* SPDX-License-Identifier: Apache-2.0 */
/* What `rampart replay` can be told. */
#ifndef CLI_REPLAY_H
#define CLI_REPLAY_H

#include "cli/account_options.h"

enum { REPLAY_AGAINST = CLI_AFTER_REQUEST, REPLAY_MERGE, REPLAY_ROWS };

extern const struct cli_usage replay_usage;

/* Complains and returns false when the options do not go together. */
bool replay_command_line(const struct cli_arguments *arguments);

/* The most rows; 0: as many as usual. */
size_t replay_rows(const struct cli_arguments *arguments);

#endif
