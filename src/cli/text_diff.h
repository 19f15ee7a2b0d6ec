/* SPDX-License-Identifier: Apache-2.0 */
/* Unified diffs of files that would change. */
#ifndef CLI_TEXT_DIFF_H
#define CLI_TEXT_DIFF_H

#include "cli/stream.h"

/*
 * Prints the lines that differ, with three lines around them, in the form that patch reads. Prints nothing for equal
 * texts. Very large texts are shown as one change. Returns false when memory is refused.
 */
bool cli_text_diff(struct cli_stream *stream, const char *path, struct rampart_str before,
              struct rampart_str after);

#endif
