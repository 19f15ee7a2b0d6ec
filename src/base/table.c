/* SPDX-License-Identifier: Apache-2.0 */
#include "base/table.h"

#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"

/* ---- texts ---- */

enum { FIRST_SLOTS = 64, MOST_PROBES = 32 };

/*
 * The slot that holds the text, or the free one where it belongs. NULL: neither is near, so that no text costs
 * more.
 */
static struct rampart_str **table_find_text(const struct rp_intern *intern, struct rampart_str text)
{
    size_t at = (size_t)(rp_hash(text) >> 32);
    for (size_t i = 0; i < MOST_PROBES; i++) {
        struct rampart_str **slot = &intern->slots[(at + i) & intern->mask];
        if (*slot == NULL || rp_str_equal(**slot, text)) return slot;
    }
    return NULL;
}

static bool table_grow_texts(struct rp_intern *intern, struct rp_arena *arena)
{
    size_t slots = intern->slots == NULL ? FIRST_SLOTS : 2 * (intern->mask + 1);
    struct rp_intern grown = {RP_NEW_ARRAY(arena, struct rampart_str *, slots), slots - 1, intern->count};
    if (grown.slots == NULL) return false;
    for (size_t i = 0; intern->slots != NULL && i <= intern->mask; i++) {
        struct rampart_str **slot =
            intern->slots[i] == NULL ? NULL : table_find_text(&grown, *intern->slots[i]);
        if (slot != NULL) *slot = intern->slots[i];
    }
    *intern = grown;
    return true;
}

struct rampart_str *rp_intern(struct rp_intern *intern, struct rp_arena *arena, struct rampart_str text)
{
    if ((intern->slots == NULL || 2 * intern->count > intern->mask) && !table_grow_texts(intern, arena))
        return NULL;
    struct rampart_str **slot = table_find_text(intern, text);
    if (slot == NULL) return RP_NEW(arena, struct rampart_str);
    if (*slot != NULL) return *slot;
    *slot = RP_NEW(arena, struct rampart_str);
    intern->count += *slot != NULL;
    return *slot;
}

/* A text with the number of what it stands for. */
struct table_numbered {
    size_t number;
    char text[];
};

enum rampart_status rp_intern_number(struct rp_intern *intern, struct rp_arena *arena, struct rampart_str text, size_t next,
                                     size_t *ret_number)
{
    struct rampart_str *place = rp_intern(intern, arena, text);
    RP_TRY_MEMORY(place != NULL);
    if (place->data == NULL) {
        struct table_numbered *fresh = rp_arena_alloc(arena, 1, sizeof *fresh + text.len + 1);
        RP_TRY_MEMORY(fresh != NULL);
        fresh->number = next;
        if (text.len > 0) memcpy(fresh->text, text.data, text.len);
        *place = (struct rampart_str){fresh->text, text.len};
    }
    *ret_number = ((const struct table_numbered *)(const void *)(place->data - offsetof(struct table_numbered, text)))->number;
    return RAMPART_OK;
}

/* ---- bit sets ---- */

enum { FIRST_SETS = 32 };

void rp_seen_init(struct rp_seen *seen, struct rp_arena *arena, size_t width)
{
    *seen = (struct rp_seen){.arena = arena, .width = width};
}

const uint64_t *rp_seen_at(const struct rp_seen *seen, size_t number)
{
    return seen->words + number * seen->width;
}

static size_t table_hash_set(const struct rp_seen *seen, const uint64_t *set)
{
    uint64_t mixed = 0;
    for (size_t i = 0; i < seen->width; i++) {
        mixed = (mixed ^ set[i]) * 0x9E3779B97F4A7C15U;
        mixed ^= mixed >> 32;
    }
    return (size_t)mixed;
}

/* The bucket that holds the set, or the empty one where it belongs. */
static uint32_t *table_bucket(const struct rp_seen *seen, const uint64_t *set)
{
    size_t mask = 2 * seen->capacity - 1,
           at = table_hash_set(seen, set) & mask; /* the capacity is a power of two */
    while (seen->buckets[at] != 0 &&
           memcmp(rp_seen_at(seen, seen->buckets[at] - 1), set, seen->width * sizeof *set) != 0)
        at = (at + 1) & mask;
    return &seen->buckets[at];
}

static enum rampart_status table_grow_sets(struct rp_seen *seen)
{
    struct rp_seen larger = *seen;
    larger.capacity = seen->capacity == 0 ? FIRST_SETS : 2 * seen->capacity;
    larger.words = RP_NEW_ARRAY(seen->arena, uint64_t, larger.capacity * seen->width);
    larger.buckets = RP_NEW_ARRAY(seen->arena, uint32_t, 2 * larger.capacity);
    RP_TRY_MEMORY(larger.words != NULL && larger.buckets != NULL);
    if (seen->count > 0) memcpy(larger.words, seen->words, seen->count * seen->width * sizeof *seen->words);
    for (size_t i = 0; i < seen->count; i++) *table_bucket(&larger, rp_seen_at(&larger, i)) = (uint32_t)i + 1;
    *seen = larger;
    return RAMPART_OK;
}

enum rampart_status rp_seen_add(struct rp_seen *seen, const uint64_t *set, size_t *ret_number)
{
    if (seen->count == seen->capacity) RP_TRY(table_grow_sets(seen));
    uint32_t *bucket = table_bucket(seen, set);
    if (*bucket == 0) {
        memcpy(seen->words + seen->count * seen->width, set, seen->width * sizeof *set);
        *bucket = (uint32_t)++seen->count;
    }
    *ret_number = *bucket - 1;
    return RAMPART_OK;
}
