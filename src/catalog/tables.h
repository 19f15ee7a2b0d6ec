/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of an open catalogue: those embedded, or those of a folder in their place. */
#ifndef RP_CATALOG_TABLES_H
#define RP_CATALOG_TABLES_H

#include <rampart/catalog.h>

#include "catalog/row_index.h"
#include "catalog/words.h"
#include "text/diag.h"

enum rp_table {
    RP_TABLE_SERVICES = 0, /* first: the codes of the others are looked up in it */
    RP_TABLE_ACTIONS,
    RP_TABLE_AUTHORIZATION,
    RP_TABLE_ESS,
    RP_TABLE_KEYS,
    RP_TABLE_REGIONS,
    RP_TABLE_TYPES,
    RP_TABLE_APIS,
    RP_TABLES /* how many there are */
};

/* The document of a system policy in a pack. */
struct rp_system_document {
    struct rampart_str name, text;
};

struct rampart_catalog {
    struct rp_arena arena;                       /* holds the catalogue itself, and what was read */
    struct rampart_str rows[RP_TABLES];          /* what follows the headers */
    const struct rp_row_index *named[RP_TABLES]; /* of some tables; those of embedded ones are static */
    const struct rp_system_document *documents; /* of a pack, sorted by name (bytes); NULL: those embedded */
    size_t document_count;
    struct rampart_str policies; /* of a pack: the table of their versions */
    struct rampart_catalog_version version;      /* of a folder; empty: of those embedded */
    struct rp_code_index codes;                  /* of the rows of actions */
    struct rp_word_index words;                  /* of the names of actions */
};

/* ---- rows; `catalog` may be NULL, which stands for the tables that are built in ---- */

/* All rows of a table. */
struct rampart_str rp_catalog_rows(const struct rampart_catalog *catalog, enum rp_table table);

/* True when both have the same rows and documents. */
bool rp_catalog_is_same(const struct rampart_catalog *catalog, const struct rampart_catalog *other);

/* The first row of the name in a table that is sorted by its first column; one without an index is bisected. */
bool rp_catalog_find_line(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                          struct rampart_str *ret_line);

/* Asks for the memory that looking these actions up will read, in the tables of actions and of what they are authorised on. */
void rp_catalog_expect_actions(const struct rampart_catalog *catalog, const struct rampart_str *actions, size_t count);

/* The next row of the name; the cursor is 0 at first. Not for a table of which the index leaves rows out. */
bool rp_catalog_next_line(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                          size_t *cursor, struct rampart_str *ret_line);

/* Its number, in a table that is indexed. False: there is none. */
bool rp_catalog_row(const struct rampart_catalog *catalog, enum rp_table table, struct rampart_str name,
                    uint32_t *ret_row);

/* ---- system policies: those of a pack, else those embedded; `catalog` may be NULL ---- */

/* The document of the system policy with exactly this name. */
bool rp_catalog_policy(const struct rampart_catalog *catalog, struct rampart_str name, struct rampart_str *ret_text);

/* Its version. False: it is not in the table. */
bool rp_catalog_policy_version(const struct rampart_catalog *catalog, struct rampart_str name,
                               struct rampart_system_policy *ret_policy);

/* How many there are, sorted by name (bytes), and the name of the i-th. */
size_t rp_catalog_policy_count(const struct rampart_catalog *catalog);
struct rampart_str rp_catalog_policy_name(const struct rampart_catalog *catalog, size_t i);

/* ---- for the two files that read folders ---- */

/* A table of a folder, or what a file that is none is. */
enum rp_table rp_table_of_file(struct rampart_str file); /* RP_TABLES: it is none of those that a folder replaces */
const char *rp_table_file(enum rp_table table);

/*
 * Puts a table that was read in the place of its own, with its indexes left for rp_catalog_index(). *ret_good is false,
 * and diagnostics say why, when it has another form. The services come first. Errors: RAMPART_NO_MEMORY.
 */
void rp_catalog_replace(struct rampart_catalog *catalog, enum rp_table table, const struct rp_source *source,
                        struct rampart_diags *diags, bool *ret_good);

/* Indexes the tables that were replaced. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_catalog_index(struct rampart_catalog *catalog, const bool replaced[RP_TABLES]);

/* Takes a pack as a whole; `manifest` is its source. Errors as rampart_catalog_read_folder(). */
enum rampart_status rp_catalog_take_pack(struct rampart_catalog *catalog, const struct rampart_limits *limits,
                                         const char *folder, const struct rp_source *manifest,
                                         struct rampart_diags *diags);

/* The row itself. */
static inline struct rampart_str rp_catalog_line(const struct rampart_catalog *catalog, enum rp_table table,
                                                 uint32_t row)
{
    return rp_row_index_line(catalog->named[table], catalog->rows[table], row);
}

#endif
