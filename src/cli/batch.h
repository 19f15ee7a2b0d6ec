/* SPDX-License-Identifier: Apache-2.0 */
/* A batch of lines of --requests that could be read without waiting, and the answers to them. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/check.h"
#include "cli/lines.h"
#include "cli/stream.h"

/* So many lines that handing them to another thread costs little, and so few that the threads end together. */
enum { BATCH_LINES = 64 };

/* One line, without its end. */
struct request_line {
    const char *text;
    size_t len, number; /* from 1 */
};

struct batch {
    struct request_line lines[BATCH_LINES];
    size_t count;
    struct cli_bytes text, answers; /* of all lines */
    struct cli_bytes messages;      /* for standard error, when there are no answers */
    enum rampart_status status;     /* why the answers ended before the last line */
    struct check_tally tally;       /* of the answers */
    bool answered;                  /* all work on it is done */
};

void batch_free(struct batch *batch);

/* Fills an empty batch with the next lines that are not blank; it may stay empty. Prints an error when that fails. */
enum cli_lines_result batch_read(struct batch *batch, struct cli_lines *lines);

/* Empties a batch. A zeroed batch is empty. Memory is kept for the next lines, unless it is unusually much. */
void batch_clear(struct batch *batch);

#endif
