/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of `rampart who-can`. */
#ifndef CLI_WHO_CAN_H
#define CLI_WHO_CAN_H

#include "cli/account_options.h"

enum { WHO_CAN_ONLY = CLI_AFTER_REQUEST, WHO_CAN_KIND, WHO_CAN_DIRECT };

extern const struct cli_usage who_can_usage;

/* Whether all is there that is needed; complains otherwise. */
bool who_can_command_line(const struct cli_arguments *arguments);

/* What --only and --kind leave. */
struct rampart_who_can_filter who_can_filter(const struct cli_arguments *arguments);

#endif
