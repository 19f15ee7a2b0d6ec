/* SPDX-License-Identifier: Apache-2.0 */
/* What would change in a file, as a unified diff. */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include "cli/stream.h"

/*
 * Prints the lines that differ, with three lines around them, in the form that patch reads. Prints nothing for texts
 * that are equal. Very large texts are shown as one change. False when memory runs out.
 */
bool cli_diff(struct cli_stream *stream, const char *path, struct rampart_str before,
              struct rampart_str after);

#endif
