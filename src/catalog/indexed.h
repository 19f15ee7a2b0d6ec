/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The indexes of the embedded tables. The build makes them (generate/catalog_index.c), by the code that indexes the
 * tables of a folder when it is read: nothing is built when the program starts.
 */
#ifndef RP_CATALOG_INDEXED_H
#define RP_CATALOG_INDEXED_H

#include "catalog/row_index.h"
#include "catalog/words.h"

/* Each table that has an index: its word here, its file, and which rows the index takes (NULL: all). */
#define RP_INDEXED_TABLES(TABLE)                      \
    TABLE(services, "services.tsv", NULL)             \
    TABLE(actions, "actions.tsv", NULL)               \
    TABLE(authorization, "authorization.tsv", NULL)   \
    TABLE(ess, "ess.tsv", rp_row_is_own)              \
    TABLE(condition_keys, "condition-keys.tsv", NULL) \
    TABLE(parameters, "parameters.tsv", NULL)         \
    TABLE(regions, "regions.tsv", NULL)               \
    TABLE(api_actions, "api-actions.tsv", NULL)       \
    TABLE(oss_levels, "oss-levels.tsv", NULL)         \
    TABLE(product_codes, "product-codes.tsv", NULL)   \
    TABLE(global_services, "global-services.tsv", NULL) \
    TABLE(system_policies, "../system/INDEX.tsv", NULL)

#define TABLE(word, file, takes) extern const struct rp_row_index rp_index_of_##word;
RP_INDEXED_TABLES(TABLE)
#undef TABLE

/* Where the actions of each service stand, by the rows of services. */
extern const struct rp_code_range rp_ranges_of_services[];

/* The shapes of the names of actions, by their rows. */
extern const uint64_t rp_shapes_of_actions[];

/* The shapes of the codes of services, by their rows, and where their other codes stand. */
extern const uint64_t rp_shapes_of_services[];
extern const uint32_t rp_other_codes_of_services[];
extern const uint32_t rp_other_code_count;

/* The words of the names of actions. */
extern const struct rp_word_index rp_words_of_actions;

/* True when the API in the second column is authorised by the action of its own name, which is in the first. */
bool rp_row_is_own(struct rampart_str line);

#endif
