/* SPDX-License-Identifier: Apache-2.0 */
/* Sorted rows of a table, bisected in place: the order is that of the bytes, ASCII letters in lower case. */
#ifndef RP_CATALOG_ROWS_H
#define RP_CATALOG_ROWS_H

#include "base/str.h"

/* The order of two texts: negative, zero or positive. */
int rp_fold_compare(struct rampart_str a, struct rampart_str b);

/* What a row begins with: a text, and the byte behind it unless that is '\0'. */
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
