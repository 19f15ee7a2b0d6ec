/* SPDX-License-Identifier: Apache-2.0 */
/* Sorted lists whose items begin with their name, and an index of one. */
#include "account/names.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/slips.h"
#include "text/did_you_mean.h"

static struct rampart_str names_name_at(const void *items, size_t size, size_t i)
{
    return *(const struct rampart_str *)(const void *)((const char *)items + i * size);
}

static int names_by_name(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

void rp_names_sort(void *items, size_t count, size_t size)
{
    if (count > 1) qsort(items, count, size, names_by_name);
}

size_t rp_names_find(const void *items, size_t count, size_t size, struct rampart_str name)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rp_str_compare(names_name_at(items, size, middle), name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rp_str_equal(names_name_at(items, size, low), name) ? low : count;
}

struct rampart_str rp_names_nearest(const void *items, size_t count, size_t size, struct rampart_str word)
{
    struct rampart_str nearest = {NULL, 0};
    unsigned most = word.len > 256 ? 0 : (unsigned)(word.len / 3);
    for (size_t i = 0; i < count; i++) {
        struct rampart_str name = names_name_at(items, size, i);
        if (rp_str_equal_fold(name, word)) return name;
        unsigned edits = rp_edit_distance(word, name, most);
        if (edits > most || (nearest.len > 0 && edits == most)) continue;
        nearest = name;
        most = edits;
    }
    return nearest;
}

struct rampart_str rp_names_meant(const void *items, size_t count, size_t size, struct rampart_str word)
{
    struct rampart_str meant = {NULL, 0};
    unsigned most = rp_slips_allowed(word.len);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct rampart_str name = names_name_at(items, size, i);
        const unsigned slips = rp_name_slips(word, name, most);
        if (slips > most) continue;
        found = slips < most ? 1 : found + 1;
        most = slips;
        meant = name;
    }
    return found == 1 ? meant : (struct rampart_str){NULL, 0};
}

bool rp_names_linked(struct rampart_str role)
{
    struct rampart_str prefix = RP_STR("AliyunServiceRoleFor");
    return rp_str_equal_fold(rp_str_part(role, 0, prefix.len), prefix);
}

bool rp_names_sso(struct rampart_str role)
{
    struct rampart_str prefix = RP_STR(RP_SSO_PREFIX);
    return rp_str_equal_fold(rp_str_part(role, 0, prefix.len), prefix);
}

/* ---- an index ---- */

enum { MOST_PROBES = 32 };

static const void *names_item_at(const struct rp_name_index *index, size_t number)
{
    return (const char *)index->items + number * index->size;
}

static struct rampart_str names_index_name(const struct rp_name_index *index, size_t number)
{
    return *(const struct rampart_str *)names_item_at(index, number);
}

static uint32_t names_tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

/* Names can be chosen so that they crowd: those that find no place near theirs are found by bisection. */
static void names_enter(struct rp_name_index *index, uint32_t number)
{
    uint32_t tag = names_tag_of(rp_hash(names_index_name(index, number)));
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
    for (size_t i = 0; i < count; i++) names_enter(&index, (uint32_t)i);
    *ret_index = index;
    return RAMPART_OK;
}

size_t rp_name_index_find(const struct rp_name_index *index, struct rampart_str name, uint64_t hash,
                          size_t first, size_t count)
{
    uint32_t tag = names_tag_of(hash);
    if (count == 0) return first;
    if (index->slots == NULL) return first + rp_names_find(names_item_at(index, first), count, index->size, name);
    for (size_t i = 0; i < MOST_PROBES; i++) {
        const struct rp_name_slot *slot = &index->slots[(tag + i) & index->mask];
        if (slot->number == 0) return first + count;
        size_t number = slot->number - 1;
        if (slot->tag != tag || number < first || number - first >= count) continue;
        if (rp_str_equal(names_index_name(index, number), name)) return number;
    }
    return first + rp_names_find(names_item_at(index, first), count, index->size, name);
}

void rp_name_index_fetch_slot(const struct rp_name_index *index, uint64_t hash)
{
    if (index->slots != NULL) rp_prefetch(&index->slots[names_tag_of(hash) & index->mask]);
}

/* Only the first that it may be: most names stand where they should. */
static const char *names_expected_item(const struct rp_name_index *index, uint64_t hash)
{
    if (index->slots == NULL) return NULL;
    const struct rp_name_slot *slot = &index->slots[names_tag_of(hash) & index->mask];
    return slot->number == 0 ? NULL : names_item_at(index, slot->number - 1);
}

void rp_name_index_fetch_item(const struct rp_name_index *index, uint64_t hash)
{
    const char *item = names_expected_item(index, hash);
    if (item != NULL) rp_prefetch_bytes(item, index->size);
}

void rp_name_index_fetch_letters(const struct rp_name_index *index, uint64_t hash)
{
    const char *item = names_expected_item(index, hash);
    if (item != NULL) rp_prefetch(((const struct rampart_str *)(const void *)item)->data);
}
