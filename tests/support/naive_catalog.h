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

/* The least number of edits from the name to one of the service, case aside; SIZE_MAX without any. */
size_t naive_catalog_distance(const struct rampart_catalog *catalog, struct rampart_str service,
                              struct rampart_str name);

/* The number of edits between two names, case aside: insertions, deletions, replacements, swaps of neighbours. */
size_t naive_edits(struct rampart_str a, struct rampart_str b);

#endif
