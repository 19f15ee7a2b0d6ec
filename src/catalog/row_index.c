/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/row_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/prefetch.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/shape.h"
#include "catalog/tsv.h"

enum { MOST_PROBES = 256 };

/* A place of the table that there is not. */
static const uint32_t no_slot = UINT32_MAX;

/*
 * The bit that tells small letters from capitals is set in every byte: what is equal but for case has the same number.
 * Multiplying carries a bit upwards, shifting carries it down again.
 */
static uint64_t row_index_mix(uint64_t number, uint64_t word)
{
    const uint64_t small = UINT64_C(0x2020202020202020);
    number = (number ^ (word | small)) * UINT64_C(0x9E6C63D0876A9A47);
    return number ^ number >> 32;
}

/* Eight letters as a number whose lowest byte is the first: the build makes indexes for machines of either order. */
static uint64_t row_index_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(word) : word;
}

/*
 * Hashes eight letters at a time. The last word may overlap the one before it; a short name is one word, filled up
 * with 0.
 */
static uint64_t row_index_hash(struct rampart_str name)
{
    enum { WORD = sizeof(uint64_t) };
    uint64_t number = name.len;
    char few[WORD] = {0};
    if (name.len >= WORD) {
        for (size_t i = 0; i + WORD < name.len; i += WORD)
            number = row_index_mix(number, row_index_word(name.data + i));
        return row_index_mix(number, row_index_word(name.data + name.len - WORD));
    }
    for (size_t i = 0; i < name.len; i++) few[i] = name.data[i];
    return row_index_mix(number, row_index_word(few));
}

static bool row_index_has(struct rampart_str row, struct rampart_str name)
{
    if (row.len <= name.len || row.data[name.len] != '\t') return false;
    const struct rampart_str own = {row.data, name.len};
    return rp_str_equal(own, name) ||
           rp_str_equal_fold(own, name); /* the former costs less, and most often holds */
}

/* What a slot has beside the number of the row: bits of the hash that do not tell which slot it is. */
static uint32_t row_index_tag(const struct rp_row_index *index, uint64_t hash)
{
    return (uint32_t)(hash >> 32) & ~index->numbers;
}

/* The row of a slot that is not free. */
static uint32_t row_index_row(const struct rp_row_index *index, uint32_t slot)
{
    return (index->slots[slot] & index->numbers) - 1;
}

/* The slot of the name, or the free one that it would have; no_slot: neither is near. */
static uint32_t row_index_slot(const struct rp_row_index *index, struct rampart_str rows,
                               struct rampart_str name)
{
    const uint64_t at = row_index_hash(name);
    const uint32_t tag = row_index_tag(index, at);
    for (size_t i = 0; i < MOST_PROBES; i++) {
        const uint32_t slot = (uint32_t)(at + i) & index->mask;
        if (index->slots[slot] == 0) return slot;
        if ((index->slots[slot] & ~index->numbers) != tag) continue;
        if (row_index_has(rp_row_index_at(index, rows, row_index_row(index, slot)), name)) return slot;
    }
    return no_slot;
}

/* The first row whose name may be the one with the hash, by a few slots; row_count: there is none. */
static uint32_t row_index_likely(const struct rp_row_index *index, uint64_t hash)
{
    enum { FEW = 8 };
    const uint32_t tag = row_index_tag(index, hash);
    for (size_t i = 0; i < FEW; i++) {
        const uint32_t slot = (uint32_t)(hash + i) & index->mask;
        if (index->slots[slot] == 0) break;
        if ((index->slots[slot] & ~index->numbers) == tag) return row_index_row(index, slot);
    }
    return index->row_count;
}

static enum rampart_status row_index_find_starts(struct rp_row_index *index, struct rp_arena *arena,
                                                 struct rampart_str rows)
{
    size_t at = 0;
    uint32_t *starts =
        rp_arena_take(arena, rp_arena_bytes((rp_str_count(rows, '\n') + 2) * sizeof(uint32_t)));
    RP_TRY_MEMORY(starts != NULL);
    for (index->row_count = 0; at < rows.len; index->row_count++) {
        const char *end = memchr(rows.data + at, '\n', rows.len - at);
        starts[index->row_count] = (uint32_t)at;
        at = end == NULL ? rows.len : (size_t)(end - rows.data) + 1;
    }
    starts[index->row_count] = (uint32_t)rows.len;
    index->starts = starts;
    return RAMPART_OK;
}

static uint64_t row_index_length_bit(size_t len)
{
    return UINT64_C(1) << (len < 63 ? len : 63);
}

static void row_index_add(struct rp_row_index *index, uint32_t *slots, struct rampart_str rows, uint32_t row,
                          struct rampart_str line)
{
    const struct rampart_str name = rp_str_part(line, 0, rp_str_find(line, '\t'));
    const uint32_t slot = row_index_slot(index, rows, name);
    index->lengths |= row_index_length_bit(name.len);
    if (slot == no_slot)
        index->crowded = true;
    else if (slots[slot] == 0)
        slots[slot] = (row + 1) | row_index_tag(index, row_index_hash(name));
}

enum rampart_status rp_row_index_build(struct rp_row_index *ret_index, struct rp_arena *arena,
                                       struct rampart_str rows, bool (*takes)(struct rampart_str line))
{
    uint32_t count = 2;
    struct rp_row_index index = {.starts = NULL};
    RP_TRY(row_index_find_starts(&index, arena, rows));
    while (count < index.row_count + index.row_count / 2 + 1) count *= 2;
    uint32_t *slots = RP_NEW_ARRAY(arena, uint32_t, count);
    RP_TRY_MEMORY(slots != NULL);
    index.slots = slots;
    index.mask = count - 1;
    while (index.numbers < index.row_count) index.numbers = 2 * index.numbers + 1;
    for (uint32_t row = 0; row < index.row_count; row++) {
        const struct rampart_str line = rp_row_index_line(&index, rows, row);
        if (takes == NULL || takes(line)) row_index_add(&index, slots, rows, row, line);
    }
    *ret_index = index;
    return RAMPART_OK;
}

enum rp_row_found rp_row_index_find(const struct rp_row_index *index, struct rampart_str rows,
                                    struct rampart_str name, uint32_t *ret_row)
{
    if ((index->lengths & row_index_length_bit(name.len)) == 0) return RP_ROW_MISSING;
    if (rp_str_find(name, '\t') < name.len) return RP_ROW_MISSING; /* a name is one column */
    const uint32_t slot = row_index_slot(index, rows, name);
    if (slot == no_slot) return RP_ROW_NOT_KNOWN;
    if (index->slots[slot] == 0) return index->crowded ? RP_ROW_NOT_KNOWN : RP_ROW_MISSING;
    *ret_row = row_index_row(index, slot);
    return RP_ROW_FOUND;
}

void rp_row_index_expect(const struct rp_row_index *index, struct rampart_str rows, const struct rampart_str *names, size_t count)
{
    uint64_t hashes[RP_MOST_EXPECTED];
    uint32_t likely[RP_MOST_EXPECTED];
    if (count > RP_MOST_EXPECTED) count = RP_MOST_EXPECTED;
    for (size_t i = 0; i < count; i++) {
        hashes[i] = row_index_hash(names[i]);
        rp_prefetch(&index->slots[(uint32_t)hashes[i] & index->mask]);
    }
    for (size_t i = 0; i < count; i++) {
        likely[i] = row_index_likely(index, hashes[i]);
        rp_prefetch(&index->starts[likely[i]]);
    }
    for (size_t i = 0; i < count; i++) rp_prefetch(rows.data + index->starts[likely[i]]);
}

struct rampart_str rp_row_index_line(const struct rp_row_index *index, struct rampart_str rows, uint32_t row)
{
    struct rampart_str line = rp_row_index_at(index, rows, row);
    line.len -= line.len > 0 && line.data[line.len - 1] == '\n';
    return line;
}

uint32_t rp_row_index_number(const struct rp_row_index *index, size_t start)
{
    uint32_t low = 0, high = index->row_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        *(index->starts[middle] < start ? &low : &high) = index->starts[middle] < start ? middle + 1 : middle;
    }
    return low;
}

/* ---- the rows of a service ---- */

static struct rampart_str code_index_code(struct rampart_str action)
{
    return rp_str_part(action, 0, rp_str_find(action, ':'));
}

static bool code_index_has(struct rampart_str row, struct rampart_str code)
{
    if (row.len <= code.len || row.data[code.len] != ':') return false;
    const struct rampart_str own = rp_str_part(row, 0, code.len);
    return rp_str_equal(own, code) ||
           rp_str_equal_fold(own, code); /* the former costs less, and most often holds */
}

/* Its row among the services. False: it is none of them, or its name crowds. */
static bool code_index_row(const struct rp_code_index *index, struct rampart_str code, uint32_t *ret_row)
{
    return rp_row_index_find(index->of_services, index->services, code, ret_row) == RP_ROW_FOUND;
}

static uint64_t code_index_shape(struct rampart_str row, size_t code)
{
    const struct rampart_str action = rp_str_part(row, 0, rp_str_find(row, '\t'));
    return rp_shape(rp_str_from(action, code + 1));
}

/* The evidence is the last column. */
static bool code_index_listed(struct rampart_str row)
{
    return rp_str_ends(row, RP_STR("\ttable"));
}

/* The levels create, update and delete; the others are get, list and none. */
static bool code_index_writes(struct rampart_str row)
{
    const size_t level = rp_str_find(row, '\t') + 1;
    return level < row.len && (row.data[level] == 'c' || row.data[level] == 'u' || row.data[level] == 'd');
}

static enum rampart_status code_index_ranges(struct rp_code_index *index, struct rp_arena *arena)
{
    const struct rp_row_index *rows = index->of_actions;
    struct rp_code_range *ranges = RP_NEW_ARRAY(arena, struct rp_code_range, index->of_services->row_count);
    uint64_t *shapes = RP_NEW_ARRAY(arena, uint64_t, rows->row_count);
    RP_TRY_MEMORY(ranges != NULL && shapes != NULL);
    for (uint32_t first = 0, row = 0, service; row < rows->row_count; first = row) {
        const struct rampart_str code = code_index_code(rp_row_index_at(rows, index->actions, row));
        struct rp_code_range range = {.first = first};
        do {
            const struct rampart_str line = rp_row_index_line(rows, index->actions, row);
            shapes[row] = code_index_shape(line, code.len);
            range.listed += code_index_listed(line);
            range.writes += code_index_writes(line);
            range.stated += code_index_writes(line) && code_index_listed(line);
            row++;
        } while (row < rows->row_count && code_index_has(rp_row_index_at(rows, index->actions, row), code));
        range.end = row;
        if (code_index_row(index, code, &service)) ranges[service] = range;
    }
    index->ranges = ranges;
    index->shapes = shapes;
    return RAMPART_OK;
}

enum { EVIDENCE = 2, OTHER_CODES = 3 }; /* columns of services */

static enum rampart_status code_index_code_shapes(struct rp_code_index *index, struct rp_arena *arena)
{
    const struct rp_row_index *rows = index->of_services;
    uint64_t *shapes = RP_NEW_ARRAY(arena, uint64_t, rows->row_count);
    RP_TRY_MEMORY(shapes != NULL);
    for (uint32_t row = 0; row < rows->row_count; row++) {
        const struct rampart_str line = rp_row_index_line(rows, index->services, row);
        shapes[row] = rp_shape(rp_tsv_field(line, 0));
        if (rp_str_equal(rp_tsv_field(line, EVIDENCE), RP_STR("guess"))) shapes[row] |= RP_SHAPE_GUESS;
    }
    index->code_shapes = shapes;
    return RAMPART_OK;
}

/* Where a word stands tells two that are the same apart: whatever sorts them, their order is one. */
static int code_index_compare(const void *a, const void *b)
{
    const struct rampart_str *one = a, *other = b;
    const int order = rp_fold_compare(*one, *other);
    return order != 0 ? order : one->data < other->data ? -1 : one->data > other->data;
}

static enum rampart_status code_index_other_codes(struct rp_code_index *index, struct rp_arena *arena)
{
    const size_t most = rp_str_count(index->services, ',') + index->of_services->row_count;
    struct rampart_str *words = RP_NEW_ARRAY(arena, struct rampart_str, most), line, rest = index->services;
    uint32_t *places = RP_NEW_ARRAY(arena, uint32_t, most), count = 0;
    RP_TRY_MEMORY(words != NULL && places != NULL);
    while (rp_tsv_next(&rest, &line)) {
        struct rampart_str list = rp_tsv_unless_dash(rp_tsv_field(line, OTHER_CODES));
        while (count < most && rp_part_next(&list, ',', &words[count])) count++;
    }
    if (count > 0) qsort(words, count, sizeof *words, code_index_compare);
    for (uint32_t i = 0; i < count; i++) places[i] = (uint32_t)(words[i].data - index->services.data);
    index->other_codes = places;
    index->other_code_count = count;
    return RAMPART_OK;
}

enum rampart_status rp_code_index_build(struct rp_code_index *index, struct rp_arena *arena)
{
    RP_TRY(code_index_ranges(index, arena));
    RP_TRY(code_index_code_shapes(index, arena));
    return code_index_other_codes(index, arena);
}

/* The word of a list that begins at a place of the rows. */
static struct rampart_str code_index_word(const struct rp_code_index *index, uint32_t place)
{
    size_t end = place;
    const struct rampart_str rows = index->services;
    while (end < rows.len && rows.data[end] != ',' && rows.data[end] != '\t' && rows.data[end] != '\n') end++;
    return rp_str_part(rows, place, end - place);
}

bool rp_code_index_other(const struct rp_code_index *index, struct rampart_str code)
{
    uint32_t low = 0, high = index->other_code_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const int order = rp_fold_compare(code_index_word(index, index->other_codes[middle]), code);
        if (order == 0) return true;
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    return false;
}

bool rp_code_index_service(const struct rp_code_index *index, struct rampart_str code,
                           struct rp_code_range *ret_range)
{
    uint32_t row;
    if (!code_index_row(index, code, &row) || index->ranges[row].end == 0) return false;
    *ret_range = index->ranges[row];
    return true;
}

size_t rp_code_index_start(const struct rp_code_index *index, struct rampart_str text)
{
    struct rp_code_range range = {.end = index->of_actions->row_count};
    (void)rp_code_index_service(index, code_index_code(text), &range);
    uint32_t low = range.first, high = range.end;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct rampart_str row = rp_row_index_at(index->of_actions, index->actions, middle);
        if (rp_fold_compare(rp_str_part(row, 0, text.len), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return index->of_actions->starts[low];
}
