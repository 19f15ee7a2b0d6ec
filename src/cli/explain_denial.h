/* SPDX-License-Identifier: Apache-2.0 */
/* What `rampart explain-denial` can be told. Its policies and its request are those of `rampart check`. */
#ifndef CLI_EXPLAIN_DENIAL_H
#define CLI_EXPLAIN_DENIAL_H

#include "cli/check.h"

extern const struct cli_usage explain_denial_usage;

/* False: refused, with a message. */
bool explain_denial_command_line(const struct cli_arguments *arguments);

/* Whether policies were given, so that the denial can be asked for again. */
bool explain_denial_has_policies(const struct cli_arguments *arguments);

#endif
