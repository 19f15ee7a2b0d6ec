/* SPDX-License-Identifier: Apache-2.0 */
/* Tables as text: a header of '#' lines, then one row a line, its fields separated by tabs. All borrow. */
#ifndef RP_CATALOG_TSV_H
#define RP_CATALOG_TSV_H

#include "base/str.h"

/* What follows the header. */
struct rampart_str rp_tsv_rows(struct rampart_str table);

/* Takes the first line off the rows. False when there is none. */
bool rp_tsv_next(struct rampart_str *rows, struct rampart_str *ret_line);

/* Splits a line into its fields. False, with nothing to rely on, unless there are exactly `count`. */
bool rp_tsv_split(struct rampart_str line, struct rampart_str *ret_fields, size_t count);

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

#endif
