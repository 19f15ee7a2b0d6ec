/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of policies/catalog/ that only rules ask, by their first column: indexed once, when the linter is made. */
#ifndef RP_LINT_SMALL_TABLE_H
#define RP_LINT_SMALL_TABLE_H

#include "catalog/row_index.h"

enum rp_small_table {
    RP_SMALL_API_ACTIONS = 0, /* APIs that other actions authorise than the one of their name */
    RP_SMALL_OSS_LEVELS,      /* whether an action of OSS works on objects or on a bucket */
    RP_SMALL_PRODUCT_CODES,   /* names of products that are not the code of their service */
    RP_SMALL_TABLES           /* how many there are */
};

struct rp_small_tables {
    struct rp_arena arena;
    struct rampart_str rows[RP_SMALL_TABLES];
    struct rp_row_index indexes[RP_SMALL_TABLES];
};

/* Errors: RAMPART_NO_MEMORY; rp_small_tables_free() is to be called all the same. */
enum rampart_status rp_small_tables_init(struct rp_small_tables *tables,
                                         const struct rampart_allocator *allocator);
void rp_small_tables_free(struct rp_small_tables *tables);

/* The row of a name, case aside. False: there is none. */
bool rp_small_table_row(const struct rp_small_tables *tables, enum rp_small_table table,
                        struct rampart_str name, struct rampart_str *ret_line);

#endif
