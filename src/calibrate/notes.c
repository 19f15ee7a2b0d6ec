/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate/notes.h"

#include "base/try.h"
#include "base/utf8.h"

enum { FIRST_ROOM = 64, TIME_BYTES = sizeof "2026-03-01T02:03:04Z" - 1, TEXT_BYTES = 200 };

/* The texts of a sample have a fixed room, which a better sample takes over: no note grows with the number of events. */
enum { SAMPLE_BYTES = TIME_BYTES + 3 * TEXT_BYTES };

void rp_notes_init(struct rp_notes *notes, const struct rampart_allocator *allocator, size_t most)
{
    *notes = (struct rp_notes){.allocator = *allocator, .most = most};
    rp_arena_init(&notes->arena, allocator);
}

void rp_notes_free(struct rp_notes *notes)
{
    if (notes->order != NULL) notes->allocator.release(notes->allocator.context, notes->order);
    rp_arena_free(&notes->arena);
}

/* ---- samples ---- */

static struct rampart_str notes_cut(struct rampart_str text)
{
    size_t at = 0;
    if (text.len <= TEXT_BYTES) return text;
    for (size_t next = 0; next <= TEXT_BYTES; next += rp_utf8_step(text, next)) at = next;
    return rp_str_part(text, 0, at);
}

int rp_sample_compare(const struct rampart_calibration_sample *a, const struct rampart_calibration_sample *b)
{
    int order = rp_str_compare(a->time, b->time);
    if (order == 0) order = rp_str_compare(a->id, b->id);
    if (order == 0) order = rp_str_compare(a->file, b->file);
    if (order == 0) order = a->line == b->line ? 0 : a->line < b->line ? -1 : 1;
    return order != 0 ? order : rp_str_compare(a->told, b->told);
}

static struct rampart_str notes_put(char **at, struct rampart_str text)
{
    const struct rampart_str kept = {*at, text.len};
    if (text.len > 0) memcpy(*at, text.data, text.len);
    *at += text.len;
    return kept;
}

/* Keeps the least of all samples, each once. */
static enum rampart_status notes_add_sample(struct rp_notes *notes, struct rp_note *note,
                                            const struct rampart_calibration_sample *sample)
{
    struct rampart_calibration_sample cut = {.time = rp_str_part(sample->time, 0, TIME_BYTES),
                                             .id = notes_cut(sample->id),
                                             .file = notes_cut(sample->file),
                                             .line = sample->line,
                                             .told = notes_cut(sample->told)};
    size_t at = note->sample_count;
    while (at > 0 && rp_sample_compare(&cut, &note->samples[at - 1]) < 0) at--;
    if (at == RAMPART_CALIBRATION_SAMPLES) return RAMPART_OK;
    if (at > 0 && rp_sample_compare(&cut, &note->samples[at - 1]) == 0) return RAMPART_OK;
    const bool full = note->sample_count == RAMPART_CALIBRATION_SAMPLES;
    char *memory = full ? (char *)(uintptr_t)note->samples[note->sample_count - 1].time.data
                        : rp_arena_alloc(&notes->arena, SAMPLE_BYTES, 1);
    RP_TRY_MEMORY(memory != NULL);
    if (!full) note->sample_count++;
    for (size_t i = note->sample_count - 1; i > at; i--) note->samples[i] = note->samples[i - 1];
    cut.time = notes_put(&memory, cut.time);
    cut.id = notes_put(&memory, cut.id);
    cut.file = notes_put(&memory, cut.file);
    cut.told = notes_put(&memory, cut.told);
    note->samples[at] = cut;
    return RAMPART_OK;
}

/* ---- notes ---- */

static int notes_compare_numbers(uint64_t a, uint64_t b)
{
    return a == b ? 0 : a < b ? -1 : 1;
}

static int notes_compare(const struct rp_note *a, const struct rp_note *b)
{
    int order = notes_compare_numbers(a->table, b->table);
    if (order == 0) order = rp_str_compare(a->what, b->what);
    if (order == 0) order = notes_compare_numbers(a->kind, b->kind);
    if (order == 0) order = notes_compare_numbers(a->reason, b->reason);
    return order != 0 ? order : rp_str_compare(a->detail, b->detail);
}

/* True: the note stands at *ret_at of the order; else it would. */
static bool notes_find(const struct rp_notes *notes, const struct rp_note *wanted, size_t *ret_at)
{
    size_t low = 0, high = notes->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = notes_compare(wanted, notes->order[middle]);
        *ret_at = middle;
        if (order == 0) return true;
        *(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
    }
    *ret_at = low;
    return false;
}

static bool notes_grow(struct rp_notes *notes)
{
    const size_t room = notes->room == 0 ? FIRST_ROOM : 2 * notes->room;
    struct rp_note **order = notes->allocator.allocate(notes->allocator.context, room * sizeof(struct rp_note *));
    if (order == NULL) return false;
    for (size_t i = 0; i < notes->count; i++) order[i] = notes->order[i];
    if (notes->order != NULL) notes->allocator.release(notes->allocator.context, notes->order);
    notes->order = order;
    notes->room = room;
    return true;
}

static enum rampart_status notes_insert(struct rp_notes *notes, const struct rp_note *note, size_t at)
{
    if (notes->count >= notes->most) return RAMPART_LIMIT;
    if (notes->count == notes->room) RP_TRY_MEMORY(notes_grow(notes));
    struct rp_note *copy = RP_NEW(&notes->arena, struct rp_note);
    RP_TRY_MEMORY(copy != NULL);
    *copy = (struct rp_note){.table = note->table, .kind = note->kind, .reason = note->reason};
    RP_TRY_MEMORY(rp_arena_copy(&notes->arena, note->what, &copy->what) &&
                  rp_arena_copy(&notes->arena, note->detail, &copy->detail));
    memmove(notes->order + at + 1, notes->order + at, (notes->count - at) * sizeof(struct rp_note *));
    notes->order[at] = copy;
    notes->count++;
    return RAMPART_OK;
}

enum rampart_status rp_notes_add(struct rp_notes *notes, const struct rp_note *note, struct rp_note **ret_kept)
{
    size_t at = 0;
    if (!notes_find(notes, note, &at)) RP_TRY(notes_insert(notes, note, at));
    struct rp_note *kept = notes->order[at];
    if (ret_kept != NULL) *ret_kept = kept;
    kept->count += note->count;
    for (size_t i = 0; i < note->sample_count; i++) RP_TRY(notes_add_sample(notes, kept, &note->samples[i]));
    return RAMPART_OK;
}
