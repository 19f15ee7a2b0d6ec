/* SPDX-License-Identifier: Apache-2.0 */
/* The time of a run. */
#ifndef CLI_CLOCK_H
#define CLI_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include <rampart/status.h>

/* The current time: all questions of a run are about the same moment. */
struct cli_clock {
    char text[sizeof "YYYY-MM-DDThh:mm:ssZ"];
    int64_t seconds; /* the same since 1970 */
};

/*
 * Reads the clock, or RAMPART_NOW in the environment, which stands for it. Prints an error and returns false when that is no time
 * in this form, or the clock cannot be read.
 */
bool cli_read_clock(struct cli_clock *ret_clock);

/* Reads a time in the form of `text` above. False: it is none. */
bool cli_clock_of(struct rampart_str text, struct cli_clock *ret_clock);

#endif
