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

struct rampart_str rp_embedded_line(enum rp_embedded table, uint32_t row)
{
    return rp_row_index_line(tables[table].index, rp_embedded_rows(table), row);
}

uint32_t rp_embedded_count(enum rp_embedded table)
{
    return tables[table].index->row_count;
}

bool rp_embedded_row(enum rp_embedded table, struct rampart_str name, uint32_t *ret_row)
{
    const struct rampart_str rows = rp_embedded_rows(table);
    struct rampart_str line;
    const enum rp_row_found found = rp_row_index_find(tables[table].index, rows, name, ret_row);
    if (found != RP_ROW_NOT_KNOWN) return found == RP_ROW_FOUND;
    if (!rp_rows_find(rows, name, &line)) return false;
    *ret_row = rp_row_index_number(tables[table].index, (size_t)(line.data - rows.data));
    return true;
}

bool rp_embedded_find(enum rp_embedded table, struct rampart_str name, struct rampart_str *ret_line)
{
    uint32_t row;
    if (!rp_embedded_row(table, name, &row)) return false;
    *ret_line = rp_embedded_line(table, row);
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
