/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/code_index.h"

#include "base/str.h"
#include "base/try.h"

static struct rampart_str code_of(struct rampart_str action)
{
    return rp_str_part(action, 0, rp_str_find(action, ':'));
}

/* Of the letters in lower case: the tables differ from the question in case only. (FNV-1a.) */
static size_t hash(struct rampart_str code)
{
    uint32_t sum = 2166136261U;
    for (size_t i = 0; i < code.len; i++) sum = (sum ^ (unsigned char)rp_lower(code.data[i])) * 16777619U;
    return sum;
}

static bool has_code(struct rampart_str row, struct rampart_str code)
{
    if (row.len <= code.len || row.data[code.len] != ':') return false;
    const struct rampart_str own = rp_str_part(row, 0, code.len);
    return rp_str_equal(own, code) ||
           rp_str_equal_fold(own, code); /* the former costs less, and most often holds */
}

/* The slot of the code, or the free one that it would have. */
static struct rp_code_range *find_slot(const struct rp_code_index *index, struct rampart_str actions,
                                       struct rampart_str code)
{
    for (size_t i = hash(code) & index->mask;; i = (i + 1) & index->mask) {
        struct rp_code_range *slot = &index->slots[i];
        if (slot->end == 0 || has_code(rp_row_index_at(index->rows, actions, slot->first), code)) return slot;
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
        const struct rampart_str code = code_of(rp_row_index_at(index->rows, actions, row));
        uint32_t end = row + 1;
        while (end < rows->row_count && has_code(rp_row_index_at(index->rows, actions, end), code)) end++;
        *find_slot(index, actions, code) = (struct rp_code_range){row, end};
        row = end;
    }
    return RAMPART_OK;
}

static struct rp_code_range range_of(const struct rp_code_index *index, struct rampart_str actions,
                                     struct rampart_str action)
{
    const struct rp_code_range *slot = find_slot(index, actions, code_of(action));
    return slot->end == 0 ? (struct rp_code_range){0, index->rows->row_count} : *slot;
}

struct rampart_str rp_code_index_rows(const struct rp_code_index *index, struct rampart_str actions,
                                      struct rampart_str action)
{
    const struct rp_code_range range = range_of(index, actions, action);
    return rp_str_part(actions, index->rows->starts[range.first],
                       index->rows->starts[range.end] - index->rows->starts[range.first]);
}
