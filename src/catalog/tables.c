/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/tables.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/apis.h"
#include "catalog/embedded.h"
#include "catalog/indexed.h"
#include "catalog/tsv.h"
#include "catalog/version.h"

/* ---- rows ---- */

static struct rampart_str tables_embedded_text(enum rp_table table)
{
    static struct rampart_str (*const texts[RP_TABLES])(void) = {
        [RP_TABLE_SERVICES] = rp_catalog_services,
        [RP_TABLE_ACTIONS] = rp_catalog_actions,
        [RP_TABLE_AUTHORIZATION] = rp_catalog_authorization,
        [RP_TABLE_ESS] = rp_catalog_ess,
        [RP_TABLE_KEYS] = rp_catalog_condition_keys,
        [RP_TABLE_REGIONS] = rp_catalog_regions,
        [RP_TABLE_TYPES] = rp_catalog_resource_types,
        [RP_TABLE_APIS] = rp_catalog_api_actions,
    };
    return texts[table]();
}

/* ---- indexes ---- */

/* How a table is indexed: which rows are taken (NULL: all), and the index of the embedded one. */
struct table_index {
    const struct rp_row_index *embedded; /* NULL: the table is bisected */
    bool (*takes)(struct rampart_str line);
};

static const struct table_index *tables_index_of(enum rp_table table)
{
    static const struct table_index indexes[RP_TABLES] = {
        [RP_TABLE_SERVICES] = {&rp_index_of_services, NULL},
        [RP_TABLE_ACTIONS] = {&rp_index_of_actions, NULL},
        [RP_TABLE_AUTHORIZATION] = {&rp_index_of_authorization, NULL},
        [RP_TABLE_ESS] = {&rp_index_of_ess, rp_row_is_own},
        [RP_TABLE_KEYS] = {&rp_index_of_condition_keys, NULL},
        [RP_TABLE_REGIONS] = {&rp_index_of_regions, NULL},
        [RP_TABLE_APIS] = {&rp_index_of_api_actions, NULL},
    };
    return &indexes[table];
}

struct rampart_str rp_catalog_rows(const struct rampart_catalog *catalog, enum rp_table table)
{
    const struct rp_row_index *embedded = tables_index_of(table)->embedded;
    if (catalog != NULL) return catalog->rows[table];
    const struct rampart_str text = tables_embedded_text(table);
    return embedded != NULL ? rp_str_from(text, embedded->header) : rp_tsv_rows(text);
}

static const struct rp_row_index *tables_named(const struct rampart_catalog *catalog, enum rp_table table)
{
    return catalog != NULL ? catalog->named[table] : tables_index_of(table)->embedded;
}

/* Indexes a table that was read, as the build does the embedded ones. Errors: RAMPART_NO_MEMORY. */
static enum rampart_status tables_index_read(struct rampart_catalog *catalog, enum rp_table table)
{
    if (tables_index_of(table)->embedded == NULL) return RAMPART_OK;
    struct rp_row_index *index = RP_NEW(&catalog->arena, struct rp_row_index);
    RP_TRY_MEMORY(index != NULL);
    catalog->named[table] = index;
    return rp_row_index_build(index, &catalog->arena, catalog->rows[table], tables_index_of(table)->takes);
}

/* Names the indexes that tell the rows of a service, and the words of their names. */
static void tables_link_codes(struct rampart_catalog *catalog)
{
    catalog->codes = (struct rp_code_index){.services = catalog->rows[RP_TABLE_SERVICES],
                                            .actions = catalog->rows[RP_TABLE_ACTIONS],
                                            .of_services = catalog->named[RP_TABLE_SERVICES],
                                            .of_actions = catalog->named[RP_TABLE_ACTIONS],
                                            .ranges = rp_ranges_of_services,
                                            .shapes = rp_shapes_of_actions,
                                            .code_shapes = rp_shapes_of_services,
                                            .other_codes = rp_other_codes_of_services,
                                            .other_code_count = rp_other_code_count};
    catalog->words = rp_words_of_actions;
}

enum rampart_status rampart_catalog_open(const struct rampart_options *options,
                                         struct rampart_catalog **ret_catalog)
{
    struct rp_arena arena;
    if (ret_catalog == NULL) return RAMPART_MISUSE;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_catalog *catalog = RP_NEW(&arena, struct rampart_catalog);
    if (catalog == NULL) {
        rp_arena_free(&arena);
        return RAMPART_NO_MEMORY;
    }
    for (size_t i = 0; i < RP_TABLES; i++) {
        catalog->rows[i] = rp_catalog_rows(NULL, (enum rp_table)i);
        catalog->named[i] = tables_index_of((enum rp_table)i)->embedded;
    }
    tables_link_codes(catalog);
    catalog->arena = arena;
    *ret_catalog = catalog;
    return RAMPART_OK;
}

struct rampart_catalog_version rampart_catalog_version(const struct rampart_catalog *catalog)
{
    if (catalog != NULL && catalog->version.digest.len > 0) return catalog->version;
    return (struct rampart_catalog_version){rampart_str(rp_embedded_date), rampart_str(rp_embedded_digest)};
}

bool rp_catalog_is_same(const struct rampart_catalog *catalog, const struct rampart_catalog *other)
{
    return catalog == other || rp_str_equal(rampart_catalog_version(catalog).digest, rampart_catalog_version(other).digest);
}

void rampart_catalog_free(struct rampart_catalog *catalog)
{
    if (catalog == NULL) return;
    struct rp_arena arena = catalog->arena; /* the catalogue lies in it */
    rp_arena_free(&arena);
}

/* ---- rows by their names ---- */

bool rp_catalog_row(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                    uint32_t *ret_row)
{
    const struct rp_row_index *index = tables_named(catalog, table);
    const struct rampart_str rows = rp_catalog_rows(catalog, table);
    enum rp_row_found found = rp_row_index_find(index, rows, name, ret_row);
    struct rampart_str line;
    if (found != RP_ROW_NOT_KNOWN) return found == RP_ROW_FOUND;
    if (!rp_rows_find(rows, name, &line)) return false;
    *ret_row = rp_row_index_number(index, (size_t)(line.data - rows.data));
    return true;
}

bool rp_catalog_find_line(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                          struct rampart_str *ret_line)
{
    const struct rp_row_index *index = tables_named(catalog, table);
    const struct rampart_str rows = rp_catalog_rows(catalog, table);
    uint32_t row;
    if (index == NULL) return rp_rows_find(rows, name, ret_line);
    switch (rp_row_index_find(index, rows, name, &row)) {
    case RP_ROW_MISSING: return false;
    case RP_ROW_NOT_KNOWN: return rp_rows_find(rows, name, ret_line);
    case RP_ROW_FOUND: break;
    }
    *ret_line = rp_row_index_line(index, rows, row);
    return true;
}

void rp_catalog_expect_actions(const struct rampart_catalog *catalog, const struct rampart_str *actions, size_t count)
{
    static const enum rp_table tables[] = {RP_TABLE_ACTIONS, RP_TABLE_AUTHORIZATION};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        rp_row_index_expect(catalog->named[tables[i]], catalog->rows[tables[i]], actions, count);
}

bool rp_catalog_next_line(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                          size_t *cursor, struct rampart_str *ret_line)
{
    const struct rampart_str rows = rp_catalog_rows(catalog, table);
    if (*cursor == 0) {
        struct rampart_str line;
        if (!rp_catalog_find_line(catalog, table, name, &line)) return false;
        *cursor = (size_t)(line.data - rows.data) + 1;
    }
    return rp_rows_next(rows, (struct rp_row_key){name, '\t'}, cursor, ret_line);
}

enum rampart_status rp_catalog_index(struct rampart_catalog *catalog, const bool replaced[RP_TABLES])
{
    for (size_t i = 0; i < RP_TABLES; i++)
        if (replaced[i]) RP_TRY(tables_index_read(catalog, (enum rp_table)i));
    tables_link_codes(catalog);
    if (replaced[RP_TABLE_ACTIONS])
        RP_TRY(rp_word_index_build(&catalog->words, &catalog->arena, catalog->rows[RP_TABLE_ACTIONS]));
    if (!replaced[RP_TABLE_SERVICES] && !replaced[RP_TABLE_ACTIONS]) return RAMPART_OK;
    return rp_code_index_build(&catalog->codes, &catalog->arena);
}
