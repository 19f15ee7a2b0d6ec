/* SPDX-License-Identifier: Apache-2.0 */
/* Where a report goes: standard output, or a file that is written completely or not at all. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/options.h"
#include "cli/stream.h"
#include "cli/target.h"

struct cli_output {
    struct cli_stream *file;
    const char *path; /* NULL: standard output */
    bool in_place;    /* it may be a file that was read */
    struct cli_target target;
};

/* Opens what --output says. Complains and returns false when that fails, or it is a file that was read. */
bool cli_output_open(struct cli_output *output, const struct cli_arguments *arguments);

/*
 * Ends the output: it is kept only if `good`, everything was written, and it is no file that was read meanwhile; else
 * complains and returns false.
 */
bool cli_output_close(struct cli_output *output, bool good);

/* Whether a file may be written; NULL and "-": standard output. Complains and returns false for one that was read. */
bool cli_output_may(const char *path);

/* Writes a file whole or not at all; NULL and "-": standard output. Complains and returns false when that fails. */
bool cli_output_write(const char *path, struct rampart_str text);

/* The same for a file that was read, and is to be replaced by what was made of it. */
bool cli_output_write_back(const char *path, struct rampart_str text);

/* Whether --color, NO_COLOR and the stream ask for colours. */
bool cli_wants_color(const struct cli_arguments *arguments, const struct cli_stream *stream);

#endif
