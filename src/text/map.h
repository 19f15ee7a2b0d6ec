/* SPDX-License-Identifier: Apache-2.0 */
/* A file's bytes without reading them: what is not looked at is never loaded. */
#ifndef RP_TEXT_MAP_H
#define RP_TEXT_MAP_H

#include "text/diag.h"

/*
 * Maps a plain file for reading; *ret_bytes is empty when it is none or has no bytes: it can be loaded (load.h). Who cuts
 * the file short while it is mapped ends whoever looks at it (SIGBUS). Errors: RAMPART_IO, reported.
 */
enum rampart_status rp_map(const char *path, struct rampart_diags *diags, struct rampart_str *ret_bytes);

/* Gives them back; empty ones are none. */
void rp_unmap(struct rampart_str bytes);

#endif
