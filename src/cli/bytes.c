/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bytes.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 4096, USUAL_SIZE = 1 << 18 };

bool cli_bytes_add(struct cli_bytes *bytes, struct rampart_str more)
{
    if (more.len > bytes->size - bytes->len) {
        size_t size = bytes->size == 0 ? FIRST_SIZE : bytes->size;
        while (size - bytes->len < more.len) size *= 2;
        char *data = realloc(bytes->data, size);
        if (data == NULL) return false;
        bytes->data = data;
        bytes->size = size;
    }
    if (more.len > 0) memcpy(bytes->data + bytes->len, more.data, more.len);
    bytes->len += more.len;
    return true;
}

static bool keep(void *context, struct rampart_str piece)
{
    return cli_bytes_add(context, piece);
}

struct rampart_writer cli_bytes_writer(struct cli_bytes *bytes)
{
    return (struct rampart_writer){bytes, keep};
}

void cli_bytes_clear(struct cli_bytes *bytes)
{
    if (bytes->size > USUAL_SIZE) cli_bytes_free(bytes);
    bytes->len = 0;
}

void cli_bytes_free(struct cli_bytes *bytes)
{
    free(bytes->data);
    *bytes = (struct cli_bytes){NULL, 0, 0};
}
