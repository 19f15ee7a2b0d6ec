/* SPDX-License-Identifier: Apache-2.0 */
#include "account/name_index.h"

#include "account/read.h"
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"

enum { MOST_PROBES = 32 };

static const void *item_at(const struct rp_name_index *index, size_t number)
{
    return (const char *)index->items + number * index->size;
}

static struct rampart_str name_at(const struct rp_name_index *index, size_t number)
{
    return *(const struct rampart_str *)item_at(index, number);
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

/* Names can be chosen so that they crowd: those that find no place near theirs are found by bisection. */
static void enter(struct rp_name_index *index, uint32_t number)
{
    uint32_t tag = tag_of(rp_hash(name_at(index, number)));
    for (size_t i = 0; i < MOST_PROBES; i++) {
        struct rp_name_slot *slot = &index->slots[(tag + i) & index->mask];
        if (slot->number != 0) continue;
        *slot = (struct rp_name_slot){tag, number + 1};
        return;
    }
}

enum rampart_status rp_name_index_make(struct rp_arena *arena, const void *items, size_t count, size_t size,
                                       struct rp_name_index *ret_index)
{
    size_t slots = 2;
    while (slots < 2 * count) slots *= 2;
    struct rp_name_index index = {items, size, RP_NEW_ARRAY(arena, struct rp_name_slot, slots), slots - 1};
    RP_TRY_MEMORY(index.slots != NULL);
    for (size_t i = 0; i < count; i++) enter(&index, (uint32_t)i);
    *ret_index = index;
    return RAMPART_OK;
}

size_t rp_name_index_find(const struct rp_name_index *index, struct rampart_str name, uint64_t hash,
                          size_t first, size_t count)
{
    uint32_t tag = tag_of(hash);
    if (count == 0) return first;
    for (size_t i = 0; i < MOST_PROBES; i++) {
        const struct rp_name_slot *slot = &index->slots[(tag + i) & index->mask];
        if (slot->number == 0) return first + count;
        size_t number = slot->number - 1;
        if (slot->tag != tag || number < first || number - first >= count) continue;
        if (rp_str_equal(name_at(index, number), name)) return number;
    }
    return first + rp_names_find(item_at(index, first), count, index->size, name);
}

void rp_name_index_fetch_slot(const struct rp_name_index *index, uint64_t hash)
{
    if (index->slots != NULL) rp_prefetch(&index->slots[tag_of(hash) & index->mask]);
}

/* Only the first that it may be: most names stand where they should. */
static const char *expected_item(const struct rp_name_index *index, uint64_t hash)
{
    if (index->slots == NULL) return NULL;
    const struct rp_name_slot *slot = &index->slots[tag_of(hash) & index->mask];
    return slot->number == 0 ? NULL : item_at(index, slot->number - 1);
}

void rp_name_index_fetch_item(const struct rp_name_index *index, uint64_t hash)
{
    const char *item = expected_item(index, hash);
    if (item != NULL) rp_prefetch_bytes(item, index->size);
}

void rp_name_index_fetch_letters(const struct rp_name_index *index, uint64_t hash)
{
    const char *item = expected_item(index, hash);
    if (item != NULL) rp_prefetch(((const struct rampart_str *)(const void *)item)->data);
}
