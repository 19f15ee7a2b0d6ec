/* SPDX-License-Identifier: Apache-2.0 */
/* Counts events: rows of decisions, and reasons why events were skipped. The order of adding changes nothing. */
#ifndef RP_TRAIL_TALLY_H
#define RP_TRAIL_TALLY_H

#include <rampart/replay.h>

#include "base/arena.h"
#include "base/str.h"

enum { RP_TALLY_TIME = sizeof "2026-03-01T02:03:04Z" - 1, RP_TALLY_TEXT = 200 };

/*
 * A list with its order beside it, searched by bisection. The names in a trail come from strangers, who could choose
 * them so that all fall into one place of a hash table.
 */
struct rp_tally_list {
    void *items;
    uint32_t *order; /* numbers of items, sorted */
    size_t count, room, size;
    int (*compare)(const void *a, const void *b);
};

struct rp_tally {
    struct rp_arena arena;
    struct rampart_allocator allocator;
    size_t most;                      /* rows and skips together */
    struct rp_tally_list rows, skips; /* struct rampart_replay_row, struct rampart_replay_skip */
    uint64_t read, mapped, skipped;
    uint64_t classes[RAMPART_REPLAY_CLASSES];
};

void rp_tally_init(struct rp_tally *tally, const struct rampart_allocator *allocator, size_t most);
void rp_tally_free(struct rp_tally *tally);

/*
 * Adds a row to the one of its principal, action, class, reason and keys; everything in it is copied. Errors:
 * RAMPART_LIMIT when there would be too many, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_tally_row(struct rp_tally *tally, const struct rampart_replay_row *row);

/* Adds a skip to the one of its reason and detail; a long detail is cut. */
enum rampart_status rp_tally_skip(struct rp_tally *tally, const struct rampart_replay_skip *skip);

/* Copies the items of a list in their order, in the arena. NULL: memory was refused. */
const void *rp_tally_sorted(const struct rp_tally_list *list, struct rp_arena *arena);

/* Cuts a text at the end of a character. */
struct rampart_str rp_tally_cut(struct rampart_str text);

#endif
