/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text with a name, and the places in it: offsets are kept, lines and columns come on demand. A text may be a
 * string of another one, and its places are places of the outer text then.
 */
#ifndef RP_TEXT_SOURCE_H
#define RP_TEXT_SOURCE_H

#include <stdint.h>

#include "base/arena.h"

/* Bytes [start, end) of a source. */
struct rp_span {
    uint32_t start, end;
};

/* There is a mark for every so many bytes; the bytes between are counted on demand. */
enum { RP_SOURCE_MARK_DISTANCE = 1024 };

/* An offset at which a character begins, and the number of characters of the text before it. */
struct rp_source_mark {
    uint32_t offset, characters;
    uint32_t line, line_start; /* of the offset: its line, counting from 0, and the offset at which that begins */
    uint32_t column;           /* characters of this line before the offset */
};

struct rp_inside;

struct rp_source {
    struct rampart_str name; /* file name, "<stdin>", or empty */
    struct rampart_str text; /* less than 4 GiB; one that JSON is read from is NUL-terminated */
    size_t line_count;
    bool plain; /* every byte is a character, and only "\n" ends a line: counting between marks is fast then */
    const struct rp_source_mark *marks;
    size_t mark_count;
    bool hidden;                    /* no line of it may be shown */
    const struct rp_inside *inside; /* when the text is a string of another one; else NULL */
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

/* The place of an offset; one beyond the end counts as the end. */
struct rp_position rp_source_position(const struct rp_source *source, uint32_t offset);

/* Prefetches the memory that rp_source_position() reads. */
void rp_source_prefetch(const struct rp_source *source, uint32_t offset);

/* The places of both ends of a span, and the offset of the first byte of the line that it begins in. */
struct rp_extent {
    struct rp_position start, end;
    uint32_t line_start;
};
struct rp_extent rp_source_extent(const struct rp_source *source, struct rp_span span);

/* ---- a string of another text ---- */

/* The offset of a character in the inner text, and of the bytes that stand for it in the outer one. */
struct rp_inside_mark {
    uint32_t inner, outer;
};

/* A text that is a string of another text. */
struct rp_inside {
    const struct rp_source *outer;
    struct rp_span span;                /* of the string, quotes included */
    const struct rp_inside_mark *marks; /* one for every few hundred bytes; NULL: the string is no JSON */
    size_t mark_count;
};

/*
 * Prepares a string of a JSON text, which must be free of mistakes. Its escapes are followed once, so that a place
 * costs little afterwards. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_inside_json(struct rp_inside *inside, struct rp_arena *arena,
                                   const struct rp_source *outer, struct rp_span span);

/* The bytes of the outer text that a part of the inner one was written as. For a string of YAML this is all of it. */
struct rp_span rp_inside_span(const struct rp_inside *inside, struct rp_span inner);

/* ---- what a diagnostic shows ---- */

/* The part of a source that a diagnostic shows, safe to print on a terminal. */
struct rp_snippet {
    struct rampart_str text; /* one line, or the part of a long line around the place */
    unsigned column, width;  /* of the place in `text`, in characters */
};

/* Copies the line on which the span begins, at this offset. Returns false when memory is refused. */
bool rp_snippet_make(const struct rp_source *source, struct rp_span span, uint32_t line_start, struct rp_arena *arena,
                     struct rp_snippet *ret_snippet);

/*
 * A copy that fits one line of a terminal: tabs become blanks; control and invisible characters and bytes
 * that are not UTF-8 become question marks. The number of characters stays. False when memory is refused.
 */
bool rp_printable_copy(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_copy);

#endif
