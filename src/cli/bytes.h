/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes behind one another, in memory that is used again. */
#ifndef CLI_BYTES_H
#define CLI_BYTES_H

#include <rampart/report.h>

struct cli_bytes {
    char *data;
    size_t len, size;
};

/* Returns false when memory is refused. */
bool cli_bytes_add(struct cli_bytes *bytes, struct rampart_str more);

/* A writer for reports that adds what is written. */
struct rampart_writer cli_bytes_writer(struct cli_bytes *bytes);

/* There are none any more. Memory for an unusual lot of them is given back. */
void cli_bytes_clear(struct cli_bytes *bytes);

void cli_bytes_free(struct cli_bytes *bytes);

#endif
