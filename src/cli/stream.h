/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where text goes: collected, and written in large pieces. Not by stdio, which gives up, and loses what it holds, when a
 * signal interrupts it, and which says late that a disk is full.
 */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include <stdbool.h>

#include <rampart/report.h>

enum { CLI_STREAM_ROOM = 1 << 16 };

struct cli_stream {
    int file;    /* what is written to */
    int reason;  /* why writing failed first (errno); 0: it did not. From then on nothing is written. */
    bool used;   /* something was put into it */
    bool eager;  /* nothing is held back: a person may be reading */
    size_t held; /* bytes of the buffer that are to be written */
    char buffer[CLI_STREAM_ROOM];
};

/* Standard output, which main() flushes, and standard error, which holds nothing back. */
struct cli_stream *cli_stdout(void);
struct cli_stream *cli_stderr(void);

/* Begins to write to an open file. */
void cli_stream_start(struct cli_stream *stream, int file);

/* Each is false once writing has failed; `reason` tells why. */
bool cli_put(struct cli_stream *stream, struct rampart_str text);
bool cli_puts(struct cli_stream *stream, const char *text);
bool cli_flush(struct cli_stream *stream);

/* A text that is longer than a stream's room is not written at all, and a failure. */
__attribute__((format(printf, 2, 3))) bool cli_printf(struct cli_stream *stream, const char *format, ...);

/* A writer for reports onto a stream. */
struct rampart_writer cli_writer(struct cli_stream *stream);

bool cli_is_terminal(const struct cli_stream *stream);

#endif
