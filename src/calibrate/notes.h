/* SPDX-License-Identifier: Apache-2.0 */
/* Counts what calls show, each thing with the earliest calls that show it. The order of adding changes nothing. */
#ifndef RP_CALIBRATE_NOTES_H
#define RP_CALIBRATE_NOTES_H

#include <rampart/calibrate.h>

#include "base/arena.h"
#include "base/str.h"

/* The order of samples: time, id, place. */
int rp_sample_compare(const struct rampart_calibration_sample *a, const struct rampart_calibration_sample *b);

enum rp_note_table {
    RP_NOTE_AGREEMENT = 0,  /* `what`: the action; `detail`: the keys that leave it open; `kind` and `reason` */
    RP_NOTE_OBSERVATION,    /* `what`: the switches; `detail`: the outcomes */
    RP_NOTE_CONTRADICTION,  /* `what`: the action; `detail`: what the catalogue says; `kind`: of what */
    RP_NOTE_ENTANGLED       /* more switches than are tried; no texts */
};

struct rp_note {
    enum rp_note_table table;
    struct rampart_str what, detail;
    unsigned kind, reason;
    uint64_t count;
    struct rampart_calibration_sample samples[RAMPART_CALIBRATION_SAMPLES];
    size_t sample_count;
    unsigned kept; /* events of it that are evidence (evidence.h) */
};

/*
 * Kept with its order beside it, searched by bisection: names in a trail come from strangers, who could choose them so
 * that all fall into one place of a hash table.
 */
struct rp_notes {
    struct rampart_allocator allocator;
    struct rp_arena arena;
    struct rp_note **order; /* sorted */
    size_t count, room, most;
};

void rp_notes_init(struct rp_notes *notes, const struct rampart_allocator *allocator, size_t most);
void rp_notes_free(struct rp_notes *notes);

/*
 * Adds to the note of the same table, texts, kind and reason, which *ret_kept is unless NULL; all is copied. Errors:
 * RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_notes_add(struct rp_notes *notes, const struct rp_note *note, struct rp_note **ret_kept);

#endif
