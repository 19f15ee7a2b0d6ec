/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An index over the rows of a table: the place of each row, and the row that has a name in its first column, ASCII case
 * aside. A look-up takes one comparison where bisecting takes a dozen. The index only repeats the rows: where it does
 * not know, the caller bisects them.
 */
#ifndef RP_CATALOG_ROW_INDEX_H
#define RP_CATALOG_ROW_INDEX_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct rp_row_index {
    const uint32_t *starts; /* of each row, and one more: the end of all */
    const uint32_t
        *slots; /* the number of a row, and one; 0: free. A table with open addressing, never full */
    uint32_t row_count, mask;
    uint32_t numbers; /* the bits of a slot that hold a number; the others repeat bits of the hash, so that few other rows are read */
    uint32_t header;  /* the bytes before the rows in an embedded table; else 0 */
    uint64_t lengths; /* of the names, a bit each; those from 63 on share one */
    bool crowded;     /* names that were chosen for it crowd: some are not in the table */
};

enum rp_row_found { RP_ROW_MISSING = 0, RP_ROW_FOUND, RP_ROW_NOT_KNOWN };

/* Indexes the names of all rows, or of those that `takes` wants. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_row_index_build(struct rp_row_index *ret_index, struct rp_arena *arena,
                                       struct rampart_str rows, bool (*takes)(struct rampart_str line));

/* The first of the rows that have the name. */
enum rp_row_found rp_row_index_find(const struct rp_row_index *index, struct rampart_str rows,
                                    struct rampart_str name, uint32_t *ret_row);

/*
 * Asks for the memory that finding these names will read: for all names the slot, then where the row begins, then the row, since
 * each tells where the next is. A look-up by itself waits for three reads one after another. At most RP_MOST_EXPECTED names.
 */
enum { RP_MOST_EXPECTED = 64 };
void rp_row_index_expect(const struct rp_row_index *index, struct rampart_str rows, const struct rampart_str *names, size_t count);

/* A row without its line end. */
struct rampart_str rp_row_index_line(const struct rp_row_index *index, struct rampart_str rows, uint32_t row);

/* The number of the row that begins at a place. */
uint32_t rp_row_index_number(const struct rp_row_index *index, size_t start);

/* A row with its line end, if it has one. */
static inline struct rampart_str rp_row_index_at(const struct rp_row_index *index, struct rampart_str rows,
                                                 uint32_t row)
{
    return (struct rampart_str){rows.data + index->starts[row], index->starts[row + 1] - index->starts[row]};
}

/* ---- the rows of a service ---- */

/*
 * The rows [first, end) of one service, by their numbers; end 0: none. `listed`: how many have a table as evidence; `writes`:
 * how many are of actions that change something, and `stated`: how many are both.
 */
struct rp_code_range {
    uint32_t first, end, listed, writes, stated;
};

/*
 * Tells which rows of actions are those of a service, and which names in them a name may be like: a search in the
 * service looks at some hundred rows instead of all, and compares few. A service without a range is looked for among
 * all rows.
 */
struct rp_code_index {
    struct rampart_str services, actions; /* the rows */
    const struct rp_row_index *of_services, *of_actions;
    const struct rp_code_range *ranges; /* by the rows of services */
    const uint64_t *shapes;             /* of the names behind the colon, by the rows of actions (shape.h) */
    const uint64_t *code_shapes;        /* of codes, by the rows of services (RP_SHAPE_GUESS) */
    const uint32_t *other_codes;        /* where each word of that column begins in the rows, sorted */
    uint32_t other_code_count;
};

/* Finds the ranges, shapes and other codes of what the rest of the index names. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_code_index_build(struct rp_code_index *index, struct rp_arena *arena);

/* The range of a service. False: it has none. */
bool rp_code_index_service(const struct rp_code_index *index, struct rampart_str code,
                           struct rp_code_range *ret_range);

/* True when a service has the code beside its own. */
bool rp_code_index_other(const struct rp_code_index *index, struct rampart_str code);

/* Where the first row from the text on begins, among those of the service that the text names before its colon, or their end. */
size_t rp_code_index_start(const struct rp_code_index *index, struct rampart_str text);

#endif
