/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/small_table.h"

#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"

enum rampart_status rp_small_tables_init(struct rp_small_tables *tables,
                                         const struct rampart_allocator *allocator)
{
    const struct rampart_str texts[RP_SMALL_TABLES] = {
        [RP_SMALL_API_ACTIONS] = rp_catalog_api_actions(),
        [RP_SMALL_OSS_LEVELS] = rp_catalog_oss_levels(),
        [RP_SMALL_PRODUCT_CODES] = rp_catalog_product_codes(),
    };
    rp_arena_init(&tables->arena, allocator);
    for (size_t i = 0; i < RP_SMALL_TABLES; i++) {
        tables->rows[i] = rp_tsv_rows(texts[i]);
        RP_TRY(rp_row_index_build(&tables->indexes[i], &tables->arena, tables->rows[i], NULL));
    }
    return RAMPART_OK;
}

void rp_small_tables_free(struct rp_small_tables *tables)
{
    rp_arena_free(&tables->arena);
}

bool rp_small_table_row(const struct rp_small_tables *tables, enum rp_small_table table,
                        struct rampart_str name, struct rampart_str *ret_line)
{
    const struct rp_row_index *index = &tables->indexes[table];
    uint32_t row;
    if (rp_row_index_find(index, tables->rows[table], name, &row) != RP_ROW_FOUND) return false;
    *ret_line = rp_row_index_line(index, tables->rows[table], row);
    return true;
}
