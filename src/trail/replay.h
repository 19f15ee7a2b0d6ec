/* SPDX-License-Identifier: Apache-2.0 */
/* A replay from the inside. */
#ifndef RP_TRAIL_REPLAY_H
#define RP_TRAIL_REPLAY_H

#include "base/table.h"
#include "trail/judge.h"
#include "trail/tally.h"

enum { RP_REPLAY_APIS = 4096 };

/* What was found out about an API; kept while there is room, so that what strangers call is bounded. */
struct rp_known_api {
    struct rampart_str name; /* service, host label and event; empty: nothing is kept here */
    struct rp_trail_api api;
};

struct rampart_replay {
    struct rampart_allocator allocator;
    struct rampart_options options;
    struct rampart_limits limits; /* of reading events */
    struct rp_judge account, against;
    bool reads, compares; /* there is an account; there is another one */
    bool labelled;        /* what the parts are about is known: */
    bool parts_against;
    struct rampart_str id; /* of the account */
    struct rp_seen parts;  /* files and texts that were read as parts (merge.c) */
    struct rampart_str *part_names;
    size_t part_room;
    struct rp_arena arena;        /* one event, and what is made of it */
    struct rp_arena kept, sorted; /* as long as the replay; a result */
    struct rp_known_api *apis;
    struct rp_tally tally;
    struct rampart_diags *faults; /* of the event that is being read */
    struct rampart_inventory *inventory; /* or NULL */
};

/* What is in a file of events, value by value. Errors: as rampart_replay_file(). */
struct rp_bytes;
enum rampart_status rp_replay_bytes(struct rampart_replay *replay, struct rp_bytes *bytes);

/* Decides on an event and counts it. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY, those of rp_event_read(). */
enum rampart_status rp_replay_event(struct rampart_replay *replay, const struct rp_reading *reading,
                                    const struct rp_event *event);

/* What the event tells of the circumstances, and how the record says the call ended. */
enum rp_recorded { RP_RECORDED_ALLOWED = 0, RP_RECORDED_DENIED, RP_RECORDED_UNTOLD };
enum rp_recorded rp_recorded_outcome(struct rampart_str error);

/* The caller of an event. False: *ret_skip says why the event cannot be replayed. `arena` is for the texts. */
enum rampart_status rp_caller_of(struct rp_arena *arena, const struct rp_event *event,
                                 struct rampart_str account, struct rp_caller *ret_caller,
                                 struct rampart_replay_skip *ret_skip);

/* The class of a call by the answers of one account and by what is known of the other side. */
void rp_compare_record(const struct rp_answer *answer, enum rp_recorded recorded, bool session,
                       struct rampart_replay_row *row);
void rp_compare_answers(const struct rp_answer *before, const struct rp_answer *after,
                        enum rp_recorded recorded, bool session, struct rampart_replay_row *row);

#endif
