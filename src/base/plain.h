/* SPDX-License-Identifier: Apache-2.0 */
/* Text that stands in a JSON string as it is: ASCII without controls, quotes and backslashes. */
#ifndef RP_BASE_PLAIN_H
#define RP_BASE_PLAIN_H

#include <rampart/status.h>

/* How many bytes at the start are plain; text.len when all are. */
size_t rp_plain_length(struct rampart_str text);

/*
 * Where the first byte stands that is not plain. It is for a text that ends in one, such as a NUL, behind which
 * RP_PLAIN_BEHIND bytes may be read.
 */
const char *rp_plain_end(const char *text);

enum { RP_PLAIN_BEHIND = 15 };

#endif
