/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Output: standard output, or a file that is written completely or not at all. A pipe, a device or /dev/stdout is written
 * directly.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <sys/stat.h>

#include "cli/options.h"
#include "cli/stream.h"

/* A file while it is written. */
struct output_target {
    int file;        /* the descriptor that is written to */
    bool shared;     /* the program was started with this descriptor */
    bool fresh;      /* there was no file before */
    struct stat old; /* the file that was there */
    char *path;      /* of the file, links resolved */
    char *temporary; /* the new file beside it; NULL: the file is written directly */
    char *kept;      /* another name of the old file until the new one is safe */
};

struct cli_output {
    struct cli_stream *file;
    const char *path; /* NULL: standard output */
    bool in_place;    /* the file may be one that was read */
    struct output_target target;
};

/*
 * Opens the output that --output names. Prints an error and returns false when that fails: for a file that was read, a
 * folder, a file that its owner or the user may not write, a folder in which no file can be made. A signal that ends the
 * program before cli_output_close() removes the new file.
 */
bool cli_output_open(struct cli_output *output, const struct cli_arguments *arguments);

/*
 * Ends the output. The file is replaced only if `good`, if everything was written, and if it was not read meanwhile; else
 * it stays as it was. Prints an error and returns false when writing failed; returns false for !good.
 */
bool cli_output_close(struct cli_output *output, bool good);

/* Prints an error and returns false if the path is a file that was read; NULL and "-": standard output. */
bool cli_output_may(const char *path);

/* Writes a file completely or not at all; NULL and "-": standard output. Prints an error and returns false on failure. */
bool cli_output_write(const char *path, struct rampart_str text);

/* The same for a file that was read and is to be replaced by a new version. */
bool cli_output_write_back(const char *path, struct rampart_str text);

/* True if --color, NO_COLOR and the stream ask for colours. */
bool cli_wants_color(const struct cli_arguments *arguments, const struct cli_stream *stream);

/* A path in the folder of a file; the caller frees it. Returns NULL when memory is refused. */
char *cli_beside(const char *path, struct rampart_str name);

#endif
