/* SPDX-License-Identifier: Apache-2.0 */
/* The time that requests are asked about. The clock is read once a run: all of its questions are about one moment. */
#ifndef CLI_CLOCK_H
#define CLI_CLOCK_H

#include <rampart/rampart.h>

#include "cli/options.h"

struct cli_clock {
    char text[sizeof "YYYY-MM-DDThh:mm:ssZ"];
};

/* Complains and returns false when it cannot be read. */
bool cli_read_clock(struct cli_clock *ret_clock);

/*
 * Gives the request the clock, and the time of --at, or `otherwise` without it: "now" or "unknown". Returns false as
 * cli_proceed() does.
 */
bool cli_set_time(const struct cli_arguments *arguments, const struct cli_clock *clock, const char *otherwise,
                  struct rampart_request *request, struct rampart_diags *diags, bool *refused);

#endif
