/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a file or of standard input, up to a limit. */
#ifndef RP_TEXT_LOAD_H
#define RP_TEXT_LOAD_H

#include "base/buf.h"
#include "text/diag.h"

/*
 * Appends the file's bytes to the buffer, whose cap is the limit; "-" is standard input. Errors, all of them
 * reported but the last: RAMPART_IO, RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_load(const char *path, struct rp_buf *buf, struct rampart_diags *diags);

#endif
