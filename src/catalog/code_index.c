/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/code_index.h"

#include "base/str.h"
#include "base/try.h"
#include "catalog/rows.h"

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

/* The slot of the code, or the free one that it would have. */
static struct rp_code_range *find_slot(const struct rp_code_index *index, struct rampart_str actions,
                                       struct rampart_str code)
{
    for (size_t i = hash(code) & index->mask;; i = (i + 1) & index->mask) {
        struct rp_code_range *slot = &index->slots[i];
        if (slot->end == 0) return slot;
        struct rampart_str row = rp_str_from(actions, slot->start);
        bool same = row.len > code.len && row.data[code.len] == ':';
        if (same && rp_str_equal_fold(rp_str_part(row, 0, code.len), code)) return slot;
    }
}

enum rampart_status rp_code_index_build(struct rp_code_index *index, struct rp_arena *arena,
                                        struct rampart_str actions, size_t most)
{
    size_t count = 2;
    while (count < 2 * most) count *= 2;
    index->mask = count - 1;
    index->slots = RP_NEW_ARRAY(arena, struct rp_code_range, count);
    RP_TRY_MEMORY(index->slots != NULL);
    for (size_t at = 0, used = 0; at < actions.len && used < most; used++) {
        struct rampart_str rest = rp_str_from(actions, at), code = code_of(rest);
        size_t end = at + rp_rows_seek(rest, (struct rp_row_key){code, ':' + 1});
        *find_slot(index, actions, code) = (struct rp_code_range){(uint32_t)at, (uint32_t)end};
        at = end;
    }
    return RAMPART_OK;
}

struct rampart_str rp_code_index_rows(const struct rp_code_index *index, struct rampart_str actions,
                                      struct rampart_str action)
{
    const struct rp_code_range *slot = find_slot(index, actions, code_of(action));
    if (slot->end == 0) return actions;
    return rp_str_part(actions, slot->start, slot->end - slot->start);
}
