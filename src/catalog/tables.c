/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/tables.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/catalog.h"
#include "catalog/embedded.h"
#include "catalog/rows.h"
#include "catalog/tsv.h"

const struct rp_table_form *rp_table_form(enum rp_table table)
{
    static const struct rp_table_form forms[RP_TABLES] = {
        [RP_TABLE_SERVICES] = {"services.tsv", 5, 0, 1, 5, false},
        [RP_TABLE_ACTIONS] = {"actions.tsv", 3, 0, 1, 0, true},
        [RP_TABLE_ARNS] = {"arns.tsv", 6, 0, 2, 0, true},
        [RP_TABLE_ESS] = {"ess.tsv", 10, 1, 1, 0, true},
        [RP_TABLE_KEYS] = {"condition-keys.tsv", 8, 0, 1, 4, false},
        [RP_TABLE_REGIONS] = {"regions.tsv", 3, 0, 1, 3, false},
        [RP_TABLE_TYPES] = {"resource-types.tsv", 5, 0, 3, 0, false},
    };
    return &forms[table];
}

enum rampart_status rp_catalog_new(const struct rampart_options *options,
                                   struct rampart_catalog **ret_catalog)
{
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_catalog *catalog = RP_NEW(&arena, struct rampart_catalog);
    if (catalog == NULL) {
        rp_arena_free(&arena);
        return RAMPART_NO_MEMORY;
    }
    const struct rampart_str texts[RP_TABLES] = {
        [RP_TABLE_SERVICES] = rp_catalog_services(),
        [RP_TABLE_ACTIONS] = rp_catalog_actions(),
        [RP_TABLE_ARNS] = rp_catalog_arns(),
        [RP_TABLE_ESS] = rp_catalog_ess(),
        [RP_TABLE_KEYS] = rp_catalog_condition_keys(),
        [RP_TABLE_REGIONS] = rp_catalog_regions(),
        [RP_TABLE_TYPES] = rp_catalog_resource_types(),
    };
    for (size_t i = 0; i < RP_TABLES; i++) catalog->rows[i] = rp_tsv_rows(texts[i]);
    catalog->arena = arena;
    *ret_catalog = catalog;
    return RAMPART_OK;
}

/* Whether the API of a row of Auto Scaling is authorised by the action of its own name. */
static bool is_own(struct rampart_str line)
{
    struct rp_catalog_action row;
    return rp_catalog_read_row(line, &row) && rp_catalog_own_action(&row);
}

enum rampart_status rp_catalog_index(struct rampart_catalog *catalog)
{
    size_t services = rp_str_count(catalog->rows[RP_TABLE_SERVICES], '\n') + 1;
    static const enum rp_table named[] = {RP_TABLE_ACTIONS, RP_TABLE_ARNS, RP_TABLE_ESS, RP_TABLE_REGIONS};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        RP_TRY(rp_row_index_build(&catalog->named[named[i]], &catalog->arena, catalog->rows[named[i]],
                                  named[i] == RP_TABLE_ESS ? is_own : NULL));
    RP_TRY(rp_catalog_read_arns(catalog));
    return rp_code_index_build(&catalog->codes, &catalog->arena, catalog->rows[RP_TABLE_ACTIONS],
                               &catalog->named[RP_TABLE_ACTIONS], services);
}

/* The number of the row that begins at a place. */
static uint32_t row_at(const struct rp_row_index *index, size_t start)
{
    uint32_t low = 0, high = index->row_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        *(index->starts[middle] < start ? &low : &high) = index->starts[middle] < start ? middle + 1 : middle;
    }
    return low;
}

bool rp_catalog_row(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                    uint32_t *ret_row)
{
    const struct rp_row_index *index = &catalog->named[table];
    const struct rampart_str rows = catalog->rows[table];
    enum rp_row_found found = rp_row_index_find(index, rows, name, ret_row);
    struct rampart_str line;
    if (found != RP_ROW_NOT_KNOWN) return found == RP_ROW_FOUND;
    if (!rp_rows_find(rows, name, &line)) return false;
    *ret_row = row_at(index, (size_t)(line.data - rows.data));
    return true;
}

bool rp_catalog_find_line(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                          struct rampart_str *ret_line)
{
    const struct rampart_str rows = catalog->rows[table];
    uint32_t row;
    if (catalog->named[table].starts == NULL) return rp_rows_find(rows, name, ret_line);
    if (!rp_catalog_row(catalog, table, name, &row)) return false;
    *ret_line = rp_catalog_line(catalog, table, row);
    return true;
}

enum rampart_status rampart_catalog_open(const struct rampart_options *options,
                                         struct rampart_catalog **ret_catalog)
{
    struct rampart_catalog *catalog;
    if (ret_catalog == NULL) return RAMPART_MISUSE;
    RP_TRY(rp_catalog_new(options, &catalog));
    enum rampart_status status = rp_catalog_index(catalog);
    if (status == RAMPART_OK)
        *ret_catalog = catalog;
    else
        rampart_catalog_free(catalog);
    return status;
}

void rampart_catalog_free(struct rampart_catalog *catalog)
{
    if (catalog == NULL) return;
    struct rp_arena arena = catalog->arena; /* the catalogue lies in it */
    rp_arena_free(&arena);
}
