/* SPDX-License-Identifier: Apache-2.0 */
/* How far a long run has come, on a terminal. */
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

/* Nothing is ever shown when it is not `wanted`, or standard error is no terminal, or `report` is one;
   without a report nothing else is printed meanwhile. */
void cli_progress_start(struct cli_progress *progress, const char *noun, bool wanted,
                        const struct cli_stream *report);

/* One more is done; shown from the first second on, a few times a second. */
void cli_progress_step(struct cli_progress *progress);

/* Removes what is shown. */
void cli_progress_end(struct cli_progress *progress);

#endif
