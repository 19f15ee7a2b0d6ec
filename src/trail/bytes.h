/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of a file, of standard input or of memory, a piece at a time; what gzip packed is unpacked. */
#ifndef RP_TRAIL_BYTES_H
#define RP_TRAIL_BYTES_H

#define ZLIB_CONST
#include <zlib.h>

#include "text/diag.h"

struct rp_bytes {
    struct rampart_allocator allocator;
    struct rampart_diags *diags;
    struct rampart_str name; /* in diagnostics */
    int file;                /* -1: memory */
    bool opened;             /* the file is ours to close */
    unsigned char *buffer;   /* of a file's bytes as they are; NULL for memory */
    const unsigned char *raw;
    size_t raw_at, raw_filled;
    bool raw_ended;
    bool begun; /* it is known whether they are packed */
    bool packed, in_member;
    z_stream stream;
};

/* Opens a file; "-" is standard input. Errors, reported in `diags`: RAMPART_IO; RAMPART_NO_MEMORY. */
enum rampart_status rp_bytes_open(struct rp_bytes *bytes, const struct rampart_allocator *allocator,
                                  const char *path, struct rampart_diags *diags);

/* The bytes of a text that outlives them. */
void rp_bytes_of(struct rp_bytes *bytes, const struct rampart_allocator *allocator, struct rampart_str text,
                 struct rampart_str name, struct rampart_diags *diags);

/*
 * The next bytes, at most `room` of them and at least one; none at the end. Errors, reported: RAMPART_IO,
 * RAMPART_INVALID_INPUT (packed bytes that are damaged or end too early); RAMPART_NO_MEMORY.
 */
enum rampart_status rp_bytes_read(struct rp_bytes *bytes, char *to, size_t room, size_t *ret_len);

void rp_bytes_close(struct rp_bytes *bytes);

#endif
