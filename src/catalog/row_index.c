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
static uint64_t mix(uint64_t number, uint64_t word)
{
    const uint64_t small = UINT64_C(0x2020202020202020);
    number = (number ^ (word | small)) * UINT64_C(0x9E6C63D0876A9A47);
    return number ^ number >> 32;
}

static uint64_t word_at(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* The last word may overlap the one before it; of a short name there is but one, with nothing behind the letters. */
static uint64_t hash(struct rampart_str name)
{
    enum { WORD = sizeof(uint64_t) };
    uint64_t number = name.len;
    char few[WORD] = {0};
    if (name.len >= WORD) {
        for (size_t i = 0; i + WORD < name.len; i += WORD) number = mix(number, word_at(name.data + i));
        return mix(number, word_at(name.data + name.len - WORD));
    }
    for (size_t i = 0; i < name.len; i++) few[i] = name.data[i];
    return mix(number, word_at(few));
}

static bool has_name(struct rampart_str row, struct rampart_str name)
{
    if (row.len <= name.len || row.data[name.len] != '\t') return false;
    const struct rampart_str own = {row.data, name.len};
    return rp_str_equal(own, name) ||
           rp_str_equal_fold(own, name); /* the former costs less, and most often holds */
}

/* The slot of the name, or the free one that it would have; NULL: neither is near. */
static uint32_t *find_slot(const struct rp_row_index *index, struct rampart_str rows, struct rampart_str name)
{
    uint64_t at = hash(name);
    for (size_t i = 0; i < MOST_PROBES; i++) {
        uint32_t *slot = &index->slots[(at + i) & index->mask];
        if (*slot == 0 || has_name(rp_row_index_at(index, rows, *slot - 1), name)) return slot;
    }
    return NULL;
}

static enum rampart_status find_starts(struct rp_row_index *index, struct rp_arena *arena,
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

static uint64_t length_bit(size_t len)
{
    return UINT64_C(1) << (len < 63 ? len : 63);
}

static void add(struct rp_row_index *index, struct rampart_str rows, uint32_t row, struct rampart_str line)
{
    const struct rampart_str name = rp_str_part(line, 0, rp_str_find(line, '\t'));
    uint32_t *slot = find_slot(index, rows, name);
    index->lengths |= length_bit(name.len);
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
    RP_TRY(find_starts(index, arena, rows));
    while (slots < (size_t)index->row_count + index->row_count / 2 + 1) slots *= 2;
    index->slots = RP_NEW_ARRAY(arena, uint32_t, slots);
    index->mask = slots - 1;
    RP_TRY_MEMORY(index->slots != NULL);
    for (uint32_t row = 0; row < index->row_count; row++) {
        const struct rampart_str line = rp_row_index_line(index, rows, row);
        if (takes == NULL || takes(line)) add(index, rows, row, line);
    }
    return RAMPART_OK;
}

enum rp_row_found rp_row_index_find(const struct rp_row_index *index, struct rampart_str rows,
                                    struct rampart_str name, uint32_t *ret_row)
{
    if ((index->lengths & length_bit(name.len)) == 0) return RP_ROW_MISSING;
    if (rp_str_find(name, '\t') < name.len) return RP_ROW_MISSING; /* a name is one column */
    const uint32_t *slot = find_slot(index, rows, name);
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
