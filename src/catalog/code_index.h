/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which rows of actions are those of a service: what is looked for in it is compared with some hundred rows instead of
 * all. A service that is not in the index is looked for among all rows.
 */
#ifndef RP_CATALOG_CODE_INDEX_H
#define RP_CATALOG_CODE_INDEX_H

#include "catalog/row_index.h"

/* The rows [first, end) of one service, by their numbers; end 0: no service. */
struct rp_code_range {
    uint32_t first, end;
};

struct rp_code_index {
    const struct rp_row_index *rows;
    struct rp_code_range *slots; /* a table with open addressing, at most half full */
    size_t mask;
};

/* Indexes up to `most` services of the rows of actions, whose own index must stay. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_code_index_build(struct rp_code_index *index, struct rp_arena *arena,
                                        struct rampart_str actions, const struct rp_row_index *rows,
                                        size_t most);

/* The rows among which the action stands if it is there. */
struct rampart_str rp_code_index_rows(const struct rp_code_index *index, struct rampart_str actions,
                                      struct rampart_str action);

#endif
