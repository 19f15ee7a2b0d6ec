/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/row_index.h"

#include <string.h>

#include "base/str.h"
#include "base/try.h"

enum { MOST_PROBES = 256 };

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

static uint64_t row_index_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
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

/* The slot of the name, or the free one that it would have; NULL: neither is near. */
static uint32_t *row_index_slot(const struct rp_row_index *index, struct rampart_str rows,
                                struct rampart_str name)
{
    uint64_t at = row_index_hash(name);
    for (size_t i = 0; i < MOST_PROBES; i++) {
        uint32_t *slot = &index->slots[(at + i) & index->mask];
        if (*slot == 0 || row_index_has(rp_row_index_at(index, rows, *slot - 1), name)) return slot;
    }
    return NULL;
}

static enum rampart_status row_index_find_starts(struct rp_row_index *index, struct rp_arena *arena,
                                                 struct rampart_str rows)
{
    size_t at = 0;
    index->starts = rp_arena_take(arena, rp_arena_bytes((rp_str_count(rows, '\n') + 2) * sizeof(uint32_t)));
    RP_TRY_MEMORY(index->starts != NULL);
    for (index->row_count = 0; at < rows.len; index->row_count++) {
        const char *end = memchr(rows.data + at, '\n', rows.len - at);
        index->starts[index->row_count] = (uint32_t)at;
        at = end == NULL ? rows.len : (size_t)(end - rows.data) + 1;
    }
    index->starts[index->row_count] = (uint32_t)rows.len;
    return RAMPART_OK;
}

static uint64_t row_index_length_bit(size_t len)
{
    return UINT64_C(1) << (len < 63 ? len : 63);
}

static void row_index_add(struct rp_row_index *index, struct rampart_str rows, uint32_t row,
                          struct rampart_str line)
{
    const struct rampart_str name = rp_str_part(line, 0, rp_str_find(line, '\t'));
    uint32_t *slot = row_index_slot(index, rows, name);
    index->lengths |= row_index_length_bit(name.len);
    if (slot == NULL)
        index->crowded = true;
    else if (*slot == 0)
        *slot = row + 1;
}

enum rampart_status rp_row_index_build(struct rp_row_index *index, struct rp_arena *arena,
                                       struct rampart_str rows, bool (*takes)(struct rampart_str line))
{
    size_t slots = 2;
    *index = (struct rp_row_index){.starts = NULL};
    RP_TRY(row_index_find_starts(index, arena, rows));
    while (slots < (size_t)index->row_count + index->row_count / 2 + 1) slots *= 2;
    index->slots = RP_NEW_ARRAY(arena, uint32_t, slots);
    index->mask = slots - 1;
    RP_TRY_MEMORY(index->slots != NULL);
    for (uint32_t row = 0; row < index->row_count; row++) {
        const struct rampart_str line = rp_row_index_line(index, rows, row);
        if (takes == NULL || takes(line)) row_index_add(index, rows, row, line);
    }
    return RAMPART_OK;
}

enum rp_row_found rp_row_index_find(const struct rp_row_index *index, struct rampart_str rows,
                                    struct rampart_str name, uint32_t *ret_row)
{
    if ((index->lengths & row_index_length_bit(name.len)) == 0) return RP_ROW_MISSING;
    if (rp_str_find(name, '\t') < name.len) return RP_ROW_MISSING; /* a name is one column */
    const uint32_t *slot = row_index_slot(index, rows, name);
    if (slot == NULL) return RP_ROW_NOT_KNOWN;
    if (*slot == 0) return index->crowded ? RP_ROW_NOT_KNOWN : RP_ROW_MISSING;
    *ret_row = *slot - 1;
    return RP_ROW_FOUND;
}

struct rampart_str rp_row_index_line(const struct rp_row_index *index, struct rampart_str rows, uint32_t row)
{
    struct rampart_str line = rp_row_index_at(index, rows, row);
    line.len -= line.len > 0 && line.data[line.len - 1] == '\n';
    return line;
}

/* ---- the rows of a service ---- */

static struct rampart_str code_index_code(struct rampart_str action)
{
    return rp_str_part(action, 0, rp_str_find(action, ':'));
}

/* FNV-1a over the letters in lower case: a table differs from the question in case only. */
static size_t code_index_hash(struct rampart_str code)
{
    uint32_t sum = 2166136261U;
    for (size_t i = 0; i < code.len; i++) sum = (sum ^ (unsigned char)rp_lower(code.data[i])) * 16777619U;
    return sum;
}

static bool code_index_has(struct rampart_str row, struct rampart_str code)
{
    if (row.len <= code.len || row.data[code.len] != ':') return false;
    const struct rampart_str own = rp_str_part(row, 0, code.len);
    return rp_str_equal(own, code) ||
           rp_str_equal_fold(own, code); /* the former costs less, and most often holds */
}

/* The slot of the code, or the free one that it would have. */
static struct rp_code_range *code_index_slot(const struct rp_code_index *index, struct rampart_str actions,
                                             struct rampart_str code)
{
    for (size_t i = code_index_hash(code) & index->mask;; i = (i + 1) & index->mask) {
        struct rp_code_range *slot = &index->slots[i];
        if (slot->end == 0 || code_index_has(rp_row_index_at(index->rows, actions, slot->first), code))
            return slot;
    }
}

enum rampart_status rp_code_index_build(struct rp_code_index *index, struct rp_arena *arena,
                                        struct rampart_str actions, const struct rp_row_index *rows,
                                        size_t most)
{
    size_t count = 2;
    index->rows = rows;
    while (count < 2 * most) count *= 2;
    index->mask = count - 1;
    index->slots = RP_NEW_ARRAY(arena, struct rp_code_range, count);
    RP_TRY_MEMORY(index->slots != NULL);
    for (uint32_t row = 0, used = 0; row < rows->row_count && used < most; used++) {
        const struct rampart_str code = code_index_code(rp_row_index_at(index->rows, actions, row));
        uint32_t end = row + 1;
        while (end < rows->row_count && code_index_has(rp_row_index_at(index->rows, actions, end), code))
            end++;
        *code_index_slot(index, actions, code) = (struct rp_code_range){row, end};
        row = end;
    }
    return RAMPART_OK;
}

static struct rp_code_range code_index_range(const struct rp_code_index *index, struct rampart_str actions,
                                             struct rampart_str action)
{
    const struct rp_code_range *slot = code_index_slot(index, actions, code_index_code(action));
    return slot->end == 0 ? (struct rp_code_range){0, index->rows->row_count} : *slot;
}

struct rampart_str rp_code_index_rows(const struct rp_code_index *index, struct rampart_str actions,
                                      struct rampart_str action)
{
    const struct rp_code_range range = code_index_range(index, actions, action);
    return rp_str_part(actions, index->rows->starts[range.first],
                       index->rows->starts[range.end] - index->rows->starts[range.first]);
}
