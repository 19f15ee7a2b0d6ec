/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of an open catalogue: those embedded, or those of a folder in their place. */
#ifndef RP_CATALOG_TABLES_H
#define RP_CATALOG_TABLES_H

#include <rampart/catalog.h>

#include "catalog/row_index.h"

enum rp_table {
    RP_TABLE_SERVICES = 0, /* first: the codes of the others are looked up in it */
    RP_TABLE_ACTIONS,
    RP_TABLE_AUTHORIZATION,
    RP_TABLE_ESS,
    RP_TABLE_KEYS,
    RP_TABLE_REGIONS,
    RP_TABLE_TYPES,
    RP_TABLES /* how many there are */
};

struct rampart_catalog {
    struct rp_arena arena;                       /* holds the catalogue itself, and what was read */
    struct rampart_str rows[RP_TABLES];          /* what follows the headers */
    const struct rp_row_index *named[RP_TABLES]; /* of some tables; those of embedded ones are static */
    struct rp_code_index codes;                  /* of the rows of actions */
};

/* The first row of the name in a table that is sorted by its first column; one without an index is bisected. */
bool rp_catalog_find_line(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                          struct rampart_str *ret_line);

/* Its number, in a table that is indexed. False: there is none. */
bool rp_catalog_row(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                    uint32_t *ret_row);

/* The row itself. */
static inline struct rampart_str rp_catalog_line(const struct rampart_catalog *catalog, enum rp_table table,
                                                 uint32_t row)
{
    return rp_row_index_line(catalog->named[table], catalog->rows[table], row);
}

#endif
