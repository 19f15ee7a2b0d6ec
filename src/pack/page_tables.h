/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of a page: where one begins, and its rows cell by cell, for a table with cells and for a flattened one. */
#ifndef RP_PACK_PAGE_TABLES_H
#define RP_PACK_PAGE_TABLES_H

#include "pack/facts.h"
#include "pack/words.h"

enum { RP_MOST_COLUMNS = 6 };

/* A table of which the header was found. Its body is the pieces [first, end). */
struct rp_page_table {
    bool cells; /* false: flattened, each line of a cell is a paragraph */
    enum rp_column columns[RP_MOST_COLUMNS];
    size_t column_count;
    size_t begin; /* of the header */
    size_t first, end;
};

/* The pieces [first, end) of one cell. */
struct rp_page_cell {
    size_t first, end;
};

/*
 * Finds the next table whose header is that of actions, of resource types or of condition keys; the cursor is 0 at
 * first. *ret_found is false when there are no more. Errors: RAMPART_INVALID_INPUT (reported) for a table of actions
 * with other columns.
 */
enum rampart_status rp_page_next_table(const struct rp_reading *reading, const struct rp_page *page,
                                       size_t *cursor, struct rp_page_table *ret_table, bool *ret_found);

/*
 * Checks what stands between a table and the place where the next one begins: a row that its table lost (a blank line, a
 * note or a missing bar ends a table early) would be left out in silence. A table without columns is none: the page
 * begins. Errors: RAMPART_INVALID_INPUT (reported) for what looks like such a row.
 */
enum rampart_status rp_page_check_between(const struct rp_reading *reading, const struct rp_page *page,
                                          const struct rp_page_table *before, size_t next);

/*
 * Takes the next row of a table with cells off. False: there are no more. Errors: RAMPART_INVALID_INPUT (reported) for a
 * row with another number of cells, and for a cell that is several.
 */
enum rampart_status rp_page_next_row(const struct rp_reading *reading, const struct rp_page *page,
                                     struct rp_page_table *table, struct rp_page_cell *ret_cells, bool *ret_found);

/* Takes the tables of resource types and of condition keys into the facts. Errors as rp_facts_take_page(). */
enum rampart_status rp_page_take_types(struct rp_facts *facts, const struct rp_reading *reading,
                                       const struct rp_page *page, struct rp_page_table *table,
                                       const struct rp_origin *origin);
enum rampart_status rp_page_take_keys(struct rp_facts *facts, const struct rp_reading *reading,
                                      const struct rp_page *page, struct rp_page_table *table,
                                      const struct rp_origin *origin);

#endif
