/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the rows of actions begin, and which are those of a service: a lookup bisects the numbers of some hundred rows
 * instead of the text of all. A service that is not in the index is looked for among all rows.
 */
#ifndef RP_CATALOG_CODE_INDEX_H
#define RP_CATALOG_CODE_INDEX_H

#include <stdint.h>

#include "base/arena.h"

/* The rows [first, end) of one service, by their numbers; end 0: no service. */
struct rp_code_range {
    uint32_t first, end;
};

struct rp_code_index {
    uint32_t *starts; /* where each row begins, and one more: the end of all */
    uint32_t row_count;
    struct rp_code_range *slots; /* a table with open addressing, at most half full */
    size_t mask;
};

/* Indexes up to `most` services of the rows of actions. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_code_index_build(struct rp_code_index *index, struct rp_arena *arena,
                                        struct rampart_str actions, size_t most);

/* The rows among which the action stands if it is there. */
struct rampart_str rp_code_index_rows(const struct rp_code_index *index, struct rampart_str actions,
                                      struct rampart_str action);

/* Where the first row stands that does not come before the action's; the end when all do. */
size_t rp_code_index_seek(const struct rp_code_index *index, struct rampart_str actions,
                          struct rampart_str action);

/* The row of the action, but for ASCII case. False: there is none. */
bool rp_code_index_find(const struct rp_code_index *index, struct rampart_str actions,
                        struct rampart_str action, struct rampart_str *ret_line);

#endif
