/* SPDX-License-Identifier: Apache-2.0 */
#include "base/seen.h"

#include <string.h>

#include "base/try.h"

enum { FIRST_CAPACITY = 32 };

void rp_seen_init(struct rp_seen *seen, struct rp_arena *arena, size_t width)
{
    *seen = (struct rp_seen){.arena = arena, .width = width};
}

const uint64_t *rp_seen_at(const struct rp_seen *seen, size_t number)
{
    return seen->words + number * seen->width;
}

static size_t hash(const struct rp_seen *seen, const uint64_t *set)
{
    uint64_t mixed = 0;
    for (size_t i = 0; i < seen->width; i++) {
        mixed = (mixed ^ set[i]) * 0x9E3779B97F4A7C15U;
        mixed ^= mixed >> 32;
    }
    return (size_t)mixed;
}

/* The bucket that holds the set, or the empty one where it belongs. */
static uint32_t *bucket_of(const struct rp_seen *seen, const uint64_t *set)
{
    size_t mask = 2 * seen->capacity - 1, at = hash(seen, set) & mask; /* the capacity is a power of two */
    while (seen->buckets[at] != 0 &&
           memcmp(rp_seen_at(seen, seen->buckets[at] - 1), set, seen->width * sizeof *set) != 0)
        at = (at + 1) & mask;
    return &seen->buckets[at];
}

static enum rampart_status grow(struct rp_seen *seen)
{
    struct rp_seen larger = *seen;
    larger.capacity = seen->capacity == 0 ? FIRST_CAPACITY : 2 * seen->capacity;
    larger.words = RP_NEW_ARRAY(seen->arena, uint64_t, larger.capacity * seen->width);
    larger.buckets = RP_NEW_ARRAY(seen->arena, uint32_t, 2 * larger.capacity);
    RP_TRY_MEMORY(larger.words != NULL && larger.buckets != NULL);
    if (seen->count > 0) memcpy(larger.words, seen->words, seen->count * seen->width * sizeof *seen->words);
    for (size_t i = 0; i < seen->count; i++) *bucket_of(&larger, rp_seen_at(&larger, i)) = (uint32_t)i + 1;
    *seen = larger;
    return RAMPART_OK;
}

enum rampart_status rp_seen_add(struct rp_seen *seen, const uint64_t *set, size_t *ret_number)
{
    if (seen->count == seen->capacity) RP_TRY(grow(seen));
    uint32_t *bucket = bucket_of(seen, set);
    if (*bucket == 0) {
        memcpy(seen->words + seen->count * seen->width, set, seen->width * sizeof *set);
        *bucket = (uint32_t)++seen->count;
    }
    *ret_number = *bucket - 1;
    return RAMPART_OK;
}
