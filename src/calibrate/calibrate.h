/* SPDX-License-Identifier: Apache-2.0 */
/* A calibration from the inside: a replay reads the events, and what they show is counted here. */
#ifndef RP_CALIBRATE_CALIBRATE_H
#define RP_CALIBRATE_CALIBRATE_H

#include "calibrate/evidence.h"
#include "calibrate/notes.h"
#include "trail/replay.h"

struct rp_known_call;

struct rampart_calibration {
    struct rampart_allocator allocator;
    struct rampart_replay *replay;
    rampart_switches assumed; /* the readings that decide; of parts, once `labelled` */
    bool labelled;
    struct rp_notes notes;
    bool keeps; /* events are kept as evidence: */
    struct rp_evidence evidence;
    struct rp_arena sorted;        /* of a result */
    struct rp_known_call *known;   /* what was tried already; calibrate.c */
    struct rampart_diags *scratch; /* of texts that may be no refusal */
};

/* Reads the rows of a part. Errors: as rampart_calibration_merge_file(). */
enum rampart_status rp_calibration_read_part(void *calibration, struct rp_part *part, const struct rp_node *root);

/* Fills the lists of a result, in its arena. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_calibration_list(struct rampart_calibration *calibration,
                                        struct rampart_calibration_result *result);

#endif
