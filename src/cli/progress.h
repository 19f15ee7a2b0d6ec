/* SPDX-License-Identifier: Apache-2.0 */
/* Shows on a terminal how far a long run has come. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <time.h>

#include "cli/stream.h"

struct cli_progress {
    const char *noun; /* "requests" */
    bool wanted;
    size_t count;
    struct timespec next; /* when it is shown next */
    int width;            /* of what is shown; 0: nothing */
};

/*
 * Starts to count. Nothing is ever shown if it is not `wanted`, if standard error is no terminal, or if `report` is one;
 * NULL: no report is printed meanwhile.
 */
void cli_progress_start(struct cli_progress *progress, const char *noun, bool wanted,
                        const struct cli_stream *report);

/* One more is done; shown from the first second on, a few times a second. */
void cli_progress_step(struct cli_progress *progress);

/* Removes what is shown. */
void cli_progress_end(struct cli_progress *progress);

#endif
