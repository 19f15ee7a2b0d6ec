/* SPDX-License-Identifier: Apache-2.0 */
/* A text with a name, and where in it something stands: offsets are kept, lines come on demand. */
#ifndef RP_TEXT_SOURCE_H
#define RP_TEXT_SOURCE_H

#include <stdint.h>

#include "base/arena.h"

/* Bytes [start, end) of a source. */
struct rp_span {
    uint32_t start, end;
};

/* There is a mark for every so many bytes; what lies between is counted on demand. */
enum { RP_SOURCE_MARK_DISTANCE = 1024 };

/* What stands before an offset at which a character begins. */
struct rp_source_mark {
    uint32_t offset, characters;
    uint32_t line,
        line_start;  /* the line the offset lies in, counting from 0, and the offset of its first byte */
    uint32_t column; /* characters of this line before the offset */
};

struct rp_inside;

struct rp_source {
    struct rampart_str name; /* file name, "<stdin>", or empty */
    struct rampart_str text; /* less than 4 GiB */
    size_t line_count;
    bool
        plain; /* every byte is a character, and only "\n" ends a line: what lies between marks is soon counted */
    const struct rp_source_mark *marks;
    size_t mark_count;
    bool hidden;                    /* no line of it may be shown */
    const struct rp_inside *inside; /* when the text is a string of another one (text/inside.h); else NULL */
};

/* Line and column counting from 1; columns count characters. */
struct rp_position {
    unsigned line, column;
};

/*
 * Copies name and text into the arena and marks the lines ("\n", "\r\n" and "\r" end one). Errors:
 * RAMPART_NO_MEMORY, and RAMPART_LIMIT for a text of 4 GiB or more.
 */
enum rampart_status rp_source_init(struct rp_source *source, struct rp_arena *arena, struct rampart_str name,
                                   struct rampart_str text);

/* Where an offset stands; offsets beyond the end are taken as the end. */
struct rp_position rp_source_position(const struct rp_source *source, uint32_t offset);

/* Asks for the memory that saying so reads. */
void rp_source_fetch(const struct rp_source *source, uint32_t offset);

/* The offset at which the line begins that an offset stands in. */
uint32_t rp_source_line_start(const struct rp_source *source, uint32_t offset);

/* The whole line (counting from 1) without its line end. */
struct rampart_str rp_source_line(const struct rp_source *source, unsigned line);

#endif
