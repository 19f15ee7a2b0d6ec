/* SPDX-License-Identifier: Apache-2.0 */
/* A file's bytes without reading them: what is not looked at is never loaded. */
#ifndef RP_TEXT_MAP_H
#define RP_TEXT_MAP_H

#include <stdbool.h>

#include <rampart/status.h>

/*
 * Maps a plain file for reading; false when it is none, is empty or cannot be mapped: it can be loaded (load.h), which
 * also tells why not. Who cuts the file short while it is mapped ends whoever looks at it.
 */
bool rp_map(const char *path, struct rampart_str *ret_bytes);

/* Gives them back; empty ones are none. */
void rp_unmap(struct rampart_str bytes);

#endif
