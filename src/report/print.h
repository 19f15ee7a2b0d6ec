/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Printing for people: colours, aligned rows, lists that are cut, and the one place where text of others
 * (policies, file names, request values) is made harmless for a terminal.
 */
#ifndef RP_REPORT_PRINT_H
#define RP_REPORT_PRINT_H

#include <stdint.h>

#include "base/str.h"
#include "report/report.h"

enum rp_paint {
    RP_PAINT_BOLD = 0,
    RP_PAINT_DIM,
    RP_PAINT_RED,
    RP_PAINT_GREEN,
    RP_PAINT_YELLOW,
    RP_PAINT_CYAN
};

/* Our own words, in a colour when the report has colours. */
void rp_print_painted(struct rp_print *print, enum rp_paint paint, const char *words);

/* Our own words, or none (NULL). Here, so that their length is known where they are written. */
static inline void rp_print_words(struct rp_print *print, const char *words)
{
    rp_buf_add(print->out, (struct rampart_str){words, words == NULL ? 0 : strlen(words)});
}

/* So many blanks, and a number in decimal. A long table has many of them. */
void rp_print_blanks(struct rp_print *print, size_t count);
void rp_print_number(struct rp_print *print, size_t number);

/*
 * Prints the character at the start of `text` (not empty), escaped when it could move the cursor, hide or
 * reorder what follows. Returns how many bytes it took and in *ret_cells how many columns it fills.
 */
size_t rp_print_character(struct rp_print *print, struct rampart_str text, size_t *ret_cells);

/* The same without printing it. */
size_t rp_print_measure(struct rampart_str text, size_t *ret_cells);

/* Text of others, whole, or cut after a couple of hundred characters. Tabs are escaped as well. */
void rp_print_text(struct rp_print *print, struct rampart_str text);
void rp_print_cut(struct rp_print *print, struct rampart_str text);

/* `"a", "b", … and 12 more`, each value cut. */
void rp_print_quoted_list(struct rp_print *print, struct rampart_strs values);

/* The label of a row, indented and padded, so that what follows is aligned. Without words it only indents. */
void rp_print_label(struct rp_print *print, const char *label);

/* The short label of a row in an answer. Without words it only indents. */
void rp_print_tag(struct rp_print *print, const char *tag);

/* A whole row of a text, cut. */
void rp_print_row(struct rp_print *print, const char *label, struct rampart_str text);

/* A row for each value, only the first with the label; at most a few, and how many more there are. */
void rp_print_rows(struct rp_print *print, const char *label, struct rampart_strs values);

/* `, file:line`, verbosely with the column; nothing for no place. */
void rp_print_at(struct rp_print *print, struct rampart_place place);

#endif
