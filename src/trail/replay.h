/* SPDX-License-Identifier: Apache-2.0 */
/* A replay from the inside: replay.c fills it from events, merge.c from parts that other replays printed. */
#ifndef RP_TRAIL_REPLAY_H
#define RP_TRAIL_REPLAY_H

#include "base/table.h"
#include "trail/evaluator.h"
#include "trail/tally.h"

struct rampart_replay {
    struct rampart_allocator allocator;
    struct rampart_options options;
    struct rampart_limits limits; /* of reading events */
    struct rp_evaluator account, against;
    bool reads, compares; /* there is an account; there is another one */
    bool labelled;        /* the account of the parts is known: */
    bool parts_against;
    struct rampart_str id; /* of the account */
    struct rp_seen parts;  /* files and texts that were read as parts (merge.c) */
    struct rampart_str *part_names;
    size_t part_room;
    struct rp_arena arena;        /* one event, and what is made of it */
    struct rp_arena kept, sorted; /* as long as the replay; a result */
    struct rp_known_api *apis;    /* replay.c */
    struct rp_tally tally;
    struct rampart_diags *faults;        /* of the event that is being read */
    struct rampart_inventory *inventory; /* or NULL */
    void (*progress)(void *context, size_t bytes);
    void *progress_context;
};

#endif
