/* SPDX-License-Identifier: Apache-2.0 */
/* A replay from the inside: replay.c fills it from events, merge.c from parts that other replays printed. */
#ifndef RP_TRAIL_REPLAY_H
#define RP_TRAIL_REPLAY_H

#include "base/table.h"
#include "trail/evaluator.h"
#include "trail/tally.h"

/* A call that was decided, for one who counts otherwise than a replay does. Nothing of it is kept. */
struct rp_observed {
    struct rampart_replay *replay;
    const struct rp_reading *reading;
    const struct rp_event *event;
    const struct rp_caller *caller;
    const struct rp_trail_api *api;
    const struct rampart_replay_row *row; /* as the replay counts it */
    struct rampart_str text; /* of the object that holds the event */
    struct rampart_str file; /* where it stands */
    unsigned line;
};

struct rp_part;

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
    struct rampart_str text;      /* that it was read from */
    struct rampart_str file;      /* where it stands */
    unsigned line;
    struct rp_arena kept, sorted; /* as long as the replay; a result */
    struct rp_known_api *apis;    /* replay.c */
    struct rp_tally tally;
    struct rampart_diags *faults;        /* of the event that is being read */
    struct rampart_inventory *inventory; /* or NULL */
    enum rampart_status (*observe)(void *context, const struct rp_observed *observed); /* NULL: the replay counts itself */
    enum rampart_status (*read_part)(void *context, struct rp_part *part, const struct rp_node *root); /* and its rows */
    void *observer;
    enum rampart_status (*call)(void *context, const struct rampart_replay_call *call);
    void *call_context;
    void (*progress)(void *context, size_t bytes);
    void *progress_context;
};

/* Asks the account again, as its evaluator stands. Errors: as rp_evaluator_decide(). */
enum rampart_status rp_replay_ask(struct rampart_replay *replay, const struct rp_observed *observed,
                                  struct rp_call_answer *ret_answer);

#endif
