/* SPDX-License-Identifier: Apache-2.0 */
/* The lookups of a catalogue without any order: every row is compared with what is asked for. */
#ifndef RP_TESTS_NAIVE_CATALOG_H
#define RP_TESTS_NAIVE_CATALOG_H

#include <rampart/catalog.h>

/* The action of this name, case aside. False when there is none. */
bool naive_catalog_find(const struct rampart_catalog *catalog, struct rampart_str action,
                        struct rampart_str *ret_action);

/* How many actions a pattern with * and ? matches, case aside. */
size_t naive_catalog_matches(const struct rampart_catalog *catalog, struct rampart_str pattern);

/*
 * The slips between two names of words, by the words of catalog/slips.h: SIZE_MAX when one is not alike. The most that
 * a name of the first one's length may have is not asked.
 */
size_t naive_name_slips(struct rampart_str word, struct rampart_str name);

/* The one action of the service that the name is like, with the fewest slips. False: there is none, or more than one. */
bool naive_catalog_alike(const struct rampart_catalog *catalog, struct rampart_str service,
                         struct rampart_str name, struct rampart_str *ret_action);

/*
 * Whether a code of a service, no guessed one, is a slip away from the code; in how many of them the name is an action.
 * Slips themselves are those of catalog/slips.h.
 */
bool naive_catalog_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str name,
                           size_t *ret_having);

/* The one code of a service with the fewest slips, a third of the letters at most. False: there is none, or more than one. */
bool naive_catalog_near_service(const struct rampart_catalog *catalog, struct rampart_str code, struct rampart_str *ret_code);

/* True when a service has the code beside its own. */
bool naive_catalog_other_code(const struct rampart_catalog *catalog, struct rampart_str code);

/* True when the name of an action has the word: a capital and small letters, case of the word aside. */
bool naive_catalog_word(const struct rampart_catalog *catalog, struct rampart_str word);

/* The number of edits between two names, case aside: insertions, deletions, replacements, swaps of neighbours. */
size_t naive_edits(struct rampart_str a, struct rampart_str b);

#endif
