/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of --requests that are there without waiting for more: they are answered together. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/answerer.h"
#include "cli/lines.h"

struct batch {
    struct request_line *lines;
    size_t count, most;
    char *text; /* of the lines, behind one another */
    size_t len, size;
};

void batch_free(struct batch *batch);

/* Fills the batch with the next lines that are not blank; it may stay empty. Complains when that fails. */
enum cli_lines_result batch_read(struct batch *batch, struct cli_lines *lines);

/* Has the lines answered by as many of the answerers as are worth it, each a run of them; returns how many. */
size_t batch_answer(const struct batch *batch, struct answerer *answerers, size_t jobs);

#endif
