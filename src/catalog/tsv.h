/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as text: a header of '#' lines, then one row a line, its fields separated by tabs. Sorted rows are bisected in
 * place: their order is that of the bytes, ASCII letters in lower case. All texts borrow from the table.
 */
#ifndef RP_CATALOG_TSV_H
#define RP_CATALOG_TSV_H

#include "base/str.h"

/* The rows behind the header. */
struct rampart_str rp_tsv_rows(struct rampart_str table);

/* Takes the first line off the rows. False when there is none. */
bool rp_tsv_next(struct rampart_str *rows, struct rampart_str *ret_line);

/* Splits a line into its fields. False, with nothing to rely on, unless there are exactly `count`. */
bool rp_tsv_split(struct rampart_str line, struct rampart_str *ret_fields, size_t count);

/* The same, with the empty text for each field that says "-". */
bool rp_tsv_values(struct rampart_str line, struct rampart_str *ret_fields, size_t count);

/* One field of a line, counting from 0; empty beyond the last. */
struct rampart_str rp_tsv_field(struct rampart_str line, size_t field);

/* The field, or the empty text for one that says "-": there is nothing. */
struct rampart_str rp_tsv_unless_dash(struct rampart_str field);

/*
 * The line whose field, without its first `skip` bytes, is nearest to the word, case aside. False when none is near:
 * more than a third of the word off.
 */
bool rp_tsv_nearest(struct rampart_str rows, size_t field, size_t skip, struct rampart_str word,
                    struct rampart_str *ret_line);

/* Takes the first part of a list off, up to the separator. False when the list is empty. */
bool rp_part_next(struct rampart_str *list, char separator, struct rampart_str *ret_part);

/* ---- sorted rows ---- */

/* The order of two texts: negative, zero or positive. */
int rp_fold_compare(struct rampart_str a, struct rampart_str b);

/* The beginning of a row: a text, and the byte behind it unless that is '\0'. */
struct rp_row_key {
    struct rampart_str text;
    char end;
};

/* Where the first row stands that does not come before the key; rows.len when there is none. */
size_t rp_rows_seek(struct rampart_str rows, struct rp_row_key key);

/*
 * The next row that begins with the key, whose text is within one column; the cursor is 0 at first. False when there
 * are no more. The key must be the same in every call.
 */
bool rp_rows_next(struct rampart_str rows, struct rp_row_key key, size_t *cursor,
                  struct rampart_str *ret_line);

/* The first row whose first column is the name. False: there is none. */
bool rp_rows_find(struct rampart_str rows, struct rampart_str name, struct rampart_str *ret_line);

#endif
