/* SPDX-License-Identifier: Apache-2.0 */
/* Shows on a terminal how far a long run has come. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "cli/stream.h"

struct cli_progress {
    const char *noun; /* "requests" */
    bool wanted;
    uint64_t count, known; /* things that are done, of those known; known 0: nobody knows */
    uint64_t bytes, size;  /* the same of bytes that are read */
    uint64_t expected;     /* bytes of the files that are known */
    bool unknown;          /* there are others */
    struct timespec next;  /* when it is shown next */
    int width;             /* of what is shown; 0: nothing */
};

/*
 * Starts to count. Nothing is ever shown if it is not `wanted`, if standard error is no terminal, or if `report` is one;
 * NULL: no report is printed meanwhile.
 */
void cli_progress_start(struct cli_progress *progress, const char *noun, bool wanted,
                        const struct cli_stream *report);

/* Adds to the bytes that there are to read: a file's. What is no file, or cannot be looked at, leaves the sum unknown. */
void cli_progress_expect(struct cli_progress *progress, const char *path);

/* Shows the counts, from half a second on and a few times a second. */
void cli_progress_show(struct cli_progress *progress);

/* One more is done; and so many bytes more are read. Both show the counts. */
void cli_progress_step(struct cli_progress *progress);
void cli_progress_read(struct cli_progress *progress, size_t bytes);

/* `progress` of the library's options: so many questions are done of those known, and so many bytes more are read. */
void cli_progress_done(void *context, size_t done, size_t known);
void cli_progress_more_read(void *context, size_t bytes);

/* Removes what is shown. */
void cli_progress_end(struct cli_progress *progress);

/* `1,234 of 41,210 questions`, `34 of 120 MB`, or both, into the buffer. */
enum { CLI_PROGRESS_TEXT = 160 };
void cli_progress_write(const struct cli_progress *progress, char text[CLI_PROGRESS_TEXT]);

#endif
