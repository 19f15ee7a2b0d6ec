/* SPDX-License-Identifier: Apache-2.0 */
/* Bit sets of one width that have been seen, each kept once and numbered from 0 in the order of its arrival. */
#ifndef RP_BASE_SEEN_H
#define RP_BASE_SEEN_H

#include <stdint.h>

#include "base/arena.h"

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
