/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/code_index.h"

#include <string.h>

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

static struct rampart_str row_at(const struct rp_code_index *index, struct rampart_str actions, uint32_t row)
{
    return rp_str_part(actions, index->starts[row], index->starts[row + 1] - index->starts[row]);
}

static bool has_code(struct rampart_str row, struct rampart_str code)
{
    return row.len > code.len && row.data[code.len] == ':' &&
           rp_str_equal_fold(rp_str_part(row, 0, code.len), code);
}

/* The slot of the code, or the free one that it would have. */
static struct rp_code_range *find_slot(const struct rp_code_index *index, struct rampart_str actions,
                                       struct rampart_str code)
{
    for (size_t i = hash(code) & index->mask;; i = (i + 1) & index->mask) {
        struct rp_code_range *slot = &index->slots[i];
        if (slot->end == 0 || has_code(row_at(index, actions, slot->first), code)) return slot;
    }
}

static enum rampart_status find_starts(struct rp_code_index *index, struct rp_arena *arena,
                                       struct rampart_str actions)
{
    size_t rows = rp_str_count(actions, '\n') + 1, at = 0;
    index->starts = RP_NEW_ARRAY(arena, uint32_t, rows + 1);
    RP_TRY_MEMORY(index->starts != NULL);
    for (index->row_count = 0; at < actions.len; index->row_count++) {
        const char *end = memchr(actions.data + at, '\n', actions.len - at);
        index->starts[index->row_count] = (uint32_t)at;
        at = end == NULL ? actions.len : (size_t)(end - actions.data) + 1;
    }
    index->starts[index->row_count] = (uint32_t)actions.len;
    return RAMPART_OK;
}

enum rampart_status rp_code_index_build(struct rp_code_index *index, struct rp_arena *arena,
                                        struct rampart_str actions, size_t most)
{
    size_t count = 2;
    while (count < 2 * most) count *= 2;
    index->mask = count - 1;
    index->slots = RP_NEW_ARRAY(arena, struct rp_code_range, count);
    RP_TRY_MEMORY(index->slots != NULL);
    RP_TRY(find_starts(index, arena, actions));
    for (uint32_t row = 0, used = 0; row < index->row_count && used < most; used++) {
        const struct rampart_str code = code_of(row_at(index, actions, row));
        uint32_t end = row + 1;
        while (end < index->row_count && has_code(row_at(index, actions, end), code)) end++;
        *find_slot(index, actions, code) = (struct rp_code_range){row, end};
        row = end;
    }
    return RAMPART_OK;
}

static struct rp_code_range range_of(const struct rp_code_index *index, struct rampart_str actions,
                                     struct rampart_str action)
{
    const struct rp_code_range *slot = find_slot(index, actions, code_of(action));
    return slot->end == 0 ? (struct rp_code_range){0, index->row_count} : *slot;
}

struct rampart_str rp_code_index_rows(const struct rp_code_index *index, struct rampart_str actions,
                                      struct rampart_str action)
{
    const struct rp_code_range range = range_of(index, actions, action);
    return rp_str_part(actions, index->starts[range.first],
                       index->starts[range.end] - index->starts[range.first]);
}

/* The action's column of a row against the action, which are known to be alike up to a place. */
static int compare(struct rampart_str row, struct rampart_str action, size_t from)
{
    int order = rp_fold_compare(rp_str_part(row, from, action.len - from), rp_str_from(action, from));
    if (order != 0) return order;
    return row.len == action.len ? -1 : (row.data[action.len] == '\t' ? 0 : 1);
}

/* The number of the first row that does not stand before the action. */
static uint32_t seek(const struct rp_code_index *index, struct rampart_str actions, struct rampart_str action)
{
    struct rp_code_range range = range_of(index, actions, action);
    size_t alike = range.end - range.first == index->row_count ? 0 : code_of(action).len;
    while (range.first < range.end) {
        uint32_t middle = range.first + (range.end - range.first) / 2;
        bool before = compare(row_at(index, actions, middle), action, alike) < 0;
        *(before ? &range.first : &range.end) = before ? middle + 1 : middle;
    }
    return range.first;
}

size_t rp_code_index_seek(const struct rp_code_index *index, struct rampart_str actions,
                          struct rampart_str action)
{
    return index->starts[seek(index, actions, action)];
}

bool rp_code_index_find(const struct rp_code_index *index, struct rampart_str actions,
                        struct rampart_str action, struct rampart_str *ret_line)
{
    uint32_t row = seek(index, actions, action);
    if (row == index->row_count || rp_str_find(action, '\t') < action.len) return false;
    const struct rampart_str found = row_at(index, actions, row);
    if (compare(found, action, 0) != 0) return false;
    *ret_line = rp_str_part(found, 0, rp_str_find(found, '\n'));
    return true;
}
