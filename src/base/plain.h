/* SPDX-License-Identifier: Apache-2.0 */
/* Text that stands in a JSON string as it is: ASCII without controls, quotes and backslashes. */
#ifndef RP_BASE_PLAIN_H
#define RP_BASE_PLAIN_H

#include <rampart/status.h>

/* So many bytes are looked at at once: compared together where the processor can, and one by one elsewhere. */
enum { RP_PLAIN_BLOCK = 16 };

typedef signed char rp_plain_block __attribute__((vector_size(RP_PLAIN_BLOCK)));

/*
 * -1 for each byte that is plain, else 0. Comparisons are -1 where they hold; as signed numbers bytes that are not ASCII are
 * the least. A quote is no backslash, and neither is a control: differences do, which are the fewest instructions.
 */
static inline rp_plain_block rp_plain_of(rp_plain_block block)
{
    return (block > ' ' - 1) - (block == '"') - (block == '\\');
}

/* How many bytes at the start are plain; text.len when all are. */
size_t rp_plain_length(struct rampart_str text);

/*
 * Where the first byte stands that is not plain. It is for a text that ends in one, such as a NUL, behind which
 * RP_PLAIN_BEHIND bytes may be read.
 */
const char *rp_plain_end(const char *text);

enum { RP_PLAIN_BEHIND = RP_PLAIN_BLOCK - 1 };

#endif
