/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that the program writes: into a file, collected and written in large pieces, or into memory. stdio is not used: it
 * gives up and loses what it holds when a signal interrupts it, and it reports late that a disk is full.
 */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include <stdbool.h>

#include <rampart/report.h>

enum { CLI_STREAM_ROOM = 1 << 16 };

struct cli_stream {
    int file; /* the descriptor that is written to */
    int reason; /* why writing failed first (errno); 0: it has not failed. After a failure nothing is written. */
    bool used;   /* something was put into it */
    bool eager;  /* nothing is held back: a person may be reading */
    size_t held; /* bytes of the buffer that are still to be written */
    char buffer[CLI_STREAM_ROOM];
};

/* Standard output, which main() flushes, and standard error, which holds nothing back. */
struct cli_stream *cli_stdout(void);
struct cli_stream *cli_stderr(void);

/* Begins to write to an open file. */
void cli_stream_start(struct cli_stream *stream, int file);

/* Each returns false once writing has failed; `reason` says why. */
bool cli_put(struct cli_stream *stream, struct rampart_str text);
bool cli_puts(struct cli_stream *stream, const char *text);
bool cli_flush(struct cli_stream *stream);

/* Fails, and writes nothing, if the text is longer than the room of a stream. */
__attribute__((format(printf, 2, 3))) bool cli_printf(struct cli_stream *stream, const char *format, ...);

/* A writer for reports onto a stream. */
struct rampart_writer cli_writer(struct cli_stream *stream);

bool cli_is_terminal(const struct cli_stream *stream);

/*
 * The columns that text on the stream may fill: what COLUMNS in the environment says, else the width of the terminal; 0: there
 * is no limit, since a file or another program takes lines as they are.
 */
size_t cli_columns(const struct cli_stream *stream);

/* Bytes in memory that is used again. Zeroed at first. */
struct cli_bytes {
    char *data;
    size_t len, size;
};

/* Returns false when memory is refused. */
bool cli_bytes_add(struct cli_bytes *bytes, struct rampart_str more);

/* A writer for reports that adds to the bytes. */
struct rampart_writer cli_bytes_writer(struct cli_bytes *bytes);

/* Empties the bytes. Memory is kept for the next use, unless it is unusually much. */
void cli_bytes_clear(struct cli_bytes *bytes);

void cli_bytes_free(struct cli_bytes *bytes);

#endif
