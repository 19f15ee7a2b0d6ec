/* SPDX-License-Identifier: Apache-2.0 */
/* Text that stands in a JSON string as it is: ASCII without controls, quotes and backslashes. */
#ifndef RP_BASE_PLAIN_H
#define RP_BASE_PLAIN_H

#include <rampart/status.h>

/* How many bytes at the start are plain; text.len when all are. */
size_t rp_plain_length(struct rampart_str text);

#endif
