/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the actions of each service stand: a lookup bisects some hundred rows, which lie together, instead of all. A
 * service that is not in the index is looked for among all rows.
 */
#ifndef RP_CATALOG_CODE_INDEX_H
#define RP_CATALOG_CODE_INDEX_H

#include <stdint.h>

#include "base/arena.h"

/* The rows [start, end) of one service; end 0: no service. */
struct rp_code_range {
    uint32_t start, end;
};

struct rp_code_index {
    struct rp_code_range *slots; /* a table with open addressing, at most half full */
    size_t mask;
};

/* Indexes up to `most` services of the rows of actions. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_code_index_build(struct rp_code_index *index, struct rp_arena *arena,
                                        struct rampart_str actions, size_t most);

/* The rows among which the action stands if it is there. */
struct rampart_str rp_code_index_rows(const struct rp_code_index *index, struct rampart_str actions,
                                      struct rampart_str action);

#endif
