/* SPDX-License-Identifier: Apache-2.0 */
/* Some lines of --requests that were there without waiting for more, and what is answered to them. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/bytes.h"
#include "cli/check_code.h"
#include "cli/lines.h"

/* So many lines that handing them to another thread costs nothing, and so few that the threads end together. */
enum { BATCH_LINES = 64 };

/* One line, without its end. */
struct request_line {
    const char *text;
    size_t len, number; /* from 1 */
};

struct batch {
    struct request_line lines[BATCH_LINES];
    size_t count;
    struct cli_bytes text, answers; /* of the lines, behind one another */
    struct cli_bytes messages;      /* for standard error, when there are no answers */
    enum rampart_status status;     /* what ended the answers before the last line */
    struct check_tally tally;       /* of the answers */
    bool answered;                  /* nobody works at it any more */
};

void batch_free(struct batch *batch);

/* Fills an empty batch with the next lines that are not blank; it may stay empty. Complains when that fails. */
enum cli_lines_result batch_read(struct batch *batch, struct cli_lines *lines);

/* Empties the batch, as one that is all zero is. Unusually much memory is given back. */
void batch_clear(struct batch *batch);

#endif
