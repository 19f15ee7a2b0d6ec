/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members that stand twice in a map. Readers differ in which of the two they take, so none may be taken.
 * Sorting finds them; a hash would need a secret to be safe from chosen keys.
 */
#include "base/str.h"
#include "base/try.h"
#include "text/json_reader.h"

enum { FEW = 8 };

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

enum rampart_status rp_json_check_members(const struct rp_reading *reading, const struct rp_node *map)
{
    if (map->count <= FEW) {
        check_few(reading, map);
        return RAMPART_OK;
    }
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
