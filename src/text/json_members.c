/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members that stand twice in a map. Readers differ in which of the two they take, so none may be taken. Sorting
 * finds them; hashes tell beforehand that there is nothing to find.
 */
#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json_reader.h"

enum { FEW = 8, MOST_PROBES = 32 };

/* A member, and the first one with the same key. */
struct twin {
    const struct rp_node *member, *first;
};

static void report(const struct rp_reading *reading, struct twin twin)
{
    struct rp_position at = rp_source_position(reading->source, twin.first->key_span.start);
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_DUPLICATE,
            (struct rp_at){reading->source, twin.member->key_span},
            "duplicate member \"%.*s\"; it stands first at line %u, column %u",
            RP_ARG(rp_json_shown(twin.member->key)), at.line, at.column);
    rp_diag_help(reading->diags, "keep one of the two; several values belong in one list");
}

static void check_few(const struct rp_reading *reading, const struct rp_node *map)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        const struct rp_node *first = map->first;
        while (first != member && !rp_str_equal(first->key, member->key)) first = first->next;
        if (first != member) report(reading, (struct twin){member, first});
    }
}

static bool by_key(struct twin a, struct twin b)
{
    return rp_str_compare(a.member->key, b.member->key) <= 0;
}

static bool by_place(struct twin a, struct twin b)
{
    return a.member->key_span.start <= b.member->key_span.start;
}

/* Merges two sorted neighbours, items[0..left) and items[left..count), into `to`. */
static void merge(const struct twin *items, size_t left, size_t count,
                  bool (*in_order)(struct twin, struct twin), struct twin *to)
{
    size_t a = 0, b = left;
    for (size_t i = 0; i < count; i++) {
        bool take_left = a < left && (b == count || in_order(items[a], items[b]));
        to[i] = take_left ? items[a++] : items[b++];
    }
}

/* A stable sort that takes n log n steps on every input, as the library's qsort need not. */
static void sort(struct twin *items, struct twin *spare, size_t count,
                 bool (*in_order)(struct twin, struct twin))
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            size_t part = count - at < 2 * width ? count - at : 2 * width;
            merge(items + at, part < width ? part : width, part, in_order, spare + at);
        }
        for (size_t i = 0; i < count; i++) items[i] = spare[i];
    }
}

/* Keeps the members that have an earlier twin; returns how many. */
static size_t keep_twins(struct twin *sorted, size_t count)
{
    size_t kept = 0;
    const struct rp_node *first = sorted[0].member;
    for (size_t i = 1; i < count; i++) {
        if (rp_str_equal(first->key, sorted[i].member->key))
            sorted[kept++] = (struct twin){sorted[i].member, first};
        else
            first = sorted[i].member;
    }
    return kept;
}

/* Enters the hash into the table. False when it is there, or when too many others crowd where it belongs. */
static bool enter(uint64_t *slots, size_t mask, uint64_t hash)
{
    if (hash == 0) hash = 1; /* an empty place is zero */
    for (size_t i = 0; i < MOST_PROBES; i++) {
        uint64_t *slot = &slots[((size_t)(hash >> 32) + i) & mask];
        if (*slot == hash) return false;
        if (*slot != 0) continue;
        *slot = hash;
        return true;
    }
    return false;
}

/* True: surely. Keys can be chosen so that their hashes are the same or crowd: then nothing is known. */
static bool all_differ(const struct rp_node *map, uint64_t *slots, size_t mask)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next)
        if (!enter(slots, mask, rp_hash(member->key))) return false;
    return true;
}

static enum rampart_status check_by_hash(const struct rp_reading *reading, const struct rp_node *map,
                                         bool *ret_differ)
{
    size_t slots = 2;
    while (slots < 2 * map->count) slots *= 2;
    struct rp_arena arena;
    rp_arena_init(&arena, &reading->arena->allocator);
    uint64_t *table = RP_NEW_ARRAY(&arena, uint64_t, slots);
    if (table != NULL) *ret_differ = all_differ(map, table, slots - 1);
    rp_arena_free(&arena);
    return table != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status check_many(const struct rp_reading *reading, const struct rp_node *map)
{
    struct twin *twins = RP_NEW_ARRAY(reading->arena, struct twin, map->count);
    struct twin *spare = RP_NEW_ARRAY(reading->arena, struct twin, map->count);
    RP_TRY_MEMORY(twins != NULL && spare != NULL);
    size_t count = 0;
    for (const struct rp_node *member = map->first; member != NULL; member = member->next)
        twins[count++].member = member;
    sort(twins, spare, count, by_key);
    count = keep_twins(twins, count);
    sort(twins, spare, count, by_place);
    for (size_t i = 0; i < count; i++) report(reading, twins[i]);
    return RAMPART_OK;
}

enum rampart_status rp_json_check_members(const struct rp_reading *reading, const struct rp_node *map)
{
    bool differ = false;
    if (map->count <= FEW) {
        check_few(reading, map);
        return RAMPART_OK;
    }
    RP_TRY(check_by_hash(reading, map, &differ));
    return differ ? RAMPART_OK : check_many(reading, map);
}
