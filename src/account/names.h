/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of what has a name as its first member: sorted, searched, and with an index. */
#ifndef RP_ACCOUNT_NAMES_H
#define RP_ACCOUNT_NAMES_H

#include <stdint.h>

#include "base/arena.h"

void rp_names_sort(void *items, size_t count, size_t size);

/* The index of the first item with this name; `count` for none. */
size_t rp_names_find(const void *items, size_t count, size_t size, struct rampart_str name);

/*
 * The name nearest to the word; empty when none is near. It is for names that permit nothing, such as whom a request
 * asks about. Looks at every one of them.
 */
struct rampart_str rp_names_nearest(const void *items, size_t count, size_t size, struct rampart_str word);

/*
 * The one name that the word misspells by the fewest slips of the pen (catalog/slips.h); empty when there is none, or
 * more than one: a group or a role that is merely near permits something else. Looks at every one of them.
 */
struct rampart_str rp_names_meant(const void *items, size_t count, size_t size, struct rampart_str word);

/* The cloud keeps names that begin so for the roles that services make: what is said unless more of a role is known. */
bool rp_names_linked(struct rampart_str role);

/* The roles that CloudSSO makes of its access configurations. */
#define RP_SSO_PREFIX "AliyunReservedSSO-"
bool rp_names_sso(struct rampart_str role);

/* ---- an index ---- */

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
 * Ask for the memory that finding a name of this hash reads: where it stands, and once that is there, the item, and
 * then the letters of its name.
 */
void rp_name_index_fetch_slot(const struct rp_name_index *index, uint64_t hash);
void rp_name_index_fetch_item(const struct rp_name_index *index, uint64_t hash);
void rp_name_index_fetch_letters(const struct rp_name_index *index, uint64_t hash);

#endif
