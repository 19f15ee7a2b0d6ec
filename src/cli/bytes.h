/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes behind one another, in memory that is used again. */
#ifndef CLI_BYTES_H
#define CLI_BYTES_H

#include <rampart/status.h>

struct cli_bytes {
    char *data;
    size_t len, size;
};

/* Returns false when memory is refused. */
bool cli_bytes_add(struct cli_bytes *bytes, struct rampart_str more);

/* There are none any more. Memory for an unusual lot of them is given back. */
void cli_bytes_clear(struct cli_bytes *bytes);

void cli_bytes_free(struct cli_bytes *bytes);

#endif
