/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of embedded tables, found by the indexes that the build made of them. */
#ifndef RP_CATALOG_EMBEDDED_ROWS_H
#define RP_CATALOG_EMBEDDED_ROWS_H

#include "catalog/indexed.h"

enum rp_embedded {
#define TABLE(word, file, takes) RP_EMBEDDED_##word,
    RP_INDEXED_TABLES(TABLE)
#undef TABLE
};

/* The rows of a table. Static memory. */
struct rampart_str rp_embedded_rows(enum rp_embedded table);

/* A row by its number. */
struct rampart_str rp_embedded_line(enum rp_embedded table, uint32_t row);

/* How many there are. */
uint32_t rp_embedded_count(enum rp_embedded table);

/* The number of the first row of the name. False: there is none. */
bool rp_embedded_row(enum rp_embedded table, struct rampart_str name, uint32_t *ret_row);

/* As rp_rows_find(), for the rows that the index takes. */
bool rp_embedded_find(enum rp_embedded table, struct rampart_str name, struct rampart_str *ret_line);

/* The next row of the name; the cursor is 0 at first. Not for a table of which the index leaves rows out. */
bool rp_embedded_next(enum rp_embedded table, struct rampart_str name, size_t *cursor,
                      struct rampart_str *ret_line);

#endif
