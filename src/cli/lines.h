/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a file that may be endless, one at a time, in bounded memory. */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <stdbool.h>
#include <stddef.h>

struct cli_lines {
    const char *path;
    int file;
    /* Called before waiting for input that is not there yet; NULL: nothing is called. False gives up. */
    bool (*before_waiting)(void *context);
    void *context;
    char *chunk; /* the last piece that was read; [at, filled) is left of it */
    size_t at, filled;
    const char *end; /* of the next line, which cli_lines_ready() found; NULL: nobody looked */
    char *text; /* the line, without its end; one byte longer than `most` when it is cut */
    size_t len, size;
    size_t most;
    size_t number; /* of the line, from 1 */
};

enum cli_lines_result { CLI_LINES_FAILED = 0, CLI_LINES_END, CLI_LINES_LINE };

/* Opens a file, or standard input for "-". Prints an error and returns false when that fails. */
bool cli_lines_open(struct cli_lines *lines, const char *path, size_t most);

/* Reads the next line; LF and CRLF end one. Prints an error when that fails, but not when before_waiting() gives up. */
enum cli_lines_result cli_lines_next(struct cli_lines *lines);

/* True if the next line was read already. Waiting for it would delay the answers to a program that asks line by line. */
bool cli_lines_ready(struct cli_lines *lines);

void cli_lines_close(struct cli_lines *lines);

#endif
