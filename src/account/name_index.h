/* SPDX-License-Identifier: Apache-2.0 */
/* Items that begin with their names, found by the hashes of those: bisection of a long list costs a miss at each step. */
#ifndef RP_ACCOUNT_NAME_INDEX_H
#define RP_ACCOUNT_NAME_INDEX_H

#include <stdint.h>

#include "base/arena.h"

/* A place of a table with open addressing that is at most half full. */
struct rp_name_slot {
    uint32_t tag;
    uint32_t number; /* of the item, plus one; 0: the slot is free */
};

/* Zeroed: of no items. */
struct rp_name_index {
    const void *items; /* in one sorted list or several behind one another; they stay where they are */
    size_t size;       /* of an item */
    struct rp_name_slot *slots;
    size_t mask;
};

/* Errors: RAMPART_NO_MEMORY. `count` is less than a quarter of 2^32. */
enum rampart_status rp_name_index_make(struct rp_arena *arena, const void *items, size_t count, size_t size,
                                       struct rp_name_index *ret_index);

/*
 * The number of the first item with this name among those of the sorted list that begins with the `first` and has
 * `count` items; first + count for none. `hash` is the name's rp_hash().
 */
size_t rp_name_index_find(const struct rp_name_index *index, struct rampart_str name, uint64_t hash,
                          size_t first, size_t count);

/*
 * Ask for the memory that finding a name of this hash reads: where it stands, and once that is there, the item, and then
 * the letters of its name.
 */
void rp_name_index_fetch_slot(const struct rp_name_index *index, uint64_t hash);
void rp_name_index_fetch_item(const struct rp_name_index *index, uint64_t hash);
void rp_name_index_fetch_letters(const struct rp_name_index *index, uint64_t hash);

#endif
