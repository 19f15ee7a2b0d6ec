/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that keep equal things once: texts, and bit sets. */
#ifndef RP_BASE_TABLE_H
#define RP_BASE_TABLE_H

#include <stdint.h>

#include "base/arena.h"

/*
 * Texts, of which the first one stands for its equals (mostly: see rp_intern()). Zeroed: empty. The table lies in
 * the arena that is given with each text, which must be the same each time.
 */
struct rp_intern {
    struct rampart_str **slots; /* a table with open addressing, at most half full */
    size_t mask, count;
};

/*
 * The place that keeps the text. The place of a new text is empty (data NULL): fill it with an equal text before
 * the next call. NULL when memory is refused. Texts can be chosen so that they crowd; then some are kept more than
 * once.
 */
struct rampart_str *rp_intern(struct rp_intern *intern, struct rp_arena *arena, struct rampart_str text);

/*
 * The number of the text: `next` if it is new, which it has from now on. The table must be used for nothing else. Texts that
 * crowd may get several numbers. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_intern_number(struct rp_intern *intern, struct rp_arena *arena, struct rampart_str text, size_t next,
                                     size_t *ret_number);

/* Bit sets of one width that have been seen, numbered from 0 in the order of their arrival. */
struct rp_seen {
    struct rp_arena *arena;
    size_t width;      /* of a set, in words */
    size_t count;      /* of the sets */
    uint64_t *words;   /* set after set */
    uint32_t *buckets; /* twice as many as there is room for: the number of a set and one more */
    size_t capacity;
};

/* No set is seen yet; nothing is allocated. */
void rp_seen_init(struct rp_seen *seen, struct rp_arena *arena, size_t width);

/* The number of the set: the count of those before it when it is new. `set` may not point into `seen`. */
enum rampart_status rp_seen_add(struct rp_seen *seen, const uint64_t *set, size_t *ret_number);

/* The words of a set, which stay where they are until the next set is added. */
const uint64_t *rp_seen_at(const struct rp_seen *seen, size_t number);

#endif
