/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of the names of actions: Describe, Scaling and Groups of ess:DescribeScalingGroups. New names are made of old
 * words, so that a word which no name has is a slip of the pen more likely than a new name. One look-up takes the place of
 * reading every name of the catalogue.
 */
#ifndef RP_CATALOG_WORDS_H
#define RP_CATALOG_WORDS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Shorter words are no evidence: an abbreviation tells nothing, and a slip makes one of another. */
enum { RP_SHORTEST_WORD = 4 };

struct rp_word_index {
    const uint32_t *slots; /* where a word begins in the rows of actions, and one; 0: free. Open addressing, half free */
    uint32_t mask;
    bool crowded; /* words that were chosen for it crowd: some are not in the table */
};

/* Indexes the words of the rows of actions. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_word_index_build(struct rp_word_index *ret_index, struct rp_arena *arena, struct rampart_str actions);

/* True when a name has the word, case aside, or the index does not know. The word is letters, and not too short. */
bool rp_word_index_has(const struct rp_word_index *index, struct rampart_str actions, struct rampart_str word);

/* The end of the word that a place is in: a capital begins the next, and what is no letter stands between two. */
size_t rp_word_end(struct rampart_str name, size_t at);

#endif
