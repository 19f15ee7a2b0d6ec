/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/embedded_rows.h"

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"

static const struct {
    struct rampart_str (*text)(void);
    const struct rp_row_index *index;
} tables[] = {
#define TABLE(word, file, takes) [RP_EMBEDDED_##word] = {rp_catalog_##word, &rp_index_of_##word},
    RP_INDEXED_TABLES(TABLE)
#undef TABLE
};

struct rampart_str rp_embedded_rows(enum rp_embedded table)
{
    return rp_str_from(tables[table].text(), tables[table].index->header);
}

bool rp_embedded_find(enum rp_embedded table, struct rampart_str name, struct rampart_str *ret_line)
{
    const struct rampart_str rows = rp_embedded_rows(table);
    uint32_t row;
    switch (rp_row_index_find(tables[table].index, rows, name, &row)) {
    case RP_ROW_MISSING: return false;
    case RP_ROW_NOT_KNOWN: return rp_rows_find(rows, name, ret_line);
    case RP_ROW_FOUND: break;
    }
    *ret_line = rp_row_index_line(tables[table].index, rows, row);
    return true;
}

bool rp_embedded_next(enum rp_embedded table, struct rampart_str name, size_t *cursor,
                      struct rampart_str *ret_line)
{
    const struct rampart_str rows = rp_embedded_rows(table);
    if (*cursor == 0) {
        struct rampart_str line;
        if (!rp_embedded_find(table, name, &line)) return false;
        *cursor = (size_t)(line.data - rows.data) + 1;
    }
    return rp_rows_next(rows, (struct rp_row_key){name, '\t'}, cursor, ret_line);
}
