/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a text, and places as the protocol counts them: lines from 0, and in a line units of UTF-16. A line ends with "\n",
 * "\r\n" or "\r", as in the library's places.
 */
#ifndef LSP_LINES_H
#define LSP_LINES_H

#include <stdint.h>

#include "base/arena.h"

struct lsp_place {
    unsigned line, unit;
};

struct lsp_range {
    struct lsp_place start, end;
};

/* What the text has before an offset. There is a mark for every so many bytes: a line may be as long as the text. */
struct lsp_mark {
    uint32_t characters, units;
};

enum { LSP_MARK_DISTANCE = 64 };

/* The text is valid UTF-8 and less than 4 GiB. */
struct lsp_lines {
    struct rampart_str text;
    const uint32_t *starts; /* the offset at which each line begins */
    size_t count;
    const struct lsp_mark *marks; /* NULL: every byte is a character */
    size_t mark_count;
};

/* Finds the lines. Errors: RAMPART_NO_MEMORY. */
enum rampart_status lsp_lines_find(struct lsp_lines *lines, struct rp_arena *arena, struct rampart_str text);

/* The offset of a place. What is beyond the end of a line is its end; a line beyond the last is the end of the text. */
size_t lsp_lines_offset(const struct lsp_lines *lines, struct lsp_place place);

/* The place of an offset, which is moved back to the start of a character, and to the end of the text. */
struct lsp_place lsp_lines_place(const struct lsp_lines *lines, size_t offset);

struct lsp_range lsp_lines_range(const struct lsp_lines *lines, size_t start, size_t end);

/* The offset of a place of the library: lines and characters, both from 1. It is clamped as above. */
size_t lsp_lines_offset_of(const struct lsp_lines *lines, unsigned line, unsigned column);

#endif
