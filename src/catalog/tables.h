/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of an open catalogue: those embedded, or those of a folder in their place. */
#ifndef RP_CATALOG_TABLES_H
#define RP_CATALOG_TABLES_H

#include <rampart/catalog.h>

#include "catalog/code_index.h"
#include "catalog/row_index.h"

enum rp_table {
    RP_TABLE_SERVICES = 0, /* first: the codes in the others are looked up in it */
    RP_TABLE_ACTIONS,
    RP_TABLE_ARNS,
    RP_TABLE_ESS,
    RP_TABLE_KEYS,
    RP_TABLE_REGIONS,
    RP_TABLE_TYPES,
    RP_TABLES /* how many there are */
};

struct rampart_catalog {
    struct rp_arena arena;                /* holds the catalogue itself, and what was read */
    struct rampart_str rows[RP_TABLES];   /* what follows the headers */
    struct rp_code_index codes;           /* of the rows of actions */
    struct rampart_catalog_arn *arns;     /* the rows of templates, taken apart; by their numbers */
    struct rp_row_index named[RP_TABLES]; /* of actions, templates and regions */
};

/* How a table must look. */
struct rp_table_form {
    const char *file;
    size_t columns;
    size_t first, sorted_by; /* the columns that sort it: from `first` on, so many */
    size_t code;             /* the column that begins with the code of a service; `columns`: none does */
    bool of_actions;         /* the first column holds actions */
};

const struct rp_table_form *rp_table_form(enum rp_table table);

/*
 * A catalogue with the embedded tables, for the caller to change and then to index. For a few questions an index costs
 * more than it saves: without one all can be asked but rp_catalog_row().
 */
enum rampart_status rp_catalog_new(const struct rampart_options *options,
                                   struct rampart_catalog **ret_catalog);

/* Must be called before the first of many questions, if at all. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_catalog_index(struct rampart_catalog *catalog);

/* The first row of the name in a table that is sorted by its first column; one without an index is bisected. */
bool rp_catalog_find_line(const struct rampart_catalog *catalog, enum rp_table table,
                          struct rampart_str name, struct rampart_str *ret_line);

/* Its number, in a table that is indexed. False: there is none. */
bool rp_catalog_row(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                    uint32_t *ret_row);

/* The row itself. */
static inline struct rampart_str rp_catalog_line(const struct rampart_catalog *catalog, enum rp_table table,
                                                 uint32_t row)
{
    return rp_row_index_line(&catalog->named[table], catalog->rows[table], row);
}

/* Takes the rows of templates apart. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_catalog_read_arns(struct rampart_catalog *catalog);

#endif
