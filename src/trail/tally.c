/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/tally.h"

#include "base/try.h"
#include "base/utf8.h"

enum { FIRST_ROOM = 64 };

struct rampart_str rp_tally_cut(struct rampart_str text)
{
    if (text.len <= RP_TALLY_TEXT) return text;
    size_t at = 0;
    for (size_t next = 0; next <= RP_TALLY_TEXT; next += rp_utf8_step(text, next)) at = next;
    return rp_str_part(text, 0, at);
}

/* ---- the order of rows ---- */

static int tally_compare_numbers(uint64_t a, uint64_t b)
{
    return a == b ? 0 : a < b ? -1 : 1;
}

static int tally_compare_rows(const void *first, const void *second)
{
    const struct rampart_replay_row *a = first, *b = second;
    int order = rp_str_compare(a->principal, b->principal);
    if (order == 0) order = rp_str_compare(a->action, b->action);
    if (order == 0) order = tally_compare_numbers(a->which, b->which);
    if (order == 0) order = tally_compare_numbers(a->reason, b->reason);
    return order != 0 ? order : rp_str_compare(a->keys, b->keys);
}

static int tally_compare_skips(const void *first, const void *second)
{
    const struct rampart_replay_skip *a = first, *b = second;
    int order = rp_str_compare(a->reason, b->reason);
    return order != 0 ? order : rp_str_compare(a->detail, b->detail);
}

/* ---- lists ---- */

void rp_tally_init(struct rp_tally *tally, const struct rampart_allocator *allocator, size_t most)
{
    *tally = (struct rp_tally){.allocator = *allocator, .most = most};
    tally->rows =
        (struct rp_tally_list){.size = sizeof(struct rampart_replay_row), .compare = tally_compare_rows};
    tally->skips =
        (struct rp_tally_list){.size = sizeof(struct rampart_replay_skip), .compare = tally_compare_skips};
    rp_arena_init(&tally->arena, allocator);
}

static void tally_release(const struct rp_tally *tally, void *memory)
{
    if (memory != NULL) tally->allocator.release(tally->allocator.context, memory);
}

void rp_tally_free(struct rp_tally *tally)
{
    tally_release(tally, tally->rows.items);
    tally_release(tally, tally->rows.order);
    tally_release(tally, tally->skips.items);
    tally_release(tally, tally->skips.order);
    rp_arena_free(&tally->arena);
    tally->rows = tally->skips = (struct rp_tally_list){.size = 0};
}

static void *tally_item(const struct rp_tally_list *list, size_t i)
{
    return (char *)list->items + list->order[i] * list->size;
}

/* Finds the equal item. NULL: there is none, and *ret_at is its place in the order. */
static void *tally_find(const struct rp_tally_list *list, const void *wanted, size_t *ret_at)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = list->compare(wanted, tally_item(list, middle));
        if (order == 0) return tally_item(list, middle);
        *(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
    }
    *ret_at = low;
    return NULL;
}

/* Replaces memory by a larger copy. False: memory was refused. */
static bool tally_enlarge(const struct rp_tally *tally, void **memory, size_t used, size_t bytes)
{
    void *larger = tally->allocator.allocate(tally->allocator.context, bytes);
    if (larger == NULL) return false;
    if (used > 0) memcpy(larger, *memory, used);
    tally_release(tally, *memory);
    *memory = larger;
    return true;
}

static bool tally_grow(const struct rp_tally *tally, struct rp_tally_list *list)
{
    size_t room = list->room == 0 ? FIRST_ROOM : 2 * list->room;
    void *order = list->order;
    if (!tally_enlarge(tally, &list->items, list->count * list->size, room * list->size)) return false;
    if (!tally_enlarge(tally, &order, list->count * sizeof *list->order, room * sizeof *list->order))
        return false;
    list->order = order;
    list->room = room;
    return true;
}

/* Makes room for one more item, zeroed, that stands at `at` in the order. */
static enum rampart_status tally_insert(struct rp_tally *tally, struct rp_tally_list *list, size_t at,
                                        void **ret_item)
{
    if (tally->rows.count + tally->skips.count >= tally->most) return RAMPART_LIMIT;
    if (list->count == list->room) RP_TRY_MEMORY(tally_grow(tally, list));
    memmove(list->order + at + 1, list->order + at, (list->count - at) * sizeof *list->order);
    list->order[at] = (uint32_t)list->count++;
    *ret_item = memset(tally_item(list, at), 0, list->size);
    return RAMPART_OK;
}

const void *rp_tally_sorted(const struct rp_tally_list *list, struct rp_arena *arena)
{
    char *sorted = rp_arena_alloc(arena, list->count, list->size);
    for (size_t i = 0; sorted != NULL && i < list->count; i++)
        memcpy(sorted + i * list->size, tally_item(list, i), list->size);
    return sorted;
}

/* ---- rows ---- */

static int tally_compare_samples(const struct rampart_replay_sample *a, const struct rampart_replay_sample *b)
{
    int order = rp_str_compare(a->time, b->time);
    return order != 0 ? order : rp_str_compare(a->id, b->id);
}

/*
 * Keeps the least of all samples, each once. The texts of a sample have a fixed room, which a better sample takes over:
 * the memory of a row does not grow with the number of events.
 */
static enum rampart_status tally_add_sample(struct rp_tally *tally, struct rampart_replay_row *row,
                                            const struct rampart_replay_sample *sample)
{
    const struct rampart_replay_sample cut = {sample->time, rp_tally_cut(sample->id)};
    size_t at = row->sample_count;
    while (at > 0 && tally_compare_samples(&cut, &row->samples[at - 1]) < 0) at--;
    bool known = at > 0 && tally_compare_samples(&cut, &row->samples[at - 1]) == 0;
    if (at == RAMPART_REPLAY_SAMPLES || known) return RAMPART_OK;
    bool full = row->sample_count == RAMPART_REPLAY_SAMPLES;
    char *memory = full ? (char *)(uintptr_t)row->samples[row->sample_count - 1].time.data
                        : rp_arena_alloc(&tally->arena, RP_TALLY_TIME + RP_TALLY_TEXT, 1);
    RP_TRY_MEMORY(memory != NULL);
    if (!full) row->sample_count++;
    for (size_t i = row->sample_count - 1; i > at; i--) row->samples[i] = row->samples[i - 1];
    memcpy(memory, cut.time.data, RP_TALLY_TIME);
    if (cut.id.len > 0) memcpy(memory + RP_TALLY_TIME, cut.id.data, cut.id.len);
    row->samples[at] =
        (struct rampart_replay_sample){{memory, RP_TALLY_TIME}, {memory + RP_TALLY_TIME, cut.id.len}};
    return RAMPART_OK;
}

static void tally_overwrite_time(struct rampart_str *time, struct rampart_str with)
{
    memcpy((char *)(uintptr_t)time->data, with.data, RP_TALLY_TIME);
}

static enum rampart_status tally_add_to(struct rp_tally *tally, struct rampart_replay_row *row,
                                        const struct rampart_replay_row *more)
{
    row->count += more->count;
    if (rp_str_compare(more->first, row->first) < 0) tally_overwrite_time(&row->first, more->first);
    if (rp_str_compare(more->last, row->last) > 0) tally_overwrite_time(&row->last, more->last);
    for (size_t i = 0; i < more->sample_count; i++) RP_TRY(tally_add_sample(tally, row, &more->samples[i]));
    return RAMPART_OK;
}

static enum rampart_status tally_new_row(struct rp_tally *tally, const struct rampart_replay_row *row,
                                         size_t at, struct rampart_replay_row **ret_row)
{
    struct rampart_replay_row copy = {.which = row->which, .reason = row->reason};
    void *place = NULL;
    RP_TRY_MEMORY(rp_arena_copy(&tally->arena, row->principal, &copy.principal) &&
                  rp_arena_copy(&tally->arena, row->action, &copy.action) &&
                  rp_arena_copy(&tally->arena, row->keys, &copy.keys) &&
                  rp_arena_copy(&tally->arena, row->first, &copy.first) &&
                  rp_arena_copy(&tally->arena, row->last, &copy.last));
    RP_TRY(tally_insert(tally, &tally->rows, at, &place));
    *ret_row = place;
    **ret_row = copy;
    return RAMPART_OK;
}

enum rampart_status rp_tally_row(struct rp_tally *tally, const struct rampart_replay_row *row)
{
    size_t at = 0;
    struct rampart_replay_row *found = tally_find(&tally->rows, row, &at);
    if (found == NULL) RP_TRY(tally_new_row(tally, row, at, &found));
    tally->read += row->count;
    tally->mapped += row->count;
    tally->classes[row->which] += row->count;
    return tally_add_to(tally, found, row);
}

/* ---- skipped events ---- */

enum rampart_status rp_tally_skip(struct rp_tally *tally, const struct rampart_replay_skip *skip)
{
    struct rampart_replay_skip cut = {skip->reason, rp_tally_cut(skip->detail), 0}, *found;
    void *place = NULL;
    size_t at = 0;
    found = tally_find(&tally->skips, &cut, &at);
    if (found == NULL) {
        RP_TRY_MEMORY(rp_arena_copy(&tally->arena, cut.reason, &cut.reason) &&
                      rp_arena_copy(&tally->arena, cut.detail, &cut.detail));
        RP_TRY(tally_insert(tally, &tally->skips, at, &place));
        found = place;
        *found = cut;
    }
    tally->read += skip->count;
    tally->skipped += skip->count;
    found->count += skip->count;
    return RAMPART_OK;
}
