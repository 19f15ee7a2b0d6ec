/* SPDX-License-Identifier: Apache-2.0 */
/* Messages as they are sent: a header with Content-Length, and a body. Reading is bounded and goes on after a signal. */
#ifndef LSP_WIRE_H
#define LSP_WIRE_H

#include "base/buf.h"

/* Limits of one message. */
enum { LSP_HEADER_MOST = 4096, LSP_BODY_MOST = 64 << 20, LSP_CHUNK = 1 << 16 };

struct lsp_wire {
    int in, out;
    int reason;        /* why reading or writing failed first (errno); 0: it has not */
    struct rp_buf body; /* of the message that was read last */
    size_t at, filled; /* [at, filled) of the chunk is still to be read */
    char chunk[LSP_CHUNK];
};

enum lsp_read {
    LSP_READ_MESSAGE = 0,
    LSP_READ_LARGE,  /* a body over the limit, which was passed over */
    LSP_READ_BROKEN, /* no header: nobody knows where the next message begins */
    LSP_READ_END,
    LSP_READ_FAILED /* see `reason`; 0: memory was refused */
};

void lsp_wire_start(struct lsp_wire *wire, int in, int out);
void lsp_wire_end(struct lsp_wire *wire);

/* Reads the next message into `body`. */
enum lsp_read lsp_wire_read(struct lsp_wire *wire);

/* True when a part of another message has arrived: an answer to this one alone may be out of date at once. */
bool lsp_wire_has_more(const struct lsp_wire *wire);

/* Writes a message. False: `reason` says why. */
bool lsp_wire_write(struct lsp_wire *wire, struct rampart_str body);

#endif
