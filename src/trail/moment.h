/* SPDX-License-Identifier: Apache-2.0 */
/* Times of events, in the one form in which their order is that of their bytes. */
#ifndef RP_TRAIL_MOMENT_H
#define RP_TRAIL_MOMENT_H

#include <rampart/status.h>

enum { RP_MOMENT_SIZE = sizeof "2026-03-01T02:03:04Z" };

/* Writes the second of a time, in UTC, NUL-terminated. False: it is no time, or not of the years 1970 to 9999. */
bool rp_moment_write(struct rampart_str time, char *ret_text);

#endif
