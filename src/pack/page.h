/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page of the documentation as a reader sees it: headings, lines of text and the cells of tables, in order. The
 * readers of Markdown and of HTML make it, and nothing behind them knows which of the two a page was. What stands in a
 * cell is a list of lines, and code is a line of its own: a resource type and its template are never one text.
 */
#ifndef RP_PACK_PAGE_H
#define RP_PACK_PAGE_H

#include "text/tree.h"

enum rp_piece_kind { RP_PIECE_HEADING = 0, RP_PIECE_TEXT, RP_PIECE_CELL };

/* One line, without the marks of its format. */
struct rp_piece {
    enum rp_piece_kind kind;
    bool item;                   /* of a list */
    bool odd;  /* of a cell that takes several places, or has a table in it */
    uint32_t table, row, column; /* of a cell, each counted from 0; an empty cell is one piece without text */
    struct rampart_str text;     /* runs of blanks are one blank, none at its ends */
    struct rp_span span;
};

struct rp_page {
    const struct rp_source *source;
    struct rp_piece *pieces;
    size_t count, room;
    struct rampart_str address; /* the page says so itself: HTML alone does; empty: it does not */
    struct rampart_str date;    /* the page's own, ISO; empty: it prints none */
    bool closed; /* a page that was cut would have been refused: tables have an end of their own */
};

/*
 * Reads a text as Markdown or HTML, in time in proportion to its length. Errors: RAMPART_INVALID_INPUT (reported) for
 * a text that is not UTF-8, has control characters or ends in the middle of something, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_page_markdown(const struct rp_reading *reading, struct rp_page *ret_page);
enum rampart_status rp_page_html(const struct rp_reading *reading, struct rp_page *ret_page);

/* The one of the two that fits: HTML begins with a tag. */
enum rampart_status rp_page_read(const struct rp_reading *reading, struct rp_page *ret_page);

/* ---- for the two readers ---- */

/* A page while it is made. The text of a line grows in one memory that is as large as the source. */
struct rp_page_maker {
    const struct rp_reading *reading;
    struct rp_page *page;
    char *text;
    size_t len;   /* of the memory in use */
    size_t start; /* of the line that grows */
    struct rp_span span;
    bool failed; /* memory was refused */
    struct rp_piece next; /* kind and place of the line that grows */
};

/* Errors: RAMPART_NO_MEMORY; RAMPART_INVALID_INPUT for a text that is not UTF-8 or has control characters (reported). */
enum rampart_status rp_page_begin(struct rp_page_maker *maker, const struct rp_reading *reading,
                                  struct rp_page *page);

/* Adds bytes to the line that grows; blanks are one blank, and invisible characters nothing. */
void rp_page_add(struct rp_page_maker *maker, struct rampart_str bytes, size_t offset);

/* Adds the character of an entity, "&amp;", that begins at the offset. The length of what it read, 0: it is none. */
size_t rp_page_add_entity(struct rp_page_maker *maker, size_t offset);

/* Ends the line. An empty one is left out unless `always`. */
void rp_page_end_line(struct rp_page_maker *maker, bool always);

/* Reports a mistake of the page at a place. Returns RAMPART_INVALID_INPUT. */
__attribute__((format(printf, 4, 5))) enum rampart_status
rp_page_fault(const struct rp_reading *reading, struct rp_span span, const char *help, const char *format, ...);

/* Warns of what was passed over from `start` to `end`, a block of code or a comment, if rows may stand in it. */
void rp_page_passed(const struct rp_reading *reading, size_t start, size_t end, const char *what);

#endif
